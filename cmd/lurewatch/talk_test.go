package main

import (
	"testing"

	"lurewatch/bot/sandbox"
)

const (
	linh  = 1001 // writes Vietnamese
	ama   = 1002 // English, no country known
	someG = -100200300
)

const lureEN = "URGENT HIRING! Customer service in Bavet, Cambodia. 1500 USD a month, no experience needed. Free flight, visa, room and food. We keep your passport for safety. Telegram @hr_anna_demo"

func TestALureIsAnsweredWithEverything(t *testing.T) {
	s := withBot(t, sandbox.Options{})
	s.Send(ama, ama, sandbox.Message{Text: lureEN})
	a := s.answer(ama, 1)
	has(t, a.Text, "Bavet", "keep your passport", "Cambodia", "Today", "/wrong", "checked 20")
	if len(a.Buttons) == 0 {
		t.Error("the country is open, and nothing asks for it")
	}
	s.Press(ama, ama, a.ID, a.Buttons[0][0].Data)
	b := s.answer(ama, 2)
	has(t, b.Text, a.Buttons[0][0].Text)
	s.Send(ama, ama, sandbox.Message{Text: lureEN + "!"})
	if c := s.answer(ama, 3); len(c.Buttons) != 0 {
		t.Error("the country is asked for twice")
	}
}
