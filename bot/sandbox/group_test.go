package sandbox_test

import (
	"fmt"
	"strings"
	"testing"

	"lurewatch/bot/sandbox"
)

const group = int64(-1005)

func (b *bot) texts() string {
	b.t.Helper()
	var out []string
	for _, u := range b.updates(0) {
		if u.Message != nil {
			out = append(out, u.Message.Text)
		}
	}
	b.s.DropUpdates()
	return strings.Join(out, "|")
}

func TestPrivacyMode(t *testing.T) {
	for _, c := range []struct {
		name string
		o    sandbox.Options
		chat sandbox.Chat
		want string
	}{
		{"on", sandbox.Options{}, sandbox.Chat{}, "/check|/check@lurewatch_sandbox_bot|to the bot"},
		{"off", sandbox.Options{ReadsGroups: true}, sandbox.Chat{}, "plain|/check|/check@lurewatch_sandbox_bot|/check@other_bot|say /check|to the bot"},
		{"admin", sandbox.Options{}, sandbox.Chat{Bot: "administrator"}, "plain|/check|/check@lurewatch_sandbox_bot|/check@other_bot|say /check|to the bot"},
		{"left", sandbox.Options{ReadsGroups: true}, sandbox.Chat{Bot: "left"}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.o.Scale = 0.01
			b := start(t, c.o)
			c.chat.ID, c.chat.Title = group, "Jobs"
			b.s.AddChat(c.chat)
			b.s.AddPerson(sandbox.Person{ID: 55, First: "Otto", IsBot: true})
			reply := 0
			if c.chat.Bot != "left" {
				reply = ok[message](b, "sendMessage", params{"chat_id": "-1005", "text": "hello"}).ID
			}
			for _, text := range []string{"plain", "/check", "/check@lurewatch_sandbox_bot", "/check@other_bot", "say /check"} {
				b.s.Send(group, linh, sandbox.Message{Text: text})
			}
			b.s.Send(group, linh, sandbox.Message{Text: "to the bot", ReplyTo: reply})
			b.s.Send(group, 55, sandbox.Message{Text: "/check from a bot"})
			if got := b.texts(); c.name != "left" && got != c.want || c.name == "left" && got != "" {
				t.Errorf("the bot saw %q, want %q", got, c.want)
			}
		})
	}
}

func TestJoiningAndLeaving(t *testing.T) {
	b := start(t, sandbox.Options{Scale: 0.01})
	b.s.AddChat(sandbox.Chat{ID: group, Title: "Jobs", Bot: "left", Admins: []int64{maria}, Members: []int64{linh}})
	b.refused("sendMessage", params{"chat_id": "-1005", "text": "x"}, 403, "Forbidden: bot is not a member of the supergroup chat")
	b.s.AddBot(group, maria)
	got := b.raw(0)
	for _, want := range []string{`"my_chat_member"`, `"old_chat_member":{"status":"left"`, `"new_chat_member":{"status":"member"`, `"new_chat_members":[{"id":7654321`, `"language_code":"fil"`} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in %s", want, got)
		}
	}
	ok[message](b, "sendMessage", params{"chat_id": "-1005", "text": "x"})
	b.s.Mute(group, true)
	b.refused("sendMessage", params{"chat_id": "-1005", "text": "x"}, 400, "Bad Request: not enough rights to send text messages to the chat")
	b.s.Promote(group, maria, true)
	ok[message](b, "sendMessage", params{"chat_id": "-1005", "text": "x"})
	b.s.Kick(group, maria)
	b.refused("sendMessage", params{"chat_id": "-1005", "text": "x"}, 403, "Forbidden: bot was kicked from the supergroup chat")
	if got := b.raw(500000002); !strings.Contains(got, `"status":"kicked"`) || !strings.Contains(got, `"until_date":0`) {
		t.Errorf("no kick in %s", got)
	}
	b.s.AddBot(group, maria)
	ok[bool](b, "leaveChat", params{"chat_id": "-1005"})
	b.refused("getChat", params{"chat_id": "-1005"}, 403, "Forbidden: bot is not a member of the supergroup chat")
}

func TestMembers(t *testing.T) {
	b := start(t, sandbox.Options{})
	b.s.AddChat(sandbox.Chat{ID: group, Title: "Jobs", Admins: []int64{maria}, Members: []int64{linh}})
	b.s.Send(linh, linh, sandbox.Message{Text: "/start"})
	type member struct {
		Status string `json:"status"`
	}
	for user, want := range map[int64]string{maria: "creator", linh: "member", b.s.BotID(): "member"} {
		if got := ok[member](b, "getChatMember", params{"chat_id": "-1005", "user_id": fmt.Sprint(user)}); got.Status != want {
			t.Errorf("%d is %q, want %q", user, got.Status, want)
		}
	}
	if got := ok[[]member](b, "getChatAdministrators", params{"chat_id": "-1005"}); len(got) != 1 || got[0].Status != "creator" {
		t.Errorf("administrators = %v", got)
	}
	if n := ok[int](b, "getChatMemberCount", params{"chat_id": "-1005"}); n != 3 {
		t.Errorf("%d members", n)
	}
	b.refused("getChatAdministrators", params{"chat_id": "101"}, 400, "Bad Request: there are no administrators in the private chat")
	b.refused("getChatMember", params{"chat_id": "-1005", "user_id": "4"}, 400, "Bad Request: user not found")
	b.refused("banChatMember", params{"chat_id": "-1005", "user_id": "101"}, 400, "Bad Request: not enough rights to restrict/unrestrict chat member")
	b.s.Promote(group, maria, true)
	b.refused("banChatMember", params{"chat_id": "-1005", "user_id": "102"}, 400, "Bad Request: can't remove chat owner")
	ok[bool](b, "restrictChatMember", params{"chat_id": "-1005", "user_id": "101", "permissions": "{}"})
	ok[bool](b, "banChatMember", params{"chat_id": "-1005", "user_id": "101"})
	if got := ok[member](b, "getChatMember", params{"chat_id": "-1005", "user_id": "101"}); got.Status != "kicked" {
		t.Errorf("the banned is %q", got.Status)
	}
	b.refused("restrictChatMember", params{"chat_id": "101", "user_id": "101", "permissions": "{}"}, 400, "Bad Request: method is available only for supergroups")
}

