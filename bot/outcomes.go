package bot

import (
	"errors"

	"lurewatch/bot/telegram"
)

// An action is what the sender does with a reply after a try to send it.
type action int

const (
	actSent   action = iota // it arrived, or it is as if it had
	actAgain                // it surely did not arrive: try again, later and later
	actUnsure               // it may have arrived: again if it must not be lost, else no more
	actWait                 // wait as long as Telegram says
	actPlain                // once more at once, without markup
	actFresh                // once more at once, as a new message
	actMove                 // the chat has a new id: move everything there
	actGone                 // the chat is out of reach: drop its queue until it writes
	actDrop                 // no try will help
	actStop                 // the bot cannot go on
)

// A rule says what a class of failure means for a reply.
type rule struct {
	class  telegram.Class
	act    action
	reason string // for counting
}

// rules is the one table of failures. A reply is repeated after a definite
// answer only where that answer says that nothing was done.
var rules = []rule{
	{telegram.Unsent, actAgain, "unsent"},
	{telegram.Ambiguous, actUnsure, "ambiguous"},
	{telegram.Server, actAgain, "server"},
	{telegram.TooMany, actWait, "too-many"},
	{telegram.Unauthorized, actStop, "unauthorized"},
	{telegram.Forbidden, actGone, "forbidden"},
	{telegram.Migrated, actMove, "migrated"},
	{telegram.NotFound, actDrop, "not-found"},
	{telegram.NotModified, actSent, "not-modified"},
	{telegram.TooOld, actSent, "too-old"},
	{telegram.CannotEdit, actFresh, "cannot-edit"},
	{telegram.BadMarkup, actPlain, "bad-markup"},
	{telegram.TooLong, actDrop, "too-long"},
	{telegram.Conflict, actDrop, "conflict"},
	{telegram.Webhook, actDrop, "webhook"},
	{telegram.Rejected, actDrop, "rejected"},
}

// ruleFor is the rule for the outcome of a call.
func ruleFor(err error) (rule, *telegram.Error) {
	if err == nil {
		return rule{act: actSent}, nil
	}
	var e *telegram.Error
	if !errors.As(err, &e) {
		// Our own shutdown cut the call off: what became of it is unknown.
		return rule{act: actUnsure, reason: "cut-off"}, nil
	}
	for _, r := range rules {
		if r.class == e.Class {
			return r, e
		}
	}
	return rule{act: actDrop, reason: "unknown"}, e
}
