package store

import (
	"context"
	"encoding/binary"
	"fmt"
	"time"

	bolt "go.etcd.io/bbolt"
)

// States of a seen update id.
const (
	seenWaiting = 0
	seenDone    = 1
)

// An inbox row starts with the update's id and when it was taken.
const inboxHeader = 16

// Take stores the updates of batch that are new, in their order, together
// with the next offset (not stored if next is 0), in one transaction, and
// returns the new ones. An update whose id was taken before is left out, for
// 48 hours at least after it was done. Only when Take has returned may a
// higher offset be asked for.
func (db *DB) Take(ctx context.Context, batch []Update, next int64) ([]Pending, error) {
	var fresh []Pending
	err := db.write(ctx, func(w *writeTx) error {
		fresh = make([]Pending, 0, len(batch))
		for _, u := range batch {
			p, isNew, err := w.take(u)
			if err != nil {
				return err
			}
			if isNew {
				fresh = append(fresh, p)
			}
		}
		if next == 0 {
			return nil
		}
		return w.bucket(bktMeta).Put([]byte(metaOffset), i64(next))
	})
	if err != nil {
		return nil, err
	}
	return fresh, nil
}

func (w *writeTx) take(u Update) (Pending, bool, error) {
	id := i64(u.ID)
	if u.ID != 0 {
		seen := w.bucket(bktSeen)
		if seen.Get(id) != nil {
			return Pending{}, false, nil
		}
		if err := seen.Put(id, seenRow(w.now, seenWaiting)); err != nil {
			return Pending{}, false, fmt.Errorf("noting the update: %w", err)
		}
	}
	inbox := w.bucket(bktInbox)
	seq, err := inbox.NextSequence()
	if err != nil {
		return Pending{}, false, fmt.Errorf("numbering the update: %w", err)
	}
	header := join(id, i64(nanos(w.now)))
	if err := w.put(bktInbox, u64(seq), header, encodeUpdate(u)); err != nil {
		return Pending{}, false, err
	}
	w.then(func() { w.db.inbox.Add(1) })
	return Pending{Seq: seq, Update: u}, true, nil
}

func seenRow(at time.Time, state byte) []byte {
	return append(u32(uint32(max(0, at.Unix()))), state)
}

func encodeUpdate(u Update) []byte {
	e := newEncoder()
	e.int(u.ID)
	e.int(u.Chat)
	e.time(u.At)
	e.string(string(u.Raw))
	return e.b
}

func decodeUpdate(b []byte) (Update, error) {
	d := newDecoder(b)
	u := Update{ID: d.int(), Chat: d.int(), At: d.time()}
	if raw := d.string(); raw != "" {
		u.Raw = []byte(raw)
	}
	return u, d.done()
}

// openUpdate unseals an inbox row.
func (db *DB) openUpdate(key, row []byte) (Update, error) {
	if len(row) < inboxHeader {
		return Update{}, damaged("an update", errRecord)
	}
	plain, err := db.seal.open(bktInbox, key, row[inboxHeader:])
	if err != nil {
		return Update{}, err
	}
	return decodeUpdate(plain)
}

// Pending returns up to limit updates with a Seq above after, in order.
func (db *DB) Pending(after uint64, limit int) ([]Pending, error) {
	var list []Pending
	err := db.view(func(tx *bolt.Tx) error {
		if after == ^uint64(0) {
			return nil
		}
		c := tx.Bucket([]byte(bktInbox)).Cursor()
		for k, v := c.Seek(u64(after + 1)); k != nil && len(list) < limit; k, v = c.Next() {
			p := Pending{Seq: asU64(k)}
			var err error
			if p.Update, err = db.openUpdate(k, v); err != nil {
				p.Update, p.Damaged = Update{ID: asI64(v)}, true
			}
			list = append(list, p)
		}
		return nil
	})
	return list, err
}

// Offset is the last next offset given to Take; false if there was none.
func (db *DB) Offset() (next int64, ok bool, err error) {
	err = db.view(func(tx *bolt.Tx) error {
		v := tx.Bucket([]byte(bktMeta)).Get([]byte(metaOffset))
		next, ok = asI64(v), v != nil
		return nil
	})
	return next, ok, err
}

// finish takes a pending update out of the inbox and remembers its id.
func (w *writeTx) finish(seq uint64) error {
	inbox, key := w.bucket(bktInbox), u64(seq)
	if row := inbox.Get(key); asI64(row) != 0 {
		if err := w.bucket(bktSeen).Put(i64(asI64(row)), seenRow(w.now, seenDone)); err != nil {
			return fmt.Errorf("noting the update as done: %w", err)
		}
	}
	if err := inbox.Delete(key); err != nil {
		return fmt.Errorf("removing the update: %w", err)
	}
	w.then(func() { w.db.inbox.Add(-1) })
	return nil
}

// bury moves a pending update to the dead letters. One that no longer opens
// leaves only its id there.
func (w *writeTx) bury(d Dead) error {
	row := w.bucket(bktInbox).Get(u64(d.Seq))
	u, err := w.db.openUpdate(u64(d.Seq), row)
	if err != nil {
		u = Update{ID: asI64(row)}
	}
	if err := w.finish(d.Seq); err != nil {
		return err
	}
	e := newEncoder()
	e.string(d.Reason)
	e.b = append(e.b, encodeUpdate(u)...)
	who := w.seal.chat(u.Chat)
	key := join(i64(nanos(w.now)), u64(d.Seq))
	if err := w.put(bktDead, key, who[:], e.b); err != nil {
		return err
	}
	w.then(func() { w.db.dead.Add(1) })
	w.count("dead", "update", 1, time.Time{})
	return nil
}

// DeadLetters returns up to limit dead updates, the newest first.
func (db *DB) DeadLetters(limit int) ([]DeadLetter, error) {
	var list []DeadLetter
	err := db.view(func(tx *bolt.Tx) error {
		c := tx.Bucket([]byte(bktDead)).Cursor()
		for k, v := c.Last(); k != nil && len(list) < limit; k, v = c.Prev() {
			letter, err := db.openDead(k, v)
			if err != nil {
				return err
			}
			list = append(list, letter)
		}
		return nil
	})
	return list, err
}

func (db *DB) openDead(key, row []byte) (DeadLetter, error) {
	if len(row) < len(hash{}) {
		return DeadLetter{}, damaged("a dead letter", errRecord)
	}
	plain, err := db.seal.open(bktDead, key, row[len(hash{}):])
	if err != nil {
		return DeadLetter{}, err
	}
	return decodeDead(plain, moment(asI64(key)))
}

func decodeDead(plain []byte, died time.Time) (DeadLetter, error) {
	d := newDecoder(plain)
	letter := DeadLetter{Died: died, Reason: d.string()}
	if d.err != nil {
		return letter, damaged("a dead letter", d.err)
	}
	var err error
	if letter.Update, err = decodeUpdate(d.b); err != nil {
		return letter, damaged("a dead letter", err)
	}
	return letter, nil
}

// waiting tells whether seq is in the inbox.
func (w *writeTx) waiting(seq uint64) bool {
	return w.tx.Bucket([]byte(bktInbox)).Get(binary.BigEndian.AppendUint64(nil, seq)) != nil
}
