package main

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"lurewatch/bot/sandbox"
)

const (
	ama   = 1002 // her app speaks English, so her country is open
	linh  = 1003
	crowd = -1001234567890
)

const lureEN = "URGENT HIRING! Customer service in Bavet, Cambodia. 1500 USD a month, no experience needed. Free flight, visa, room and food. We keep your passport for safety. Telegram @hr_anna_demo"

func TestALureIsAnsweredWithEverything(t *testing.T) {
	s := withBot(t, sandbox.Options{})
	s.Send(ama, ama, sandbox.Message{Text: lureEN})
	a := s.answer(ama, 1)
	has(t, a.Text, "Bavet", "keep your passport", "Cambodia", "Today", "/wrong", "checked 20")
	if len(a.Buttons) == 0 {
		t.Fatal("the country is open, and nothing asks for it")
	}
	s.Press(ama, ama, a.ID, a.Buttons[0][0].Data)
	b := s.answer(ama, 2)
	has(t, b.Text, a.Buttons[0][0].Text)
	s.Send(ama, ama, sandbox.Message{Text: lureEN + "!"})
	if c := s.answer(ama, 3); len(c.Buttons) != 0 {
		t.Error("the country is asked for twice")
	}
}

func TestEverydayWordsAreNeverCalledSafe(t *testing.T) {
	s := withBot(t, sandbox.Options{})
	for i, text := range []string{"I bought fish at the market today", "see you at the bus stop at five", "my sister has a new phone"} {
		s.Send(ama, ama, sandbox.Message{Text: text})
		a := s.answer(ama, i+1)
		lacks(t, strings.ToLower(a.Text), "safe", "legit", "✅", "trustworthy")
		if n := len(strings.Fields(a.Text)); n == 0 || n > 40 {
			t.Errorf("%q is answered by %d words: %q", text, n, a.Text)
		}
	}
}

func TestSmallTalkGetsAHumanAnswer(t *testing.T) {
	s := withBot(t, sandbox.Options{})
	for i, c := range []struct{ text, want string }{
		{"Hello!", "Hello"},
		{"thank you so much 🙏", "welcome"},
		{"who are you?", "program"},
		{"Is this a scam?", "warning signs"},
		{"What is the capital of France?", "offer"},
		{"👍👍", "job offer"},
	} {
		s.Send(ama, ama, sandbox.Message{Text: c.text})
		a := s.answer(ama, i+1)
		if !strings.Contains(a.Text, c.want) {
			t.Errorf("%q is answered by %q", c.text, a.Text)
		}
		lacks(t, a.Text, "none of the signs")
	}
}

func TestWhatCannotBeReadIsSaid(t *testing.T) {
	s := withBot(t, sandbox.Options{})
	for i, c := range []struct {
		m    sandbox.Message
		want string
	}{
		{sandbox.Message{Extra: map[string]any{"voice": map[string]any{"file_id": "v", "file_unique_id": "v", "duration": 3}}}, "hear"},
		{sandbox.Message{Extra: map[string]any{"video": map[string]any{"file_id": "v", "file_unique_id": "v", "width": 1, "height": 1, "duration": 3}}}, "watch"},
		{sandbox.Message{Extra: map[string]any{"location": map[string]any{"latitude": 1.5, "longitude": 2.5}}}, "places"},
		{sandbox.Message{Extra: map[string]any{"sticker": map[string]any{"file_id": "s", "file_unique_id": "s", "type": "regular", "width": 1, "height": 1}}}, "sticker"},
		{sandbox.Message{Photo: []byte("not really a picture")}, "picture"},
	} {
		s.Send(ama, ama, c.m)
		has(t, s.answer(ama, i+1).Text, c.want)
	}
}

func TestForwardsInEveryFormAreJudged(t *testing.T) {
	s := withBot(t, sandbox.Options{})
	person := int64(2000)
	for _, kind := range []string{sandbox.FromUser, sandbox.FromHiddenUser, sandbox.FromChat, sandbox.FromChannel} {
		for _, form := range []string{sandbox.Both, sandbox.Modern, sandbox.Legacy} {
			person++
			s.Send(person, person, sandbox.Message{Text: lureEN, Forward: &sandbox.Forward{Kind: kind, Form: form, Name: "HR Anna"}})
			has(t, s.answer(person, 1).Text, "Bavet")
		}
	}
	person++
	s.Send(person, person, sandbox.Message{Caption: lureEN, Photo: []byte("poster"), Forward: &sandbox.Forward{Kind: sandbox.FromUser}})
	has(t, s.answer(person, 1).Text, "Bavet")
}

