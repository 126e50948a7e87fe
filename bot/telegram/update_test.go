package telegram_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"lurewatch/bot/telegram"
)

func decode(t *testing.T, text string) telegram.Update {
	t.Helper()
	u, err := telegram.Decode(json.RawMessage(text))
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return u
}

// decodeMessage wraps the members of a message into an update.
func decodeMessage(t *testing.T, members string) *telegram.Message {
	t.Helper()
	u := decode(t, `{"update_id":1,"message":{"message_id":1,"date":1700000000,"chat":{"id":5,"type":"private"}`+members+`}}`)
	return u.Message
}

func TestAccessorsOfEachKind(t *testing.T) {
	const group = `"chat":{"id":-100,"type":"supergroup"}`
	for _, test := range []struct {
		update       string
		kind         string
		chat, sender int64
		chatType     string
		when         int64
	}{
		{`"message":{"message_id":1,"date":9,"chat":{"id":5,"type":"private"},"from":{"id":5}}`, "message", 5, 5, "private", 9},
		{`"edited_message":{"message_id":1,"date":9,"edit_date":11,` + group + `,"from":{"id":5}}`, "edited_message", -100, 5, "supergroup", 11},
		{`"message":{"message_id":1,"date":9,` + group + `,"from":{"id":1087968824,"is_bot":true},"sender_chat":{"id":-100,"type":"supergroup"}}`, "message", -100, -100, "supergroup", 9},
		{`"channel_post":{"message_id":1,"date":9,"chat":{"id":-7,"type":"channel"},"sender_chat":{"id":-7,"type":"channel"}}`, "channel_post", -7, -7, "channel", 9},
		{`"edited_channel_post":{"message_id":1,"date":9,"chat":{"id":-7,"type":"channel"}}`, "edited_channel_post", -7, 0, "channel", 9},
		{`"callback_query":{"id":"q","from":{"id":5},"data":"d","message":{"message_id":1,"date":9,` + group + `,"from":{"id":99,"is_bot":true}}}`, "callback_query", -100, 5, "supergroup", 0},
		{`"callback_query":{"id":"q","from":{"id":5},"inline_message_id":"i"}`, "callback_query", 0, 5, "", 0},
		{`"callback_query":{"id":"q","from":{"id":5},"message":{"message_id":1,"date":0,` + group + `}}`, "callback_query", -100, 5, "supergroup", 0},
		{`"my_chat_member":{` + group + `,"from":{"id":5},"date":9,"new_chat_member":{"status":"kicked","user":{"id":99}}}`, "my_chat_member", -100, 5, "supergroup", 9},
		{`"chat_member":{` + group + `,"from":{"id":5},"date":9}`, "chat_member", -100, 5, "supergroup", 0},
		{`"chat_join_request":{` + group + `,"from":{"id":5},"date":9}`, "chat_join_request", -100, 5, "supergroup", 0},
		{`"business_message":{"message_id":1,"date":9,` + group + `}`, "business_message", 0, 0, "", 0},
		{`"message_reaction":{}`, "message_reaction", 0, 0, "", 0},
		{`"message":{"message_id":1}`, "message", 0, 0, "", 0},
		{`"message":{}`, "message", 0, 0, "", 0},
		{`"message":null`, "message", 0, 0, "", 0},
		{`"callback_query":{}`, "callback_query", 0, 0, "", 0},
		{`"my_chat_member":{}`, "my_chat_member", 0, 0, "", 0},
		{`"poll":{"id":"p"}`, "poll", 0, 0, "", 0},
	} {
		u := decode(t, `{"update_id":8589934592,`+test.update+`}`)
		if u.UpdateID != 8589934592 {
			t.Errorf("%s: the id is %d", test.update, u.UpdateID)
		}
		if u.Kind() != test.kind || u.ChatID() != test.chat || u.SenderID() != test.sender || u.ChatType() != test.chatType {
			t.Errorf("%s: got %s %d %d %q", test.update, u.Kind(), u.ChatID(), u.SenderID(), u.ChatType())
		}
		if got := u.When(); test.when == 0 != got.IsZero() || test.when != 0 && got.Unix() != test.when {
			t.Errorf("%s: the time is %s", test.update, got)
		}
		touch(&u)
	}
	touch(nil)
	touch(&telegram.Update{})
	if u := decode(t, `{"update_id":1}`); u.Kind() != "" {
		t.Errorf("an empty update is %q", u.Kind())
	}
}

// touch calls every accessor: none may panic, whatever is missing.
func touch(u *telegram.Update) {
	_, _, _, _ = u.Kind(), u.ChatID(), u.SenderID(), u.ChatType()
	_, _, _, _ = u.FromChat(), u.SentFrom(), u.When(), u.CallbackData()
	m := u.Msg()
	_, _ = m.Words()
	_, _ = m.Forwarded()
	_, _ = m.Body()
	_, _, _ = m.Command("bot")
	_, _, _ = m.IsCommand(), m.CommandWithAt(), m.CommandArguments()
	_, _, _, _ = m.ChatID(), m.AuthorID(), m.Person(), m.IsAnonymousAdmin()
	_, _, _, _ = m.Topic(), m.When(), m.Inaccessible(), m.IsPrivate()
	_, _, _ = m.Content(), m.Pictures(), m.Mentions(telegram.User{ID: 1, UserName: "bot"})
}

