package sandbox

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"
)

// What Telegram allows, in UTF-16 units after the markup was parsed.
const (
	maxText    = 4096
	maxCaption = 1024
)

// words reads a text or caption: its parse mode or its entities.
func (r *request) words(key string, limit int) (string, []Entity, *apiError) {
	text, entities := r.get(key), []Entity(nil)
	switch mode := strings.ToLower(r.get("parse_mode")); mode {
	case "":
		marks := "entities"
		if key == "caption" {
			marks = "caption_entities"
		}
		if raw := r.get(marks); raw != "" && raw != "null" {
			if err := json.Unmarshal([]byte(raw), &entities); err != nil {
				return "", nil, badRequest("can't parse entities: can't parse JSON object")
			}
		}
	case "html":
		var err error
		if text, entities, err = parseHTML(text); err != nil {
			return "", nil, badRequest("can't parse entities: " + err.Error())
		}
	default: // the bot writes HTML; Markdown is refused so that nobody starts to use it unnoticed
		return "", nil, badRequest("unsupported parse_mode")
	}
	text, entities = trimmed(text, entities)
	if len16(text) > limit {
		if key == "caption" {
			return "", nil, badRequest("message caption is too long")
		}
		return "", nil, badRequest("message is too long")
	}
	return text, detect(text, entities), nil
}

func (s *Server) sendMessage(r *request) (any, *apiError) {
	c, e := s.writable(r, "text messages")
	if e != nil {
		return nil, e
	}
	m := &message{}
	if m.text, m.entities, e = r.words("text", maxText); e != nil {
		return nil, e
	}
	if m.text == "" {
		return nil, badRequest("message text is empty")
	}
	return s.sendLocked(c, m, r)
}

func (s *Server) sendPhoto(r *request) (any, *apiError) {
	c, e := s.writable(r, "photos")
	if e != nil {
		return nil, e
	}
	m := &message{}
	if m.photo, e = s.uploaded(r, "photo"); e != nil {
		return nil, e
	}
	if m.photo.width == 0 {
		return nil, badRequest("IMAGE_PROCESS_FAILED")
	}
	if m.text, m.entities, e = r.words("caption", maxCaption); e != nil {
		return nil, e
	}
	return s.sendLocked(c, m, r)
}

func (s *Server) sendDocument(r *request) (any, *apiError) {
	c, e := s.writable(r, "documents")
	if e != nil {
		return nil, e
	}
	m := &message{}
	if m.document, e = s.uploaded(r, "document"); e != nil {
		return nil, e
	}
	if m.text, m.entities, e = r.words("caption", maxCaption); e != nil {
		return nil, e
	}
	return s.sendLocked(c, m, r)
}

// uploaded is the file a request brings along, or names by its id.
func (s *Server) uploaded(r *request, field string) (*file, *apiError) {
	value := r.get(field)
	u, ok := r.files[strings.TrimPrefix(value, "attach://")]
	if !ok {
		u, ok = r.files[field]
	}
	switch {
	case ok && len(u.data) == 0:
		return nil, badRequest("file must be non-empty")
	case ok:
		return s.fileLocked(field+"s", u.name, u.data), nil
	case value == "":
		return nil, badRequest("there is no " + field + " in the request")
	case s.files[value] != nil:
		return s.files[value], nil
	}
	return nil, badRequest("wrong file identifier/HTTP URL specified")
}

// sendLocked places the bot's message in a chat.
func (s *Server) sendLocked(c *chat, m *message, r *request) (any, *apiError) {
	var e *apiError
	if m.keyboard, e = r.keyboard(); e != nil {
		return nil, e
	}
	if e = s.threadOf(c, m, r); e != nil {
		return nil, e
	}
	if e = s.replyOf(c, m, r); e != nil {
		return nil, e
	}
	if e = s.limitLocked(c); e != nil {
		return nil, e
	}
	m.from, m.silent, m.protected = s.me.ID, r.bool("disable_notification"), r.bool("protect_content")
	s.placeLocked(c, m)
	c.action = ""
	r.call.ChatID, r.call.MessageID = c.ID, m.id
	return s.messageJSON(c, m, true), nil
}

