package telegram

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

// maxAnswer bounds one JSON answer; Telegram itself stays near 4 MiB.
const maxAnswer = 32 << 20

// errLongAnswer is exchange's word for an answer over its limit.
var errLongAnswer = errors.New("the answer is too long")

// newTransport is the standard one with room for many chats at once and with
// a ping that finds out dead connections before a call has to.
func newTransport() http.RoundTripper {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.MaxIdleConnsPerHost = 32
	t.HTTP2 = &http.HTTP2Config{SendPingTimeout: 20 * time.Second, PingTimeout: 10 * time.Second}
	return t
}

// callerKey finds the caller's own context under the one with our deadline.
type callerKey struct{}

// deadline gives ctx a limit and remembers ctx, so that the caller's end and
// our own can be told apart.
func deadline(ctx context.Context, limit time.Duration) (context.Context, context.CancelFunc) {
	limited, cancel := context.WithTimeout(ctx, limit)
	return context.WithValue(limited, callerKey{}, ctx), cancel
}

func callerErr(ctx context.Context) error {
	if caller, ok := ctx.Value(callerKey{}).(context.Context); ok {
		return caller.Err()
	}
	return ctx.Err()
}

// A wire is the HTTP client the library gets for one call. It carries the
// context, puts the real address in, reads the whole answer within limits and
// lets nothing through that is not the API's JSON.
type wire struct {
	ctx    context.Context // of this one call: the library has no parameter for it
	http   http.RoundTripper
	at     address
	method string
	status int
}

// Do sends one request of the library. It uses the transport itself, for
// http.Client follows redirects and writes the address into its errors.
func (w *wire) Do(req *http.Request) (*http.Response, error) {
	req, err := w.addressed(req)
	if err != nil {
		return nil, err
	}
	resp, body, err := w.exchange(req, maxAnswer)
	if errors.Is(err, errLongAnswer) {
		return nil, w.fail(Server, resp.StatusCode, err.Error())
	}
	if err != nil {
		return nil, err
	}
	w.status = resp.StatusCode
	var probe struct {
		OK *bool `json:"ok"`
	}
	if json.Unmarshal(body, &probe) != nil || probe.OK == nil {
		return nil, w.foreign(resp, len(body))
	}
	resp.Body = io.NopCloser(bytes.NewReader(body))
	return resp, nil
}

// addressed is the library's request with the real address and, so that the
// transport may replay it where nothing was written, with a body in memory.
func (w *wire) addressed(req *http.Request) (*http.Request, error) {
	if req.GetBody == nil && req.Body != nil {
		body, err := io.ReadAll(req.Body)
		_ = req.Body.Close()
		if err != nil {
			return nil, w.fail(Unsent, 0, "reading what to upload: "+err.Error())
		}
		req.ContentLength = int64(len(body))
		req.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(body)), nil }
		req.Body, _ = req.GetBody()
	}
	out := req.WithContext(w.ctx)
	out.URL = w.at.method(w.method)
	out.Host = out.URL.Host
	return out, nil
}

// exchange sends req and reads the answer up to limit bytes. Its errors are
// the caller's ctx.Err(), errLongAnswer or an *Error.
func (w *wire) exchange(req *http.Request, limit int64) (*http.Response, []byte, error) {
	if err := callerErr(w.ctx); err != nil {
		if req.Body != nil {
			_ = req.Body.Close()
		}
		return nil, nil, err
	}
	var p progress
	resp, err := w.http.RoundTrip(req.WithContext(httptrace.WithClientTrace(w.ctx, p.trace())))
	if err != nil {
		class := Ambiguous
		if p.unsent(w.ctx) || isDial(err) {
			class = Unsent
		}
		return nil, nil, w.broken(class, err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, limit+1))
	if err != nil {
		return nil, nil, w.broken(Ambiguous, err)
	}
	if int64(len(body)) > limit {
		return resp, nil, errLongAnswer
	}
	return resp, body, nil
}

// progress is how far a request came.
type progress struct{ asked, connected, wrote atomic.Bool }

func (p *progress) trace() *httptrace.ClientTrace {
	return &httptrace.ClientTrace{
		// A replay on a new connection happens only if nothing was written
		// before, so each attempt starts afresh.
		GetConn: func(string) {
			p.connected.Store(false)
			p.wrote.Store(false)
			p.asked.Store(true)
		},
		GotConn:      func(httptrace.GotConnInfo) { p.connected.Store(true) },
		WroteHeaders: func() { p.wrote.Store(true) },
	}
}

// unsent is whether nothing can have reached the server. Where ctx ended on a
// live connection the writing may go on behind our back, so that is not sure.
func (p *progress) unsent(ctx context.Context) bool {
	return p.asked.Load() && !p.wrote.Load() && (!p.connected.Load() || ctx.Err() == nil)
}

func isDial(err error) bool {
	var op *net.OpError
	return errors.As(err, &op) && op.Op == "dial"
}

// broken explains a failure of the connection. The cause becomes text here,
// cleaned: kept as a value it could show an address with the token.
func (w *wire) broken(class Class, err error) error {
	if ended := callerErr(w.ctx); ended != nil {
		return ended
	}
	if w.ctx.Err() != nil {
		return w.fail(class, 0, "no answer in time")
	}
	var withURL *url.Error
	if errors.As(err, &withURL) {
		err = withURL.Err
	}
	return w.fail(class, 0, err.Error())
}

// foreign explains an answer that is not from the Bot API: a proxy's page, an
// empty body, half a JSON. Its text stays out, for it can repeat the address.
func (w *wire) foreign(resp *http.Response, size int) error {
	kind, _, err := mime.ParseMediaType(resp.Header.Get("Content-Type"))
	if err != nil {
		kind = "no type"
	}
	e := w.fail(Server, resp.StatusCode, fmt.Sprintf("the answer is not the API's JSON (%s, %d bytes)", kind, size))
	if resp.StatusCode == http.StatusTooManyRequests {
		seconds, _ := strconv.Atoi(strings.TrimSpace(resp.Header.Get("Retry-After")))
		e.Class, e.RetryAfter = TooMany, retryAfter(seconds, "")
	}
	return e
}

func (w *wire) fail(class Class, code int, description string) *Error {
	return &Error{Method: w.method, Class: class, Code: code, Description: w.at.clean(description)}
}

// explain turns what the library returned into this package's errors. The
// code comes from the answer: uploads lose it in the library's own error.
func (w *wire) explain(answer *tgbotapi.APIResponse, err error) error {
	var own *Error
	if errors.As(err, &own) {
		return own
	}
	if ended := callerErr(w.ctx); ended != nil && errors.Is(err, ended) {
		return ended
	}
	var refused *tgbotapi.Error
	if answer == nil || !errors.As(err, &refused) {
		return w.fail(Server, w.status, "the answer cannot be read")
	}
	return w.refused(answer.ErrorCode, refused.Message, refused.ResponseParameters)
}

func (w *wire) refused(code int, description string, p tgbotapi.ResponseParameters) *Error {
	if code == 0 {
		code = w.status
	}
	e := w.fail(classify(w.method, code, description), code, description)
	switch {
	case p.MigrateToChatID != 0:
		e.Class, e.MigrateTo = Migrated, p.MigrateToChatID
	case e.Class == TooMany:
		e.RetryAfter = retryAfter(p.RetryAfter, description)
	}
	return e
}
