package main

import (
	"strings"
	"testing"
	"time"

	"lurewatch/bot/sandbox"
)

func TestCommandsAnswer(t *testing.T) {
	s := withBot(t, sandbox.Options{})
	for i, c := range []struct{ text, want string }{
		{"/start", "offer"},
		{"/help", "/forget"},
		{"/check", "offer"},
		{"/check " + lureEN, "Bavet"},
		{"/hotlines KH", "117"},
		{"/hotlines Cambodia", "117"},
		{"/hotlines Atlantis", "do not know"},
		{"/country Vietnam", "Vietnam"},
		{"/hotlines", "Vietnam"},
		{"/language", "language"},
		{"/history", "Bavet"},
		{"/safety", "embassy"},
		{"/privacy", "90 days"},
		{"/wrong", "wrong"},
		{"/nonsense", "/help"},
		{"/HELP@Lurewatch_Sandbox_Bot", "/forget"},
	} {
		s.Send(ama, ama, sandbox.Message{Text: c.text})
		if a := s.answer(ama, i+1); !strings.Contains(a.Text, c.want) {
			t.Errorf("%s is answered by %q", c.text, a.Text)
		}
	}
	s.Send(ama, ama, sandbox.Message{Text: "/help"})
	all := s.answers(ama, 17)
	lacks(t, all[16].Text, "/appeal", "/settings", "/stats")
}

func TestForgetAsksAndThenErases(t *testing.T) {
	s := withBot(t, sandbox.Options{})
	s.Send(ama, ama, sandbox.Message{Text: lureEN})
	s.answer(ama, 1)
	s.Send(ama, ama, sandbox.Message{Text: "/country VN"})
	s.answer(ama, 2)
	s.Send(ama, ama, sandbox.Message{Text: "/forget"})
	ask := s.answer(ama, 3)
	if len(ask.Buttons) == 0 {
		t.Fatal("/forget does not ask by buttons")
	}
	s.Send(ama, ama, sandbox.Message{Text: "/history"})
	has(t, s.answer(ama, 4).Text, "Bavet")
	q := s.Press(ama, ama, ask.ID, ask.Buttons[0][0].Data)
	s.await("the press is answered", func(v *sandbox.View) bool { _, ok := v.Answered(q); return ok })
	s.await("the question says that it is done", func(v *sandbox.View) bool {
		for _, m := range v.FromBot(ama) {
			if m.ID == ask.ID {
				return len(m.Buttons) == 0
			}
		}
		return false
	})
	s.Send(ama, ama, sandbox.Message{Text: "/history"})
	has(t, s.answer(ama, 5).Text, "nothing")
	s.Send(ama, ama, sandbox.Message{Text: "/country"})
	lacks(t, s.answer(ama, 6).Text, "Vietnam.")
}

func TestTheSecondButtonOfForgetKeeps(t *testing.T) {
	s := withBot(t, sandbox.Options{})
	s.Send(ama, ama, sandbox.Message{Text: lureEN})
	s.answer(ama, 1)
	s.Send(ama, ama, sandbox.Message{Text: "/forget"})
	ask := s.answer(ama, 2)
	last := ask.Buttons[len(ask.Buttons)-1]
	s.Press(ama, ama, ask.ID, last[len(last)-1].Data)
	s.await("the question is gone", func(v *sandbox.View) bool { return len(v.FromBot(ama)[1].Buttons) == 0 })
	s.Send(ama, ama, sandbox.Message{Text: "/history"})
	has(t, s.answer(ama, 3).Text, "Bavet")
}

func TestHideTakesTheAnswersBack(t *testing.T) {
	s := withBot(t, sandbox.Options{})
	s.Send(ama, ama, sandbox.Message{Text: lureEN})
	s.answer(ama, 1)
	s.Send(ama, ama, sandbox.Message{Text: "/hide"})
	ask := s.answer(ama, 2)
	s.Press(ama, ama, ask.ID, ask.Buttons[0][0].Data)
	s.await("no answer is left", func(v *sandbox.View) bool { return v.CountFromBot(ama) == 0 })
}

func TestAPressMadeTwiceActsOnce(t *testing.T) {
	s := withBot(t, sandbox.Options{})
	s.Send(ama, ama, sandbox.Message{Text: "/country"})
	ask := s.answer(ama, 1)
	q := s.Press(ama, ama, ask.ID, ask.Buttons[0][0].Data)
	s.answer(ama, 2)
	s.PressAgain(q)
	s.idle()
	if n := len(s.FromBot(ama)); n != 2 {
		t.Errorf("%d messages after the same press came twice, want 2", n)
	}
}

func TestOldMessagesGetOneHonestLine(t *testing.T) {
	s := newStage(t, sandbox.Options{})
	for range 5 {
		s.Send(ama, ama, sandbox.Message{Text: lureEN, Date: time.Now().Add(-20 * time.Hour)})
	}
	s.begin()
	has(t, s.answer(ama, 1).Text, "away")
	s.idle()
	if n := len(s.FromBot(ama)); n != 1 {
		t.Errorf("%d answers to old messages, want one", n)
	}
}

func TestEditsChangeTheAnswer(t *testing.T) {
	s := withBot(t, sandbox.Options{})
	id := s.Send(ama, ama, sandbox.Message{Text: "We are hiring people for an office, call me tomorrow"})
	s.answer(ama, 1)
	s.Edit(ama, id, sandbox.Message{Text: lureEN})
	s.await("the answer is edited", func(v *sandbox.View) bool {
		m := v.FromBot(ama)
		return len(m) == 1 && strings.Contains(m[0].Text, "Bavet")
	})
	s.Edit(ama, id, sandbox.Message{Text: lureEN})
	s.idle()
	if n := len(s.FromBot(ama)); n != 1 {
		t.Errorf("%d messages after an edit that changes nothing, want one", n)
	}
}
