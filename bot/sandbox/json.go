package sandbox

import (
	"fmt"
	"maps"
	"strings"
)

func sprint(args ...any) string { return fmt.Sprint(args...) }

// chatJSON is a chat as messages carry it.
func (s *Server) chatJSON(c *chat) object {
	o := object{"id": c.ID, "type": c.Type}
	if c.private() {
		p := s.people[c.ID]
		o["first_name"] = p.First
		putWord(o, "last_name", p.Last)
		putWord(o, "username", p.Username)
		return o
	}
	o["title"] = c.Title
	putWord(o, "username", c.Username)
	if c.Forum {
		o["is_forum"] = true
	}
	if c.Type == Group {
		o["all_members_are_administrators"] = false
	}
	return o
}

func putWord(o object, key, word string) {
	if word != "" {
		o[key] = word
	}
}

// messageJSON is a message as the bot gets it; nested says that the message it
// replies to comes along, which happens one level deep.
func (s *Server) messageJSON(c *chat, m *message, nested bool) object {
	o := object{"message_id": m.id, "date": m.date.Unix(), "chat": s.chatJSON(c)}
	if m.from != 0 {
		o["from"] = s.senderLocked(m.from)
	}
	if m.senderChat != 0 {
		o["sender_chat"] = s.chatJSON(s.chats[m.senderChat])
	}
	if m.automatic {
		o["is_automatic_forward"] = true
	}
	if !m.edited.IsZero() {
		o["edit_date"] = m.edited.Unix()
	}
	if m.protected {
		o["has_protected_content"] = true
	}
	s.putContent(o, m)
	s.putThread(o, c, m, nested)
	if m.forward != nil {
		m.forward.put(o)
	}
	if len(m.keyboard) > 0 {
		o["reply_markup"] = object{"inline_keyboard": keyboardJSON(m.keyboard)}
	}
	maps.Copy(o, m.extra)
	return o
}

func (s *Server) putContent(o object, m *message) {
	words, marks := "text", "entities"
	if m.media() {
		words, marks = "caption", "caption_entities"
	}
	putWord(o, words, m.text)
	if len(m.entities) > 0 {
		o[marks] = m.entities
	}
	if m.photo != nil {
		sizes := []object{}
		if m.thumb != nil {
			sizes = append(sizes, m.thumb.photoJSON())
		}
		o["photo"] = append(sizes, m.photo.photoJSON())
	}
	if m.document != nil {
		o["document"] = m.document.documentJSON()
	}
	putWord(o, "media_group_id", m.album)
}

// putThread says what a message replies to and which thread it is in. In a
// forum, a message that replies to nothing replies to the topic's beginning.
func (s *Server) putThread(o object, c *chat, m *message, nested bool) {
	replied := c.messages[m.replyTo]
	if m.thread != 0 && c.Type == Supergroup {
		o["message_thread_id"] = m.thread
		if c.Forum {
			o["is_topic_message"] = true
			if replied == nil && m.id != m.thread {
				replied = c.messages[m.thread]
			}
		}
	}
	if replied == nil || !nested {
		return
	}
	o["reply_to_message"] = s.messageJSON(c, replied, false)
	if at := strings.Index(replied.text, m.quote); m.quote != "" && at >= 0 {
		o["quote"] = object{"text": m.quote, "position": len16(replied.text[:at]), "is_manual": true}
	}
}

func keyboardJSON(rows [][]Button) [][]object {
	out := make([][]object, 0, len(rows))
	for _, row := range rows {
		line := make([]object, 0, len(row))
		for _, b := range row {
			o := object{"text": b.Text}
			putWord(o, "callback_data", b.Data)
			putWord(o, "url", b.URL)
			line = append(line, o)
		}
		out = append(out, line)
	}
	return out
}
