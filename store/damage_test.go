package store_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"time"

	"lurewatch/store"
)

// Whatever became of the file, Open and every use of what it opened give an
// error or an answer; nothing panics, and no new store takes its place.
func TestDamagedFiles(t *testing.T) {
	s := stopped(t)
	whole := s.read(s.path)
	page := os.Getpagesize()
	cases := map[string][]byte{
		"text":         []byte(strings.Repeat("this is no database\n", 400)),
		"one byte":     {0},
		"zeroed metas": append(make([]byte, 2*page), whole[2*page:]...),
		"all zero":     make([]byte, len(whole)),
		"one page":     whole[:page],
	}
	for _, n := range []int{2, 3, 4, 5, 10} {
		cases[fmt.Sprint(n, " pages")] = whole[:n*page]
	}
	for _, percent := range []int{10, 30, 50, 70, 90} {
		cases[fmt.Sprint(percent, " percent")] = whole[:len(whole)*percent/100]
	}
	for name, b := range cases {
		s.write(s.path, b)
		if db, err := store.Open(s.path, s.o); err == nil {
			s.ok(db.Close())
			if bytes.Contains(whole[len(b):], []byte{1}) {
				t.Errorf("%s: opened", name)
			}
		} else if !errors.Is(err, store.ErrCorrupt) {
			t.Errorf("%s: %v", name, err)
		}
	}
	oneMeta := bytes.Clone(whole)
	clear(oneMeta[:page])
	s.write(s.path, oneMeta)
	s.open()
	s.ok(s.Verify(context.Background()))
	s.ok(s.DB.Close())
}

func TestGarbledPages(t *testing.T) {
	s := stopped(t)
	whole := s.read(s.path)
	page := os.Getpagesize()
	rnd := rand.New(rand.NewPCG(1, 2))
	found, opened := 0, 0
	for i := range 100 {
		b := bytes.Clone(whole)
		at := page * (2 + rnd.IntN(len(b)/page-2))
		part := b[at : at+page]
		switch i % 3 {
		case 0:
			clear(part)
		case 1:
			for j := range part {
				part[j] = byte(rnd.Uint32())
			}
		case 2: // the head of the page, or a few bytes of it
			for range 8 {
				part[rnd.IntN(64)] = byte(rnd.Uint32())
			}
		}
		if i%2 == 0 { // also as after an unclean stop
			b = bytes.Replace(b, []byte("clean\x01"), []byte("klean\x01"), 1)
		}
		s.write(s.path, b)
		db, err := store.Open(s.path, s.o)
		if err != nil {
			if !errors.Is(err, store.ErrCorrupt) {
				t.Errorf("%d: %v", i, err)
			}
			found++
			continue
		}
		opened++
		if err := useAll(db); errors.Is(err, store.ErrCorrupt) {
			found++
		}
		_ = db.Close() // may tell of the damage too
	}
	t.Logf("of 100 garbled files %d were opened, %d were found damaged", opened, found)
	if found < 50 {
		t.Errorf("only %d of 100 were found damaged", found)
	}
}

// useAll calls everything and returns what Verify says.
func useAll(db *store.DB) error {
	ctx := context.Background()
	found := db.Verify(ctx)
	now := time.Now()
	for chat := range int64(10) {
		_, _ = db.History(chat, 5)
		_, _ = db.Prefs(chat)
		_, _ = db.SentTo(chat, time.Time{})
		_ = db.Commit(ctx, store.Turn{Chat: chat + 1, Entries: []store.Entry{{Level: "none"}}, Replies: []store.Reply{reply(chat, "", "x")}})
	}
	out, _ := db.Due(now, 10, nil)
	for _, o := range out {
		_ = db.Sent(ctx, o.ID, 1)
	}
	_, _ = db.Pending(0, 100)
	_, _ = db.DeadLetters(100)
	_, _ = db.Take(ctx, []store.Update{update(5, 5)}, 6)
	_ = db.Commit(ctx, store.Turn{Chat: 1, Forget: true})
	_, _ = db.Prune(ctx)
	_, _ = db.Tally("dropped", time.Time{}, now)
	_, _ = db.Dimensions()
	_ = db.Export(ctx, time.Time{}, now, func(string, store.Entry) error { return nil })
	_, _ = db.Health()
	_ = db.Backup(ctx, &bytes.Buffer{})
	_, _, _ = db.Compact(ctx)
	return found
}
