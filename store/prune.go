package store

import (
	"bytes"
	"context"
	"errors"
	"time"

	bolt "go.etcd.io/bbolt"
)

// How long things are kept besides history.
const (
	keepSeen     = 72 * time.Hour
	keepSent     = 49 * time.Hour // 48 at least: how long a message can be deleted
	keepDead     = 7 * 24 * time.Hour
	keepContacts = 365 * 24 * time.Hour
)

// perPrune bounds what one transaction of a pruning removes, so that turns
// wait little for it.
const perPrune = 500

// Prune removes what has served its time, in small transactions: history
// after Options.Retention, done ids after 72 hours, sent ids after 49, dead
// letters after seven days, expired notes and replies, contacts a year after they were
// last seen. It says how many rows went.
func (db *DB) Prune(ctx context.Context) (int, error) {
	now := db.now()
	total, err := db.Expire(ctx)
	if err != nil {
		return total, err
	}
	age := func(d time.Duration) int64 { return nanos(now.Add(-d)) }
	seen := uint32(max(0, now.Add(-keepSeen).Unix()))
	for _, rule := range []sweeping{
		{bucket: bktHistory, skip: pastChat, old: func(k, _ []byte) bool {
			return len(k) != historyKey || asI64(k[16:]) < age(db.o.Retention)
		}},
		{bucket: bktSeen, old: func(_, v []byte) bool {
			return len(v) < 5 || v[4] == seenDone && asU32(v) < seen
		}},
		{bucket: bktSent, old: func(_, v []byte) bool {
			return len(v) < sentHeader || v[0] != sentWaiting && asI64(v[1:]) < age(keepSent)
		}},
		{bucket: bktDead, skip: pastAll, old: func(k, _ []byte) bool { return asI64(k) < age(keepDead) },
			remove: (*writeTx).removeDead},
		{bucket: bktNotes, old: func(_, v []byte) bool { return asI64(v) < nanos(now) }},
		{bucket: bktContacts, old: func(_, v []byte) bool {
			return len(v) != contactRow || asI64(v[8:]) < age(keepContacts)
		}, remove: (*writeTx).removeContact},
	} {
		if rule.remove == nil {
			rule.remove = func(w *writeTx, key []byte) error { return w.delete(rule.bucket, key) }
		}
		n, err := db.sweep(ctx, rule)
		total += n
		if err != nil {
			return total, err
		}
	}
	return total, nil
}

// pastChat goes on behind the chat whose oldest row stays.
func pastChat(k []byte) []byte { return after(k[:16]) }

// pastAll ends where rows are in order of their age.
func pastAll([]byte) []byte { return nil }

// A sweeping walks one bucket and removes what is old.
type sweeping struct {
	bucket string
	old    func(k, v []byte) bool
	skip   func(k []byte) []byte              // where to go on behind a row that stays, nil for nowhere; without it, the next row
	remove func(w *writeTx, key []byte) error // without it, the row alone goes
}

func (db *DB) sweep(ctx context.Context, s sweeping) (total int, err error) {
	for next := []byte{0}; next != nil; {
		if err := ctx.Err(); err != nil {
			return total, err
		}
		var keys [][]byte
		if keys, next, err = db.findOld(s, next); err != nil {
			return total, err
		}
		if len(keys) == 0 {
			continue
		}
		n, err := db.removeOld(ctx, s, keys)
		total += n
		if err != nil {
			return total, err
		}
	}
	return total, nil
}

// findOld reads on from a key and returns what is old, and where to go on;
// nil at the end.
func (db *DB) findOld(s sweeping, from []byte) (keys [][]byte, next []byte, err error) {
	err = db.view(func(tx *bolt.Tx) error {
		c := tx.Bucket([]byte(s.bucket)).Cursor()
		k, v := c.Seek(from)
		for seen := 0; k != nil; seen++ {
			if seen == 10*perRead || len(keys) == perPrune {
				next = bytes.Clone(k)
				return nil
			}
			if s.old(k, v) {
				keys = append(keys, bytes.Clone(k))
			} else if s.skip != nil {
				to := s.skip(k)
				if to == nil {
					return nil
				}
				k, v = c.Seek(to)
				continue
			}
			k, v = c.Next()
		}
		return nil
	})
	return keys, next, err
}

// removeOld removes keys that are still old when the writer comes to them.
func (db *DB) removeOld(ctx context.Context, s sweeping, keys [][]byte) (n int, err error) {
	err = db.write(ctx, func(w *writeTx) error {
		n = 0
		for _, key := range keys {
			v := w.bucket(s.bucket).Get(key)
			if v == nil || !s.old(key, v) {
				continue
			}
			if err := s.remove(w, key); err != nil {
				return err
			}
			n++
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	return n, nil
}

func (w *writeTx) removeDead(key []byte) error {
	w.then(func() { w.db.dead.Add(-1) })
	return w.delete(bktDead, key)
}

// removeContact removes a contact with its sightings.
func (w *writeTx) removeContact(key []byte) error {
	err := w.delete(bktContacts, key)
	for _, pair := range w.keys(bktSightings, key) {
		who := pair[len(key):]
		err = errors.Join(err, w.delete(bktSightings, pair), w.delete(bktChatContacts, join(who, key)))
	}
	return err
}
