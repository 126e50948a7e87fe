package telegram

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

// The library's types that callers meet, by names of this package, so that
// nothing else has to import the library.
type (
	User                 = tgbotapi.User
	Chat                 = tgbotapi.Chat
	Entity               = tgbotapi.MessageEntity
	PhotoSize            = tgbotapi.PhotoSize
	Document             = tgbotapi.Document
	Contact              = tgbotapi.Contact
	Venue                = tgbotapi.Venue
	ChatMember           = tgbotapi.ChatMember
	ChatMemberUpdated    = tgbotapi.ChatMemberUpdated
	InlineKeyboardMarkup = tgbotapi.InlineKeyboardMarkup
)

// The kinds of update that Lurewatch handles.
const (
	KindMessage      = "message"
	KindEdited       = "edited_message"
	KindCallback     = "callback_query"
	KindMyChatMember = "my_chat_member"
)

// Kinds are the kinds of update handled and therefore asked for. Channels are
// left out (the bot speaks with people and groups), and so are business
// messages and the rest that Telegram would send by default.
func Kinds() []string {
	return []string{KindMessage, KindEdited, KindCallback, KindMyChatMember}
}

// AllowedUpdates is Kinds as the parameter of getUpdates and setWebhook. It
// is never empty or null, which would mean something else to Telegram.
func AllowedUpdates() string {
	text, err := json.Marshal(Kinds())
	if err != nil {
		panic(err) // a list of strings always marshals
	}
	return string(text)
}

// A Raw is one update as it arrived. ID is 0 where it cannot be read.
type Raw struct {
	ID   int64
	JSON json.RawMessage
}

// ReadRaw reads no more of an update than its id, which is all that is needed
// to put it on disk.
func ReadRaw(element []byte) Raw {
	var head struct {
		ID int64 `json:"update_id"`
	}
	raw := Raw{JSON: bytes.Clone(element)}
	if json.Unmarshal(element, &head) == nil {
		raw.ID = head.ID
	}
	return raw
}

// An Update is one update with the fields of today. Its own fields hide those
// of the embedded library value, which stay nil: use the accessors.
type Update struct {
	tgbotapi.Update
	UpdateID          int64          `json:"update_id"`
	Message           *Message       `json:"message"`
	EditedMessage     *Message       `json:"edited_message"`
	ChannelPost       *Message       `json:"channel_post"`
	EditedChannelPost *Message       `json:"edited_channel_post"`
	CallbackQuery     *CallbackQuery `json:"callback_query"`

	other string // the name of a kind without a field above
}

// A CallbackQuery is a press of a button. Message is nil for messages of
// inline mode and has a Date of 0 where it is too old to be read.
type CallbackQuery struct {
	tgbotapi.CallbackQuery
	Message *Message `json:"message"`
}

// Decode reads one update. Its errors name the field and never the value, so
// they may be logged.
func Decode(raw json.RawMessage) (Update, error) {
	if trimmed := bytes.TrimLeft(raw, " \t\r\n"); len(trimmed) == 0 || trimmed[0] != '{' {
		return Update{}, errors.New("the update is not a JSON object")
	}
	var u Update
	if err := json.Unmarshal(raw, &u); err != nil {
		return Update{UpdateID: ReadRaw(raw).ID}, unreadable(err)
	}
	if u.known() == "" {
		u.other = otherKind(raw)
	}
	return u, nil
}

func unreadable(err error) error {
	var syntax *json.SyntaxError
	var mismatch *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return fmt.Errorf("the update is broken JSON at byte %d", syntax.Offset)
	case errors.As(err, &mismatch):
		return fmt.Errorf("the update has a wrong value in %q: want %s", mismatch.Field, mismatch.Type)
	}
	return errors.New("the update cannot be decoded")
}

// otherKind is the first key, in alphabetical order, beside the id.
func otherKind(raw []byte) string {
	var fields map[string]json.RawMessage
	if json.Unmarshal(raw, &fields) != nil {
		return ""
	}
	delete(fields, "update_id")
	keys := make([]string, 0, len(fields))
	for key := range fields {
		keys = append(keys, key)
	}
	if len(keys) == 0 {
		return ""
	}
	return slices.Min(keys)
}

