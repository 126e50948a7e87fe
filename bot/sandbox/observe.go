package sandbox

import (
	"context"
	"encoding/json"
	"maps"
	"strings"
	"time"
)

// A Call is one request of the bot, as recorded.
type Call struct {
	Seq    int    // from 1, in order of arrival
	Method string // as in the address; "file" for a download
	Token  bool   // whether the token was right
	// Params are the parameters as text: JSON text where the method takes an
	// object. An uploaded file's value is its name; its bytes are in Files.
	Params map[string]string
	Files  map[string][]byte
	At     time.Time // by Options.Now
	Clock  time.Time // by the real clock, for measuring gaps
	// Done says that the answer was decided, or the connection dropped or
	// left hanging.
	Done   bool
	Status int             // of HTTP; 0 for a dropped connection
	Answer json.RawMessage // the body, nil where none was sent; it may be no JSON under a fault
	Fault  string          // the name of the fault that struck, or ""
	// ChatID and MessageID say what the call wrote, changed or deleted; 0 if
	// nothing.
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
	Kind      string // "text", "photo", "document", "service", or the field of Extra that makes it
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
func (v *View) Calls() []Call {
	out := make([]Call, len(v.s.calls))
	for i, c := range v.s.calls {
		out[i] = *c
	}
	return out
}

// Count is the number of calls of a method so far, answered or not; "" counts
// all.
func (v *View) Count(method string) int {
	if method == "" {
		return len(v.s.calls)
	}
	return v.s.counts[strings.ToLower(method)]
}

// Messages is what Server.Messages returns.
func (v *View) Messages(chatID int64) []Shown {
	c := v.s.chats[chatID]
	if c == nil {
		return nil
	}
	out := make([]Shown, 0, len(c.shown))
	for _, m := range c.shown {
		out = append(out, v.s.show(m))
	}
	return out
}

// FromBot is the messages of the bot in a chat.
func (v *View) FromBot(chatID int64) []Shown {
	c := v.s.chats[chatID]
	if c == nil {
		return nil
	}
	var out []Shown
	for _, m := range c.shown {
		if m.from == v.s.me.ID {
			out = append(out, v.s.show(m))
		}
	}
	return out
}

// CountFromBot is how many messages of the bot a chat shows, without the cost
// of building them.
func (v *View) CountFromBot(chatID int64) int {
	n := 0
	if c := v.s.chats[chatID]; c != nil {
		for _, m := range c.shown {
			if m.from == v.s.me.ID {
				n++
			}
		}
	}
	return n
}

// Pending is the number of updates that the bot has not confirmed.
func (v *View) Pending() int { return len(v.s.queue) }

// Polling says whether a long poll is waiting at this moment.
func (v *View) Polling() bool { return v.s.poll != nil }

// Action is what the bot does in a chat at the moment, such as "typing", or "".
func (v *View) Action(chatID int64) string {
	c := v.s.chats[chatID]
	if c == nil {
		return ""
	}
	return c.action
}

// Answered is the text of the answer to a button press, and whether the bot
// has answered it.
func (v *View) Answered(queryID string) (text string, ok bool) {
	q := v.s.queries[queryID]
	if q == nil {
		return "", false
	}
	return q.text, q.answered
}

// Calls is every request so far, oldest first. Slices and maps in it are
// shared and must not be changed.
func (s *Server) Calls() []Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	return (&View{s}).Calls()
}

// CallsOf is the calls of one method, oldest first.
func (s *Server) CallsOf(method string) []Call {
	var out []Call
	for _, c := range s.Calls() {
		if strings.EqualFold(c.Method, method) {
			out = append(out, c)
		}
	}
	return out
}

// Messages is what a chat shows now, oldest first.
func (s *Server) Messages(chatID int64) []Shown {
	s.mu.Lock()
	defer s.mu.Unlock()
	return (&View{s}).Messages(chatID)
}

// FromBot is the messages of the bot that a chat shows now.
func (s *Server) FromBot(chatID int64) []Shown {
	s.mu.Lock()
	defer s.mu.Unlock()
	return (&View{s}).FromBot(chatID)
}

// Wait returns nil as soon as ok is true of the state, which it asks now and
// after every change, or the context's error. It wakes on changes only, so
// that a condition on time alone is not noticed.
func (s *Server) Wait(ctx context.Context, ok func(*View) bool) error {
	for {
		s.mu.Lock()
		done, changed := ok(&View{s}), s.changed
		s.mu.Unlock()
		if done {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// show is a message for those who look at the chat.
func (s *Server) show(m *message) Shown {
	out := Shown{
		ID: m.id, From: m.from, FromBot: m.from == s.me.ID, Name: s.nameOf(m), Text: m.text, Entities: m.entities,
		HTML: renderHTML(m.text, m.entities), Buttons: m.keyboard, Kind: "text", ReplyTo: m.replyTo, ThreadID: m.thread,
		Date: m.date, Edited: m.edited, Service: m.service, Reaction: m.reaction, Silent: m.silent,
	}
	if len(m.extra) > 0 {
		out.Kind = sortedKeys(maps.Clone(m.extra))[0]
	}
	if m.photo != nil {
		out.Kind, out.Photo = "photo", m.photo.data
	}
	if m.document != nil {
		out.Kind, out.Document, out.FileName = "document", m.document.data, m.document.name
	}
	if m.service != "" {
		out.Kind = "service"
	}
	if m.forward != nil {
		out.Forwarded = m.forward.Name
	}
	return out
}

// nameOf is the name that stands above a message.
func (s *Server) nameOf(m *message) string {
	if c := s.chats[m.senderChat]; c != nil {
		return c.Title
	}
	if p := s.people[m.from]; p != nil {
		return p.name()
	}
	return s.senderLocked(m.from).FirstName
}
