package bot

import (
	"context"
	"maps"
	"sync"
	"time"

	"lurewatch/bot/telegram"
	"lurewatch/store"
)

const (
	sendAtOnce = 12              // calls in flight
	sendGrace  = 4 * time.Second // for calls in flight when the bot stops
	// After failuresBear failures of Telegram as a whole in a row, all sends
	// pause, longer and longer.
	failuresBear = 4
	// When crowdOf chats are told to wait within crowdTime, all wait.
	crowdOf   = 3
	crowdTime = 10 * time.Second
	// idleCheck is how often the outbox is looked at when nothing tells of it.
	idleCheck = 30 * time.Second
)

// A sender drains the outbox at Telegram's pace. One goroutine decides what
// goes next; a few others wait for Telegram's answers.
type sender struct {
	b    *Bot
	pace *pace

	busy   map[int64]bool      // chats with a call in flight
	loose  map[uint64]bool     // calls of no chat in flight
	held   map[int64]time.Time // chats that must wait until then
	paused time.Time           // all wait until then
	failed int                 // failures of Telegram as a whole in a row
	slowed map[int64]time.Time // chats that got 429, and when

	jobs    chan store.Out
	results chan result
}

// A result is what became of one try.
type result struct {
	out    store.Out
	rule   rule
	wait   time.Duration // of 429
	failed error         // ends the bot
}

func newSender(b *Bot) *sender {
	return &sender{
		b: b, pace: newPace(b.o.Scale), busy: map[int64]bool{}, loose: map[uint64]bool{}, held: map[int64]time.Time{}, slowed: map[int64]time.Time{},
		jobs: make(chan store.Out, sendAtOnce), results: make(chan result, sendAtOnce),
	}
}

// run sends until ctx ends, then waits for the calls in flight: for a moment,
// after which they are cut off and stay in the outbox.
func (s *sender) run(ctx context.Context) error {
	calls, cut := context.WithCancel(context.WithoutCancel(ctx))
	defer cut()
	defer context.AfterFunc(ctx, func() { time.AfterFunc(s.b.scaled(sendGrace), cut) })()
	var group sync.WaitGroup
	for range sendAtOnce {
		group.Go(func() {
			for out := range s.jobs {
				s.results <- s.b.deliver(calls, out)
			}
		})
	}
	err := s.decide(ctx)
	close(s.jobs)
	go func() { group.Wait(); close(s.results) }()
	for r := range s.results {
		if err == nil {
			err = r.failed
		}
	}
	return err
}

// decide hands out what is due until ctx ends.
func (s *sender) decide(ctx context.Context) error {
	inFlight := 0
	for ctx.Err() == nil {
		next := time.Now().Add(s.b.scaled(idleCheck))
		if inFlight < sendAtOnce {
			n, wake, err := s.handOut(ctx, sendAtOnce-inFlight)
			if err != nil && ctx.Err() == nil {
				s.b.log.Error("reading the outbox failed", "err", err)
			}
			inFlight += n
			next = wake
		}
		timer := time.NewTimer(time.Until(next))
		select {
		case <-ctx.Done():
		case <-s.b.o.Store.Ready():
		case <-timer.C:
		case r := <-s.results:
			inFlight--
			if err := s.digest(r); err != nil {
				timer.Stop()
				return err
			}
		}
		timer.Stop()
	}
	return nil
}

// handOut gives due replies to the workers, at most free, and says how many
// it gave and when to look again.
func (s *sender) handOut(ctx context.Context, free int) (given int, wake time.Time, err error) {
	for given < free && !time.Now().Before(s.paused) {
		now := time.Now()
		maps.DeleteFunc(s.held, func(_ int64, until time.Time) bool { return !now.Before(until) })
		outs, err := s.b.o.Store.Due(s.b.now(), free-given+len(s.loose), func(chat int64) bool {
			return chat != 0 && (s.busy[chat] || now.Before(s.held[chat]))
		})
		if err != nil {
			return given, now.Add(s.b.scaled(time.Second)), err
		}
		started := 0
		for _, out := range outs {
			if given+started < free && s.start(out, now) {
				started++
			}
		}
		given += started
		if started == 0 {
			break
		}
	}
	s.pace.forget(time.Now())
	return given, s.wake(), ctx.Err()
}

// start hands one reply to a worker, unless it must wait.
func (s *sender) start(out store.Out, now time.Time) bool {
	if out.Chat == 0 {
		if s.loose[out.ID] {
			return false
		}
		s.loose[out.ID] = true
	} else {
		if d := s.pace.wait(out.Chat, now); d > 0 {
			s.held[out.Chat] = now.Add(d)
			return false
		}
		s.busy[out.Chat] = true
	}
	s.jobs <- out
	return true
}

// wake is when something that waits may go, as far as is known.
func (s *sender) wake() time.Time {
	now := time.Now()
	if now.Before(s.paused) {
		return s.paused
	}
	wake := now.Add(s.b.scaled(idleCheck))
	for _, until := range s.held {
		if until.Before(wake) {
			wake = until
		}
	}
	if due, ok := s.b.o.Store.Next(); ok {
		if d := due.Sub(s.b.now()); d > 0 && now.Add(d).Before(wake) {
			wake = now.Add(d)
		}
	}
	return wake
}

// digest learns from the outcome of one try how to go on.
func (s *sender) digest(r result) error {
	now := time.Now()
	delete(s.busy, r.out.Chat)
	delete(s.loose, r.out.ID)
	switch r.rule.class {
	case telegram.TooMany:
		s.b.status.tooMany.Add(1)
		s.held[r.out.Chat] = now.Add(r.wait)
		s.crowd(r.out.Chat, now, r.wait)
	case telegram.Unsent, telegram.Server, telegram.Ambiguous:
		if s.failed++; s.failed >= failuresBear {
			d := s.b.scaled(grown(time.Second, time.Minute, s.failed-failuresBear))
			s.paused = now.Add(d)
			s.b.log.Warn("sending fails; pausing", "class", r.rule.class, "for", d)
		}
	default:
		s.failed = 0
	}
	return r.failed
}

// crowd pauses all sends when several chats are told to wait: then the limit
// is the bot's own.
func (s *sender) crowd(chat int64, now time.Time, wait time.Duration) {
	maps.DeleteFunc(s.slowed, func(_ int64, at time.Time) bool { return now.Sub(at) > s.b.scaled(crowdTime) })
	s.slowed[chat] = now
	if len(s.slowed) >= crowdOf {
		s.paused = now.Add(min(wait, s.b.scaled(time.Minute)))
	}
}
