package sandbox

import (
	"math"
	"time"
)

// limits are Telegram's sending limits, for Options.Limits.
type limits struct {
	all    []time.Time           // sends of the last second
	groups map[int64][]time.Time // sends of the last minute
	chats  map[int64]bucket
}

type bucket struct {
	tokens float64
	at     time.Time
}

const (
	perSecond      = 30 // over all chats, in any second
	perGroupMinute = 20 // in a group, in any minute
	chatBurst      = 3  // in a chat at once; one a second in the long run
)

func newLimits() limits {
	return limits{groups: map[int64][]time.Time{}, chats: map[int64]bucket{}}
}

// limitLocked counts a send to a chat, or refuses it with the time to wait.
func (s *Server) limitLocked(c *chat) *apiError {
	if !s.o.Limits {
		return nil
	}
	now, second := time.Now(), s.scaled(time.Second)
	l := &s.limits
	l.all = since(l.all, now.Add(-second))
	if len(l.all) >= perSecond {
		return s.retry(second - now.Sub(l.all[0]))
	}
	if c.group() {
		l.groups[c.ID] = since(l.groups[c.ID], now.Add(-60*second))
		if sent := l.groups[c.ID]; len(sent) >= perGroupMinute {
			return s.retry(60*second - now.Sub(sent[0]))
		}
	}
	b, seen := l.chats[c.ID]
	if !seen {
		b = bucket{chatBurst, now}
	}
	b.tokens = min(chatBurst, b.tokens+float64(now.Sub(b.at))/float64(second))
	b.at = now
	if b.tokens < 1 {
		return s.retry(time.Duration((1 - b.tokens) * float64(second)))
	}
	b.tokens--
	l.chats[c.ID] = b
	l.all = append(l.all, now)
	if c.group() {
		l.groups[c.ID] = append(l.groups[c.ID], now)
	}
	return nil
}

// retry refuses with the unscaled wait in whole seconds.
func (s *Server) retry(wait time.Duration) *apiError {
	return tooMany(max(1, int(math.Ceil(wait.Seconds()/s.scale))))
}

// since is the part of sorted times that lies after a moment.
func since(times []time.Time, after time.Time) []time.Time {
	n := 0
	for n < len(times) && !times[n].After(after) {
		n++
	}
	return times[n:]
}