func TestWhatBelongsTogetherGetsOneAnswer(t *testing.T) {
	s := withBot(t, sandbox.Options{})
	f := &sandbox.Forward{Kind: sandbox.FromHiddenUser, Name: "HR Anna"}
	s.Send(ama, ama, sandbox.Message{Text: "Customer service needed, 1500 USD a month, no experience", Forward: f})
	s.Send(ama, ama, sandbox.Message{Text: "The office is in Bavet, Cambodia", Forward: f})
	s.Send(ama, ama, sandbox.Message{Text: "he says the flight and visa are free"})
	has(t, s.answer(ama, 1).Text, "Bavet", "flight and visa")
	s.idle()
	if n := len(s.FromBot(ama)); n != 1 {
		t.Errorf("%d answers, want one", n)
	}
	for i := range 3 {
		m := sandbox.Message{Photo: []byte("poster"), MediaGroup: "g"}
		if i == 1 {
			m.Caption = lureEN
		}
		s.Send(linh, linh, m)
	}
	has(t, s.answer(linh, 1).Text, "Bavet")
	s.idle()
	if n := len(s.FromBot(linh)); n != 1 {
		t.Errorf("%d answers to an album, want one", n)
	}
}

func TestALineTypedLaterIsJudgedWithTheForward(t *testing.T) {
	s := withBot(t, sandbox.Options{})
	s.Send(ama, ama, sandbox.Message{Text: "Customer service job in Thailand, 1500 USD a month", Forward: &sandbox.Forward{Kind: sandbox.FromUser}})
	s.answer(ama, 1)
	s.Send(ama, ama, sandbox.Message{Text: "he says the place is Myawaddy and the flight is free"})
	has(t, s.answer(ama, 2).Text, "Myawaddy")
}

func TestATypedMessageIsAnsweredAtOnce(t *testing.T) {
	s := withBot(t, sandbox.Options{Scale: 1})
	began := time.Now()
	s.Send(ama, ama, sandbox.Message{Text: lureEN})
	s.answer(ama, 1)
	if d := time.Since(began); d > time.Second {
		t.Errorf("a typed message took %s", d)
	}
	began = time.Now()
	s.Send(linh, linh, sandbox.Message{Text: lureEN, Forward: &sandbox.Forward{Kind: sandbox.FromUser}})
	s.answer(linh, 1)
	if d := time.Since(began); d < 900*time.Millisecond || d > 3500*time.Millisecond {
		t.Errorf("a forward took %s, want a second", d)
	}
}

func TestAnswersKeepTheOrderOfTheMessages(t *testing.T) {
	s := withBot(t, sandbox.Options{})
	const n = 50
	for i := range n {
		s.Send(ama, ama, sandbox.Message{Text: fmt.Sprintf("Customer service in Bavet, %d USD a month, free flight and room", 1001+i)})
	}
	for i, a := range s.answers(ama, n) {
		if want := fmt.Sprint(1001 + i); !strings.Contains(a.Text, want) {
			t.Fatalf("answer %d is not about %s: %s", i, want, a.Text)
		}
	}
}

func TestACallForHelpGetsNumbersAtOnce(t *testing.T) {
	s := withBot(t, sandbox.Options{})
	s.Send(ama, ama, sandbox.Message{Text: "I am in a scam compound in Sihanoukville. They took my passport and won't let me go home. Help"})
	a := s.answer(ama, 1)
	has(t, a.Text, "Is it safe for you to write now?", "not to blame", "Cambodia", "+855")
	lacks(t, a.Text, "STOP", "/wrong")
	s.Send(linh, linh, sandbox.Message{Text: "my brother is locked in a compound in Myawaddy, they want 5000 dollars ransom, what can I do"})
	b := s.answer(linh, 1)
	has(t, b.Text, "safe for them", "Myanmar")
	s.Send(ama, ama, sandbox.Message{Text: "/history"})
	has(t, s.answer(ama, 2).Text, "nothing")
}

func TestLanguageOfTheAnswer(t *testing.T) {
	s := withBot(t, sandbox.Options{})
	s.AddPerson(sandbox.Person{ID: linh, First: "Linh", LanguageCode: "vi"})
	// The app's setting, and not the forwarded English.
	s.Send(linh, linh, sandbox.Message{Text: lureEN, Forward: &sandbox.Forward{Kind: sandbox.FromUser}})
	has(t, s.answer(linh, 1).Text, "Việt Nam")
	// Her own words win over the app.
	s.AddPerson(sandbox.Person{ID: ama, First: "Ama", LanguageCode: "fr"})
	s.Send(ama, ama, sandbox.Message{Text: "I do not know what to think about my new neighbour and his dog"})
	has(t, s.answer(ama, 1).Text, "the")
	// The setting wins over both.
	s.Send(ama, ama, sandbox.Message{Text: "/language vi"})
	has(t, s.answer(ama, 2).Text, "Tiếng Việt")
	s.Send(ama, ama, sandbox.Message{Text: lureEN})
	has(t, s.answer(ama, 3).Text, "Bavet", "hộ chiếu")
}

// A person whose app tells no language, and who asked for help: the buttons
// speak as the answer did, though nothing is kept.
func TestButtonsKeepTheLanguageOfTheirMessage(t *testing.T) {
	s := withBot(t, sandbox.Options{})
	s.Send(linh, linh, sandbox.Message{Text: "cứu em với, em bị giữ ở Bavet, họ lấy hộ chiếu và không cho em về"})
	a := s.answer(linh, 1)
	s.Press(linh, linh, a.ID, a.Buttons[0][0].Data)
	has(t, strings.ToLower(s.answer(linh, 2).Text), "đại sứ quán")
}
