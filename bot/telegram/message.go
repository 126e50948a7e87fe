package telegram

import (
	"encoding/json"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

// Accounts that Telegram itself puts in the place of a sender.
const (
	channelRelay   = 777000     // a channel's post in its group
	anonymousAdmin = 1087968824 // an admin who writes as the group
	channelWriter  = 136817688  // a person who writes as a channel
)

// A Message is a message with the fields of today. Its own fields hide those
// of the embedded library value.
type Message struct {
	tgbotapi.Message
	ThreadID      int             `json:"message_thread_id"`
	IsTopic       bool            `json:"is_topic_message"`
	ForwardOrigin *Origin         `json:"forward_origin"`
	ReplyTo       *Message        `json:"reply_to_message"`
	Quote         *Quote          `json:"quote"`
	ExternalReply *ExternalReply  `json:"external_reply"`
	LinkPreview   *LinkPreview    `json:"link_preview_options"`
	RichMessage   json.RawMessage `json:"rich_message"`
	Poll          *Poll           `json:"poll"`
	Checklist     *Checklist      `json:"checklist"`
	Story         *Story          `json:"story"`
	PaidMedia     *PaidMedia      `json:"paid_media"`
}

// A Quote is the part of another message that a reply repeats.
type Quote struct {
	Text     string   `json:"text"`
	Entities []Entity `json:"entities"`
	Position int      `json:"position"` // in UTF-16 units, in the original
	IsManual bool     `json:"is_manual"`
}

// An ExternalReply is what a message from another chat, to which somebody
// replies here, tells about itself. Its text is only in the Quote.
type ExternalReply struct {
	Origin      *Origin      `json:"origin"`
	Chat        *Chat        `json:"chat"`
	MessageID   int          `json:"message_id"`
	LinkPreview *LinkPreview `json:"link_preview_options"`
	Photo       []PhotoSize  `json:"photo"`
	Document    *Document    `json:"document"`
	Contact     *Contact     `json:"contact"`
	Venue       *Venue       `json:"venue"`
	Poll        *Poll        `json:"poll"`
	Checklist   *Checklist   `json:"checklist"`
	Story       *Story       `json:"story"`
	PaidMedia   *PaidMedia   `json:"paid_media"`
}

// LinkPreview says which address the preview of a message shows; it need not
// stand in the text.
type LinkPreview struct {
	URL        string `json:"url"`
	IsDisabled bool   `json:"is_disabled"`
}

// A Poll is a poll whose words can carry links.
type Poll struct {
	tgbotapi.Poll
	QuestionEntities    []Entity     `json:"question_entities"`
	Description         string       `json:"description"`
	DescriptionEntities []Entity     `json:"description_entities"`
	Options             []PollOption `json:"options"`
}

// A PollOption is one answer of a poll.
type PollOption struct {
	Text     string   `json:"text"`
	Entities []Entity `json:"text_entities"`
}

// A Checklist is a list of tasks sent as a message.
type Checklist struct {
	Title         string          `json:"title"`
	TitleEntities []Entity        `json:"title_entities"`
	Tasks         []ChecklistTask `json:"tasks"`
}

// A ChecklistTask is one line of a checklist.
type ChecklistTask struct {
	Text     string   `json:"text"`
	Entities []Entity `json:"text_entities"`
}

// A Story is a forwarded story; Telegram does not tell a bot what it says.
type Story struct {
	Chat *Chat `json:"chat"`
	ID   int   `json:"id"`
}

// PaidMedia are pictures behind a price; their caption is the message's.
type PaidMedia struct {
	Media []struct {
		Type  string      `json:"type"`
		Photo []PhotoSize `json:"photo"`
	} `json:"paid_media"`
}

// ChatID is the id of the message's chat, 0 if unknown.
func (m *Message) ChatID() int64 {
	if m == nil || m.Chat == nil {
		return 0
	}
	return m.Chat.ID
}

// IsPrivate says whether the message is from a chat with one person.
func (m *Message) IsPrivate() bool { return m != nil && m.Chat != nil && m.Chat.IsPrivate() }

// AuthorID tells authors apart: the chat that the message was sent as, else
// the account; 0 if unknown.
func (m *Message) AuthorID() int64 {
	switch {
	case m == nil:
		return 0
	case m.SenderChat != nil:
		return m.SenderChat.ID
	case m.From != nil:
		return m.From.ID
	}
	return 0
}

// Person is the human being who wrote, and nil where that is a bot, a
// channel, an anonymous admin or nobody.
func (m *Message) Person() *User {
	if m == nil || m.From == nil || m.From.IsBot || m.SenderChat != nil {
		return nil
	}
	switch m.From.ID {
	case channelRelay, anonymousAdmin, channelWriter:
		return nil
	}
	return m.From
}

// IsAnonymousAdmin says whether an admin wrote in the name of the group.
func (m *Message) IsAnonymousAdmin() bool {
	return m != nil && m.SenderChat != nil && m.Chat != nil && m.SenderChat.ID == m.Chat.ID
}

// Topic is the thread that an answer must name to appear beside the message;
// 0 outside topics, where naming a thread would be refused.
func (m *Message) Topic() int {
	if m == nil || !m.IsTopic {
		return 0
	}
	return m.ThreadID
}

// When is the time the message was sent; zero for one that is too old to be
// read (Inaccessible).
func (m *Message) When() time.Time {
	if m == nil {
		return time.Time{}
	}
	return unix(int64(m.Date))
}

// Inaccessible says whether only the chat and the id of the message are known.
func (m *Message) Inaccessible() bool { return m == nil || m.Date == 0 }

// Body is the text or else the caption of the message with its entities.
func (m *Message) Body() (string, []Entity) {
	switch {
	case m == nil:
		return "", nil
	case m.Text != "":
		return m.Text, m.Entities
	}
	return m.Caption, m.CaptionEntities
}
