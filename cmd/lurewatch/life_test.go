package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"lurewatch/bot/sandbox"
)

func sprintf(form string, a ...any) string { return fmt.Sprintf(form, a...) }

func TestNothingIsLostByKilling(t *testing.T) {
	rounds, offers := 20, 60
	if testing.Short() {
		rounds = 3
	}
	log := &text{}
	program := built(t, log)
	for round := range rounds {
		s := newStage(t, sandbox.Options{})
		s.out = log
		for i := range offers {
			person := int64(7000 + i)
			m := sandbox.Message{Text: fmt.Sprintf("Customer service in Bavet, %d USD a month, free flight, we keep your passport", 1000+i)}
			if i%2 == 0 {
				m.Forward = &sandbox.Forward{Kind: sandbox.FromHiddenUser, Name: "HR"}
			}
			s.Send(person, person, m)
		}
		// Kill it at some moment while it works, twice.
		for range 2 {
			p := program("run")
			if err := p.Start(); err != nil {
				t.Fatal(err)
			}
			enough := rand.IntN(offers)
			s.await("it has answered some", func(v *sandbox.View) bool { return v.Count("sendMessage") >= enough })
			p.Process.Kill()
			p.Wait()
		}
		p := program("run")
		if err := p.Start(); err != nil {
			t.Fatal(err)
		}
		s.await("everybody has an answer", func(v *sandbox.View) bool {
			for i := range offers {
				if v.CountFromBot(int64(7000+i)) == 0 {
					return false
				}
			}
			return true
		})
		p.Process.Signal(syscall.SIGTERM)
		p.Wait()
		for i := range offers {
			got := s.FromBot(int64(7000 + i))
			if !strings.Contains(got[0].Text, fmt.Sprint(1000+i)) {
				t.Errorf("round %d: person %d has an answer about something else", round, i)
			}
			// A kill between sending and recording may double an answer that
			// must not be lost: at most once a kill.
			if len(got) > 3 {
				t.Errorf("round %d: person %d has %d answers", round, i, len(got))
			}
		}
		s.Close()
	}
}

func TestItStopsInTime(t *testing.T) {
	s := newStage(t, sandbox.Options{Scale: 1})
	s.AddFault(sandbox.Fault{Method: "getUpdates", Kind: sandbox.Hang()})
	p := asProcess(t, s.out, "run")
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	s.await("it polls", func(v *sandbox.View) bool { return v.Count("getUpdates") > 0 })
	began := time.Now()
	p.Process.Signal(syscall.SIGTERM)
	if err := p.Wait(); err != nil {
		t.Errorf("it ended with %v\n%s", err, s.out)
	}
	if d := time.Since(began); d > 6*time.Second {
		t.Errorf("stopping took %s", d)
	}
}

func TestASecondSignalEndsItAtOnce(t *testing.T) {
	s := newStage(t, sandbox.Options{Scale: 1})
	s.AddFault(sandbox.Fault{Method: "sendMessage", Kind: sandbox.Hang()})
	p := asProcess(t, s.out, "run")
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	s.Send(ama, ama, sandbox.Message{Text: lureEN})
	s.await("it sends", func(v *sandbox.View) bool { return v.Count("sendMessage") > 0 })
	began := time.Now()
	p.Process.Signal(syscall.SIGTERM)
	ended := make(chan error, 1)
	go func() { ended <- p.Wait() }()
	again := time.NewTicker(100 * time.Millisecond)
	defer again.Stop()
	for {
		select {
		case <-again.C:
			p.Process.Signal(syscall.SIGTERM)
			continue
		case <-ended:
		}
		break
	}
	if d := time.Since(began); d > 2*time.Second {
		t.Errorf("a second signal took %s", d)
	}
}

func TestWhatIsInFlightSurvivesTheStop(t *testing.T) {
	s := newStage(t, sandbox.Options{})
	remove := s.AddFault(sandbox.Fault{Method: "sendMessage", Kind: sandbox.Hang()})
	s.begin()
	s.Send(ama, ama, sandbox.Message{Text: lureEN})
	s.await("it sends", func(v *sandbox.View) bool { return v.Count("sendMessage") > 0 })
	if code := s.end(); code != exitDone {
		t.Fatalf("exit %d\n%s", code, s.out)
	}
	remove()
	s.ClearFaults()
	s.begin()
	has(t, s.answer(ama, 1).Text, "Bavet")
}

