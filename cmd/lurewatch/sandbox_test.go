package main

import (
	"context"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"lurewatch/bot/sandbox"
)

var address = regexp.MustCompile(`http://127\.0\.0\.1:[0-9]+`)

func TestTheSandboxNeedsNothingAndLeavesNothing(t *testing.T) {
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	for _, name := range []string{"LUREWATCH_TELEGRAM_TOKEN", "LUREWATCH_TELEGRAM_API", "LUREWATCH_DB"} {
		if value, set := os.LookupEnv(name); set {
			os.Unsetenv(name)
			t.Cleanup(func() { os.Setenv(name, value) })
		}
	}
	ctx, stop := context.WithCancel(context.Background())
	printed, out := io.Pipe()
	ended := make(chan int, 1)
	go func() { ended <- run(ctx, []string{"sandbox"}, strings.NewReader(""), out, io.Discard) }()
	line := make([]byte, 1024)
	n, err := printed.Read(line)
	if err != nil {
		t.Fatal(err)
	}
	base := address.FindString(string(line[:n]))
	if base == "" {
		t.Fatalf("no address in %q", line[:n])
	}
	resp, err := http.Get(base)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		t.Errorf("the chat page: %s", resp.Status)
	}
	stop()
	select {
	case code := <-ended:
		if code != exitDone {
			t.Errorf("exit %d", code)
		}
	case <-time.After(patience):
		t.Fatal("it does not stop")
	}
	if left, _ := filepath.Glob(filepath.Join(temp, "*")); len(left) > 0 {
		t.Errorf("it left %v", left)
	}
}

func TestAGroupSpeaksTheLanguageOfWhoAddedTheBot(t *testing.T) {
	s := withBot(t, sandbox.Options{ReadsGroups: true})
	s.AddPerson(sandbox.Person{ID: linh, First: "Linh", LanguageCode: "vi"})
	s.AddPerson(poster)
	s.AddChat(sandbox.Chat{ID: crowd, Type: sandbox.Supergroup, Title: "Jobs", Members: []int64{poster.ID, linh}, Admins: []int64{linh}, Bot: "left"})
	s.AddBot(crowd, linh)
	greeting := s.answer(crowd, 1).Text
	s.Send(crowd, poster.ID, sandbox.Message{Text: lureEN})
	warning := s.answer(crowd, 2).Text
	for _, text := range []string{greeting, warning} {
		if !strings.ContainsAny(text, "ạảấầếềệộờứừự") {
			t.Errorf("this is not Vietnamese: %s", text)
		}
	}
}

func TestASendToAGroupThatMovedGoesThere(t *testing.T) {
	s := inGroup(t, true)
	s.answer(crowd, 1)
	const moved = -1009999999999
	s.AddChat(sandbox.Chat{ID: moved, Type: sandbox.Supergroup, Title: "Jobs", Members: []int64{poster.ID}, Bot: "member"})
	s.AddFault(sandbox.Fault{Method: "sendMessage", Chat: crowd, Kind: sandbox.Migrated(moved)})
	s.Send(crowd, poster.ID, sandbox.Message{Text: lureEN})
	has(t, s.answer(moved, 1).Text, "Bavet")
}

func TestAnAnswerOutlivesTheMessageItRepliesTo(t *testing.T) {
	s := newStage(t, sandbox.Options{})
	id := s.Send(ama, ama, sandbox.Message{Text: lureEN})
	s.Delete(ama, id)
	s.begin()
	has(t, s.answer(ama, 1).Text, "Bavet")
}
