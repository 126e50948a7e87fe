package store_test

import (
	"context"
	"testing"
	"time"

	"lurewatch/store"

	"github.com/google/go-cmp/cmp"
)

func TestReplyRoundTrip(t *testing.T) {
	s := newSite(t)
	r := store.Reply{Key: "warn:5", Chat: -100123, Method: "sendMessage", Class: store.Insist, Priority: 3,
		Params: map[string]string{"chat_id": "-100123", "text": "đừng đi", "empty": ""}, Expires: s.clock.now().Add(time.Hour)}
	s.commit(store.Turn{Replies: []store.Reply{r}})
	r.Due = s.clock.now()
	want := []store.Out{{ID: 1, Reply: r, Queued: s.clock.now()}}
	if diff := cmp.Diff(want, s.due(10)); diff != "" {
		t.Error(diff)
	}
	s.reopen()
	if diff := cmp.Diff(want, s.due(10)); diff != "" {
		t.Error("after a restart:", diff)
	}
	s.ok(s.Start(context.Background(), 1))
	s.reopen()
	if list := s.due(10); len(list) != 1 || !list[0].Open {
		t.Errorf("a try that was cut short does not show: %+v", list)
	}
	later := s.clock.now().Add(time.Minute)
	s.ok(s.Later(context.Background(), 1, later))
	if list := s.due(10); len(list) != 0 {
		t.Errorf("due too early: %v", list)
	}
	if next, ok := s.Next(); !ok || !next.Equal(later) {
		t.Errorf("Next = %v, %v", next, ok)
	}
	s.clock.add(time.Minute)
	if list := s.due(10); len(list) != 1 || list[0].Tries != 1 || list[0].Open {
		t.Errorf("%+v", list)
	}
}

func TestDueOrder(t *testing.T) {
	s := newSite(t)
	at := func(priority int, chat int64, text string) store.Reply {
		r := reply(chat, "", text)
		r.Priority = priority
		return r
	}
	s.commit(store.Turn{Replies: []store.Reply{at(9, 4, "low"), at(5, 1, "1a"), at(5, 1, "1b"), at(5, 2, "2a"), at(-1, 3, "urgent")}})
	if diff := cmp.Diff([]string{"urgent", "1a", "2a", "low"}, texts(s.due(10))); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"urgent", "1a"}, texts(s.due(2))); diff != "" {
		t.Error(diff)
	}
	list, err := s.Due(s.clock.now(), 2, func(chat int64) bool { return chat == 3 || chat == 1 })
	s.ok(err)
	if diff := cmp.Diff([]string{"2a", "low"}, texts(list)); diff != "" {
		t.Error(diff)
	}
	// A reply that was put off keeps its place before the next of its chat.
	s.ok(s.Later(context.Background(), s.due(2)[1].ID, s.clock.now().Add(time.Second)))
	if diff := cmp.Diff([]string{"urgent", "2a", "low"}, texts(s.due(10))); diff != "" {
		t.Error(diff)
	}
	// But not before one that is more urgent.
	s.commit(store.Turn{Replies: []store.Reply{at(1, 1, "1 now")}})
	if diff := cmp.Diff([]string{"urgent", "1 now", "2a", "low"}, texts(s.due(10))); diff != "" {
		t.Error(diff)
	}
	if list, _ := s.Due(s.clock.now(), 0, nil); len(list) != 0 {
		t.Error("limit 0 gives something")
	}
}

func TestRepliesOfNoChatAreIndependent(t *testing.T) {
	s := newSite(t)
	s.commit(store.Turn{Replies: []store.Reply{
		{Method: "answerCallbackQuery", Params: map[string]string{"text": "a"}},
		{Method: "answerCallbackQuery", Params: map[string]string{"text": "b"}}}})
	if diff := cmp.Diff([]string{"a", "b"}, texts(s.due(10))); diff != "" {
		t.Error(diff)
	}
}

func TestKeyIsQueuedOnce(t *testing.T) {
	s := newSite(t)
	ctx := context.Background()
	again := func() int {
		t.Helper()
		s.commit(store.Turn{Replies: []store.Reply{reply(1, "warn:9", "x"), reply(1, "warn:9", "x")}})
		return len(s.due(10))
	}
	if n := again(); n != 1 {
		t.Fatalf("%d queued", n)
	}
	s.reopen()
	if n := again(); n != 1 {
		t.Fatalf("%d queued after a restart", n)
	}
	if _, ok, _ := s.SentAs(1, "warn:9"); ok {
		t.Error("not sent yet, but has an id")
	}
	s.ok(s.Sent(ctx, s.due(1)[0].ID, 4711))
	if n := again(); n != 0 {
		t.Error("queued again after it was sent")
	}
	if id, ok, err := s.SentAs(1, "warn:9"); id != 4711 || !ok || err != nil {
		t.Errorf("SentAs = %d %v %v", id, ok, err)
	}
	if _, ok, _ := s.SentAs(2, "warn:9"); ok {
		t.Error("another chat's key")
	}
	s.clock.add(49 * time.Hour)
	_, err := s.Prune(ctx)
	s.ok(err)
	if n := again(); n != 0 {
		t.Error("forgotten before 48 hours")
	}
	s.clock.add(24 * time.Hour)
	_, err = s.Prune(ctx)
	s.ok(err)
	if n := again(); n != 1 {
		t.Error("remembered for ever")
	}
}