func TestMigration(t *testing.T) {
	b := start(t, sandbox.Options{Scale: 0.01})
	id := b.s.AddChat(sandbox.Chat{Type: sandbox.Group, Title: "Jobs", Admins: []int64{maria}})
	if id >= 0 || id < -1_000_000_000_000 {
		t.Fatalf("a group has the id %d", id)
	}
	now := b.s.Migrate(id)
	a := b.call("sendMessage", params{"chat_id": fmt.Sprint(id), "text": "x"})
	if a.Code != 400 || a.Parameters.MigrateTo != now || a.Description != "Bad Request: group chat was upgraded to a supergroup chat" {
		t.Errorf("send to the old id = %+v", a)
	}
	ok[message](b, "sendMessage", params{"chat_id": fmt.Sprint(now), "text": "x"})
	got := b.raw(0)
	if !strings.Contains(got, fmt.Sprint(`"migrate_to_chat_id":`, now)) || !strings.Contains(got, fmt.Sprint(`"migrate_from_chat_id":`, id)) {
		t.Errorf("service messages are missing in %s", got)
	}
}

func TestTopicsAndThreads(t *testing.T) {
	b := start(t, sandbox.Options{Scale: 0.01, ReadsGroups: true})
	forum := b.s.AddChat(sandbox.Chat{Title: "Forum", Forum: true, Members: []int64{linh}})
	topic := b.s.AddTopic(forum, "Offers")
	b.s.DropUpdates()
	b.s.Send(forum, linh, sandbox.Message{Text: "in a topic", ThreadID: topic})
	m := b.updates(0)[0].Message
	if m.Thread != topic || !m.Topic || m.ReplyTo == nil || m.ReplyTo.ID != topic {
		t.Errorf("a message in a topic = %+v", m)
	}
	to := params{"chat_id": fmt.Sprint(forum), "text": "x", "message_thread_id": fmt.Sprint(topic)}
	if m := ok[message](b, "sendMessage", to); m.Thread != topic {
		t.Errorf("sent to %d", m.Thread)
	}
	b.s.DeleteTopic(forum, topic)
	b.refused("sendMessage", to, 400, "Bad Request: message thread not found")

	plain := b.s.AddChat(sandbox.Chat{Title: "Plain", Members: []int64{linh}})
	first := b.s.Send(plain, linh, sandbox.Message{Text: "first"})
	b.s.DropUpdates()
	b.s.Send(plain, linh, sandbox.Message{Text: "answer", ReplyTo: first, Quote: "irs"})
	m = b.updates(0)[0].Message
	if m.Thread != first || m.Topic || m.ReplyTo.Text != "first" || m.Quote.Text != "irs" || m.Quote.Position != 1 {
		t.Errorf("a reply = %+v", m)
	}
}

func TestAnonymousAdminsAndChannels(t *testing.T) {
	b := start(t, sandbox.Options{Scale: 0.01, ReadsGroups: true})
	b.s.AddChat(sandbox.Chat{ID: group, Title: "Jobs"})
	channel := b.s.AddChat(sandbox.Chat{Type: sandbox.Channel, Title: "News", Bot: "administrator"})
	b.s.Send(group, 0, sandbox.Message{Text: "anonymous", SenderChat: group})
	b.s.Send(group, 0, sandbox.Message{Text: "as channel", SenderChat: channel})
	b.s.Send(group, 0, sandbox.Message{Text: "automatic", SenderChat: channel, AutomaticForward: true,
		Forward: &sandbox.Forward{Kind: sandbox.FromChannel, From: channel}})
	b.s.Send(channel, 0, sandbox.Message{Text: "post"})
	got := b.updates(0)
	for i, want := range []int64{1087968824, 136817688, 777000} {
		if got[i].Message.From.ID != want || got[i].Message.From.IsBot != (want != 777000) {
			t.Errorf("%q comes from %+v, want %d", got[i].Message.Text, got[i].Message.From, want)
		}
	}
	if got[3].Channel == nil || got[3].Channel.From != nil || got[3].Channel.Text != "post" {
		t.Errorf("the channel's post = %+v", got[3])
	}
	raw := b.raw(0)
	if !strings.Contains(raw, `"sender_chat":{"id":-1005`) {
		t.Errorf("no sender_chat in %s", raw)
	}
}
