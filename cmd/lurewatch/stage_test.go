package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"lurewatch/bot/sandbox"
)

// canary is the token of every test. It opens nothing, and may appear in
// nothing that is written anywhere.
const canary = "424242:AAcanary-that-must-never-be-seen_0123456789"

// patience is how long a test waits for what must happen.
const patience = 20 * time.Second

// testScale shortens every wait: a second is 50 ms.
const testScale = 0.05

// A stage is a bot under test in front of a Telegram stand-in.
type stage struct {
	*sandbox.Server
	t      *testing.T
	folder string
	out    *text // what the bot wrote to stdout and stderr
	stop   context.CancelFunc
	ended  chan int // the exit status
}

// A text is what a program wrote, safe to read while it writes.
type text struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (w *text) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.b.Write(p)
}

func (w *text) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.b.String()
}

// newStage starts a stand-in, without a bot yet.
func newStage(t *testing.T, o sandbox.Options) *stage {
	t.Helper()
	o.Token = canary
	if o.Scale == 0 {
		o.Scale = testScale
	}
	s := &stage{Server: sandbox.New(o), t: t, folder: t.TempDir(), out: &text{}}
	base, err := s.Start("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		s.end()
		s.Close()
		s.seekCanary()
	})
	t.Setenv("LUREWATCH_TELEGRAM_TOKEN", canary)
	t.Setenv("LUREWATCH_TELEGRAM_API", base)
	t.Setenv("LUREWATCH_DB", s.db())
	t.Setenv("LUREWATCH_LOG_LEVEL", "debug")
	t.Setenv("LUREWATCH_TIME_SCALE", strconv.FormatFloat(o.Scale, 'g', -1, 64))
	return s
}

// withBot starts a stand-in and a bot that polls it.
func withBot(t *testing.T, o sandbox.Options) *stage {
	t.Helper()
	s := newStage(t, o)
	s.begin()
	return s
}

func (s *stage) db() string { return filepath.Join(s.folder, "lurewatch.db") }

// begin runs the bot as `lurewatch run` does.
func (s *stage) begin() {
	s.t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	s.stop, s.ended = stop, make(chan int, 1)
	go func() { s.ended <- run(ctx, []string{"run"}, strings.NewReader(""), s.out, s.out) }()
	s.await("the bot polls", func(v *sandbox.View) bool { return v.Polling() })
}

// end stops the bot and returns its exit status.
func (s *stage) end() int {
	if s.stop == nil {
		return 0
	}
	s.stop()
	s.stop = nil
	select {
	case code := <-s.ended:
		return code
	case <-time.After(patience):
		s.t.Error("the bot does not stop")
		return -1
	}
}

// await waits until ok is true of the stand-in.
func (s *stage) await(what string, ok func(*sandbox.View) bool) {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if err := s.Wait(ctx, ok); err != nil {
		s.t.Fatalf("waiting until %s: %v\nlog:\n%s", what, err, s.out)
	}
}

// answers waits for n messages of the bot in a chat and returns all of them.
func (s *stage) answers(chat int64, n int) []sandbox.Shown {
	s.t.Helper()
	s.await("the bot has answered", func(v *sandbox.View) bool { return v.CountFromBot(chat) >= n })
	return s.FromBot(chat)
}

// answer waits for the bot's n-th message in a chat.
func (s *stage) answer(chat int64, n int) sandbox.Shown {
	s.t.Helper()
	return s.answers(chat, n)[n-1]
}

// idle waits until the bot has confirmed every update, and answered a message
// of a person who is only there to be answered: all that came before is then
// handled, in whatever chat.
func (s *stage) idle() {
	s.t.Helper()
	const witness = 999_000_001
	n := len(s.FromBot(witness)) + 1
	s.Send(witness, witness, sandbox.Message{Text: "hello"})
	s.answers(witness, n)
	s.await("nothing waits", func(v *sandbox.View) bool { return v.Pending() == 0 })
}

// seekCanary looks for the token in everything that was written.
func (s *stage) seekCanary() {
	secret := strings.SplitN(canary, ":", 2)[1]
	if strings.Contains(s.out.String(), secret) {
		s.t.Error("the token is in the log")
	}
	for _, c := range s.Calls() {
		for name, value := range c.Params {
			if strings.Contains(value, secret) {
				s.t.Errorf("the token is in %s of %s", name, c.Method)
			}
		}
	}
	filepath.WalkDir(s.folder, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := os.ReadFile(path)
		if err != nil {
			s.t.Error(err)
		}
		if bytes.Contains(raw, []byte(secret)) {
			s.t.Errorf("the token is in %s", filepath.Base(path))
		}
		return nil
	})
}

// has fails the test unless the text holds every one of the parts.
func has(t *testing.T, text string, parts ...string) {
	t.Helper()
	for _, p := range parts {
		if !strings.Contains(text, p) {
			t.Errorf("%q is not in:\n%s", p, text)
		}
	}
}

// lacks fails the test if the text holds one of the parts.
func lacks(t *testing.T, text string, parts ...string) {
	t.Helper()
	for _, p := range parts {
		if strings.Contains(text, p) {
			t.Errorf("%q is in:\n%s", p, text)
		}
	}
}
