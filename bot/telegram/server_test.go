package telegram_test

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"lurewatch/bot/telegram"
)

// canary is a token of good form that must never be seen outside a request.
const canary = "7000000001:AAcanary_Token-that-must-never-leak1"

const secret = "AAcanary_Token-that-must-never-leak1"

// noLeak fails if s shows the token or its secret half, as it is or escaped.
func noLeak(t *testing.T, where, s string) {
	t.Helper()
	if strings.Contains(s, secret) || strings.Contains(s, "7000000001") {
		t.Errorf("%s shows the token: %q", where, s)
	}
}

// A request is one call the server saw.
type request struct {
	path string
	form map[string]string
}

// A fake is the smallest Bot API server: it answers with what the test says.
type fake struct {
	*httptest.Server
	mu   sync.Mutex
	seen []request
}

func newFake(t *testing.T, answer http.HandlerFunc) *fake {
	t.Helper()
	f := &fake{}
	f.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		r.Body = io.NopCloser(bytes.NewReader(body))
		if strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/") {
			_ = r.ParseMultipartForm(1 << 20)
		}
		_ = r.ParseForm()
		seen := request{path: r.URL.Path, form: map[string]string{}}
		for key := range r.Form {
			seen.form[key] = r.Form.Get(key)
		}
		f.mu.Lock()
		f.seen = append(f.seen, seen)
		f.mu.Unlock()
		answer(w, r)
	}))
	// A handler that hangs ends when the client's connection does.
	t.Cleanup(func() { f.CloseClientConnections(); f.Close() })
	return f
}

func (f *fake) requests() []request {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]request(nil), f.seen...)
}

// says answers every request with one JSON text and status.
func says(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

// hangs holds a request until the client goes away.
func hangs(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }

func newClient(t *testing.T, base string, o telegram.Options) *telegram.Client {
	t.Helper()
	c, err := telegram.New(canary, base, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

func testContext(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	t.Cleanup(cancel)
	return ctx
}

// A lockedBuffer is a log's target for many goroutines.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// libraryLog is where the library's one logger of this program goes: the
// first client sets it, and that is this one.
var libraryLog lockedBuffer

func TestMain(m *testing.M) {
	_, err := telegram.New(canary, "http://127.0.0.1:1", telegram.Options{
		Log: slog.New(slog.NewTextHandler(&libraryLog, nil)),
	})
	if err != nil {
		panic(err)
	}
	m.Run()
}