func (u *Update) known() string {
	switch {
	case u.Message != nil:
		return KindMessage
	case u.EditedMessage != nil:
		return KindEdited
	case u.CallbackQuery != nil:
		return KindCallback
	case u.MyChatMember != nil:
		return KindMyChatMember
	case u.ChannelPost != nil:
		return "channel_post"
	case u.EditedChannelPost != nil:
		return "edited_channel_post"
	}
	return ""
}

// Kind is the update's kind by Telegram's name, also where Lurewatch does not
// know it; "" for an update that holds nothing.
func (u *Update) Kind() string {
	if u == nil {
		return ""
	}
	if kind := u.known(); kind != "" {
		return kind
	}
	return u.other
}

// Msg is the message of any kind of update, also the one under a pressed
// button; nil if there is none.
func (u *Update) Msg() *Message {
	switch {
	case u == nil:
		return nil
	case u.Message != nil:
		return u.Message
	case u.EditedMessage != nil:
		return u.EditedMessage
	case u.ChannelPost != nil:
		return u.ChannelPost
	case u.EditedChannelPost != nil:
		return u.EditedChannelPost
	case u.CallbackQuery != nil:
		return u.CallbackQuery.Message
	}
	return nil
}

// FromChat is the chat the update belongs to, nil if unknown.
func (u *Update) FromChat() *Chat {
	if m := u.Msg(); m != nil {
		return m.Chat
	}
	switch {
	case u == nil:
		return nil
	case u.MyChatMember != nil:
		return &u.MyChatMember.Chat
	case u.ChatMember != nil:
		return &u.ChatMember.Chat
	case u.ChatJoinRequest != nil:
		return &u.ChatJoinRequest.Chat
	}
	return nil
}

// ChatID is the id of FromChat, 0 if unknown.
func (u *Update) ChatID() int64 {
	if chat := u.FromChat(); chat != nil {
		return chat.ID
	}
	return 0
}

// ChatType is private, group, supergroup or channel; "" if unknown.
func (u *Update) ChatType() string {
	if chat := u.FromChat(); chat != nil {
		return chat.Type
	}
	return ""
}

// SentFrom is the account behind the update: who pressed, wrote or changed
// the membership. It is nil for channel posts and unknown kinds, and may be
// one of Telegram's own accounts: Message.Person tells people apart.
func (u *Update) SentFrom() *User {
	switch {
	case u == nil:
		return nil
	case u.CallbackQuery != nil:
		return u.CallbackQuery.From
	case u.Msg() != nil:
		return u.Msg().From
	case u.MyChatMember != nil:
		return &u.MyChatMember.From
	case u.ChatMember != nil:
		return &u.ChatMember.From
	case u.ChatJoinRequest != nil:
		return &u.ChatJoinRequest.From
	}
	return nil
}

// SenderID tells authors apart: the chat a message was sent as, where there
// is one (anonymous admins, channels), else the account; 0 if unknown.
func (u *Update) SenderID() int64 {
	if u == nil {
		return 0
	}
	if u.CallbackQuery == nil {
		if m := u.Msg(); m != nil {
			return m.AuthorID()
		}
	}
	if user := u.SentFrom(); user != nil {
		return user.ID
	}
	return 0
}

// When is the time of the message or of the change; for an edited message
// that of the edit. It is zero if unknown, as it is for a pressed button.
func (u *Update) When() time.Time {
	switch {
	case u == nil || u.CallbackQuery != nil:
		return time.Time{}
	case u.Msg() != nil && u.Msg().EditDate > 0:
		return time.Unix(int64(u.Msg().EditDate), 0)
	case u.Msg() != nil:
		return u.Msg().When()
	case u.MyChatMember != nil:
		return unix(int64(u.MyChatMember.Date))
	}
	return time.Time{}
}

// CallbackData is the data of a pressed button, "" if none.
func (u *Update) CallbackData() string {
	if u == nil || u.CallbackQuery == nil {
		return ""
	}
	return u.CallbackQuery.Data
}

func unix(seconds int64) time.Time {
	if seconds <= 0 {
		return time.Time{}
	}
	return time.Unix(seconds, 0)
}
