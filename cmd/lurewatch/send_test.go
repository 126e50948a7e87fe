package main

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"lurewatch/bot/sandbox"
)

func TestALostAnswerIsSentAgainOnlyIfItMatters(t *testing.T) {
	s := withBot(t, sandbox.Options{})
	s.AddFault(sandbox.Fault{Method: "sendMessage", Times: 2, Kind: sandbox.DropAfter()})
	s.Send(ama, ama, sandbox.Message{Text: lureEN})
	s.await("the verdict is known to have arrived", func(v *sandbox.View) bool { return v.Count("sendMessage") == 3 })
	s.ClearFaults()
	s.AddFault(sandbox.Fault{Method: "sendMessage", Chat: linh, Times: 1, Kind: sandbox.DropAfter()})
	s.Send(linh, linh, sandbox.Message{Text: "hello"})
	s.answer(linh, 1)
	s.idle()
	if n := len(s.FromBot(linh)); n != 1 {
		t.Errorf("small talk came %d times", n)
	}
	if n := len(s.FromBot(ama)); n != 3 {
		t.Errorf("the verdict came %d times, want once a lost answer and once for certain", n)
	}
}

func TestFailuresOfTelegramAreWaitedOut(t *testing.T) {
	for name, kind := range map[string]sandbox.FaultKind{
		"HTML": sandbox.HTML(), "500": sandbox.Status(500), "drop": sandbox.DropBefore(), "429": sandbox.TooMany(1),
	} {
		t.Run(name, func(t *testing.T) {
			s := withBot(t, sandbox.Options{})
			s.AddFault(sandbox.Fault{Method: "sendMessage", Times: 4, Kind: kind})
			s.Send(ama, ama, sandbox.Message{Text: lureEN})
			s.await("it has arrived", func(v *sandbox.View) bool { return v.CountFromBot(ama) > 0 })
			calls := s.CallsOf("sendMessage")
			if len(calls) != 5 {
				t.Fatalf("%d tries, want 5", len(calls))
			}
			if name == "429" {
				return
			}
			first, last := calls[1].Clock.Sub(calls[0].Clock), calls[4].Clock.Sub(calls[3].Clock)
			if last < 2*first {
				t.Errorf("the waits do not grow: %s, then %s", first, last)
			}
		})
	}
}

func TestARefusedMarkupIsSentPlain(t *testing.T) {
	s := withBot(t, sandbox.Options{})
	s.AddFault(sandbox.Fault{Method: "sendMessage", Times: 1, Kind: sandbox.Reject(400, "Bad Request: can't parse entities: unexpected end tag")})
	s.Send(ama, ama, sandbox.Message{Text: lureEN})
	a := s.answer(ama, 1)
	has(t, a.Text, "Bavet")
	lacks(t, a.Text, "<b>", "&lt;")
}

func TestHTMLInAnOfferIsShownAndNotObeyed(t *testing.T) {
	s := withBot(t, sandbox.Options{})
	s.Send(ama, ama, sandbox.Message{Text: `Customer service in Bavet </b><a href="https://example.org">click</a> & <tg-spoiler>free flight</tg-spoiler>, we keep your passport <b`})
	has(t, s.answer(ama, 1).Text, "Bavet")
	for _, c := range s.CallsOf("sendMessage") {
		if c.Done && c.Status != 200 {
			t.Errorf("sendMessage was refused: %s", c.Answer)
		}
		lacks(t, c.Params["text"], "example.org")
	}
}

func TestStrangeMessagesAreBorne(t *testing.T) {
	s := withBot(t, sandbox.Options{})
	for i, text := range []string{
		"a" + strings.Repeat("\u0301", 4095),
		strings.Repeat("\u0301", 4096),
		"\u202eCustomer service in Bavet, free flight, keep your passport\u202c",
		strings.Repeat("Bavet ", 680),
		strings.Repeat("🇰🇭", 1000),
		"\u200b\u200b\u200b.",
	} {
		s.Send(ama, ama, sandbox.Message{Text: text})
		a := s.answer(ama, i+1)
		lacks(t, a.Text, "\u202e")
	}
	lacks(t, s.out.String(), "a handler failed")
}

func TestASlowChatHoldsNobodyUp(t *testing.T) {
	s := withBot(t, sandbox.Options{Scale: 1})
	s.AddFault(sandbox.Fault{Method: "sendMessage", Chat: ama, Times: 1, Kind: sandbox.Delay(5 * time.Second)})
	s.AddFault(sandbox.Fault{Method: "sendMessage", Chat: 3003, Times: 1, Kind: sandbox.TooMany(10000)})
	s.Send(ama, ama, sandbox.Message{Text: "hello"})
	s.Send(3003, 3003, sandbox.Message{Text: "hello"})
	s.await("both are tried", func(v *sandbox.View) bool { return v.Count("sendMessage") >= 2 })
	began := time.Now()
	s.Send(linh, linh, sandbox.Message{Text: "hello"})
	s.answer(linh, 1)
	if d := time.Since(began); d > time.Second {
		t.Errorf("somebody else's answer took %s", d)
	}
	began = time.Now()
	s.end()
	if d := time.Since(began); d > 6*time.Second {
		t.Errorf("the stop took %s", d)
	}
}

func TestSendsKeepToTelegramsLimits(t *testing.T) {
	if testing.Short() {
		t.Skip("it needs real seconds")
	}
	s := newStage(t, sandbox.Options{Scale: 1, Limits: true})
	for i := range 120 {
		person := int64(8000 + i)
		s.Send(person, person, sandbox.Message{Text: "hello"})
	}
	for i := range 6 {
		s.Send(ama, ama, sandbox.Message{Text: fmt.Sprint("hello ", i)})
	}
	s.begin()
	s.await("everybody is answered", func(v *sandbox.View) bool {
		for i := range 120 {
			if v.CountFromBot(int64(8000+i)) == 0 {
				return false
			}
		}
		return v.CountFromBot(ama) == 6
	})
	for _, c := range s.CallsOf("sendMessage") {
		if c.Status == 429 {
			t.Fatal("Telegram's limits were passed")
		}
	}
}

func TestAnEditThatCannotBeMadeIsSentAnew(t *testing.T) {
	s := withBot(t, sandbox.Options{})
	s.Send(ama, ama, sandbox.Message{Text: "/forget"})
	ask := s.answer(ama, 1)
	s.AddFault(sandbox.Fault{Method: "editMessageText", Times: 1, Kind: sandbox.Reject(400, "Bad Request: message to edit not found")})
	s.Press(ama, ama, ask.ID, ask.Buttons[0][0].Data)
	has(t, s.answer(ama, 2).Text, "Erased")
}

func TestABacklogDrainsWithoutLoss(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes its time")
	}
	s := newStage(t, sandbox.Options{Scale: 0.1})
	const n = 1500
	for i := range n {
		person := int64(20000 + i)
		s.Send(person, person, sandbox.Message{Text: "hello"})
	}
	s.begin()
	s.await("everybody is answered", func(v *sandbox.View) bool { return v.Count("sendMessage") >= n })
	for i := range n {
		if len(s.FromBot(int64(20000+i))) != 1 {
			t.Fatalf("person %d has %d answers", i, len(s.FromBot(int64(20000+i))))
		}
	}
}
