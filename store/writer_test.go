package store_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"testing"

	"lurewatch/store"

	bolt "go.etcd.io/bbolt"
)

// together submits all of fns while the writer is held, so that they share a
// transaction, and returns their errors.
func (s *site) together(fns ...func() error) []error {
	release := s.HoldWriter()
	errs := make([]error, len(fns))
	var wg sync.WaitGroup
	for i, fn := range fns {
		wg.Go(func() { errs[i] = fn() })
		for s.Waiting() <= i { // one after the other, so that their order is known
			runtime.Gosched()
		}
	}
	release()
	wg.Wait()
	return errs
}

func (s *site) raw(run func(tx *bolt.Tx) error) func() error {
	return func() error { return s.WriteRaw(store.WriteOp{Ctx: context.Background(), Run: run}) }
}

func (s *site) turn(t store.Turn) func() error {
	return func() error { return s.Commit(context.Background(), t) }
}

func TestManyTurnsShareATransaction(t *testing.T) {
	s := newSite(t)
	var fns []func() error
	for i := range 100 {
		fns = append(fns, s.turn(store.Turn{Chat: int64(i + 1), Entries: []store.Entry{{}}}))
	}
	before := s.TxID()
	s.ok(errors.Join(s.together(fns...)...))
	if n := s.TxID() - before; n != 1 {
		t.Errorf("100 turns took %d transactions", n)
	}
}

// One that fails after it has written spoils nothing for its neighbours, nor
// does one that panics.
func TestFailingTurnRunsAlone(t *testing.T) {
	s := newSite(t)
	failure := errors.New("no")
	entryFor := func(chat int64) func() error {
		return s.turn(store.Turn{Chat: chat, Entries: []store.Entry{{Signs: []string{fmt.Sprint("sign-", chat)}}}, Counts: []store.Count{{Name: "n", Value: "v", N: 1}},
			Replies: []store.Reply{reply(chat, "", fmt.Sprint(chat))}})
	}
	spoil := func(end func() error) func() error {
		return s.raw(func(tx *bolt.Tx) error {
			if err := tx.Bucket([]byte("history")).Put([]byte("spoilt"), []byte("x")); err != nil {
				return err
			}
			return end()
		})
	}
	errs := s.together(entryFor(1), spoil(func() error { return failure }), entryFor(2),
		spoil(func() error { panic("broken row") }), spoil(func() error { return failure }), entryFor(3))
	for i, want := range []error{nil, failure, nil, store.ErrCorrupt, failure, nil} {
		if !errors.Is(errs[i], want) {
			t.Errorf("%d: %v, want %v", i, errs[i], want)
		}
	}
	check := func() {
		t.Helper()
		for chat := range int64(3) {
			list, err := s.History(chat+1, 9)
			if err != nil || len(list) != 1 || list[0].Signs[0] != fmt.Sprint("sign-", chat+1) {
				t.Errorf("chat %d: %v, %v", chat+1, list, err)
			}
		}
		if tally, _ := s.Tally("n", s.clock.now(), s.clock.now()); len(tally) != 1 || tally[0].N != 3 {
			t.Errorf("counted %v", tally)
		}
		if n := len(s.due(9)); n != 3 {
			t.Errorf("%d replies", n)
		}
		s.ok(s.Verify(context.Background()))
	}
	check()
	s.reopen()
	check()
}

// Turns that exclude each other are told apart even within one transaction.
func TestSameUpdateTwiceInOneTransaction(t *testing.T) {
	s := newSite(t)
	p := s.take(1, 1)
	done := s.turn(store.Turn{Done: []uint64{p[0].Seq}, Counts: []store.Count{{Name: "n", Value: "v", N: 1}}})
	errs := s.together(done, done, s.turn(store.Turn{Chat: 1, Forget: true}))
	if errs[0] != nil || !errors.Is(errs[1], store.ErrDone) || errs[2] != nil {
		t.Error(errs)
	}
	if tally, _ := s.Tally("n", s.clock.now(), s.clock.now()); len(tally) != 1 || tally[0].N != 1 {
		t.Errorf("counted %v", tally)
	}
}