func TestRefusedKeyIsNotQueuedAgain(t *testing.T) {
	s := newSite(t)
	ctx := context.Background()
	s.commit(store.Turn{Replies: []store.Reply{reply(2, "warn:9", "y")}})
	s.ok(s.Drop(ctx, s.due(1)[0].ID, "rejected"))
	s.commit(store.Turn{Replies: []store.Reply{reply(2, "warn:9", "y")}})
	if n := len(s.due(10)); n != 0 {
		t.Error("queued again after a definite refusal")
	}
	// Outcomes of what is gone do nothing.
	s.ok(s.Sent(ctx, 999, 1))
	s.ok(s.Later(ctx, 999, s.clock.now()))
	s.ok(s.Drop(ctx, 999, "x"))
	tally, err := s.Tally("dropped", time.Unix(0, 0), s.clock.now())
	s.ok(err)
	if len(tally) != 1 || tally[0].Value != "rejected" || tally[0].N != 1 {
		t.Errorf("%v", tally)
	}
}

func TestSentTo(t *testing.T) {
	s := newSite(t)
	ctx := context.Background()
	start := s.clock.now()
	for i, key := range []string{"a", "", "b"} {
		s.commit(store.Turn{Replies: []store.Reply{reply(1, key, "x"), reply(2, key, "y")}})
		for _, o := range s.due(10) {
			s.ok(s.Sent(ctx, o.ID, int(o.Chat)*100+i))
		}
		s.clock.add(time.Minute)
	}
	s.commit(store.Turn{Replies: []store.Reply{{Chat: 1, Method: "answerCallbackQuery"}}})
	s.ok(s.Sent(ctx, s.due(1)[0].ID, 0))
	got, err := s.SentTo(1, start.Add(time.Minute))
	s.ok(err)
	want := []store.Message{{ID: 101, Method: "sendMessage", At: start.Add(time.Minute)},
		{ID: 102, Key: "b", Method: "sendMessage", At: start.Add(2 * time.Minute)}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestExpiredAreDroppedAndCounted(t *testing.T) {
	s := newSite(t)
	soon, never := reply(1, "", "soon"), reply(1, "", "never")
	soon.Expires = s.clock.now().Add(time.Minute)
	s.commit(store.Turn{Replies: []store.Reply{soon, never}})
	s.clock.add(time.Minute)
	if diff := cmp.Diff([]string{"never"}, texts(s.due(10))); diff != "" {
		t.Error(diff)
	}
	if n, err := s.Expire(context.Background()); n != 1 || err != nil {
		t.Errorf("Expire = %d, %v", n, err)
	}
	if h, _ := s.Health(); h.Outbox != 1 {
		t.Errorf("%+v", h)
	}
	tally, _ := s.Tally("dropped", s.clock.now(), s.clock.now())
	if len(tally) != 1 || tally[0].Value != "expired" {
		t.Errorf("%v", tally)
	}
}

func TestUnreachable(t *testing.T) {
	s := newSite(t)
	yes, no := true, false
	prefs := store.Prefs{Language: "vi"}
	s.commit(store.Turn{Chat: 1, Prefs: &prefs, Replies: []store.Reply{reply(1, "k", "a"), reply(1, "", "b"), reply(2, "", "other")}})
	s.commit(store.Turn{Chat: 1, Flag: &no, Replies: []store.Reply{reply(1, "", "c")}})
	if diff := cmp.Diff([]string{"other"}, texts(s.due(10))); diff != "" {
		t.Error(diff)
	}
	if r, err := s.Reachable(1); r || err != nil {
		t.Errorf("Reachable = %v, %v", r, err)
	}
	s.reopen()
	s.commit(store.Turn{Replies: []store.Reply{reply(1, "", "d")}})
	if n := len(s.due(10)); n != 1 {
		t.Error("queued for an unreachable chat")
	}
	s.commit(store.Turn{Chat: 1, Flag: &yes, Replies: []store.Reply{reply(1, "", "e")}})
	if n := len(s.due(10)); n != 2 {
		t.Error("not reachable again")
	}
	if p, _ := s.Prefs(1); p.Language != "vi" {
		t.Error("settings lost")
	}
}

func TestReadyTellsOfNewReplies(t *testing.T) {
	s := newSite(t)
	s.commit(store.Turn{Replies: []store.Reply{reply(1, "", "a")}})
	select {
	case <-s.Ready():
	default:
		t.Error("no word of the new reply")
	}
	s.ok(s.Start(context.Background(), 1))
	select {
	case <-s.Ready():
		t.Error("woken for nothing")
	default:
	}
}
