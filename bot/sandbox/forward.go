package sandbox

import "time"

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
	MessageID int    // in the channel; 0 invents one
	Signature string // of the author in a chat or channel
	Date      time.Time
}

// origin is a Forward with everything settled.
type origin struct {
	Forward
	user user
	chat object
}

func (s *Server) originLocked(f Forward) *origin {
	if f.Date.IsZero() {
		f.Date = s.o.Now().Add(-24 * time.Hour)
	}
	if f.Form == "" {
		f.Form = Both
	}
	o := &origin{Forward: f}
	switch f.Kind {
	case FromHiddenUser:
		if o.Name == "" {
			o.Name = "HR Anna"
		}
	case FromChat, FromChannel:
		o.chatLocked(s)
	default:
		o.Kind = FromUser
		o.userLocked(s)
	}
	return o
}

func (o *origin) userLocked(s *Server) {
	if o.From == 0 {
		name := o.Name
		if name == "" {
			name = "Anna"
		}
		o.From = s.addPersonLocked(Person{ID: 6_000_000_000 + s.idLocked(), First: name}).ID
	}
	p := s.personLocked(o.From)
	o.user, o.Name = p.user(), p.name()
}

func (o *origin) chatLocked(s *Server) {
	c := s.chats[o.From]
	if c == nil {
		title, kind := o.Name, Channel
		if title == "" {
			title = "Jobs abroad"
		}
		if o.Kind == FromChat {
			kind = Supergroup
		}
		c = s.addChatLocked(Chat{ID: o.From, Type: kind, Title: title, Bot: statusLeft})
	}
	if o.MessageID == 0 {
		o.MessageID = 5
	}
	o.From, o.Name, o.chat = c.ID, c.Title, s.chatJSON(c)
}

// put writes the forward into a message's JSON, in the fields of its form.
func (o *origin) put(m object) {
	date := o.Date.Unix()
	if o.Form != Legacy {
		f := object{"type": o.Kind, "date": date}
		switch o.Kind {
		case FromUser:
			f["sender_user"] = o.user
		case FromHiddenUser:
			f["sender_user_name"] = o.Name
		case FromChat:
			f["sender_chat"] = o.chat
		case FromChannel:
			f["chat"], f["message_id"] = o.chat, o.MessageID
		}
		if o.Signature != "" {
			f["author_signature"] = o.Signature
		}
		m["forward_origin"] = f
	}
	if o.Form == Modern {
		return
	}
	m["forward_date"] = date
	switch o.Kind {
	case FromUser:
		m["forward_from"] = o.user
	case FromHiddenUser:
		m["forward_sender_name"] = o.Name
	case FromChannel:
		m["forward_from_message_id"] = o.MessageID
		fallthrough
	case FromChat:
		m["forward_from_chat"] = o.chat
		if o.Signature != "" {
			m["forward_signature"] = o.Signature
		}
	}
}
