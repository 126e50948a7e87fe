package telegram

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// A refusal is one row of the table that turns Telegram's answers into
// classes. An answer has the class of the first row that fits.
type refusal struct {
	code   int    // 0: any
	method string // "": any
	text   string // lower case, part of the description; "": any
	class  Class
}

// refusals is the whole knowledge of Telegram's error texts; TestRefusals
// holds an answer for each row.
var refusals = []refusal{
	{code: 401, class: Unauthorized},
	// A token of good form that names no bot is answered like an unknown method.
	{code: 404, method: "getMe", text: "not found", class: Unauthorized},
	{code: 404, method: "getUpdates", text: "not found", class: Unauthorized},

	{code: 409, text: "webhook", class: Webhook},
	{code: 409, class: Conflict},
	{code: 429, class: TooMany},
	{code: 413, class: TooLong},

	// Rights come before 403 as a whole: a group that forbids writing is not
	// a person who blocked the bot.
	{text: "chat_write_forbidden", class: NotFound},
	{text: "chat_admin_required", class: NotFound},
	{text: "chat_restricted", class: NotFound},
	{text: "chat_send_", class: NotFound},
	{text: "chat_guest_send_forbidden", class: NotFound},
	{text: "not enough rights", class: NotFound},
	{text: "have no rights", class: NotFound},
	{text: "have no write access", class: NotFound},
	{text: "need administrator rights", class: NotFound},
	{code: 403, class: Forbidden},

	{code: 400, text: "user_is_blocked", class: Forbidden},
	{code: 400, text: "input_user_deactivated", class: Forbidden},
	{code: 400, text: "group chat was deactivated", class: Forbidden},
	{code: 400, text: "bot is not a member", class: Forbidden},
	{code: 400, text: "bot was kicked", class: Forbidden},
	{code: 400, text: "bot was blocked", class: Forbidden},
	{code: 400, text: "message is not modified", class: NotModified},
	{code: 400, text: "message_not_modified", class: NotModified},
	{code: 400, text: "query is too old", class: TooOld},
	{code: 400, text: "query id is invalid", class: TooOld},
	{code: 400, text: "query_id_invalid", class: TooOld},
	{code: 400, text: "message to edit not found", class: CannotEdit},
	{code: 400, text: "message can't be edited", class: CannotEdit},
	{code: 400, text: "message to delete not found", class: CannotEdit},
	{code: 400, text: "message can't be deleted", class: CannotEdit},
	{code: 400, text: "no text in the message to edit", class: CannotEdit},
	{code: 400, text: "message to react not found", class: CannotEdit},
	{code: 400, text: "message not found", class: CannotEdit},
	{code: 400, text: "message_id_invalid", class: CannotEdit},
	{code: 400, text: "message_edit_time_expired", class: CannotEdit},
	{code: 400, text: "can't parse entities", class: BadMarkup},
	{code: 400, text: "can't parse message text", class: BadMarkup},
	{code: 400, text: "can't parse caption", class: BadMarkup},
	{code: 400, text: "entity_bounds_invalid", class: BadMarkup},
	{code: 400, text: "entities_too_long", class: BadMarkup},
	{code: 400, text: "message is too long", class: TooLong},
	{code: 400, text: "message_too_long", class: TooLong},
	{code: 400, text: "caption is too long", class: TooLong},
	{code: 400, text: "caption_too_long", class: TooLong},
	{code: 400, text: "text is too long", class: TooLong},
	{code: 400, text: "file is too big", class: TooLong},
	{code: 400, text: "chat not found", class: NotFound},
	{code: 400, text: "user not found", class: NotFound},
	{code: 400, text: "message thread not found", class: NotFound},
	{code: 400, text: "group chat was upgraded", class: NotFound}, // without the new id
	{code: 400, text: "topic_closed", class: NotFound},
	{code: 400, text: "topic_deleted", class: NotFound},
	{code: 400, text: "topic_id_invalid", class: NotFound},
	{code: 400, text: "peer_id_invalid", class: NotFound},
	{code: 400, text: "participant_id_invalid", class: NotFound},
}

// classify reads the table for one refused call.
func classify(method string, code int, description string) Class {
	text := strings.ToLower(description)
	for _, r := range refusals {
		if (r.code == 0 || r.code == code) && (r.method == "" || r.method == method) && strings.Contains(text, r.text) {
			return r.class
		}
	}
	if code >= 400 && code < 500 {
		return Rejected
	}
	return Server
}

var retryText = regexp.MustCompile(`(?i)retry after ([0-9]{1,7})`)

// retryAfter is how long a 429 asks to wait: its parameter, else the number
// in its text, else a cautious guess, for never waiting makes it worse.
func retryAfter(seconds int, description string) time.Duration {
	if seconds <= 0 {
		if m := retryText.FindStringSubmatch(description); m != nil {
			seconds, _ = strconv.Atoi(m[1])
		}
	}
	if seconds <= 0 {
		seconds = 3
	}
	return time.Duration(seconds) * time.Second
}
