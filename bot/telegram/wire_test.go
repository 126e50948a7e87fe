package telegram_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"lurewatch/bot/telegram"
)

// refusedPort is an address where nobody listens.
func refusedPort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return "http://" + l.Addr().String()
}

func TestFailuresOfTheConnection(t *testing.T) {
	quick := telegram.Options{Scale: 0.01} // a call may take 250 ms
	drop := func(answer string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			conn, _, err := http.NewResponseController(w).Hijack()
			if err != nil {
				return
			}
			_, _ = io.WriteString(conn, answer)
			_ = conn.Close()
		}
	}
	html := func(status int) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			w.WriteHeader(status)
			_, _ = io.WriteString(w, "<html>Bad gateway "+r.URL.Path+"</html>")
		}
	}
	tls := httptest.NewUnstartedServer(says(200, `{"ok":true,"result":true}`))
	tls.Config.ErrorLog = log.New(io.Discard, "", 0) // it complains of the handshake
	tls.StartTLS()
	t.Cleanup(tls.Close)

	for _, test := range []struct {
		name string
		base func() string
		want telegram.Class
		code int
	}{
		{"refused port", func() string { return refusedPort(t) }, telegram.Unsent, 0},
		{"unknown host", func() string { return "http://no-such-host.invalid" }, telegram.Unsent, 0},
		{"unknown certificate", func() string { return tls.URL }, telegram.Unsent, 0},
		{"hang", func() string { return newFake(t, hangs).URL }, telegram.Ambiguous, 0},
		{"no answer", func() string { return newFake(t, drop("")).URL }, telegram.Ambiguous, 0},
		{"not HTTP", func() string { return newFake(t, drop("hello "+canary+"\r\n\r\n")).URL }, telegram.Ambiguous, 0},
		{"half an answer", func() string {
			return newFake(t, drop("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{\"ok\":true,")).URL
		}, telegram.Ambiguous, 0},
		{"502 page", func() string { return newFake(t, html(502)).URL }, telegram.Server, 502},
		{"404 page", func() string { return newFake(t, html(404)).URL }, telegram.Server, 404},
		{"empty 200", func() string { return newFake(t, says(200, "")).URL }, telegram.Server, 200},
		{"half JSON", func() string { return newFake(t, says(200, `{"ok":true,"resu`)).URL }, telegram.Server, 200},
		{"other JSON", func() string { return newFake(t, says(200, `{"status":"fine"}`)).URL }, telegram.Server, 200},
		{"a list", func() string { return newFake(t, says(200, `[1]`)).URL }, telegram.Server, 200},
		{"wrong types", func() string { return newFake(t, says(400, `{"ok":false,"error_code":"x"}`)).URL }, telegram.Server, 400},
		{"429 page", func() string { return newFake(t, html(429)).URL }, telegram.TooMany, 429},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := newClient(t, test.base(), quick)
			_, err := c.Call(testContext(t), "sendMessage", map[string]string{"chat_id": "1", "text": "hi"})
			var e *telegram.Error
			if !errors.As(err, &e) || e.Class != test.want || e.Code != test.code {
				t.Fatalf("got %v, want class %s and code %d", err, test.want, test.code)
			}
			for _, verb := range []string{"%v", "%+v", "%#v", "%q"} {
				noLeak(t, verb, fmt.Sprintf(verb, err))
				noLeak(t, verb+" of the value", fmt.Sprintf(verb, *e))
			}
			if (e.Class == telegram.TooMany) != (e.RetryAfter > 0) {
				t.Errorf("retry after is %s", e.RetryAfter)
			}
		})
	}
}

func TestEveryMethodHasADeadline(t *testing.T) {
	f := newFake(t, hangs)
	c := newClient(t, f.URL, telegram.Options{Scale: 0.002})
	ctx := testContext(t)
	for name, call := range map[string]func() error{
		"Me":       func() error { _, err := c.Me(ctx); return err },
		"Call":     func() error { _, err := c.Call(ctx, "sendMessage", nil); return err },
		"Poll":     func() error { _, err := c.Poll(ctx, 0, 0, 1); return err },
		"Download": func() error { _, err := c.Download(ctx, "f", 10); return err },
		"Upload": func() error {
			_, err := c.Upload(ctx, "sendPhoto", nil, telegram.Attachment{Field: "photo", Name: "a.png", Data: []byte("x")})
			return err
		},
	} {
		if err := call(); class(err) != telegram.Ambiguous {
			t.Errorf("%s: got %v, want class ambiguous", name, err)
		}
	}
	if err := ctx.Err(); err != nil {
		t.Error(err)
	}
}

