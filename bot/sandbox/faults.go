package sandbox

import "time"

// A Fault goes wrong on demand. It strikes the calls that match Method, Chat
// and Match, Times times; the first matching fault strikes alone.
type Fault struct {
	Method string // "" matches every method
	Chat   int64  // 0 matches every chat
	// Match, where set, further picks calls by their parameters.
	Match func(params map[string]string) bool
	Times int // 0 means until it is removed
	Skip  int // matching calls that pass before the first strike
	Kind  FaultKind
}

// A FaultKind is what goes wrong: made by TooMany, Status, HTML, DropBefore …
type FaultKind struct {
	name        string
	code        int
	description string
	retryAfter  int
	migrateTo   int64
	body        string
	delay       time.Duration
	effect      bool // the call takes effect first
	drop        bool
	hang        bool
	raw         bool // body is sent as it is
}

// String names the kind, as Call.Fault does.
func (k FaultKind) String() string { return k.name }

// TooMany answers 429 with retry_after in seconds.
func TooMany(retryAfter int) FaultKind { return FaultKind{name: "TooMany"} }

// Status answers with this status code and Telegram's usual words for it, in
// Telegram's JSON.
func Status(code int) FaultKind { return FaultKind{name: "Status"} }

// Reject answers with this code and description, in Telegram's JSON.
func Reject(code int, description string) FaultKind { return FaultKind{name: "Reject"} }

// HTML answers 502 with a proxy's HTML page.
func HTML() FaultKind { return FaultKind{name: "HTML"} }

// Body answers with this status code and body, whatever it is.
func Body(code int, body string) FaultKind { return FaultKind{name: "Body"} }

// DropBefore closes the connection before the call has any effect.
func DropBefore() FaultKind { return FaultKind{name: "DropBefore"} }

// DropAfter closes the connection after the call has taken effect.
func DropAfter() FaultKind { return FaultKind{name: "DropAfter"} }

// Truncate answers half of the body after the call has taken effect.
func Truncate() FaultKind { return FaultKind{name: "Truncate"} }

// Hang never answers; the call has no effect.
func Hang() FaultKind { return FaultKind{name: "Hang"} }

// HangAfter never answers, though the call has taken effect.
func HangAfter() FaultKind { return FaultKind{name: "HangAfter"} }

// Delay answers rightly, but only after d (times Options.Scale).
func Delay(d time.Duration) FaultKind { return FaultKind{name: "Delay"} }

// Migrated answers that the group was upgraded to the chat with this id.
func Migrated(to int64) FaultKind { return FaultKind{name: "Migrated"} }

// Blocked answers that the person has blocked the bot.
func Blocked() FaultKind { return FaultKind{name: "Blocked"} }

// AddFault arms a fault and returns what disarms it.
func (s *Server) AddFault(f Fault) (remove func()) { return func() {} }

// ClearFaults disarms all faults and lets hanging calls fail.
func (s *Server) ClearFaults() {}
