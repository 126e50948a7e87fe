package store_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"lurewatch/store"

	"github.com/google/go-cmp/cmp"
)

func TestTakeKeepsUpdatesAcrossRestart(t *testing.T) {
	s := newSite(t)
	if _, ok, _ := s.Offset(); ok {
		t.Error("a new store has an offset")
	}
	fresh := s.take(7, 500, 501, 502)
	s.reopen()
	got, err := s.Pending(0, 10)
	s.ok(err)
	if diff := cmp.Diff(fresh, got); diff != "" {
		t.Error(diff)
	}
	if next, ok, _ := s.Offset(); !ok || next != 503 {
		t.Errorf("Offset = %d, %v", next, ok)
	}
	rest, err := s.Pending(fresh[0].Seq, 1)
	s.ok(err)
	if diff := cmp.Diff(fresh[1:2], rest); diff != "" {
		t.Error(diff)
	}
}

func TestTakeSkipsWhatWasTaken(t *testing.T) {
	s := newSite(t)
	first := s.take(7, 1, 2, 2)
	if len(first) != 2 {
		t.Fatalf("took %d of 2 different updates", len(first))
	}
	s.commit(store.Turn{Done: []uint64{first[0].Seq}})
	if again := s.take(7, 1, 2, 3); len(again) != 1 || again[0].ID != 3 {
		t.Errorf("took again: %v", again)
	}
	s.clock.add(49 * time.Hour)
	_, err := s.Prune(context.Background())
	s.ok(err)
	if again := s.take(7, 1); len(again) != 0 {
		t.Error("an id done 49 hours ago was taken again")
	}
	s.clock.add(100 * time.Hour)
	_, err = s.Prune(context.Background())
	s.ok(err)
	if again := s.take(7, 1); len(again) != 1 {
		t.Error("an id done 149 hours ago is still refused")
	}
	if again := s.take(7, 2); len(again) != 0 {
		t.Error("an id that still waits was pruned and taken twice")
	}
}

// Ids may begin anew anywhere; an unreadable id (0) is never a repetition.
func TestTakeAnyIDs(t *testing.T) {
	s := newSite(t)
	if n := len(s.take(7, 500_000_000)) + len(s.take(7, 3, 1)) + len(s.take(7, -5)); n != 4 {
		t.Errorf("took %d of 4", n)
	}
	if n := len(s.take(7, 0, 0)); n != 2 {
		t.Errorf("took %d of 2 without an id", n)
	}
	if next, _, _ := s.Offset(); next != 1 {
		t.Errorf("Offset = %d", next)
	}
}

func TestDoneOnlyOnce(t *testing.T) {
	s := newSite(t)
	p := s.take(7, 1, 2)
	turn := store.Turn{Chat: 7, Done: []uint64{p[0].Seq}, Replies: []store.Reply{reply(7, "", "hello")}, Entries: []store.Entry{{Level: "danger"}}}
	s.commit(turn)
	if err := s.Commit(context.Background(), turn); !errors.Is(err, store.ErrDone) {
		t.Errorf("second commit: %v", err)
	}
	if n := len(s.due(10)); n != 1 {
		t.Errorf("%d replies", n)
	}
	if list, _ := s.History(7, 10); len(list) != 1 {
		t.Errorf("%d entries", len(list))
	}
	if h, _ := s.Health(); h.Inbox != 1 || h.Outbox != 1 {
		t.Errorf("%+v", h)
	}
}

func TestDeadLetters(t *testing.T) {
	s := newSite(t)
	p := s.take(7, 1, 2, 3)
	s.commit(store.Turn{Dead: []store.Dead{{Seq: p[1].Seq, Reason: "message_id is a string"}}, Done: []uint64{p[0].Seq}})
	left, _ := s.Pending(0, 10)
	if diff := cmp.Diff(p[2:], left); diff != "" {
		t.Error(diff)
	}
	want := []store.DeadLetter{{Update: p[1].Update, Died: s.clock.now(), Reason: "message_id is a string"}}
	got, err := s.DeadLetters(10)
	s.ok(err)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	s.reopen()
	if h, _ := s.Health(); h.Dead != 1 {
		t.Errorf("%+v", h)
	}
	if again := s.take(7, 2); len(again) != 0 {
		t.Error("a dead update was taken again")
	}
	s.clock.add(7*24*time.Hour + time.Minute)
	_, err = s.Prune(context.Background())
	s.ok(err)
	if got, _ := s.DeadLetters(10); len(got) != 0 {
		t.Error("still there after seven days")
	}
	if h, _ := s.Health(); h.Dead != 0 {
		t.Errorf("%+v", h)
	}
}

func TestTurnsThatNoStoreCanHold(t *testing.T) {
	s := newSite(t)
	p := s.take(7, 1)
	yes := true
	for name, turn := range map[string]store.Turn{
		"history without chat": {Entries: []store.Entry{{}}},
		"forget nobody":        {Forget: true},
		"reachable nobody":     {Flag: &yes},
		"no method":            {Replies: []store.Reply{{Chat: 7}}},
		"done twice":           {Done: []uint64{p[0].Seq, p[0].Seq}},
		"done and dead":        {Done: []uint64{p[0].Seq}, Dead: []store.Dead{{Seq: p[0].Seq}}},
	} {
		if err := s.Commit(context.Background(), turn); !errors.Is(err, store.ErrInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := s.Commit(context.Background(), store.Turn{Done: []uint64{99}}); !errors.Is(err, store.ErrDone) {
		t.Errorf("never pending: %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := s.Commit(ctx, store.Turn{}); !errors.Is(err, context.Canceled) {
		t.Errorf("canceled: %v", err)
	}
	s.ok(s.DB.Close())
	s.ok(s.DB.Close())
	if err := s.Commit(context.Background(), store.Turn{}); !errors.Is(err, store.ErrClosed) {
		t.Errorf("closed: %v", err)
	}
	if _, err := s.Pending(0, 1); !errors.Is(err, store.ErrClosed) {
		t.Errorf("closed: %v", err)
	}
}
