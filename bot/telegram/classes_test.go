package telegram_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"lurewatch/bot/telegram"
)

// refusals are answers as Telegram gives them, at least one for each row of
// the table of classes.
var refusals = []struct {
	method string
	code   int
	text   string
	want   telegram.Class
}{
	{"getMe", 401, "Unauthorized", telegram.Unauthorized},
	{"sendMessage", 401, "Unauthorized: invalid token specified", telegram.Unauthorized},
	{"getMe", 404, "Not Found", telegram.Unauthorized},
	{"sendMessage", 404, "Not Found: method not found", telegram.Rejected},
	{"sendMessage", 409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running", telegram.Conflict},
	{"sendMessage", 409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first", telegram.Webhook},
	{"sendMessage", 409, "Conflict: terminated by setWebhook request", telegram.Webhook},
	{"sendMessage", 429, "Too Many Requests: retry after 35", telegram.TooMany},
	{"sendPhoto", 413, "Request Entity Too Large", telegram.TooLong},
	{"sendMessage", 403, "Forbidden: CHAT_WRITE_FORBIDDEN", telegram.NotFound},
	{"sendMessage", 400, "Bad Request: CHAT_WRITE_FORBIDDEN", telegram.NotFound},
	{"sendMessage", 400, "Bad Request: CHAT_ADMIN_REQUIRED", telegram.NotFound},
	{"sendMessage", 400, "Bad Request: CHAT_RESTRICTED", telegram.NotFound},
	{"sendPhoto", 400, "Bad Request: CHAT_SEND_PHOTOS_FORBIDDEN", telegram.NotFound},
	{"sendMessage", 400, "Bad Request: CHAT_GUEST_SEND_FORBIDDEN", telegram.NotFound},
	{"sendMessage", 400, "Bad Request: not enough rights to send text messages to the chat", telegram.NotFound},
	{"sendMessage", 400, "Bad Request: have no rights to send a message", telegram.NotFound},
	{"sendMessage", 403, "Forbidden: have no write access to the chat", telegram.NotFound},
	{"sendMessage", 400, "Bad Request: need administrator rights in the channel chat", telegram.NotFound},
	{"sendMessage", 403, "Forbidden: bot was blocked by the user", telegram.Forbidden},
	{"sendMessage", 403, "Forbidden: bot was kicked from the supergroup chat", telegram.Forbidden},
	{"sendMessage", 403, "Forbidden: user is deactivated", telegram.Forbidden},
	{"sendMessage", 403, "Forbidden: bot can't initiate conversation with a user", telegram.Forbidden},
	{"sendMessage", 400, "Bad Request: USER_IS_BLOCKED", telegram.Forbidden},
	{"sendMessage", 400, "Bad Request: INPUT_USER_DEACTIVATED", telegram.Forbidden},
	{"sendMessage", 400, "Bad Request: group chat was deactivated", telegram.Forbidden},
	{"sendMessage", 400, "Bad Request: bot is not a member of the channel chat", telegram.Forbidden},
	{"sendMessage", 400, "Bad Request: bot was kicked from the chat", telegram.Forbidden},
	{"sendMessage", 400, "Bad Request: bot was blocked by the user", telegram.Forbidden},
	{"editMessageText", 400, "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message", telegram.NotModified},
	{"editMessageText", 400, "Bad Request: MESSAGE_NOT_MODIFIED", telegram.NotModified},
	{"answerCallbackQuery", 400, "Bad Request: query is too old and response timeout expired or query ID is invalid", telegram.TooOld},
	{"answerCallbackQuery", 400, "Bad Request: query ID is invalid", telegram.TooOld},
	{"answerCallbackQuery", 400, "Bad Request: QUERY_ID_INVALID", telegram.TooOld},
	{"editMessageText", 400, "Bad Request: message to edit not found", telegram.CannotEdit},
	{"editMessageText", 400, "Bad Request: message can't be edited", telegram.CannotEdit},
	{"deleteMessage", 400, "Bad Request: message to delete not found", telegram.CannotEdit},
	{"deleteMessage", 400, "Bad Request: message can't be deleted", telegram.CannotEdit},
	{"editMessageText", 400, "Bad Request: there is no text in the message to edit", telegram.CannotEdit},
	{"setMessageReaction", 400, "Bad Request: message to react not found", telegram.CannotEdit},
	{"editMessageText", 400, "Bad Request: message not found", telegram.CannotEdit},
	{"editMessageText", 400, "Bad Request: MESSAGE_ID_INVALID", telegram.CannotEdit},
	{"editMessageText", 400, "Bad Request: MESSAGE_EDIT_TIME_EXPIRED", telegram.CannotEdit},
	{"sendMessage", 400, `Bad Request: can't parse entities: Unsupported start tag "secretword" at byte offset 3`, telegram.BadMarkup},
	{"sendMessage", 400, "Bad Request: can't parse message text: Can't find end of the entity", telegram.BadMarkup},
	{"sendPhoto", 400, "Bad Request: can't parse caption entities", telegram.BadMarkup},
	{"sendMessage", 400, "Bad Request: ENTITY_BOUNDS_INVALID", telegram.BadMarkup},
	{"sendMessage", 400, "Bad Request: ENTITIES_TOO_LONG", telegram.BadMarkup},
	{"sendMessage", 400, "Bad Request: message is too long", telegram.TooLong},
	{"sendMessage", 400, "Bad Request: MESSAGE_TOO_LONG", telegram.TooLong},
	{"sendPhoto", 400, "Bad Request: message caption is too long", telegram.TooLong},
	{"sendPhoto", 400, "Bad Request: MEDIA_CAPTION_TOO_LONG", telegram.TooLong},
	{"answerCallbackQuery", 400, "Bad Request: text is too long", telegram.TooLong},
	{"getFile", 400, "Bad Request: file is too big", telegram.TooLong},
	{"sendMessage", 400, "Bad Request: chat not found", telegram.NotFound},
	{"getChatMember", 400, "Bad Request: user not found", telegram.NotFound},
	{"sendMessage", 400, "Bad Request: message thread not found", telegram.NotFound},
	{"sendMessage", 400, "Bad Request: group chat was upgraded to a supergroup chat", telegram.NotFound},
	{"sendMessage", 400, "Bad Request: TOPIC_CLOSED", telegram.NotFound},
	{"sendMessage", 400, "Bad Request: TOPIC_DELETED", telegram.NotFound},
	{"sendMessage", 400, "Bad Request: TOPIC_ID_INVALID", telegram.NotFound},
	{"sendMessage", 400, "Bad Request: PEER_ID_INVALID", telegram.NotFound},
	{"getChatMember", 400, "Bad Request: PARTICIPANT_ID_INVALID", telegram.NotFound},
	{"sendMessage", 400, "Bad Request: message text is empty", telegram.Rejected},
	{"sendMessage", 400, "Bad Request: can't parse reply keyboard markup JSON object", telegram.Rejected},
	{"sendMessage", 500, "Internal Server Error", telegram.Server},
	{"sendMessage", 502, "Bad Gateway", telegram.Server},
}

func refusal(code int, text, parameters string) http.HandlerFunc {
	description, _ := json.Marshal(text)
	return says(code, fmt.Sprintf(`{"ok":false,"error_code":%d,"description":%s%s}`, code, description, parameters))
}

func TestRefusals(t *testing.T) {
	for _, test := range refusals {
		f := newFake(t, refusal(test.code, test.text, ""))
		c := newClient(t, f.URL, telegram.Options{})
		_, err := c.Call(testContext(t), test.method, nil)
		_, uploadErr := c.Upload(testContext(t), test.method, nil, telegram.Attachment{Field: "photo", Name: "p", Data: []byte("x")})
		for _, err := range []error{err, uploadErr} {
			var e *telegram.Error
			if !errors.As(err, &e) || e.Class != test.want || e.Code != test.code {
				t.Errorf("%d %s: got %v, want class %s", test.code, test.text, err, test.want)
				continue
			}
			if e.Description != test.text {
				t.Errorf("the description is %q, want %q", e.Description, test.text)
			}
			if strings.Contains(err.Error(), "secretword") {
				t.Errorf("the error repeats the message: %v", err)
			}
		}
	}
}

func TestARefusedPoll(t *testing.T) {
	for text, want := range map[string]telegram.Class{
		"Not Found": telegram.Unauthorized,
		"Conflict: terminated by other getUpdates request": telegram.Conflict,
	} {
		code := 404
		if want == telegram.Conflict {
			code = 409
		}
		f := newFake(t, refusal(code, text, ""))
		if _, err := newClient(t, f.URL, telegram.Options{}).Poll(testContext(t), 0, 0, 1); class(err) != want {
			t.Errorf("%s: got %v, want class %s", text, err, want)
		}
	}
}

func TestRefusalsCarryTheirParameters(t *testing.T) {
	for _, test := range []struct {
		name       string
		code       int
		text       string
		parameters string
		want       telegram.Error
	}{
		{"wait as told", 429, "Too Many Requests", `,"parameters":{"retry_after":10072}`, telegram.Error{Class: telegram.TooMany, RetryAfter: 10072 * time.Second}},
		{"wait as written", 429, "Too Many Requests: retry after 35", "", telegram.Error{Class: telegram.TooMany, RetryAfter: 35 * time.Second}},
		{"wait untold", 429, "Too Many Requests", "", telegram.Error{Class: telegram.TooMany, RetryAfter: 3 * time.Second}},
		{"migrated", 400, "Bad Request: group chat was upgraded to a supergroup chat", `,"parameters":{"migrate_to_chat_id":-1001234567890}`, telegram.Error{Class: telegram.Migrated, MigrateTo: -1001234567890}},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := newFake(t, refusal(test.code, test.text, test.parameters))
			_, err := newClient(t, f.URL, telegram.Options{}).Call(testContext(t), "sendMessage", nil)
			var e *telegram.Error
			if !errors.As(err, &e) {
				t.Fatal(err)
			}
			test.want.Method, test.want.Code, test.want.Description = "sendMessage", test.code, test.text
			if *e != test.want {
				t.Errorf("got %#v, want %#v", *e, test.want)
			}
		})
	}
}

func TestARefusalWithoutACodeHasTheStatus(t *testing.T) {
	f := newFake(t, says(403, `{"ok":false,"description":"Forbidden"}`))
	_, err := newClient(t, f.URL, telegram.Options{}).Call(testContext(t), "sendMessage", nil)
	if class(err) != telegram.Forbidden {
		t.Errorf("got %v, want class forbidden", err)
	}
}

func TestARefusalThatRepeatsTheTokenIsCleaned(t *testing.T) {
	f := newFake(t, refusal(404, "Not Found: /bot"+canary+"/x and "+secret, ""))
	_, err := newClient(t, f.URL, telegram.Options{}).Call(testContext(t), "sendMessage", nil)
	noLeak(t, "the error", fmt.Sprintf("%+v %#v", err, err))
}
