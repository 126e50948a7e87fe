package bot

import (
	"context"
	"math/rand/v2"
	"time"
)

// pause waits for d under the time scale, or until ctx ends; false says that
// it ended.
func (b *Bot) pause(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(b.scaled(d))
	defer t.Stop()
	select {
	case <-t.C:
		return ctx.Err() == nil
	case <-ctx.Done():
		return false
	}
}

// scaled is d under the one internal time scale.
func (b *Bot) scaled(d time.Duration) time.Duration {
	return time.Duration(float64(d) * b.o.Scale)
}

// A backoff grows from First to Last by doubling, with jitter, and starts
// again after Reset.
type backoff struct {
	first, last time.Duration
	tries       int
}

// next is how long to wait after one more failure.
func (b *backoff) next() time.Duration {
	d := grown(b.first, b.last, b.tries)
	b.tries++
	return d
}

func (b *backoff) reset() { b.tries = 0 }

// grown is the wait after tries failures: between 80 and 100 % of first
// doubled each time, at most last.
func grown(first, last time.Duration, tries int) time.Duration {
	d := last
	if tries < 16 {
		d = min(last, first<<tries)
	}
	return d - time.Duration(rand.Int64N(int64(d)/5+1))
}
