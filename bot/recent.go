package bot

import (
	"sync"
	"time"

	"lurewatch/classifier"
)

// What a person forwarded stays in memory, never on disk, for contextFor, so
// that a line typed after it is judged with it.
const (
	contextFor    = 3 * time.Minute
	maxRecent     = 2000 // chats
	longestRemark = 240  // runes: a longer typed text stands alone
)

// A context is an offer that was just answered.
type background struct {
	text  string
	links []classifier.Link
	level classifier.Level
	until time.Time
}

// recents hold the last forward of each chat for a short while.
type recents struct {
	now func() time.Time
	mu  sync.Mutex
	of  map[int64]background
}

func newRecents(now func() time.Time) *recents {
	return &recents{now: now, of: map[int64]background{}}
}

// keep remembers what was forwarded in a chat.
func (r *recents) keep(chat int64, l letter, level classifier.Level) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.of) >= maxRecent {
		r.sweepLocked()
	}
	if len(r.of) < maxRecent {
		r.of[chat] = background{l.text, l.links, level, r.now().Add(contextFor)}
	}
}

// get is what was forwarded in a chat a moment ago.
func (r *recents) get(chat int64) (background, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	c, ok := r.of[chat]
	if ok && r.now().After(c.until) {
		delete(r.of, chat)
		return background{}, false
	}
	return c, ok
}

// drop forgets what a chat said.
func (r *recents) drop(chat int64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.of, chat)
}

func (r *recents) sweepLocked() {
	now := r.now()
	for chat, c := range r.of {
		if now.After(c.until) {
			delete(r.of, chat)
		}
	}
}
