package sandbox

import (
	"encoding/json"
	"time"
)

// A Message is what a person sends. Text makes a text message; Photo,
// Document or Extra make another kind, with Caption.
type Message struct {
	Text    string
	Caption string
	// Entities mark parts of the text or caption; offsets and lengths are
	// UTF-16 units. Commands, mentions, links, addresses and hashtags are
	// found without being listed, as Telegram does.
	Entities []Entity

	Photo    []byte // any bytes; a PNG or JPEG tells its size
	Document []byte
	FileName string
	MimeType string
	// FileSize overrides the size that is announced, for files too big to
	// build. -1 announces none.
	FileSize int64
	// MediaGroup is the album the item belongs to; any word, one per album.
	MediaGroup string

	Forward *Forward
	ReplyTo int    // id of a message of the chat
	Quote   string // the part of it that is quoted
	// ThreadID is the topic in a forum.
	ThreadID int
	// Date is when it was sent; zero means now.
	Date time.Time
	// SenderChat is the chat it is sent as: the group itself for an
	// anonymous admin, a channel for a post as a channel.
	SenderChat int64
	// AutomaticForward marks a channel's post in its discussion group.
	AutomaticForward bool
	// Protected marks content that may not be forwarded.
	Protected bool
	// Extra are fields laid over the message as they are, such as contact,
	// voice, poll or rich_message.
	Extra map[string]any
}

// An Entity is a marked part of a text. Offset and Length are UTF-16 units.
type Entity struct {
	Type          string `json:"type"`
	Offset        int    `json:"offset"`
	Length        int    `json:"length"`
	URL           string `json:"url,omitempty"`
	User          *user  `json:"user,omitempty"`
	Language      string `json:"language,omitempty"`
	CustomEmojiID string `json:"custom_emoji_id,omitempty"`
}

// The kinds of a Forward.
const (
	FromUser       = "user"
	FromHiddenUser = "hidden_user"
	FromChat       = "chat"
	FromChannel    = "channel"
)

// The forms of a Forward: which fields tell of it.
const (
	Both   = "both"   // as Telegram's servers do today; the default
	Modern = "modern" // only forward_origin
	Legacy = "legacy" // only forward_from and its like
)

// A Forward says where a message was forwarded from.
type Forward struct {
	Kind      string // FromUser, FromHiddenUser, FromChat or FromChannel
	Form      string // Both, Modern or Legacy; empty means Both
	From      int64  // id of the person, chat or channel; 0 invents one
	Name      string // of the hidden user, or of an invented person or chat
	MessageID int    // in the channel
	Signature string // of the author in a chat or channel
	Date      time.Time
}

// Send makes a person send a message and returns its id in the chat. The bot
// gets an update if it may see the message. A person or chat that is not known
// yet is made: a positive chat id is the person's private chat, a negative one
// a supergroup that the bot is in.
func (s *Server) Send(chatID, fromID int64, m Message) (messageID int) { return 0 }

// Edit replaces the words of a person's message: Text, or Caption where it
// has a picture, and Entities. The bot gets edited_message.
func (s *Server) Edit(chatID int64, messageID int, m Message) {}

// Delete removes a message as a person does: the bot is not told.
func (s *Server) Delete(chatID int64, messageID int) {}

// Press presses the inline button with this callback data and returns the
// query's id. A message that the chat no longer shows gives an inaccessible
// message (date 0), as Telegram does.
func (s *Server) Press(chatID, fromID int64, messageID int, data string) (queryID string) { return "" }

// PressAgain repeats a press under the same query id and a new update id, as
// happens when the app was closed before the answer.
func (s *Server) PressAgain(queryID string) {}

// Inject queues an update as given: an object without update_id gets one,
// anything else is delivered as it is. It returns the id it is queued under.
func (s *Server) Inject(raw json.RawMessage) (updateID int64) { return 0 }

// RestartIDs makes the next update's id next, lower than before if need be,
// as Telegram does after a quiet week.
func (s *Server) RestartIDs(next int64) {}

type message struct {
	id int
}
