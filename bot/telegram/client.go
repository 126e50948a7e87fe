// Package telegram is the Bot API as Lurewatch uses it: the library's 5.5.1
// client with what it lacks. Every call has a context and a deadline, the
// token stays out of errors, logs and values, updates come raw and are decoded
// one by one into types that know the fields of today, and every failure has a
// class that says what to do next. It gives primitives only: pacing, retries
// and the polling loop belong to its caller.
package telegram

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strconv"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

// Deadlines of one call, before Options.Scale.
const (
	callTime  = 25 * time.Second
	fileTime  = 60 * time.Second
	pollGrace = 10 * time.Second // what a long poll may take beyond its own timeout
)

// MaxPoll is the longest timeout of a long poll; Telegram shortens longer ones.
const MaxPoll = 50 * time.Second

// maxBatch is the most updates Telegram gives in one answer.
const maxBatch = 100

// Options are what a Client can be told beside token and address. The zero
// value is right for production.
type Options struct {
	// HTTP carries the requests; nil means a transport of the client's own.
	HTTP http.RoundTripper
	// Scale multiplies every deadline, so that tests of waiting are quick; 0 means 1.
	Scale float64
	// Log receives what the library tries to say (never values); nil discards it.
	Log *slog.Logger
}

// A Client talks to one Bot API server for one bot. It is safe for concurrent
// use, and neither formatting nor JSON shows its token.
type Client struct {
	at    address
	http  http.RoundTripper
	scale float64
}

// New prepares a client and touches no network. The token is trimmed and its
// form checked, as is the form of base (https://api.telegram.org, or the
// address of another Bot API server); no error holds either of them.
func New(token, base string, o Options) (*Client, error) {
	at, err := newAddress(token, base)
	if err != nil {
		return nil, err
	}
	if o.Scale < 0 {
		return nil, errors.New("the scale of deadlines is negative: want 0 (meaning 1) or more")
	}
	if o.Scale == 0 {
		o.Scale = 1
	}
	if o.HTTP == nil {
		o.HTTP = newTransport()
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	quietLibrary(o.Log)
	return &Client{at: at, http: o.HTTP, scale: o.Scale}, nil
}

// String names the server and not the token.
func (c *Client) String() string {
	if c == nil {
		return "telegram client (none)"
	}
	return "telegram client of " + c.at.host
}

// Close lets go of idle connections. Calls in progress are not disturbed.
func (c *Client) Close() {
	if t, ok := c.http.(interface{ CloseIdleConnections() }); ok {
		t.CloseIdleConnections()
	}
}

// Me asks who the bot is. Unauthorized means that the token is wrong.
func (c *Client) Me(ctx context.Context) (User, error) {
	result, err := c.Call(ctx, "getMe", nil)
	if err != nil {
		return User{}, err
	}
	var me User
	if err := json.Unmarshal(result, &me); err != nil || me.ID == 0 {
		return User{}, &Error{Method: "getMe", Class: Server, Description: "the answer is not a user"}
	}
	return me, nil
}

// Call invokes any method but getUpdates and returns its raw result. Values
// are plain strings or JSON text, as the method wants them. A failure is an
// *Error with its class, or ctx.Err() where ctx ended first: what then became
// of the request is unknown.
func (c *Client) Call(ctx context.Context, method string, params map[string]string) (json.RawMessage, error) {
	if method == "getUpdates" {
		return nil, errors.New("getUpdates goes through Poll, which names the kinds of updates")
	}
	return c.request(ctx, method, params, callTime)
}

// Poll waits up to timeout (whole seconds, at most MaxPoll) for updates from
// offset on and returns them undecoded, at most limit (1 to 100). The kinds
// asked for are those of Kinds, named on every poll. The next offset is the
// last ID plus one, whether ids rose or fell.
func (c *Client) Poll(ctx context.Context, offset int64, timeout time.Duration, limit int) ([]Raw, error) {
	timeout = min(max(timeout, 0), MaxPoll)
	params := map[string]string{
		"timeout":         strconv.Itoa(int(timeout / time.Second)),
		"limit":           strconv.Itoa(min(max(limit, 1), maxBatch)),
		"allowed_updates": AllowedUpdates(),
	}
	if offset != 0 {
		params["offset"] = strconv.FormatInt(offset, 10)
	}
	result, err := c.request(ctx, "getUpdates", params, timeout+pollGrace)
	if err != nil {
		return nil, err
	}
	var elements []json.RawMessage
	if err := json.Unmarshal(result, &elements); err != nil || elements == nil {
		return nil, &Error{Method: "getUpdates", Class: Server, Description: "the answer is not a list of updates"}
	}
	batch := make([]Raw, len(elements))
	for i, element := range elements {
		batch[i] = ReadRaw(element)
	}
	return batch, nil
}

func (c *Client) request(ctx context.Context, method string, params map[string]string, limit time.Duration) (json.RawMessage, error) {
	return c.through(ctx, method, limit, func(api *tgbotapi.BotAPI) (*tgbotapi.APIResponse, error) {
		return api.MakeRequest(method, params)
	})
}

// through makes one call through a library value of its own, whose HTTP
// client is bound to ctx. The value is made here and not by the library's
// constructor, which would go to the network; and it never learns the token,
// which the wire puts in where the library wrote the placeholder.
func (c *Client) through(ctx context.Context, method string, limit time.Duration,
	call func(*tgbotapi.BotAPI) (*tgbotapi.APIResponse, error),
) (json.RawMessage, error) {
	if !plainMethod(method) {
		return nil, fmt.Errorf("%.40q is not the name of a method: want letters only", method)
	}
	ctx, cancel := deadline(ctx, c.scaled(limit))
	defer cancel()
	w := &wire{ctx: ctx, http: c.http, at: c.at, method: method}
	api := &tgbotapi.BotAPI{Token: placeholder, Client: w}
	api.SetAPIEndpoint(libraryEndpoint)
	answer, err := call(api)
	if err != nil {
		return nil, w.explain(answer, err)
	}
	return answer.Result, nil
}

func (c *Client) scaled(d time.Duration) time.Duration {
	return time.Duration(float64(d) * c.scale)
}

func plainMethod(s string) bool {
	for _, r := range s {
		if (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') {
			return false
		}
	}
	return s != ""
}
