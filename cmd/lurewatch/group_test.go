package main

import (
	"testing"

	"lurewatch/bot/sandbox"
)

// poster posts the lure in groups; nothing of him may be repeated.
var poster = sandbox.Person{ID: 5001, First: "Bopha", Last: "Tester", Username: "bopha_demo", LanguageCode: "en"}

// inGroup puts a bot that reads everything into a group.
func inGroup(t *testing.T, reads bool) *stage {
	s := withBot(t, sandbox.Options{ReadsGroups: reads})
	s.AddPerson(poster)
	s.AddPerson(sandbox.Person{ID: ama, First: "Ama", LanguageCode: "en"})
	s.AddChat(sandbox.Chat{ID: crowd, Type: sandbox.Supergroup, Title: "Jobs", Members: []int64{poster.ID, ama}, Admins: []int64{ama}, Bot: "left", Forum: true})
	s.AddBot(crowd, ama)
	return s
}

func TestAGroupIsGreetedOnce(t *testing.T) {
	s := inGroup(t, true)
	has(t, s.answer(crowd, 1).Text, "/check")
	s.Promote(crowd, ama, true)
	s.idle()
	if n := len(s.FromBot(crowd)); n != 1 {
		t.Errorf("%d messages, want one greeting", n)
	}
}

func TestAGroupHearsOnlyOfDangerAndOnce(t *testing.T) {
	s := inGroup(t, true)
	s.answer(crowd, 1)
	topic := s.AddTopic(crowd, "offers")
	s.Send(crowd, poster.ID, sandbox.Message{Text: "who comes to the party on Friday?"})
	s.Send(crowd, poster.ID, sandbox.Message{Text: "/start@some_other_bot"})
	s.Send(crowd, poster.ID, sandbox.Message{Text: "Nurse wanted, Berlin, licence and B2 German required, contract before travel"})
	id := s.Send(crowd, poster.ID, sandbox.Message{Text: lureEN, ThreadID: topic})
	a := s.answer(crowd, 2)
	if a.ReplyTo != id || a.ThreadID != topic {
		t.Errorf("the warning replies to %d in topic %d, want %d in %d", a.ReplyTo, a.ThreadID, id, topic)
	}
	has(t, a.Text, "Bavet")
	lacks(t, a.Text, "hr_anna_demo", "Bopha", "bopha_demo")
	s.Send(crowd, ama, sandbox.Message{Text: "Urgent  hiring 🔥 " + lureEN[len("URGENT HIRING! "):]})
	s.Edit(crowd, id, sandbox.Message{Text: lureEN + " !!"})
	s.idle()
	if n := len(s.FromBot(crowd)); n != 2 {
		t.Errorf("%d messages, want the greeting and one warning: %+v", n, s.FromBot(crowd))
	}
	s.Send(crowd, poster.ID, sandbox.Message{Text: "Typists for Myawaddy, KK Park, 2000 USD, they keep your passport, free flight, no experience"})
	has(t, s.answer(crowd, 3).Text, "Myawaddy")
}

func TestCheckInAGroupWithPrivacyMode(t *testing.T) {
	s := inGroup(t, false)
	s.answer(crowd, 1)
	offer := s.Send(crowd, poster.ID, sandbox.Message{Text: lureEN})
	s.Send(crowd, ama, sandbox.Message{Text: "/check", ReplyTo: offer})
	a := s.answer(crowd, 2)
	has(t, a.Text, "Bavet")
	lacks(t, a.Text, "hr_anna_demo", "Bopha", "bopha_demo")
	chat := s.Send(crowd, poster.ID, sandbox.Message{Text: "lunch at noon?"})
	s.Send(crowd, ama, sandbox.Message{Text: "/check@lurewatch_sandbox_bot", ReplyTo: chat})
	has(t, s.answer(crowd, 3).Text, "none of the signs")
	s.Send(crowd, ama, sandbox.Message{Text: "/check"})
	has(t, s.answer(crowd, 4).Text, "Reply")
	s.Send(crowd, ama, sandbox.Message{Text: "/history"})
	has(t, s.answer(crowd, 5).Text, "private")
}

func TestAMigratedGroupKeepsItsMemory(t *testing.T) {
	s := withBot(t, sandbox.Options{ReadsGroups: true})
	s.AddPerson(poster)
	s.AddChat(sandbox.Chat{ID: -77, Type: sandbox.Group, Title: "Jobs", Members: []int64{poster.ID}, Admins: []int64{poster.ID}, Bot: "left"})
	s.AddBot(-77, poster.ID)
	s.answer(-77, 1)
	s.Send(-77, poster.ID, sandbox.Message{Text: lureEN})
	s.answer(-77, 2)
	id := s.Migrate(-77)
	s.idle()
	n := len(s.FromBot(id))
	s.Send(id, poster.ID, sandbox.Message{Text: lureEN})
	s.idle()
	if got := len(s.FromBot(id)); got != n {
		t.Errorf("the group was warned of the same campaign again after it moved")
	}
}