// What a turn queues can be forgotten by another of the same transaction.
func TestForgetInTheSameTransaction(t *testing.T) {
	s := newSite(t)
	errs := s.together(s.turn(store.Turn{Replies: []store.Reply{reply(1, "a", "x"), reply(2, "a", "y")}}), s.turn(store.Turn{Chat: 1, Forget: true}))
	s.ok(errors.Join(errs...))
	if out := s.due(9); len(out) != 1 || out[0].Chat != 2 {
		t.Errorf("%v", out)
	}
	s.reopen()
	if n := len(s.due(9)); n != 1 {
		t.Errorf("%d", n)
	}
}

func TestCanceledWhileWaiting(t *testing.T) {
	s := newSite(t)
	ctx, cancel := context.WithCancel(context.Background())
	errs := s.together(func() error {
		return s.Commit(ctx, store.Turn{Chat: 1, Entries: []store.Entry{{}}})
	}, func() error {
		cancel()
		return s.Commit(context.Background(), store.Turn{Chat: 2, Entries: []store.Entry{{}}})
	})
	if !errors.Is(errs[0], context.Canceled) || errs[1] != nil {
		t.Error(errs)
	}
	if list, _ := s.History(1, 1); len(list) != 0 {
		t.Error("a canceled turn was stored")
	}
}

// Everything at once, with the race detector watching.
func TestConcurrentUse(t *testing.T) {
	s := newSite(t)
	ctx := context.Background()
	const chats, rounds = 8, 25
	var wg sync.WaitGroup
	for chat := range int64(chats) {
		wg.Go(func() { s.converse(chat+1, rounds) })
	}
	stop := make(chan struct{})
	var around sync.WaitGroup
	for _, fn := range []func() error{
		func() error { _, err := s.Prune(ctx); return err },
		func() error { return s.Verify(ctx) },
		func() error { return s.Backup(ctx, discard{}) },
		func() error { _, _, err := s.Compact(ctx); return err },
		func() error { _, err := s.History(3, 5); return err },
		func() error { _, err := s.Health(); return err },
		func() error {
			out, err := s.Due(s.clock.now(), 3, nil)
			for _, o := range out {
				err = errors.Join(err, s.Start(ctx, o.ID), s.Sent(ctx, o.ID, 1))
			}
			return err
		},
	} {
		around.Go(func() {
			for {
				if err := fn(); err != nil {
					t.Error(err)
				}
				select {
				case <-stop:
					return
				default:
				}
			}
		})
	}
	wg.Wait()
	close(stop)
	around.Wait()
	for chat := range int64(chats) {
		if list, err := s.History(chat+1, 1000); err != nil || len(list) != rounds {
			t.Errorf("chat %d: %d entries, %v", chat+1, len(list), err)
		}
	}
	tally, _ := s.Tally("n", s.clock.now(), s.clock.now())
	if len(tally) != 1 || tally[0].N != chats*rounds {
		t.Errorf("%v", tally)
	}
	s.ok(s.Verify(ctx))
}

// converse takes and answers updates of a chat, one after the other.
func (s *site) converse(chat int64, rounds int) {
	ctx := context.Background()
	for i := range int64(rounds) {
		p, err := s.Take(ctx, []store.Update{update(chat*1000+i+1, chat)}, 0)
		if err != nil || len(p) != 1 {
			s.Errorf("Take: %v, %v", p, err)
			return
		}
		err = s.Commit(ctx, store.Turn{Chat: chat, Done: []uint64{p[0].Seq}, Entries: []store.Entry{entry(s.clock.now(), "q")},
			Replies: []store.Reply{reply(chat, fmt.Sprint(i), "x")}, Counts: []store.Count{{Name: "n", Value: "v", N: 1}}})
		if err != nil {
			s.Errorf("Commit: %v", err)
		}
	}
}

type discard struct{}

func (discard) Write(p []byte) (int, error) { return len(p), nil }

// Close waits for what was submitted.
func TestCloseFinishes(t *testing.T) {
	s := newSite(t)
	release := s.HoldWriter()
	errs := make(chan error, 10)
	for i := range 10 {
		go func() {
			errs <- s.Commit(context.Background(), store.Turn{Chat: int64(i + 1), Entries: []store.Entry{{}}})
		}()
	}
	for s.Waiting() < 10 {
		runtime.Gosched()
	}
	closed := make(chan error, 1)
	go func() { closed <- s.DB.Close() }()
	release()
	s.ok(<-closed)
	for range 10 {
		s.ok(<-errs)
	}
	s.open()
	for i := range 10 {
		if list, _ := s.History(int64(i+1), 1); len(list) != 1 {
			t.Errorf("chat %d lost its entry", i+1)
		}
	}
}
