package sandbox_test

import (
	"strings"
	"testing"

	"lurewatch/bot/sandbox"
)

func TestSendMessageRefusals(t *testing.T) {
	b := start(t, sandbox.Options{})
	b.s.Send(linh, linh, sandbox.Message{Text: "/start"})
	to := func(p params) params {
		if _, ok := p["chat_id"]; !ok {
			p["chat_id"] = "101"
		}
		return p
	}
	long := strings.Repeat("a", 4095)
	for _, c := range []struct {
		p    params
		want string
	}{
		{params{"chat_id": "", "text": "x"}, "chat_id is empty"},
		{params{"chat_id": "999", "text": "x"}, "chat not found"},
		{params{"chat_id": "-100999", "text": "x"}, "chat not found"},
		{params{"chat_id": "@nobody", "text": "x"}, "chat not found"},
		{params{"text": ""}, "message text is empty"},
		{params{"text": " \n\t "}, "message text is empty"},
		{params{"text": "<b></b>", "parse_mode": "HTML"}, "message text is empty"},
		{params{"text": long + "ab"}, "message is too long"},
		{params{"text": long + "😀"}, "message is too long"}, // a pair counts two
		{params{"text": "x", "parse_mode": "Markup"}, "unsupported parse_mode"},
		{params{"text": "a<b", "parse_mode": "HTML"}, "can't parse entities: Unclosed start tag at byte offset 1"},
		{params{"text": "x", "reply_to_message_id": "77"}, "message to be replied not found"},
		{params{"text": "x", "reply_parameters": `{"message_id":77}`}, "message to be replied not found"},
		{params{"text": "x", "message_thread_id": "5"}, "message thread not found"},
		{params{"text": "x", "reply_markup": "{"}, "can't parse reply keyboard markup JSON object"},
		{params{"text": "x", "reply_markup": "[]"}, "object expected as reply markup"},
		{params{"text": "x", "reply_markup": keys("")}, "BUTTON_DATA_INVALID"},
		{params{"text": "x", "reply_markup": keys(strings.Repeat("x", 65))}, "BUTTON_DATA_INVALID"},
		{params{"text": "x", "reply_markup": `{"inline_keyboard":[[{"text":"a"}]]}`}, "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"},
		{params{"text": "x", "reply_markup": `{"inline_keyboard":[[{"text":"a","url":"no link"}]]}`}, "inline keyboard button URL 'no link' is invalid: Wrong HTTP URL"},
	} {
		b.refused("sendMessage", to(c.p), 400, "Bad Request: "+c.want)
	}
	b.refused("sendMessage", params{"chat_id": "102", "text": "x"}, 403, "Forbidden: bot can't initiate conversation with a user")
	if n := len(b.s.FromBot(linh)); n != 0 {
		t.Errorf("%d refused messages are shown", n)
	}
}

func keys(data string) string {
	return `{"inline_keyboard":[[{"text":"a","callback_data":"` + data + `"}]]}`
}

func TestSendMessageTakes(t *testing.T) {
	b := start(t, sandbox.Options{})
	asked := b.s.Send(linh, linh, sandbox.Message{Text: "/start"})
	m := ok[message](b, "sendMessage", params{
		"chat_id": "101", "parse_mode": "HTML",
		"text":             "  <b>Đừng đi</b> &lt;x&gt; <a href=\"https://example.org\">đọc</a>\n<blockquote>20 triệu</blockquote> ",
		"reply_parameters": `{"message_id":1,"allow_sending_without_reply":true}`,
		"reply_markup":     keys(strings.Repeat("x", 64)),
	})
	if m.Text != "Đừng đi <x> đọc\n20 triệu" || m.ReplyTo == nil || m.ReplyTo.ID != asked || m.From.ID != b.s.BotID() {
		t.Errorf("sent %+v", m)
	}
	if len(m.Entities) != 3 || m.Entities[0] != (sandbox.Entity{Type: "bold", Offset: 0, Length: 7}) || m.Entities[1].URL != "https://example.org" {
		t.Errorf("entities %+v", m.Entities)
	}
	shown := b.s.FromBot(linh)
	if len(shown) != 1 || shown[0].HTML != "<b>Đừng đi</b> &lt;x&gt; <a href=\"https://example.org\">đọc</a>\n<blockquote>20 triệu</blockquote>" {
		t.Errorf("shown %+v", shown)
	}
	if shown[0].Buttons[0][0].Text != "a" || shown[0].ReplyTo != asked {
		t.Errorf("shown %+v", shown[0])
	}
	// Markup does not count: 4096 letters may stand in any number of tags.
	ok[message](b, "sendMessage", params{"chat_id": "101", "parse_mode": "HTML", "text": "<b>" + strings.Repeat("a", 4094) + "</b>😀"})
	// A reply to what is gone is sent without it, if that is allowed.
	if m := ok[message](b, "sendMessage", params{"chat_id": "101", "text": "x", "reply_parameters": `{"message_id":77,"allow_sending_without_reply":true}`}); m.ReplyTo != nil {
		t.Errorf("replied to %+v", m.ReplyTo)
	}
}

func TestPeopleWhoCannotBeReached(t *testing.T) {
	b := start(t, sandbox.Options{})
	b.s.Send(linh, linh, sandbox.Message{Text: "/start"})
	b.updates(0)
	b.s.Block(linh)
	b.refused("sendMessage", params{"chat_id": "101", "text": "x"}, 403, "Forbidden: bot was blocked by the user")
	b.refused("sendChatAction", params{"chat_id": "101", "action": "typing"}, 403, "Forbidden: bot was blocked by the user")
	b.s.Unblock(linh)
	got := b.raw(500000001)
	if !strings.Contains(got, `"status":"kicked"`) || !strings.Contains(got, `"my_chat_member"`) {
		t.Errorf("no my_chat_member in %s", got)
	}
	ok[message](b, "sendMessage", params{"chat_id": "101", "text": "x"})
	b.s.Deactivate(linh)
	b.refused("sendMessage", params{"chat_id": "101", "text": "x"}, 403, "Forbidden: user is deactivated")
}

func TestChatAction(t *testing.T) {
	b := start(t, sandbox.Options{})
	b.s.Send(linh, linh, sandbox.Message{Text: "/start"})
	b.refused("sendChatAction", params{"chat_id": "101", "action": "dancing"}, 400, "Bad Request: wrong parameter action in request")
	ok[bool](b, "sendChatAction", params{"chat_id": "101", "action": "typing"})
	b.waitFor("typing", func(v *sandbox.View) bool { return v.Action(linh) == "typing" })
	ok[message](b, "sendMessage", params{"chat_id": "101", "text": "done"})
	b.waitFor("the end of typing", func(v *sandbox.View) bool { return v.Action(linh) == "" })
}