// threadOf checks message_thread_id: a topic of a forum, or in another
// supergroup a message that began a thread.
func (s *Server) threadOf(c *chat, m *message, r *request) *apiError {
	m.thread = r.int("message_thread_id", 0, 0, 1<<31-1)
	if m.thread == 0 {
		return nil
	}
	known := c.Type == Supergroup && c.messages[m.thread] != nil
	if c.Forum {
		_, known = c.topics[m.thread]
	}
	if !known {
		return badRequest("message thread not found")
	}
	return nil
}

// replyOf checks what the message answers, in the new form or the old one.
func (s *Server) replyOf(c *chat, m *message, r *request) *apiError {
	p := struct {
		MessageID int    `json:"message_id"`
		ChatID    any    `json:"chat_id"`
		Without   bool   `json:"allow_sending_without_reply"`
		Quote     string `json:"quote"`
	}{r.int("reply_to_message_id", 0, 0, 1<<31-1), nil, r.bool("allow_sending_without_reply"), ""}
	if raw := r.get("reply_parameters"); raw != "" && raw != "null" {
		p.MessageID = 0
		if err := json.Unmarshal([]byte(raw), &p); err != nil {
			return badRequest("can't parse reply parameters JSON object")
		}
	}
	if p.MessageID == 0 {
		return nil
	}
	replied := c.messages[p.MessageID]
	switch {
	case replied == nil && p.Without:
		return nil
	case replied == nil:
		return badRequest("message to be replied not found")
	case p.Quote != "" && !strings.Contains(replied.text, p.Quote):
		return badRequest("QUOTE_TEXT_INVALID")
	}
	m.replyTo, m.quote = p.MessageID, p.Quote
	return nil
}

// chatOf is the chat a request names.
func (s *Server) chatOf(r *request) (*chat, *apiError) {
	name := strings.TrimSpace(r.get("chat_id"))
	if name == "" {
		return nil, badRequest("chat_id is empty")
	}
	if user, ok := strings.CutPrefix(name, "@"); ok {
		for _, c := range s.chats {
			if c.Username != "" && strings.EqualFold(c.Username, user) {
				return c, nil
			}
		}
		return nil, badRequest("chat not found")
	}
	id, err := strconv.ParseInt(name, 10, 64)
	if err != nil {
		return nil, badRequest("chat not found")
	}
	c := s.chats[id]
	if c == nil && s.people[id] != nil && s.people[id].gone {
		return nil, forbidden("user is deactivated")
	}
	if c == nil && s.people[id] != nil {
		return nil, forbidden("bot can't initiate conversation with a user")
	}
	if c == nil {
		return nil, badRequest("chat not found")
	}
	return c, nil
}

// reachable is a chat that the bot is in.
func (s *Server) reachable(r *request) (*chat, *apiError) {
	c, e := s.chatOf(r)
	switch {
	case e != nil:
		return nil, e
	case c.migrated != 0:
		return nil, &apiError{code: 400, text: "Bad Request: group chat was upgraded to a supergroup chat", migrateTo: c.migrated}
	case c.private():
		return c, s.mayReach(s.people[c.ID])
	case c.Bot == statusKicked:
		return nil, forbidden("bot was kicked from the " + c.Type + " chat")
	case c.Bot == statusLeft:
		return nil, forbidden("bot is not a member of the " + c.Type + " chat")
	}
	return c, nil
}

func (s *Server) mayReach(p *person) *apiError {
	switch {
	case p.gone:
		return forbidden("user is deactivated")
	case p.blocked:
		return forbidden("bot was blocked by the user")
	case p.IsBot:
		return forbidden("bot can't send messages to bots")
	}
	return nil
}

// writable is a chat that the bot may write into.
func (s *Server) writable(r *request, what string) (*chat, *apiError) {
	c, e := s.reachable(r)
	if e != nil {
		return nil, e
	}
	if c.Muted && c.Bot != statusAdmin || c.Type == Channel && c.Bot != statusAdmin {
		return nil, badRequest("not enough rights to send " + what + " to the chat")
	}
	return c, nil
}

// sendChatAction shows "typing" and its like for five seconds.
func (s *Server) sendChatAction(r *request) (any, *apiError) {
	c, e := s.writable(r, "text messages")
	if e != nil {
		return nil, e
	}
	switch action := r.get("action"); action {
	case "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document",
		"choose_sticker", "find_location", "record_video_note", "upload_video_note":
		c.action, c.actionAt = action, time.Now()
		return true, nil
	}
	return nil, badRequest("wrong parameter action in request")
}
