package telegram

import (
	"fmt"
	"regexp"
	"strings"
	"time"
)

// A Class says what a failure means for the caller, whatever words Telegram
// used for it.
type Class string

// The classes of failure.
const (
	Unsent       Class = "unsent"       // nothing was written: refused, DNS, TLS; safe to repeat
	Ambiguous    Class = "ambiguous"    // it may have been done: no answer, or half of one
	Server       Class = "server"       // 5xx, or an answer that is not the API's JSON
	TooMany      Class = "too_many"     // 429: wait RetryAfter
	Unauthorized Class = "unauthorized" // the token is wrong or revoked
	Forbidden    Class = "forbidden"    // blocked, kicked, deactivated: the chat is out of reach
	Conflict     Class = "conflict"     // another program polls with this token
	Webhook      Class = "webhook"      // a webhook is set, so polling is refused
	Migrated     Class = "migrated"     // the group is now MigrateTo
	NotFound     Class = "not_found"    // no such chat or topic, or no right to write there
	NotModified  Class = "not_modified" // the edit changes nothing: as good as done
	TooOld       Class = "too_old"      // the button press is too old to answer: as good as done
	CannotEdit   Class = "cannot_edit"  // the message to edit or delete is gone or may not be touched
	BadMarkup    Class = "bad_markup"   // the HTML was refused: send it plain
	TooLong      Class = "too_long"     // text, caption or file is over the limit
	Rejected     Class = "rejected"     // any other 4xx: repeating it will not help
)

// An Error is a failed call. It never holds the token. Description is
// Telegram's own text, which can quote the words that were sent; Error leaves
// the quoted parts out and may be logged.
type Error struct {
	Method      string
	Class       Class
	Code        int // Telegram's error code or the HTTP status; 0 if there was no answer
	Description string
	RetryAfter  time.Duration // at least a second where Class is TooMany, else 0
	MigrateTo   int64         // the new chat id where Class is Migrated, else 0
}

// Error describes the failure without the words of a message.
func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "telegram %s: %s", e.Method, e.Class)
	if e.Code != 0 {
		fmt.Fprintf(&b, " %d", e.Code)
	}
	if e.Description != "" {
		b.WriteString(": " + withoutQuotes(e.Description))
	}
	if e.RetryAfter > 0 {
		fmt.Fprintf(&b, " (wait %s)", e.RetryAfter)
	}
	return b.String()
}

var quoted = regexp.MustCompile(`(?s)".*"`)

// withoutQuotes drops everything from the first to the last quotation mark,
// for the quoted words may hold marks themselves.
func withoutQuotes(s string) string {
	s = quoted.ReplaceAllLiteralString(s, `"…"`)
	if i := strings.IndexByte(s, '"'); i >= 0 && strings.Count(s, `"`) == 1 {
		s = s[:i] + "…"
	}
	return s
}
