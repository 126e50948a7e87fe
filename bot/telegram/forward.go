package telegram

import (
	"strings"
	"time"
)

// An Origin says where a forwarded message came from. Which of its fields are
// set depends on Type: user, hidden_user, chat or channel.
type Origin struct {
	Type            string `json:"type"`
	Date            int64  `json:"date"`
	SenderUser      *User  `json:"sender_user"`
	SenderUserName  string `json:"sender_user_name"`
	SenderChat      *Chat  `json:"sender_chat"`
	Chat            *Chat  `json:"chat"`
	MessageID       int    `json:"message_id"`
	AuthorSignature string `json:"author_signature"`
}

// The kinds of forward.
const (
	ForwardUser       = "user"
	ForwardHiddenUser = "hidden_user" // somebody whose account Telegram does not tell
	ForwardChat       = "chat"        // written in the name of a group
	ForwardChannel    = "channel"
)

// A Forward is where a message came from, the same whichever form Telegram
// told it in.
type Forward struct {
	Kind      string
	ID        int64  // of the user, group or channel; 0 for a hidden user
	Name      string // of the user, or title of the group or channel
	Username  string // without @, if public
	IsBot     bool
	MessageID int    // of a channel's post, else 0
	Signature string // of the author within a channel or group, if shown
	Date      time.Time
}

// Forwarded is the origin of a forwarded message. The new form counts where
// it can be read, else the old fields, which Telegram still sends.
func (m *Message) Forwarded() (Forward, bool) {
	if m == nil {
		return Forward{}, false
	}
	if f, ok := m.ForwardOrigin.forward(); ok {
		return f, true
	}
	if f, ok := m.legacyOrigin().forward(); ok {
		return f, true
	}
	if m.ForwardOrigin == nil && m.ForwardDate == 0 {
		return Forward{}, false
	}
	// Forwarded for certain, from where is not known.
	f := Forward{Date: unix(int64(m.ForwardDate))}
	if m.ForwardOrigin != nil {
		f.Kind, f.Date = m.ForwardOrigin.Type, unix(m.ForwardOrigin.Date)
	}
	return f, true
}

// legacyOrigin is the origin that the fields before forward_origin describe.
func (m *Message) legacyOrigin() *Origin {
	o := &Origin{Date: int64(m.ForwardDate), AuthorSignature: m.ForwardSignature}
	switch {
	case m.ForwardFromChat != nil && m.ForwardFromChat.IsChannel():
		o.Type, o.Chat, o.MessageID = ForwardChannel, m.ForwardFromChat, m.ForwardFromMessageID
	case m.ForwardFromChat != nil:
		o.Type, o.SenderChat = ForwardChat, m.ForwardFromChat
	case m.ForwardFrom != nil:
		o.Type, o.SenderUser = ForwardUser, m.ForwardFrom
	case m.ForwardSenderName != "":
		o.Type, o.SenderUserName = ForwardHiddenUser, m.ForwardSenderName
	default:
		return nil
	}
	return o
}

// forward reads an origin; it is not ok where the origin lacks what its type
// promises or its type is of tomorrow.
func (o *Origin) forward() (Forward, bool) {
	if o == nil {
		return Forward{}, false
	}
	f := Forward{Kind: o.Type, Date: unix(o.Date)}
	switch {
	case o.Type == ForwardUser && o.SenderUser != nil:
		u := o.SenderUser
		f.ID, f.Username, f.IsBot = u.ID, u.UserName, u.IsBot
		f.Name = strings.TrimSpace(u.FirstName + " " + u.LastName)
	case o.Type == ForwardHiddenUser:
		f.Name = o.SenderUserName
	case o.Type == ForwardChat && o.SenderChat != nil:
		f.ID, f.Name, f.Username, f.Signature = o.SenderChat.ID, o.SenderChat.Title, o.SenderChat.UserName, o.AuthorSignature
	case o.Type == ForwardChannel && o.Chat != nil:
		f.ID, f.Name, f.Username, f.Signature = o.Chat.ID, o.Chat.Title, o.Chat.UserName, o.AuthorSignature
		f.MessageID = o.MessageID
	default:
		return Forward{}, false
	}
	return f, true
}
