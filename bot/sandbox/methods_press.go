package sandbox

import (
	"strconv"
	"time"
)

// query is a press of an inline button.
type query struct {
	id, data  string
	chat      int64
	from      int64
	message   int
	at        time.Time
	answered  bool
	text, url string
	alert     bool
	tooOld    bool
}

// queryAge is how long a press can be answered.
const queryAge = 15 * time.Second

// Press presses the inline button with this callback data and returns the
// query's id. A message that the chat no longer shows gives an inaccessible
// message (date 0), as Telegram does; data that no button has is sent too, as
// a modified app could.
func (s *Server) Press(chatID, fromID int64, messageID int, data string) (queryID string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	q := &query{id: strconv.FormatInt(9_000_000_000_000_000+s.idLocked(), 10), data: data,
		chat: chatID, from: fromID, message: messageID, at: s.o.Now()}
	s.queries[q.id] = q
	s.pressLocked(q)
	return q.id
}

// PressAgain repeats a press under the same query id and a new update id, as
// happens when the app was closed before the answer.
func (s *Server) PressAgain(queryID string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if q := s.queries[queryID]; q != nil {
		q.answered, q.at = false, s.o.Now()
		s.pressLocked(q)
	}
}

// ExpirePresses makes every press so far too old to be answered.
func (s *Server) ExpirePresses() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, q := range s.queries {
		q.tooOld = true
	}
}

func (s *Server) pressLocked(q *query) {
	c := s.chatLocked(q.chat)
	message := object{"message_id": q.message, "date": 0, "chat": s.chatJSON(c)}
	if m := c.messages[q.message]; m != nil {
		message = s.messageJSON(c, m, true)
	}
	s.queueLocked("callback_query", object{
		"id": q.id, "from": s.senderLocked(q.from), "message": message,
		"chat_instance": strconv.FormatInt(-4_000_000_000_000_000_000-q.chat, 10), "data": q.data,
	})
	s.changedLocked()
}

func (s *Server) answerCallbackQuery(r *request) (any, *apiError) {
	q := s.queries[r.get("callback_query_id")]
	if q == nil || q.answered || q.tooOld || s.o.Now().Sub(q.at) > queryAge {
		return nil, badRequest("query is too old and response timeout expired or query ID is invalid")
	}
	if len16(r.get("text")) > 200 {
		return nil, badRequest("MESSAGE_TOO_LONG")
	}
	if u := r.get("url"); u != "" && checkedLink(u) == "" {
		return nil, badRequest("URL_INVALID")
	}
	q.answered, q.text, q.alert, q.url = true, r.get("text"), r.bool("show_alert"), r.get("url")
	return true, nil
}