func TestDecodeErrorsNameTheFieldAndNotTheValue(t *testing.T) {
	for text, want := range map[string]string{
		`{"update_id":3,"message":{"message_id":"Anna's words"}}`:                  `message_id`,
		`{"update_id":3,"message":{"message_id":15550100123.5}}`:                   `message_id`,
		`{"update_id":3,"message":{"message_id":1,"date":1,"forward_origin":"x"}}`: `forward_origin`,
		`{"update_id":3,"callback_query":{"message":{"chat":{"id":"x"}}}}`:         `chat.id`,
		`{"update_id":3`:    `broken JSON`,
		`null`:              `not a JSON object`,
		`"x"`:               `not a JSON object`,
		``:                  `not a JSON object`,
		`[{"update_id":3}]`: `not a JSON object`,
		`{"update_id":99999999999999999999,"message":{"message_id":1}}`: `update_id`,
	} {
		u, err := telegram.Decode(json.RawMessage(text))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want it to say %q", text, err, want)
			continue
		}
		if strings.Contains(err.Error(), "Anna") || strings.Contains(err.Error(), "15550100123") {
			t.Errorf("%s: the error repeats the value: %v", text, err)
		}
		if strings.HasPrefix(text, `{"update_id":3,`) && u.UpdateID != 3 {
			t.Errorf("%s: the id is %d, want 3", text, u.UpdateID)
		}
	}
}

func TestWhoWrote(t *testing.T) {
	for _, test := range []struct {
		name, members string
		author        int64
		person, admin bool
	}{
		{"a person", `,"from":{"id":5}`, 5, true, false},
		{"a bot", `,"from":{"id":6,"is_bot":true}`, 6, false, false},
		{"the group itself", `,"from":{"id":1087968824,"is_bot":true},"sender_chat":{"id":5,"type":"supergroup"}`, 5, false, true},
		{"a channel", `,"from":{"id":136817688,"is_bot":true},"sender_chat":{"id":-8,"type":"channel"}`, -8, false, false},
		{"the relay of the channel", `,"from":{"id":777000},"sender_chat":{"id":-8,"type":"channel"},"is_automatic_forward":true`, -8, false, false},
		{"Telegram itself", `,"from":{"id":777000}`, 777000, false, false},
		{"nobody", ``, 0, false, false},
	} {
		m := decodeMessage(t, test.members)
		if m.AuthorID() != test.author || (m.Person() != nil) != test.person || m.IsAnonymousAdmin() != test.admin {
			t.Errorf("%s: got %d, %v, %v", test.name, m.AuthorID(), m.Person(), m.IsAnonymousAdmin())
		}
	}
}

func TestTheTopicIsNamedOnlyWithinTopics(t *testing.T) {
	if got := decodeMessage(t, `,"message_thread_id":42,"is_topic_message":true`).Topic(); got != 42 {
		t.Errorf("in a topic: got %d, want 42", got)
	}
	if got := decodeMessage(t, `,"message_thread_id":42`).Topic(); got != 0 {
		t.Errorf("in a thread of replies: got %d, want 0", got)
	}
	u := decode(t, `{"update_id":1,"callback_query":{"id":"q","from":{"id":5},"message":{"message_id":1,"date":1,"message_thread_id":42,"is_topic_message":true,"chat":{"id":-5,"type":"supergroup"}}}}`)
	if got := u.Msg().Topic(); got != 42 {
		t.Errorf("under a button: got %d, want 42", got)
	}
}

func TestTheMessageRepliedToHasTheFieldsOfTodayToo(t *testing.T) {
	m := decodeMessage(t, `,"text":"/check","reply_to_message":{"message_id":2,"date":1,"chat":{"id":5,"type":"private"},
		"caption":"ok","quote":{"text":"inner"},"forward_origin":{"type":"hidden_user","sender_user_name":"HR","date":2}}`)
	if f, ok := m.ReplyTo.Forwarded(); !ok || f.Name != "HR" {
		t.Errorf("got %+v, %v", f, ok)
	}
	if text, _ := m.ReplyTo.Words(); text != "ok\ninner" {
		t.Errorf("got %q", text)
	}
}

