package sandbox

import (
	"encoding/json"
	"slices"
	"time"
)

// editable is the bot's message that a request wants to change.
func (s *Server) editable(r *request) (*chat, *message, *apiError) {
	if r.get("chat_id") == "" && r.get("inline_message_id") == "" {
		return nil, nil, badRequest("chat_id is empty")
	}
	c, e := s.reachable(r)
	if e != nil {
		return nil, nil, e
	}
	id := r.int("message_id", 0, 0, 1<<31-1)
	if id == 0 {
		return nil, nil, badRequest("message identifier is not specified")
	}
	m := c.messages[id]
	if m == nil {
		return nil, nil, badRequest("message to edit not found")
	}
	if m.from != s.me.ID || m.service != "" {
		return nil, nil, badRequest("message can't be edited")
	}
	return c, m, nil
}

func (s *Server) editMessageText(r *request) (any, *apiError) {
	return s.editWords(r, "text", maxText, "there is no text in the message to edit")
}

func (s *Server) editMessageCaption(r *request) (any, *apiError) {
	return s.editWords(r, "caption", maxCaption, "there is no caption in the message to edit")
}

func (s *Server) editWords(r *request, key string, limit int, wrongKind string) (any, *apiError) {
	c, m, e := s.editable(r)
	if e != nil {
		return nil, e
	}
	if m.media() != (key == "caption") {
		return nil, badRequest(wrongKind)
	}
	text, entities, e := r.words(key, limit)
	if e != nil {
		return nil, e
	}
	if text == "" && key == "text" {
		return nil, badRequest("message text is empty")
	}
	keyboard, e := r.keyboard()
	if e != nil {
		return nil, e
	}
	if text == m.text && slices.Equal(entities, m.entities) && sameKeyboard(keyboard, m.keyboard) {
		return nil, notModified()
	}
	m.text, m.entities, m.keyboard = text, entities, keyboard
	return s.edited(c, m, r), nil
}

func (s *Server) editMessageReplyMarkup(r *request) (any, *apiError) {
	c, m, e := s.editable(r)
	if e != nil {
		return nil, e
	}
	keyboard, e := r.keyboard()
	if e != nil {
		return nil, e
	}
	if sameKeyboard(keyboard, m.keyboard) {
		return nil, notModified()
	}
	m.keyboard = keyboard
	return s.edited(c, m, r), nil
}

func notModified() *apiError {
	return badRequest("message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message")
}

func (s *Server) edited(c *chat, m *message, r *request) object {
	m.edited = s.o.Now()
	r.call.ChatID, r.call.MessageID = c.ID, m.id
	return s.messageJSON(c, m, true)
}

// deletable is the age up to which a bot may delete a message.
const deletable = 48 * time.Hour

func (s *Server) deleteMessage(r *request) (any, *apiError) {
	c, e := s.reachable(r)
	if e != nil {
		return nil, e
	}
	id := r.int("message_id", 0, 0, 1<<31-1)
	if id == 0 {
		return nil, badRequest("message identifier is not specified")
	}
	m := c.messages[id]
	if m == nil {
		return nil, badRequest("message to delete not found")
	}
	if e := s.mayDelete(c, m); e != nil {
		return nil, e
	}
	c.remove(id)
	r.call.ChatID, r.call.MessageID = c.ID, id
	return true, nil
}

func (s *Server) mayDelete(c *chat, m *message) *apiError {
	old := s.o.Now().Sub(m.date) >= deletable
	switch {
	case c.group() && c.Bot == statusAdmin:
		return nil
	case m.from != s.me.ID && !c.private():
		return badRequest("message can't be deleted")
	case old:
		return badRequest("message can't be deleted for everyone")
	}
	return nil
}

func (s *Server) deleteMessages(r *request) (any, *apiError) {
	c, e := s.reachable(r)
	if e != nil {
		return nil, e
	}
	var ids []int
	if err := json.Unmarshal([]byte(r.get("message_ids")), &ids); err != nil {
		return nil, badRequest("can't parse message identifiers JSON object")
	}
	switch {
	case len(ids) == 0:
		return nil, badRequest("message identifiers are not specified")
	case len(ids) > 100:
		return nil, badRequest("too many message identifiers specified")
	}
	for _, id := range ids {
		if m := c.messages[id]; m != nil { // missing ones are skipped
			if e := s.mayDelete(c, m); e != nil {
				return nil, e
			}
		}
	}
	for _, id := range ids {
		c.remove(id)
	}
	r.call.ChatID = c.ID
	return true, nil
}

func (s *Server) setMessageReaction(r *request) (any, *apiError) {
	c, e := s.reachable(r)
	if e != nil {
		return nil, e
	}
	m := c.messages[r.int("message_id", 0, 0, 1<<31-1)]
	if m == nil {
		return nil, badRequest("message to react not found")
	}
	var reactions []struct{ Type, Emoji string }
	if raw := r.get("reaction"); raw != "" && json.Unmarshal([]byte(raw), &reactions) != nil {
		return nil, badRequest("can't parse reaction types JSON object")
	}
	if len(reactions) > 1 {
		return nil, badRequest("REACTIONS_TOO_MANY")
	}
	m.reaction = ""
	for _, re := range reactions {
		if re.Type != "emoji" || !slices.Contains(reactionEmoji(), re.Emoji) {
			return nil, badRequest("REACTION_INVALID")
		}
		m.reaction = re.Emoji
	}
	r.call.ChatID, r.call.MessageID = c.ID, m.id
	return true, nil
}

// reactionEmoji are the reactions that every chat allows, the common ones of
// Telegram's list.
func reactionEmoji() []string {
	return []string{"👍", "👎", "❤", "🔥", "🥰", "👏", "😁", "🤔", "🤯", "😱", "🤬", "😢", "🎉", "🤩", "🤮", "💩", "🙏",
		"👌", "🕊", "🤡", "🥱", "💯", "⚡", "💔", "🤨", "😐", "👀", "🤝", "✍", "🤗", "🫡", "🆒", "🤷"}
}
