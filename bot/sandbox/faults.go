package sandbox

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A Fault goes wrong on demand. It strikes the calls that match Method, Chat
// and Match, Times times; the first matching fault strikes alone.
type Fault struct {
	Method string // "" matches every method; "file" is a download
	Chat   int64  // 0 matches every chat
	// Match, where set, further picks calls by their parameters. It must not
	// call the Server.
	Match func(params map[string]string) bool
	Times int // 0 means until it is removed
	Skip  int // matching calls that pass before the first strike
	Kind  FaultKind
}

// A FaultKind is what goes wrong: made by TooMany, Status, HTML, DropBefore …
type FaultKind struct {
	name       string
	code       int
	text       string
	retryAfter int
	migrateTo  int64
	body       string
	delay      time.Duration
	effect     bool // the call takes effect and is answered rightly, but for the rest
	drop, hang bool
	cut        bool // half of the body
	raw        bool // body is sent as it is
}

// String names the kind, as Call.Fault does.
func (k FaultKind) String() string { return k.name }

// TooMany answers 429 with retry_after in seconds.
func TooMany(retryAfter int) FaultKind {
	e := tooMany(retryAfter)
	return FaultKind{name: "TooMany", code: e.code, text: e.text, retryAfter: retryAfter}
}

// Status answers with this status code and Telegram's usual words for it, in
// Telegram's JSON.
func Status(code int) FaultKind {
	return FaultKind{name: fmt.Sprint("Status", code), code: code, text: http.StatusText(code)}
}

// Reject answers with this code and description, in Telegram's JSON.
func Reject(code int, description string) FaultKind {
	return FaultKind{name: fmt.Sprint("Reject", code), code: code, text: description}
}

// HTML answers 502 with a proxy's HTML page.
func HTML() FaultKind {
	k := Body(http.StatusBadGateway, "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n"+
		"<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx/1.18.0</center>\r\n</body>\r\n</html>\r\n")
	k.name = "HTML"
	return k
}

// Body answers with this status code and body, whatever it is.
func Body(code int, body string) FaultKind {
	return FaultKind{name: "Body", code: code, body: body, raw: true}
}

// DropBefore closes the connection before the call has any effect.
func DropBefore() FaultKind { return FaultKind{name: "DropBefore", drop: true} }

// DropAfter closes the connection after the call has taken effect.
func DropAfter() FaultKind { return FaultKind{name: "DropAfter", drop: true, effect: true} }

// Truncate answers half of the body after the call has taken effect.
func Truncate() FaultKind { return FaultKind{name: "Truncate", cut: true, effect: true} }

// Hang never answers, until ClearFaults drops the connection; the call has no
// effect.
func Hang() FaultKind { return FaultKind{name: "Hang", hang: true} }

// HangAfter never answers, though the call has taken effect.
func HangAfter() FaultKind { return FaultKind{name: "HangAfter", hang: true, effect: true} }

// Delay answers rightly, but only after d (times Options.Scale).
func Delay(d time.Duration) FaultKind { return FaultKind{name: "Delay", delay: d, effect: true} }

// Migrated answers that the group was upgraded to the chat with this id.
func Migrated(to int64) FaultKind {
	return FaultKind{name: "Migrated", code: 400, migrateTo: to,
		text: "Bad Request: group chat was upgraded to a supergroup chat"}
}

// Blocked answers that the person has blocked the bot.
func Blocked() FaultKind {
	return FaultKind{name: "Blocked", code: 403, text: "Forbidden: bot was blocked by the user"}
}

type armed struct {
	Fault
	strikes int
	cleared chan struct{}
}

// AddFault arms a fault and returns what disarms it; calls that hang in it
// are then dropped.
func (s *Server) AddFault(f Fault) (remove func()) {
	a := &armed{Fault: f, cleared: make(chan struct{})}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = append(s.faults, a)
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		if i := slices.Index(s.faults, a); i >= 0 {
			s.faults = slices.Delete(s.faults, i, i+1)
		}
		a.clear()
	}
}

func (a *armed) clear() {
	select {
	case <-a.cleared:
	default:
		close(a.cleared)
	}
}

// ClearFaults disarms all faults and drops the calls that hang.
func (s *Server) ClearFaults() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, a := range s.faults {
		a.clear()
	}
	s.faults = nil
}

// strikeLocked is what goes wrong with this call, or nil.
func (s *Server) strikeLocked(r *request) *FaultKind {
	for _, a := range s.faults {
		if a.Times > 0 && a.strikes-a.Skip >= a.Times || !a.matches(r) {
			continue
		}
		a.strikes++
		if a.strikes <= a.Skip {
			continue
		}
		r.fault = a
		return &a.Kind
	}
	return nil
}

func (a *armed) matches(r *request) bool {
	if a.Method != "" && strings.ToLower(a.Method) != r.method {
		return false
	}
	if a.Chat != 0 && r.get("chat_id") != strconv.FormatInt(a.Chat, 10) {
		return false
	}
	return a.Match == nil || a.Match(r.params)
}

// pause waits, but not longer than the call's connection lives.
func (s *Server) pause(r *request, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-r.ctx.Done():
	case <-s.ctx.Done():
	}
}

// hang waits until nobody waits for the answer any more.
func (s *Server) hang(r *request) {
	select {
	case <-r.fault.cleared:
	case <-r.ctx.Done():
	case <-s.ctx.Done():
	}
}

// truncate promises the whole body, sends half of it and ends the connection.
func truncate(w http.ResponseWriter, status int, body []byte) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	w.Write(body[:len(body)/2])
	if f, ok := w.(http.Flusher); ok {
		f.Flush()
	}
	panic(http.ErrAbortHandler)
}