func TestPollMayTakeItsTimeoutAndMore(t *testing.T) {
	var limit time.Duration
	c := newClient(t, "http://127.0.0.1:1", telegram.Options{HTTP: roundTrip(func(r *http.Request) (*http.Response, error) {
		until, _ := r.Context().Deadline()
		limit = time.Until(until)
		return nil, errors.New("enough")
	})})
	_, _ = c.Poll(testContext(t), 0, 50*time.Second, 1)
	// The test's own context ends before; its deadline shows instead.
	if limit > 20*time.Second {
		t.Errorf("the caller's deadline was widened to %s", limit)
	}
	_, _ = c.Poll(t.Context(), 0, 50*time.Second, 1)
	if limit < 59*time.Second || limit > time.Minute {
		t.Errorf("a poll of 50 s may take %s, want a minute", limit)
	}
	_, _ = c.Call(t.Context(), "getMe", nil)
	if limit < 20*time.Second || limit > 30*time.Second {
		t.Errorf("a call may take %s, want 20 to 30 s", limit)
	}
}

func TestACancelledPollComesBackAtOnce(t *testing.T) {
	arrived := make(chan struct{})
	f := newFake(t, func(w http.ResponseWriter, r *http.Request) { close(arrived); hangs(w, r) })
	c := newClient(t, f.URL, telegram.Options{})
	ctx, cancel := context.WithCancel(testContext(t))
	done := make(chan error, 1)
	go func() { _, err := c.Poll(ctx, 0, 50*time.Second, 1); done <- err }()
	<-arrived
	start := time.Now()
	cancel()
	if err := <-done; err != context.Canceled {
		t.Errorf("got %v, want context.Canceled", err)
	}
	if took := time.Since(start); took > time.Second {
		t.Errorf("it took %s", took)
	}
	if _, err := c.Call(ctx, "sendMessage", nil); err != context.Canceled {
		t.Errorf("a call after the end: got %v, want context.Canceled", err)
	}
	if n := len(f.requests()); n != 1 {
		t.Errorf("%d requests were sent, want 1", n)
	}
}

func TestACallersDeadlineIsTheCallers(t *testing.T) {
	c := newClient(t, newFake(t, hangs).URL, telegram.Options{})
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := c.Call(ctx, "sendMessage", nil); err != context.DeadlineExceeded {
		t.Errorf("got %v, want context.DeadlineExceeded", err)
	}
}

// A restart of the server leaves dead connections behind; a call must not
// take them for an answer that may have been given.
func TestARefusedPortAfterAGoodCallIsUnsent(t *testing.T) {
	f := newFake(t, says(200, `{"ok":true,"result":true}`))
	c := newClient(t, f.URL, telegram.Options{})
	if _, err := c.Call(testContext(t), "getMe", nil); err != nil {
		t.Fatal(err)
	}
	f.Close()
	c.Close()
	if _, err := c.Call(testContext(t), "getMe", nil); class(err) != telegram.Unsent {
		t.Errorf("got %v, want class unsent", err)
	}
}

// Telegram itself speaks HTTP/2, where requests share one connection.
func TestFailuresOverHTTP2(t *testing.T) {
	hang := make(chan struct{}, 1)
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.ProtoMajor != 2 {
			t.Errorf("the request came by %s", r.Proto)
		}
		if strings.HasSuffix(r.URL.Path, "/getMe") {
			says(200, `{"ok":true,"result":{"id":1}}`)(w, r)
			return
		}
		hang <- struct{}{}
		hangs(w, r)
	}))
	server.EnableHTTP2 = true
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	t.Cleanup(server.Close)
	c := newClient(t, server.URL, telegram.Options{HTTP: server.Client().Transport, Scale: 0.02})
	if _, err := c.Me(testContext(t)); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Call(testContext(t), "sendMessage", nil); class(err) != telegram.Ambiguous {
		t.Errorf("a hang: got %v, want class ambiguous", err)
	}
	<-hang
	if _, err := c.Me(testContext(t)); err != nil {
		t.Errorf("after a hang: %v", err)
	}
	server.CloseClientConnections()
	server.Close()
	c.Close()
	if _, err := c.Call(testContext(t), "sendMessage", nil); class(err) != telegram.Unsent {
		t.Errorf("a refused port: got %v, want class unsent", err)
	}
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func TestATransportThatTellsTheAddressIsSilenced(t *testing.T) {
	c := newClient(t, "https://api.telegram.org", telegram.Options{HTTP: roundTrip(func(r *http.Request) (*http.Response, error) {
		if r.Body != nil {
			_ = r.Body.Close()
		}
		return nil, &url.Error{Op: "Post", URL: r.URL.String(), Err: errors.New("failed at " + r.URL.Path + " " + url.QueryEscape(canary))}
	})})
	_, err := c.Call(testContext(t), "sendMessage", nil)
	if class(err) != telegram.Ambiguous {
		t.Errorf("got %v, want class ambiguous, for nothing says it was unsent", err)
	}
	noLeak(t, "the error", fmt.Sprintf("%v %+v %#v", err, err, err))
	if !strings.Contains(err.Error(), "<token>") {
		t.Errorf("got %v, want a mask where the token was", err)
	}
}
