package store_test

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"lurewatch/store"
)

// A clock is set by hand.
type clock struct {
	mu sync.Mutex
	t  time.Time
}

func newClock() *clock { return &clock{t: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)} }

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.t
}

func (c *clock) add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.t = c.t.Add(d)
}

// A site is a store in a folder of its own that a test may close and open.
type site struct {
	*testing.T
	*store.DB
	path  string
	clock *clock
	o     store.Options
}

func newSite(t *testing.T) *site {
	t.Helper()
	c := newClock()
	s := &site{T: t, path: filepath.Join(t.TempDir(), "lurewatch.db"), clock: c,
		o: store.Options{Now: c.now, Timeout: 300 * time.Millisecond}}
	s.open()
	t.Cleanup(func() { _ = s.DB.Close() })
	return s
}

func (s *site) open() {
	s.Helper()
	db, err := store.Open(s.path, s.o)
	if err != nil {
		s.Fatalf("Open: %v", err)
	}
	s.DB = db
}

func (s *site) reopen() {
	s.Helper()
	s.ok(s.DB.Close())
	s.open()
}

func (s *site) ok(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

func (s *site) commit(t store.Turn) {
	s.Helper()
	s.ok(s.Commit(context.Background(), t))
}

// take takes updates of these ids, all of one chat.
func (s *site) take(chat int64, ids ...int64) []store.Pending {
	s.Helper()
	var batch []store.Update
	for _, id := range ids {
		batch = append(batch, update(id, chat))
	}
	fresh, err := s.Take(context.Background(), batch, ids[len(ids)-1]+1)
	s.ok(err)
	return fresh
}

func update(id, chat int64) store.Update {
	return store.Update{ID: id, Chat: chat, At: time.Date(2026, 3, 1, 11, 0, int(id%60), 0, time.UTC),
		Raw: json.RawMessage(fmt.Sprintf(`{"update_id":%d,"message":{"text":"work %d"}}`, id, id))}
}

func (s *site) due(limit int) []store.Out {
	s.Helper()
	list, err := s.Due(s.clock.now(), limit, nil)
	s.ok(err)
	return list
}

func reply(chat int64, key, text string) store.Reply {
	return store.Reply{Key: key, Chat: chat, Method: "sendMessage",
		Params: map[string]string{"chat_id": fmt.Sprint(chat), "text": text}}
}

func texts(list []store.Out) []string {
	var all []string
	for _, o := range list {
		all = append(all, o.Params["text"])
	}
	return all
}
