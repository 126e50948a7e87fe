package sandbox

import (
	"encoding/json"
	"fmt"
	"time"
)

// object is a JSON object on its way out.
type object map[string]any

type queued struct {
	id  int64
	raw json.RawMessage
}

// notByDefault are the kinds a bot gets only if it asks for them.
func notByDefault(kind string) bool {
	return kind == "chat_member" || kind == "message_reaction" || kind == "message_reaction_count"
}

// queueLocked queues an update of a kind the bot asked for and returns its
// id, or 0 if the bot does not want the kind.
func (s *Server) queueLocked(kind string, payload any) int64 {
	if s.allowed != nil && !s.allowed[kind] || s.allowed == nil && notByDefault(kind) {
		return 0
	}
	raw, err := json.Marshal(object{"update_id": s.nextUpdate, kind: payload})
	if err != nil {
		s.log.Error("an update cannot be written as JSON", "kind", kind, "err", err)
		return 0
	}
	return s.pushLocked(raw)
}

func (s *Server) pushLocked(raw json.RawMessage) int64 {
	id := s.nextUpdate
	s.nextUpdate++
	s.queue = append(s.queue, queued{id, raw})
	close(s.arrived)
	s.arrived = make(chan struct{})
	s.changedLocked()
	return id
}

// Inject queues an update as given, whatever the bot asked for: an object
// without update_id gets one, anything else is delivered as it is. It returns
// the id it is queued under.
func (s *Server) Inject(raw json.RawMessage) (updateID int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var fields map[string]json.RawMessage
	if json.Unmarshal(raw, &fields) == nil && fields["update_id"] == nil && fields != nil {
		fields["update_id"] = json.RawMessage(fmt.Sprint(s.nextUpdate))
		if with, err := json.Marshal(fields); err == nil {
			raw = with
		}
	}
	return s.pushLocked(raw)
}

// RestartIDs makes the next update's id next, lower than before if need be,
// as Telegram does after a quiet week.
func (s *Server) RestartIDs(next int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.nextUpdate = next
}

// DropUpdates forgets every update that was not confirmed, as Telegram does
// after a day, and returns how many.
func (s *Server) DropUpdates() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := len(s.queue)
	s.queue = nil
	s.changedLocked()
	return n
}

// Pending is the number of updates that the bot has not confirmed.
func (s *Server) Pending() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.queue)
}

// confirmLocked forgets what an offset confirms. An offset far above the
// newest id is out of date (the ids restarted) and confirms nothing.
func (s *Server) confirmLocked(offset int64) {
	before := len(s.queue)
	switch {
	case offset == 0:
	case offset < 0:
		s.queue = s.queue[max(0, len(s.queue)+int(max(offset, -1<<30))):]
	default:
		s.queue = s.queue[s.confirmedBy(offset):]
	}
	if len(s.queue) != before {
		s.changedLocked()
	}
}

// confirmedBy is how many updates at the head of the queue an offset confirms.
func (s *Server) confirmedBy(offset int64) int {
	for i, q := range s.queue {
		if q.id == offset-1 {
			return i + 1
		}
	}
	if offset > s.nextUpdate-1+staleOffset {
		return 0
	}
	n := 0
	for n < len(s.queue) && s.queue[n].id < offset {
		n++
	}
	return n
}

// What Telegram does with polls.
const (
	staleOffset   = 10               // an offset this far above the newest id is ignored
	maxPoll       = 50 * time.Second // the longest poll
	minRepeat     = 3 * time.Second  // the shortest for who repeats an offset
	hastyRepeat   = time.Second / 2  // who repeats it sooner gets one update
	maxPollAnswer = 4 << 20          // bytes
)

type poller struct{ over chan *apiError }

// startPollLocked takes the place of an older poll, which ends at once, and
// says how many updates and how long this one may ask for.
func (s *Server) startPollLocked(r *request) (p *poller, limit int, wait time.Duration) {
	offset := int64(r.int("offset", 0, -1<<31, 1<<31-1))
	limit = r.int("limit", 100, 1, 100)
	wait = time.Duration(r.int("timeout", 0, 0, int(maxPoll/time.Second))) * time.Second
	s.allowLocked(r)
	now := time.Now()
	if offset == s.lastOffset {
		if wait < minRepeat && now.Sub(s.lastPoll) < s.scaled(minRepeat) {
			wait = minRepeat
		}
		if now.Sub(s.lastPoll) < s.scaled(hastyRepeat) {
			limit = 1
		}
	}
	s.lastOffset, s.lastPoll = offset, now
	s.endPollLocked("Conflict: terminated by other getUpdates request; make sure that only one bot instance is running")
	p = &poller{over: make(chan *apiError, 1)}
	s.poll = p
	return p, limit, s.scaled(wait)
}

func (s *Server) endPollLocked(why string) {
	if s.poll != nil {
		s.poll.over <- &apiError{code: 409, text: why}
		s.poll = nil
	}
}

// allowLocked remembers allowed_updates: a list without a known kind means
// the default, no list means what was asked for before.
func (s *Server) allowLocked(r *request) {
	var kinds []string
	text := r.get("allowed_updates")
	if text == "" || json.Unmarshal([]byte(text), &kinds) != nil || kinds == nil {
		return
	}
	allowed := map[string]bool{}
	for _, k := range kinds {
		if knownKind(k) {
			allowed[k] = true
		}
	}
	s.allowed = allowed
	if len(allowed) == 0 {
		s.allowed = nil
	}
}

func knownKind(k string) bool {
	switch k {
	case "message", "edited_message", "channel_post", "edited_channel_post", "business_connection", "business_message",
		"edited_business_message", "deleted_business_messages", "guest_message", "message_reaction",
		"message_reaction_count", "inline_query", "chosen_inline_result", "callback_query", "shipping_query",
		"pre_checkout_query", "purchased_paid_media", "poll", "poll_answer", "my_chat_member", "chat_member",
		"chat_join_request", "chat_boost", "removed_chat_boost", "managed_bot":
		return true
	}
	return false
}

// getUpdates is the long poll: it answers as soon as there is an update.
func (s *Server) getUpdates(r *request) (any, *apiError) {
	s.mu.Lock()
	if s.hook.url != "" {
		s.mu.Unlock()
		return nil, &apiError{code: 409, text: "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"}
	}
	p, limit, wait := s.startPollLocked(r)
	offset := s.lastOffset
	s.changedLocked()
	s.mu.Unlock()
	timer := time.NewTimer(wait)
	defer timer.Stop()
	defer func() {
		s.mu.Lock()
		if s.poll == p {
			s.poll = nil
		}
		s.mu.Unlock()
	}()
	for {
		s.mu.Lock()
		s.confirmLocked(offset)
		batch, arrived := s.batchLocked(limit), s.arrived
		s.mu.Unlock()
		if len(batch) > 0 || wait == 0 {
			return batch, nil
		}
		select {
		case <-arrived:
		case e := <-p.over:
			return nil, e
		case <-timer.C:
			return batch, nil
		case <-r.ctx.Done():
			return batch, nil
		}
	}
}

func (s *Server) batchLocked(limit int) []json.RawMessage {
	batch, size := []json.RawMessage{}, 0
	for _, q := range s.queue {
		if len(batch) == limit || size > maxPollAnswer {
			break
		}
		batch = append(batch, q.raw)
		size += len(q.raw)
	}
	return batch
}