func TestCommands(t *testing.T) {
	const at = `,"entities":[{"type":"bot_command","offset":0,"length":`
	for _, test := range []struct {
		members    string
		name, args string
		ok         bool
	}{
		{`,"text":"/start"` + at + `6}]`, "start", "", true},
		{`,"text":"/Start deep link "` + at + `6}]`, "start", "deep link", true},
		{`,"text":"/check@LW_Bot\ntext"` + at + `13}]`, "check", "text", true},
		{`,"text":"/check@other_bot text"` + at + `16}]`, "", "", false},
		{`,"text":"/check@"` + at + `7}]`, "", "", false},
		{`,"text":"say /start","entities":[{"type":"bot_command","offset":4,"length":6}]`, "", "", false},
		{`,"text":"/start"`, "", "", false},
		{`,"text":"/a"` + at + `999}]`, "a", "", true},
		{`,"text":"/a"` + at + `-1}]`, "", "", false},
		{`,"text":"/a"` + at + `1}]`, "", "", false},
		{`,"text":""` + at + `6}]`, "", "", false},
		{`,"text":"x","entities":[{"type":"bot_command","offset":9223372036854775807,"length":9223372036854775807}]`, "", "", false},
		{`,"caption":"/check poster","caption_entities":[{"type":"bot_command","offset":0,"length":6}]`, "check", "poster", true},
	} {
		m := decodeMessage(t, test.members)
		name, args, ok := m.Command("lw_bot")
		if name != test.name || args != test.args || ok != test.ok {
			t.Errorf("%s: got %q %q %v", test.members, name, args, ok)
		}
		_, _, _ = m.IsCommand(), m.CommandWithAt(), m.CommandArguments()
	}
}

func TestMentions(t *testing.T) {
	bot := telegram.User{ID: 99, UserName: "lw_bot"}
	for members, want := range map[string]bool{
		`,"text":"hi @LW_Bot!","entities":[{"type":"mention","offset":3,"length":7}]`: true,
		`,"text":"😀 @lw_bot","entities":[{"type":"mention","offset":3,"length":7}]`:   true,
		`,"text":"@lw_bot2","entities":[{"type":"mention","offset":0,"length":8}]`:    false,
		`,"text":"@lw_bot"`: false,
		`,"caption":"@lw_bot","caption_entities":[{"type":"mention","offset":0,"length":7}]`:                       true,
		`,"text":"Lure","entities":[{"type":"text_mention","offset":0,"length":4,"user":{"id":99,"is_bot":true}}]`: true,
		`,"text":"Lure","entities":[{"type":"text_mention","offset":0,"length":4}]`:                                false,
	} {
		if got := decodeMessage(t, members).Mentions(bot); got != want {
			t.Errorf("%s: got %v", members, got)
		}
	}
}

func TestContentAndPictures(t *testing.T) {
	for members, want := range map[string]string{
		`,"text":"x"`: "text", `,"voice":{"file_id":"v"}`: "voice", `,"location":{"latitude":1}`: "location",
		`,"venue":{"title":"x"},"location":{"latitude":1}`:             "venue",
		`,"animation":{"file_id":"a"},"document":{"file_id":"a"}`:      "animation",
		`,"story":{"chat":{"id":1,"type":"private"},"id":2}`:           "story",
		`,"paid_media":{"paid_media":[]}`:                              "paid_media",
		`,"rich_message":{"blocks":[]}`:                                "rich",
		`,"photo":[{"file_id":"p"}],"caption":"x","rich_message":null`: "photo",
		`,"group_chat_created":true`:                                   "",
		`,"video_note":{"file_id":"v"}`:                                "video_note",
		`,"checklist":{"title":"x","tasks":[]}`:                        "checklist",
		`,"contact":{"phone_number":"1","first_name":"x"}`:             "contact",
		`,"new_field_of_tomorrow":{"text":"x"}`:                        "",
	} {
		if got := decodeMessage(t, members).Content(); got != want {
			t.Errorf("%s: got %q, want %q", members, got, want)
		}
	}
	m := decodeMessage(t, `,"media_group_id":"g",
		"photo":[{"file_id":"s","width":90,"height":90},{"file_id":"l","file_unique_id":"u","width":900,"height":900,"file_size":77},{"file_id":"m","width":300,"height":300}],
		"document":{"file_id":"d","mime_type":"image/png","file_size":5},
		"paid_media":{"star_count":1,"paid_media":[{"type":"preview"},{"type":"photo","photo":[{"file_id":"paid","width":1,"height":1}]}]},
		"external_reply":{"origin":{"type":"hidden_user","sender_user_name":"x","date":1},"photo":[{"file_id":"e","width":1,"height":1}],"document":{"file_id":"no","mime_type":"application/pdf"}}`)
	var ids []string
	for _, p := range m.Pictures() {
		ids = append(ids, p.FileID)
	}
	if got := strings.Join(ids, " "); got != "l d paid e" || m.Pictures()[0].Size != 77 || m.Pictures()[0].UniqueID != "u" {
		t.Errorf("the pictures are %+v", m.Pictures())
	}
	if m.MediaGroupID != "g" {
		t.Error("the album is lost")
	}
}

func TestAnInaccessibleMessage(t *testing.T) {
	u := decode(t, `{"update_id":1,"callback_query":{"id":"q","from":{"id":5},"data":"x","message":{"message_id":3,"date":0,"chat":{"id":5,"type":"private"}}}}`)
	if !u.Msg().Inaccessible() || u.CallbackData() != "x" || !u.Msg().When().Equal(time.Time{}) {
		t.Errorf("got %+v", u.Msg())
	}
}
