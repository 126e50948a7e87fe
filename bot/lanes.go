package bot

import (
	"context"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"
)

// The bounds of what is in memory and at work at once. What exceeds them
// waits in the store.
const (
	maxHeld   = 8192 // updates
	maxPage   = 512  // updates read from the store at once
	workers   = 16
	maxAtOnce = 16 // updates of one chat before another chat has its turn
)

// lanes keep the updates of each chat in order and one at a time, while
// different chats go side by side.
type lanes struct {
	b     *Bot
	ready chan *lane    // lanes with work; each at most once, so it never blocks
	room  chan struct{} // told when updates were done

	mu     sync.Mutex
	byChat map[int64]*lane
	held   int
}

// A lane is the updates of one chat that wait. Its queue and flags are
// guarded by lanes.mu; open belongs to the worker that serves it.
type lane struct {
	chat   int64
	queue  []*incoming
	queued bool // in ready, or served
	open   *bundle
	alarm  *time.Timer
}

// converse answers updates from the store until ctx ends. Those in work then
// are finished or stay in the inbox.
func (b *Bot) converse(ctx context.Context) error {
	l := &lanes{b: b, ready: make(chan *lane, maxHeld), room: make(chan struct{}, 1), byChat: map[int64]*lane{}}
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return l.feed(ctx) })
	for range workers {
		group.Go(func() error {
			for {
				select {
				case <-ctx.Done():
					return nil
				case lane := <-l.ready:
					l.serve(ctx, lane)
				}
			}
		})
	}
	defer l.silence()
	return group.Wait()
}

// feed moves updates from the store to their lanes as far as there is room.
// After a start these are first the ones that were not answered before.
func (l *lanes) feed(ctx context.Context) error {
	var after uint64
	wait := backoff{first: time.Second, last: time.Minute}
	for {
		free := l.free()
		if free <= 0 {
			select {
			case <-l.room:
			case <-ctx.Done():
				return nil
			}
			continue
		}
		page, err := l.b.o.Store.Pending(after, min(free, maxPage))
		if err != nil {
			if ctx.Err() != nil {
				return nil
			}
			l.b.log.Error("reading the inbox failed", "err", err)
			if !l.b.pause(ctx, wait.next()) {
				return nil
			}
			continue
		}
		wait.reset()
		for _, p := range page {
			l.put(read(p, time.Now()))
			after = p.Seq
		}
		if len(page) > 0 {
			continue
		}
		select {
		case <-l.b.mail:
		case <-ctx.Done():
			return nil
		}
	}
}

// free is how many more updates may be held. A full house must drain by half
// before it is filled again, in pages worth reading.
func (l *lanes) free() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return maxHeld - l.held
}

func (l *lanes) put(in *incoming) {
	l.mu.Lock()
	defer l.mu.Unlock()
	n := l.byChat[in.chat()]
	if n == nil {
		n = &lane{chat: in.chat()}
		l.byChat[n.chat] = n
	}
	n.queue = append(n.queue, in)
	l.held++
	l.wakeLocked(n)
}

func (l *lanes) wakeLocked(n *lane) {
	if !n.queued {
		n.queued = true
		l.ready <- n
	}
}

// take is the lane's next update, nil if there is none.
func (l *lanes) take(n *lane) *incoming {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(n.queue) == 0 {
		return nil
	}
	in := n.queue[0]
	n.queue[0] = nil
	n.queue = n.queue[1:]
	return in
}

// done says that n updates are out of memory.
func (l *lanes) done(n int) {
	if n == 0 {
		return
	}
	l.mu.Lock()
	l.held -= n
	l.mu.Unlock()
	select {
	case l.room <- struct{}{}:
	default:
	}
}

// serve answers what waits in the lane, and the bundle whose time has come.
func (l *lanes) serve(ctx context.Context, n *lane) {
	for range maxAtOnce {
		in := l.take(n)
		if in == nil || ctx.Err() != nil {
			break
		}
		l.done(l.b.receive(ctx, n, in))
	}
	if n.open != nil && ctx.Err() == nil && !time.Now().Before(n.open.due(l.b)) {
		l.done(l.b.close(ctx, n))
	}
	l.release(n)
}

// release gives the lane back: to the queue if more came, to its alarm if a
// bundle is open, else to nobody.
func (l *lanes) release(n *lane) {
	l.mu.Lock()
	defer l.mu.Unlock()
	n.queued = false
	if n.alarm != nil {
		n.alarm.Stop()
		n.alarm = nil
	}
	switch {
	case len(n.queue) > 0:
		l.wakeLocked(n)
	case n.open != nil:
		n.alarm = time.AfterFunc(time.Until(n.open.due(l.b)), func() {
			l.mu.Lock()
			defer l.mu.Unlock()
			l.wakeLocked(n)
		})
	default:
		delete(l.byChat, n.chat)
	}
}

// silence stops all alarms; the bundles stay in the inbox.
func (l *lanes) silence() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, n := range l.byChat {
		if n.alarm != nil {
			n.alarm.Stop()
		}
	}
}
