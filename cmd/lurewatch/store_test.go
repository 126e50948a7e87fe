package main

import (
	"bytes"
	"encoding/json"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lurewatch/bot/sandbox"
)

func TestBackupAndRestoreOfAStoppedBot(t *testing.T) {
	s := withBot(t, sandbox.Options{})
	s.Send(ama, ama, sandbox.Message{Text: lureEN})
	s.answer(ama, 1)
	s.end()
	done := func(want string, args ...string) {
		t.Helper()
		code, out, errs := say(t, "", args...)
		if code != exitDone || !strings.Contains(out, want) {
			t.Fatalf("%q: exit %d, %s%s", args, code, out, errs)
		}
	}
	copied := filepath.Join(s.folder, "copy.db")
	done("key is not in it", "backup", copied)
	if raw, err := os.ReadFile(copied); err != nil || bytes.Contains(raw, []byte("Bavet")) {
		t.Errorf("the copy shows what people wrote (%v)", err)
	}
	if code, _, errs := say(t, "", "backup", copied); code != exitFailed {
		t.Errorf("a backup was overwritten: %s", errs)
	}
	done("whole", "verify")
	done("after", "compact")
	s.begin()
	s.Send(ama, ama, sandbox.Message{Text: "/forget"})
	ask := s.answer(ama, 2)
	s.Press(ama, ama, ask.ID, ask.Buttons[0][0].Data)
	s.idle()
	s.end()
	done("Restored", "restore", copied)
	s.begin()
	s.Send(ama, ama, sandbox.Message{Text: "/history"})
	s.await("the history is back", func(v *sandbox.View) bool {
		m := v.FromBot(ama)
		return strings.Contains(m[len(m)-1].Text, "Bavet")
	})
}

func TestBackupOfARunningBot(t *testing.T) {
	s := newStage(t, sandbox.Options{})
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("LUREWATCH_HTTP_ADDR", l.Addr().String())
	t.Setenv("LUREWATCH_HTTP_TOKEN", "a-token-of-the-operator")
	l.Close()
	if code, _, _ := say(t, "", "health"); code != exitFailed {
		t.Error("a bot that does not run is called well")
	}
	s.begin()
	if code, out, errs := say(t, "", "health"); code != exitDone {
		t.Errorf("exit %d: %s%s", code, out, errs)
	}
	copied := filepath.Join(s.folder, "copy.db")
	if code, _, errs := say(t, "", "backup", copied); code != exitDone {
		t.Fatalf("exit %d: %s", code, errs)
	}
	t.Setenv("LUREWATCH_HTTP_TOKEN", "wrong")
	if code, _, errs := say(t, "", "backup", copied+"2"); code != exitFailed || strings.Contains(errs, "wrong") {
		t.Errorf("exit %d: %s", code, errs)
	}
	if _, err := os.Stat(copied + "2"); err == nil {
		t.Error("a refused backup left a file")
	}
	s.end()
	os.Rename(copied, s.db())
	if code, _, errs := say(t, "", "verify"); code != exitDone {
		t.Errorf("the copy is not whole: %s", errs)
	}
}

func TestHotlinesListsSources(t *testing.T) {
	code, out, errs := say(t, "", "hotlines", "-json")
	if code != exitDone {
		t.Fatal(errs)
	}
	var lines []map[string]any
	if err := json.Unmarshal([]byte(out), &lines); err != nil || len(lines) < 50 {
		t.Fatalf("%d lines, %v", len(lines), err)
	}
	for _, l := range lines {
		if l["source_url"] == "" || l["checked"] == "" {
			t.Errorf("%v has no source", l["id"])
		}
	}
	_, one, _ := say(t, "", "hotlines", "vn")
	has(t, one, "Vietnam", "checked", "http")
	lacks(t, one, "Indonesia (ID)")
	if code, _, errs := say(t, "", "hotlines", "Atlantis"); code != exitFailed || errs == "" {
		t.Errorf("exit %d: %s", code, errs)
	}
	if code, out, _ := say(t, "", "hotlines", "-stale", "-json"); code != exitDone || !strings.HasPrefix(out, "[") {
		t.Errorf("exit %d: %s", code, out)
	}
}

func TestDoctorFindsWhatIsWrong(t *testing.T) {
	s := newStage(t, sandbox.Options{})
	code, out, errs := say(t, "", "doctor")
	if code != exitDone {
		t.Errorf("exit %d: %s%s", code, out, errs)
	}
	has(t, out, "@lurewatch_sandbox_bot", "agrees")
	s.setWebhook()
	t.Setenv("LUREWATCH_TELEGRAM_TOKKEN", "x")
	code, out, _ = say(t, "", "doctor")
	if code != exitFailed {
		t.Errorf("exit %d", code)
	}
	has(t, out, "LUREWATCH_TAKE_OVER_WEBHOOK", "LUREWATCH_TELEGRAM_TOKKEN")
}

func TestVersionNamesTheRules(t *testing.T) {
	_, out, _ := say(t, "", "version", "-json")
	var v map[string]string
	if err := json.Unmarshal([]byte(out), &v); err != nil || v["rules"] == "" || v["go"] == "" {
		t.Errorf("%s, %v", out, err)
	}
}

func TestRulesLintAndTest(t *testing.T) {
	for _, what := range []string{"lint", "test"} {
		if code, out, errs := say(t, "", "rules", what); code == exitUsage || out == "" {
			t.Errorf("%s: exit %d: %s%s", what, code, out, errs)
		}
	}
}
