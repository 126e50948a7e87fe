package sandbox

import (
	"context"
	"encoding/json"
	"net/http"
	"time"
)

// act is what a person does on the page.
type act struct {
	As        int64    `json:"as"`
	Chat      int64    `json:"chat"`
	Message   int      `json:"message"`
	Text      string   `json:"text"`
	Picture   []byte   `json:"picture"` // base64
	Forward   *Forward `json:"forward"`
	ReplyTo   int      `json:"replyTo"`
	Anonymous bool     `json:"anonymous"`
	Data      string   `json:"data"`
	Title     string   `json:"title"`
	On        bool     `json:"on"`
}

// acted is what the page gets back.
type acted struct {
	Chat    int64  `json:"chat,omitempty"`
	Message int    `json:"message,omitempty"`
	Text    string `json:"text,omitempty"`
	Alert   bool   `json:"alert,omitempty"`
	URL     string `json:"url,omitempty"`
	Error   string `json:"error,omitempty"`
}

// acts are all a person can do, by the name in the address.
func (s *Server) acts() map[string]func(context.Context, act) acted {
	return map[string]func(context.Context, act) acted{
		"send":    s.actSend,
		"press":   s.actPress,
		"edit":    s.actEdit,
		"delete":  s.actDelete,
		"group":   s.actGroup,
		"bot":     s.actBot,
		"promote": s.actPromote,
		"block":   s.actBlock,
	}
}

// maxAct is how large a request of the page may be: a picture in base64.
const maxAct = 20 << 20

func (s *Server) serveAct(do func(context.Context, act) acted) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var a act
		if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxAct)).Decode(&a); err != nil {
			writeJSON(w, http.StatusBadRequest, acted{Error: "This cannot be read."})
			return
		}
		s.mu.Lock()
		known, c := s.people[a.As] != nil, s.chats[a.Chat]
		s.mu.Unlock()
		if !known || c == nil && a.Chat != 0 && a.Chat != a.As || c != nil && c.private() && a.Chat != a.As {
			writeJSON(w, http.StatusNotFound, acted{Error: "There is no such person or chat."})
			return
		}
		out := do(r.Context(), a)
		status := http.StatusOK
		if out.Error != "" {
			status = http.StatusConflict
		}
		writeJSON(w, status, out)
	}
}

func (s *Server) actSend(_ context.Context, a act) acted {
	if a.Text == "" && len(a.Picture) == 0 {
		return acted{Error: "Write something first."}
	}
	if len16(a.Text) > maxText {
		return acted{Error: "Telegram takes 4096 characters at the most."}
	}
	m := Message{Text: a.Text, Forward: a.Forward, ReplyTo: a.ReplyTo}
	if len(a.Picture) > 0 {
		m.Text, m.Caption, m.Photo = "", a.Text, a.Picture
	}
	if a.Anonymous {
		m.SenderChat = a.Chat
	}
	return acted{Message: s.Send(a.Chat, a.As, m)}
}

// patience is how long the page waits for the answer to a button press.
const patience = 15 * time.Second

func (s *Server) actPress(ctx context.Context, a act) acted {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	id := s.Press(a.Chat, a.As, a.Message, a.Data)
	var out acted
	err := s.Wait(ctx, func(v *View) bool {
		q := v.s.queries[id]
		out = acted{Text: q.text, Alert: q.alert, URL: q.url}
		return q.answered
	})
	if err != nil {
		return acted{Error: "The bot did not answer the button."}
	}
	return out
}

// own says whether a message is this person's to change.
func (s *Server) own(a act) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.chats[a.Chat]
	if c == nil || c.messages[a.Message] == nil {
		return false
	}
	m := c.messages[a.Message]
	return m.from == a.As || m.from == anonymousAdminID && c.admin(a.As)
}

func (s *Server) actEdit(_ context.Context, a act) acted {
	if !s.own(a) || a.Text == "" {
		return acted{Error: "Only your own messages can be edited."}
	}
	s.Edit(a.Chat, a.Message, Message{Text: a.Text})
	return acted{Message: a.Message}
}

func (s *Server) actDelete(_ context.Context, a act) acted {
	s.mu.Lock()
	may := a.Chat == a.As || s.chats[a.Chat] != nil && s.chats[a.Chat].admin(a.As)
	s.mu.Unlock()
	if !may && !s.own(a) {
		return acted{Error: "Only an admin deletes what others wrote."}
	}
	s.Delete(a.Chat, a.Message)
	return acted{}
}

func (s *Server) actGroup(_ context.Context, a act) acted {
	if a.Title == "" {
		return acted{Error: "A group needs a name."}
	}
	id := s.AddChat(Chat{Title: cut16(a.Title, 0, 128), Bot: statusLeft, Admins: []int64{a.As}})
	s.AddBot(id, a.As)
	return acted{Chat: id}
}

// groupOf is the group of an act, or nil in a private chat.
func (s *Server) groupOf(a act) *chat {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c := s.chats[a.Chat]; c != nil && c.group() {
		return c
	}
	return nil
}

func (s *Server) actBot(_ context.Context, a act) acted {
	switch {
	case s.groupOf(a) == nil:
		return acted{Error: "The bot is added to groups."}
	case a.On:
		s.AddBot(a.Chat, a.As)
	default:
		s.Kick(a.Chat, a.As)
	}
	return acted{}
}

func (s *Server) actPromote(_ context.Context, a act) acted {
	if s.groupOf(a) == nil {
		return acted{Error: "There are admins only in groups."}
	}
	s.Promote(a.Chat, a.As, a.On)
	return acted{}
}

func (s *Server) actBlock(_ context.Context, a act) acted {
	if a.On {
		s.Block(a.As)
	} else {
		s.Unblock(a.As)
	}
	return acted{}
}
