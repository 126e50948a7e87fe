package bot

import (
	"time"

	"golang.org/x/time/rate"
)

// Telegram lets a bot send about 30 messages a second over all, one a second
// in a chat with short bursts, and 20 a minute in a group. The rates here stay
// a little below, because a token bucket grants its burst on top.
const (
	allPerSecond   = 27
	allBurst       = 3
	chatPerSecond  = 0.95
	chatBurst      = 3
	groupPerMinute = 16
	groupBurst     = 3
	quietFor       = 2 * time.Minute // after which a chat's limiter is full again and forgotten
)

// A pace holds the sends of all chats to Telegram's limits. One goroutine
// uses it.
type pace struct {
	scale float64
	all   *rate.Limiter
	chats map[int64]*chatPace
}

type chatPace struct {
	limit *rate.Limiter
	used  time.Time
}

func newPace(scale float64) *pace {
	return &pace{scale: scale, all: rate.NewLimiter(perScaled(allPerSecond, scale), allBurst), chats: map[int64]*chatPace{}}
}

func perScaled(perSecond, scale float64) rate.Limit { return rate.Limit(perSecond / scale) }

// wait is how long the next send to chat must wait; 0 takes its place in the
// limits, anything else takes none.
func (p *pace) wait(chat int64, now time.Time) time.Duration {
	c := p.chats[chat]
	if c == nil {
		c = &chatPace{limit: rate.NewLimiter(perScaled(chatPerSecond, p.scale), chatBurst)}
		if chat < 0 {
			c.limit = rate.NewLimiter(perScaled(groupPerMinute/60.0, p.scale), groupBurst)
		}
		p.chats[chat] = c
	}
	c.used = now
	mine := c.limit.ReserveN(now, 1)
	all := p.all.ReserveN(now, 1)
	d := max(mine.DelayFrom(now), all.DelayFrom(now))
	if d > 0 {
		all.CancelAt(now)
		mine.CancelAt(now)
	}
	return d
}

// forget drops the limiters of chats that have been quiet.
func (p *pace) forget(now time.Time) {
	for chat, c := range p.chats {
		if now.Sub(c.used) > quietFor {
			delete(p.chats, chat)
		}
	}
}
