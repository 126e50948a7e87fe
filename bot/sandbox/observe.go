package sandbox

import (
	"context"
	"encoding/json"
	"time"
)

// A Call is one request of the bot, as recorded.
type Call struct {
	Seq    int    // from 1, in order of arrival
	Method string // as in the address
	Token  bool   // whether the token was right
	// Params are the parameters as text: JSON text where the method takes an
	// object. An uploaded file's value is its name; its bytes are in Files.
	Params map[string]string
	Files  map[string][]byte
	At     time.Time // by Options.Now
	Clock  time.Time // by the real clock, for measuring gaps
	// Done says that the answer was written, or the connection dropped.
	Done   bool
	Status int             // of HTTP; 0 for a dropped connection
	Answer json.RawMessage // the body, nil where none was sent
	Fault  string          // the name of the fault that struck, or ""
	// MessageID and ChatID say what the call wrote or changed; 0 if nothing.
	ChatID    int64
	MessageID int
}

// A Button is an inline button of a shown message.
type Button struct {
	Text string `json:"text"`
	Data string `json:"data,omitempty"`
	URL  string `json:"url,omitempty"`
}

// A Shown is a message as the chat shows it now.
type Shown struct {
	ID       int
	From     int64
	FromBot  bool // from the bot under test
	Name     string
	Text     string // text or caption, after its markup was parsed
	Entities []Entity
	// HTML is the text with its entities as Telegram's HTML.
	HTML      string
	Buttons   [][]Button
	Photo     []byte
	Document  []byte
	FileName  string
	ReplyTo   int
	ThreadID  int
	Date      time.Time
	Edited    time.Time // zero if it never was
	Forwarded string    // whom from, or ""
	Service   string    // what happened, for a service message
	Reaction  string    // of the bot
	Silent    bool      // sent without a sound
}

// A View is the state inside Wait: consistent, and valid only until the
// function returns. The Server's own methods must not be called meanwhile.
type View struct{ s *Server }

// Calls is what Server.Calls returns.
func (v *View) Calls() []Call { return nil }

// Count is the number of calls of a method so far; "" counts all.
func (v *View) Count(method string) int { return 0 }

// Messages is what Server.Messages returns.
func (v *View) Messages(chatID int64) []Shown { return nil }

// FromBot is the messages of the bot in a chat.
func (v *View) FromBot(chatID int64) []Shown { return nil }

// Pending is the number of updates that the bot has not confirmed.
func (v *View) Pending() int { return 0 }

// Polling says whether a long poll is waiting at this moment.
func (v *View) Polling() bool { return false }

// Answered is the text of the answer to a button press, and whether the bot
// has answered it.
func (v *View) Answered(queryID string) (text string, ok bool) { return "", false }

// Calls is every request so far, oldest first. Slices and maps in it are
// shared and must not be changed.
func (s *Server) Calls() []Call { return nil }

// Messages is what a chat shows now, oldest first.
func (s *Server) Messages(chatID int64) []Shown { return nil }

// FromBot is the messages of the bot that a chat shows now.
func (s *Server) FromBot(chatID int64) []Shown { return nil }

// Pending is the number of updates that the bot has not confirmed.
func (s *Server) Pending() int { return 0 }

// Wait returns nil as soon as ok is true of the state, which it asks now and
// after every change, or the context's error.
func (s *Server) Wait(ctx context.Context, ok func(*View) bool) error { return nil }
