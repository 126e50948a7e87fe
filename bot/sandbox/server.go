// Package sandbox is a Telegram stand-in: the methods, updates and errors of
// the Bot API that Lurewatch meets, over real HTTP, and a page in the browser
// on which a person plays the people who write to the bot.
//
// Tests drive it through its Go methods (Send, Press, AddFault …) and observe
// it through Calls, Messages and Wait. It knows nothing of the bot.
package sandbox

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"
)

// DefaultToken is the token a Server accepts when Options name none. It opens
// nothing but a sandbox.
const DefaultToken = "424242:sandbox-token-that-opens-nothing"

// Options say how a Server behaves. The zero value is a strict stand-in
// without people, chats or faults.
type Options struct {
	// Token is the only token that is accepted; the digits before its colon
	// are the bot's user id. Empty means DefaultToken.
	Token string
	// Name and Username are the bot's; empty means Lurewatch and
	// lurewatch_sandbox_bot.
	Name, Username string
	// Scale multiplies the durations the stand-in waits or measures: long
	// polls, delays, pauses of a webhook, the windows of Limits. 0 means 1. It
	// changes neither retry_after nor the 15 seconds, by Now, in which a button
	// press can be answered.
	Scale float64
	// Now is the clock that dates messages. Nil means time.Now.
	Now func() time.Time
	// Log gets what goes wrong inside the stand-in. Nil means nothing.
	Log *slog.Logger
	// Examples are the messages one click away on the chat page. Nil means
	// DefaultExamples.
	Examples []Example
	// ReadsGroups says that privacy mode is off: the bot sees every message
	// of its groups, not only commands, replies to it and service messages.
	ReadsGroups bool
	// FirstUpdateID is the id of the first update; 0 means about 5e8.
	FirstUpdateID int64
	// Limits turns on Telegram's sending limits: 30 a second over all, one a
	// second in a chat with bursts of three, 20 a minute in a group. A send
	// beyond them is answered with 429.
	Limits bool
}

// A Server is one stand-in for Telegram with one bot. All of its methods are
// safe for concurrent use.
type Server struct {
	o     Options
	me    user
	log   *slog.Logger
	scale float64

	ctx  context.Context // ends with Close, so that no request outlives it
	stop context.CancelFunc
	http *http.Server
	base string

	mu      sync.Mutex
	changed chan struct{} // closed and replaced at every change
	state
}

var tokenForm = regexp.MustCompile(`^[0-9]+:[A-Za-z0-9_-]+$`)

// New makes a Server that does not listen yet. It panics if Options.Token
// lacks the form of a token, because that is a mistake in the calling code.
func New(o Options) *Server {
	if o.Token == "" {
		o.Token = DefaultToken
	}
	if !tokenForm.MatchString(o.Token) {
		panic("sandbox: Options.Token must look like 123:abc")
	}
	if o.Name == "" {
		o.Name = "Lurewatch"
	}
	if o.Username == "" {
		o.Username = "lurewatch_sandbox_bot"
	}
	if o.Scale <= 0 {
		o.Scale = 1
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.FirstUpdateID == 0 {
		o.FirstUpdateID = 500_000_000
	}
	id, err := strconv.ParseInt(o.Token[:strings.IndexByte(o.Token, ':')], 10, 64)
	if err != nil {
		panic("sandbox: the digits of Options.Token are too large for a user id")
	}
	s := &Server{
		o: o, log: o.Log, scale: o.Scale, changed: make(chan struct{}),
		me: user{ID: id, IsBot: true, FirstName: o.Name, Username: o.Username},
	}
	s.ctx, s.stop = context.WithCancel(context.Background())
	s.state = newState(o)
	return s
}

// Start listens on addr ("127.0.0.1:0" picks a free port) and returns the
// base address, such as http://127.0.0.1:41234. The methods are under
// /bot<token>/, files under /file/bot<token>/ and the chat page under /.
func (s *Server) Start(addr string) (base string, err error) {
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return "", fmt.Errorf("listening for the sandbox: %w", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.http != nil {
		return "", errors.Join(errors.New("the sandbox was started already"), l.Close())
	}
	s.http = &http.Server{
		Handler:           s.Handler(),
		ReadHeaderTimeout: 10 * time.Second,
		BaseContext:       func(net.Listener) context.Context { return s.ctx },
		ErrorLog:          slog.NewLogLogger(s.log.Handler(), slog.LevelDebug),
	}
	s.base = "http://" + l.Addr().String()
	go func(h *http.Server) {
		if err := h.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			s.log.Error("the sandbox stopped listening", "err", err)
		}
	}(s.http)
	return s.base, nil
}

// Base is the address Start returned, or "" before it.
func (s *Server) Base() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.base
}

// Token is the token the stand-in accepts.
func (s *Server) Token() string { return s.o.Token }

// BotID is the bot's user id.
func (s *Server) BotID() int64 { return s.me.ID }

// Close ends every open request and stops listening. It may be called twice.
func (s *Server) Close() error {
	s.stop()
	s.mu.Lock()
	h := s.http
	s.mu.Unlock()
	if h == nil {
		return nil
	}
	// What waits has just been told to end; what does not end is cut off.
	ctx, cancel := context.WithTimeout(context.Background(), grace)
	defer cancel()
	if h.Shutdown(ctx) == nil {
		return nil
	}
	if err := h.Close(); err != nil {
		return fmt.Errorf("closing the sandbox: %w", err)
	}
	return nil
}

// grace is how long Close waits for requests that are being answered.
const grace = time.Second

// changedLocked wakes everybody who waits for a change. s.mu is held.
func (s *Server) changedLocked() {
	close(s.changed)
	s.changed = make(chan struct{})
}

// scaled is d under Options.Scale.
func (s *Server) scaled(d time.Duration) time.Duration {
	return time.Duration(float64(d) * s.scale)
}
