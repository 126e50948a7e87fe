package store_test

import (
	"bytes"
	"context"
	"errors"
	"testing"

	"lurewatch/store"

	bolt "go.etcd.io/bbolt"
)

// spoil changes the last byte of every row of a bucket, where the seal is.
func (s *site) spoil(bucket string) {
	s.Helper()
	s.ok(s.raw(func(tx *bolt.Tx) error {
		b := tx.Bucket([]byte(bucket))
		rows := make(map[string][]byte)
		_ = b.ForEach(func(k, v []byte) error {
			rows[string(k)] = bytes.Clone(v)
			return nil
		})
		for k, v := range rows {
			v[len(v)-1] ^= 1
			if err := b.Put([]byte(k), v); err != nil {
				return err
			}
		}
		return nil
	})())
}

// A record that no longer opens costs itself alone: its update can be put
// away, its chat is still answered, and Verify tells of it.
func TestDamagedRecords(t *testing.T) {
	ctx := context.Background()
	for _, bucket := range []string{"inbox", "outbox", "history", "chats", "notes", "sent", "dead", "terms"} {
		s := newSite(t)
		s.fillChat(1, "one")
		s.take(1, 77)
		s.spoil(bucket)
		if err := s.Verify(ctx); !errors.Is(err, store.ErrCorrupt) {
			t.Errorf("%s: Verify: %v", bucket, err)
		}
		s.reopen()
		list, err := s.Pending(0, 9)
		s.ok(err)
		if len(list) != 1 || list[0].ID != 77 || list[0].Damaged != (bucket == "inbox") {
			t.Errorf("%s: %+v", bucket, list)
		}
		s.commit(store.Turn{Chat: 1, Dead: []store.Dead{{Seq: list[0].Seq, Reason: "damaged"}}, Prefs: &store.Prefs{Language: "vi"},
			Entries: []store.Entry{entry(s.clock.now(), "x")}, Replies: []store.Reply{reply(1, "new", "x")}})
		if _, err := s.History(1, 9); err != nil {
			t.Errorf("%s: %v", bucket, err)
		}
		if out := s.due(9); len(out) != 1 {
			t.Errorf("%s: %v", bucket, out)
		}
		if p, err := s.Prefs(1); err != nil || p.Language != "vi" {
			t.Errorf("%s: %v, %v", bucket, p, err)
		}
		s.commit(store.Turn{Chat: 1, Migrate: 2})
		s.commit(store.Turn{Chat: 2, Forget: true})
		_, err = s.Prune(ctx)
		s.ok(err)
	}
}

// Sealed bytes that were moved to another row do not open there.
func TestSealedRowsAreBoundToTheirPlace(t *testing.T) {
	s := newSite(t)
	for chat := range int64(2) {
		s.commit(store.Turn{Chat: chat + 1, Entries: []store.Entry{entry(s.clock.now(), "x")}})
	}
	s.ok(s.raw(func(tx *bolt.Tx) error {
		b := tx.Bucket([]byte("history"))
		k1, v1 := b.Cursor().First()
		k2, v2 := b.Cursor().Last()
		v1, v2 = bytes.Clone(v1), bytes.Clone(v2)
		return errors.Join(b.Put(k1, v2), b.Put(k2, v1))
	})())
	for chat := range int64(2) {
		if list, _ := s.History(chat+1, 9); len(list) != 0 {
			t.Errorf("chat %d reads another's entry", chat+1)
		}
	}
	if err := s.Verify(context.Background()); !errors.Is(err, store.ErrCorrupt) {
		t.Errorf("Verify: %v", err)
	}
}