func TestASecondInstanceIsRefused(t *testing.T) {
	s := withBot(t, sandbox.Options{})
	code, _, errs := say(t, "", "run")
	if code != exitFailed || strings.Count(errs, "\n") != 1 {
		t.Errorf("exit %d: %q", code, errs)
	}
	s.Send(ama, ama, sandbox.Message{Text: lureEN})
	s.answer(ama, 1)
}

func TestAWrongTokenEndsWithOneClearLine(t *testing.T) {
	newStage(t, sandbox.Options{})
	for _, token := range []string{"", "424242:" + strings.Repeat("wrong", 7), "no token at all", canary + "\nx"} {
		t.Setenv("LUREWATCH_TELEGRAM_TOKEN", token)
		t.Setenv("LUREWATCH_LOG_LEVEL", "error")
		code, _, errs := say(t, "", "run")
		if code != exitFailed || strings.Count(errs, "\n") != 1 {
			t.Errorf("exit %d: %q", code, errs)
		}
		lacks(t, errs, "wrongwrong", "no token at all", "AAcanary")
	}
}

func TestAStoreThatCannotBeUsedIsSaid(t *testing.T) {
	s := newStage(t, sandbox.Options{})
	t.Setenv("LUREWATCH_LOG_LEVEL", "error")
	refused := func(what string) {
		t.Helper()
		if code, _, errs := say(t, "", "run"); code != exitFailed || strings.Count(errs, "\n") != 1 {
			t.Errorf("%s: exit %d: %q", what, code, errs)
		}
	}
	t.Setenv("LUREWATCH_DB", filepath.Join(s.folder, "not", "there", "x.db"))
	refused("a folder that is not there")
	t.Setenv("LUREWATCH_DB", "/proc/lurewatch.db")
	refused("a folder that cannot be written")
	t.Setenv("LUREWATCH_DB", s.db())
	s.begin()
	s.end()
	whole, err := os.ReadFile(s.db())
	if err != nil {
		t.Fatal(err)
	}
	for what, bytes := range map[string][]byte{
		"text":      []byte(strings.Repeat("this is no store\n", 1000)),
		"empty":     {},
		"truncated": whole[:len(whole)/2],
		"zeroes":    make([]byte, len(whole)),
	} {
		if err := os.WriteFile(s.db(), bytes, 0o600); err != nil {
			t.Fatal(err)
		}
		refused(what)
	}
}

func TestTelegramMayBeDownAtTheStart(t *testing.T) {
	s := newStage(t, sandbox.Options{})
	s.AddFault(sandbox.Fault{Method: "getMe", Times: 4, Kind: sandbox.HTML()})
	s.AddFault(sandbox.Fault{Method: "getUpdates", Times: 3, Kind: sandbox.Status(500)})
	s.Send(ama, ama, sandbox.Message{Text: lureEN})
	s.begin()
	s.answer(ama, 1)
}

func TestAWebhookThatWasLeftBehind(t *testing.T) {
	s := newStage(t, sandbox.Options{})
	s.setWebhook()
	t.Setenv("LUREWATCH_LOG_LEVEL", "error")
	code, _, errs := say(t, "", "run")
	if code != exitFailed {
		t.Errorf("exit %d", code)
	}
	has(t, errs, "LUREWATCH_TAKE_OVER_WEBHOOK")
	t.Setenv("LUREWATCH_TAKE_OVER_WEBHOOK", "true")
	s.Send(ama, ama, sandbox.Message{Text: lureEN})
	s.begin()
	s.answer(ama, 1)
}

func TestARefusedTokenLaterEndsTheBot(t *testing.T) {
	s := withBot(t, sandbox.Options{})
	s.AddFault(sandbox.Fault{Kind: sandbox.Status(401)})
	s.Send(ama, ama, sandbox.Message{Text: "hello"})
	select {
	case code := <-s.ended:
		s.ended <- code
		if code != exitFailed {
			t.Errorf("exit %d", code)
		}
	case <-time.After(patience):
		t.Fatal("it goes on")
	}
	has(t, s.out.String(), "the token is refused")
}
