package sandbox_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"lurewatch/bot/sandbox"
)

func cut16(s string, offset, length int) string {
	return string(utf16.Decode(utf16.Encode([]rune(s))[offset : offset+length]))
}

const unchanged = "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message"

func TestEdits(t *testing.T) {
	b := start(t, sandbox.Options{})
	asked := b.s.Send(linh, linh, sandbox.Message{Text: "/start"})
	m := ok[message](b, "sendMessage", params{"chat_id": "101", "text": "<b>a</b>", "parse_mode": "HTML", "reply_markup": keys("x")})
	id := fmt.Sprint(m.ID)
	b.refused("editMessageText", params{"chat_id": "101", "message_id": id, "text": "<b>a</b>", "parse_mode": "HTML", "reply_markup": keys("x")}, 400, unchanged)
	b.refused("editMessageReplyMarkup", params{"chat_id": "101", "message_id": id, "reply_markup": keys("x")}, 400, unchanged)
	if e := ok[message](b, "editMessageText", params{"chat_id": "101", "message_id": id, "text": "a", "reply_markup": keys("x")}); e.EditDate == 0 || len(e.Entities) != 0 {
		t.Errorf("edited %+v", e)
	}
	ok[message](b, "editMessageReplyMarkup", params{"chat_id": "101", "message_id": id})
	b.refused("editMessageReplyMarkup", params{"chat_id": "101", "message_id": id}, 400, unchanged)
	b.refused("editMessageText", params{"chat_id": "101", "message_id": id, "text": " "}, 400, "Bad Request: message text is empty")
	b.refused("editMessageText", params{"chat_id": "101", "text": "x"}, 400, "Bad Request: message identifier is not specified")
	b.refused("editMessageText", params{"chat_id": "101", "message_id": "99", "text": "x"}, 400, "Bad Request: message to edit not found")
	b.refused("editMessageText", params{"chat_id": "101", "message_id": fmt.Sprint(asked), "text": "x"}, 400, "Bad Request: message can't be edited")
	b.s.Delete(linh, m.ID)
	b.refused("editMessageText", params{"chat_id": "101", "message_id": id, "text": "x"}, 400, "Bad Request: message to edit not found")
}

func TestDeletes(t *testing.T) {
	now := time.Now()
	b := start(t, sandbox.Options{Now: func() time.Time { return now }})
	theirs := b.s.Send(linh, linh, sandbox.Message{Text: "/start"})
	m := ok[message](b, "sendMessage", params{"chat_id": "101", "text": "x"})
	old := ok[message](b, "sendMessage", params{"chat_id": "101", "text": "x"})
	ok[bool](b, "deleteMessage", params{"chat_id": "101", "message_id": fmt.Sprint(theirs)})
	ok[bool](b, "deleteMessage", params{"chat_id": "101", "message_id": fmt.Sprint(m.ID)})
	b.refused("deleteMessage", params{"chat_id": "101", "message_id": fmt.Sprint(m.ID)}, 400, "Bad Request: message to delete not found")
	b.refused("deleteMessage", params{"chat_id": "101"}, 400, "Bad Request: message identifier is not specified")
	now = now.Add(48 * time.Hour)
	b.refused("deleteMessage", params{"chat_id": "101", "message_id": fmt.Sprint(old.ID)}, 400, "Bad Request: message can't be deleted for everyone")

	m = ok[message](b, "sendMessage", params{"chat_id": "101", "text": "x"})
	b.refused("deleteMessages", params{"chat_id": "101", "message_ids": "[]"}, 400, "Bad Request: message identifiers are not specified")
	many := strings.TrimSuffix(strings.Repeat("1,", 101), ",")
	b.refused("deleteMessages", params{"chat_id": "101", "message_ids": "[" + many + "]"}, 400, "Bad Request: too many message identifiers specified")
	ok[bool](b, "deleteMessages", params{"chat_id": "101", "message_ids": fmt.Sprintf("[%d,4711]", m.ID)})
	if n := len(b.s.FromBot(linh)); n != 1 {
		t.Errorf("%d messages left, want the one that is too old", n)
	}
}

func TestReactions(t *testing.T) {
	b := start(t, sandbox.Options{})
	id := b.s.Send(linh, linh, sandbox.Message{Text: "thanks"})
	to := func(reaction string) params {
		return params{"chat_id": "101", "message_id": fmt.Sprint(id), "reaction": reaction}
	}
	ok[bool](b, "setMessageReaction", to(`[{"type":"emoji","emoji":"🙏"}]`))
	if got := b.s.Messages(linh)[0].Reaction; got != "🙏" {
		t.Errorf("reaction %q", got)
	}
	b.refused("setMessageReaction", to(`[{"type":"emoji","emoji":"🙏"},{"type":"emoji","emoji":"👍"}]`), 400, "Bad Request: REACTIONS_TOO_MANY")
	b.refused("setMessageReaction", to(`[{"type":"emoji","emoji":"✅"}]`), 400, "Bad Request: REACTION_INVALID")
	b.refused("setMessageReaction", params{"chat_id": "101", "message_id": "9"}, 400, "Bad Request: message to react not found")
}

func TestPresses(t *testing.T) {
	now := time.Now()
	b := start(t, sandbox.Options{Scale: 0.01, Now: func() time.Time { return now }})
	b.s.Send(linh, linh, sandbox.Message{Text: "/start"})
	m := ok[message](b, "sendMessage", params{"chat_id": "101", "text": "sure?", "reply_markup": keys("yes")})
	b.updates(500000001)
	q := b.s.Press(linh, linh, m.ID, "yes")
	got := b.updates(500000001)
	if len(got) != 1 || got[0].Callback.ID != q || got[0].Callback.Data != "yes" || got[0].Callback.Message.Text != "sure?" {
		t.Fatalf("press = %+v", got)
	}
	const tooOld = "Bad Request: query is too old and response timeout expired or query ID is invalid"
	b.refused("answerCallbackQuery", params{"callback_query_id": "17"}, 400, tooOld)
	b.refused("answerCallbackQuery", params{"callback_query_id": q, "text": strings.Repeat("a", 201)}, 400, "Bad Request: MESSAGE_TOO_LONG")
	ok[bool](b, "answerCallbackQuery", params{"callback_query_id": q, "text": "erased"})
	b.refused("answerCallbackQuery", params{"callback_query_id": q}, 400, tooOld)
	b.waitFor("the answer", func(v *sandbox.View) bool { text, ok := v.Answered(q); return ok && text == "erased" })

	b.s.PressAgain(q)
	if again := b.updates(500000002); len(again) != 1 || again[0].Callback.ID != q || again[0].ID == got[0].ID {
		t.Errorf("the repeated press = %+v", again)
	}
	b.s.Delete(linh, m.ID)
	late := b.s.Press(linh, linh, m.ID, "yes")
	if got := b.updates(500000003); len(got) != 1 || got[0].Callback.Message.Date != 0 || got[0].Callback.Message.ID != m.ID || got[0].Callback.Message.From != nil {
		t.Errorf("a press below a deleted message = %+v", got)
	}
	now = now.Add(16 * time.Second)
	b.refused("answerCallbackQuery", params{"callback_query_id": late}, 400, tooOld)
	last := b.s.Press(linh, linh, m.ID, "yes")
	b.s.ExpirePresses()
	b.refused("answerCallbackQuery", params{"callback_query_id": last}, 400, tooOld)
}
