package store

import (
	"context"
	"encoding/binary"
	"fmt"
	"time"

	bolt "go.etcd.io/bbolt"
)

// An outbox row starts with what changes from try to try, in clear: due,
// expires, queued (8 bytes each), tries (2), open, class, priority (1 each).
const outHeader = 29

func encodeOut(o Out) []byte {
	h := join(i64(nanos(o.Due)), i64(nanos(o.Expires)), i64(nanos(o.Queued)))
	h = binary.BigEndian.AppendUint16(h, uint16(min(o.Tries, 1<<16-1)))
	open := byte(0)
	if o.Open {
		open = 1
	}
	return append(h, open, byte(o.Class), byte(o.Priority))
}

func encodeReply(r Reply) []byte {
	e := newEncoder()
	e.int(r.Chat)
	e.string(r.Key)
	e.string(r.Method)
	e.table(r.Params)
	return e.b
}

func decodeReply(b []byte) (Reply, error) {
	d := newDecoder(b)
	r := Reply{Chat: d.int(), Key: d.string(), Method: d.string(), Params: d.table()}
	return r, d.done()
}

// openOut unseals an outbox row.
func (db *DB) openOut(key, row []byte) (Out, error) {
	if len(row) < outHeader {
		return Out{}, damaged("a reply", errRecord)
	}
	plain, err := db.seal.open(bktOutbox, key, row[outHeader:])
	if err != nil {
		return Out{}, err
	}
	r, err := decodeReply(plain)
	if err != nil {
		return Out{}, damaged("a reply", err)
	}
	o := Out{ID: asU64(key), Reply: r, Queued: moment(asI64(row[16:]))}
	o.Due, o.Expires = moment(asI64(row)), moment(asI64(row[8:]))
	o.Tries, o.Open = int(binary.BigEndian.Uint16(row[24:])), row[26] != 0
	o.Class, o.Priority = Class(row[27]), int(row[28])
	return o, nil
}

// Due returns up to limit replies that may be sent now, most urgent first, and
// at most one of each chat: the next in its order, behind which the others
// wait even where it was put off. skip, if not nil, leaves out chats the
// caller holds back (in flight, rate limited); it must not call the store.
// Replies of no chat are asked for as chat 0 and come independently of each
// other. What has expired is never returned.
func (db *DB) Due(now time.Time, limit int, skip func(chat int64) bool) ([]Out, error) {
	ids := db.queue.due(nanos(now), limit, skip)
	if len(ids) == 0 {
		return nil, nil
	}
	list := make([]Out, 0, len(ids))
	err := db.view(func(tx *bolt.Tx) error {
		b := tx.Bucket([]byte(bktOutbox))
		for _, id := range ids {
			key := u64(id)
			row := b.Get(key)
			if row == nil {
				continue // just sent; memory follows in a moment
			}
			out, err := db.openOut(key, row)
			if err != nil {
				db.queue.remove(id) // damaged: it must not block its chat
				continue
			}
			list = append(list, out)
		}
		return nil
	})
	return list, err
}

// enqueue stores a reply unless its key is known or its chat unreachable.
func (w *writeTx) enqueue(r Reply) error {
	who := w.seal.chat(r.Chat)
	if w.unreachable(who) {
		w.count("dropped", "unreachable", 1, time.Time{})
		return nil
	}
	if r.Key != "" && w.bucket(bktSent).Get(w.sentKey(r, 0)) != nil {
		return nil
	}
	b := w.bucket(bktOutbox)
	id, err := b.NextSequence()
	if err != nil {
		return fmt.Errorf("numbering a reply: %w", err)
	}
	if r.Due.IsZero() {
		r.Due = w.now
	}
	r.Priority = min(max(r.Priority, 0), 255)
	if err := w.bucket(bktOutChats).Put(join(who[:], u64(id)), nil); err != nil {
		return fmt.Errorf("queueing a reply: %w", err)
	}
	if r.Key != "" {
		if err := w.remember(r, id, sentWaiting, 0); err != nil {
			return err
		}
	}
	w.wake = true
	return w.setOut(Out{ID: id, Reply: r, Queued: w.now})
}

// setOut writes a reply's row, new or changed.
func (w *writeTx) setOut(o Out) error {
	if err := w.put(bktOutbox, u64(o.ID), encodeOut(o), encodeReply(o.Reply)); err != nil {
		return err
	}
	w.then(func() { w.db.queue.set(o.Chat, o.item()) })
	return nil
}

// unqueue removes a reply's row.
func (w *writeTx) unqueue(id uint64, who hash) error {
	if err := w.bucket(bktOutbox).Delete(u64(id)); err != nil {
		return fmt.Errorf("removing a reply: %w", err)
	}
	if err := w.bucket(bktOutChats).Delete(join(who[:], u64(id))); err != nil {
		return fmt.Errorf("removing a reply: %w", err)
	}
	w.wake = true // what waited behind it
	w.then(func() { w.db.queue.remove(id) })
	return nil
}

// queued calls fn for each reply queued for a chat.
func (w *writeTx) queued(who hash, fn func(Out) error) error {
	for _, key := range w.keys(bktOutChats, who[:]) {
		id := asU64(key[len(who):])
		out, err := w.db.openOut(u64(id), w.bucket(bktOutbox).Get(u64(id)))
		if err != nil {
			out = Out{ID: id} // no longer readable, still to be removed
		}
		if err := fn(out); err != nil {
			return err
		}
	}
	return nil
}

// change runs fn on a queued reply; one no longer queued is no error.
func (db *DB) change(ctx context.Context, id uint64, fn func(w *writeTx, o Out) error) error {
	return db.write(ctx, func(w *writeTx) error {
		row := w.bucket(bktOutbox).Get(u64(id))
		if row == nil {
			return nil
		}
		out, err := db.openOut(u64(id), row)
		if err != nil {
			return untouched{err}
		}
		return fn(w, out)
	})
}

// Start records that a try to send the reply begins, for callers that must
// know after a crash whether it may have been made (Out.Open).
func (db *DB) Start(ctx context.Context, id uint64) error {
	return db.change(ctx, id, func(w *writeTx, o Out) error {
		o.Open = true
		return w.setOut(o)
	})
}

// Later puts the reply off until due and counts a try.
func (db *DB) Later(ctx context.Context, id uint64, due time.Time) error {
	return db.change(ctx, id, func(w *writeTx, o Out) error {
		o.Open, o.Due = false, due
		o.Tries++
		w.wake = true
		return w.setOut(o)
	})
}

// Sent removes the reply and remembers messageID (0 if the call gave none)
// under its key for 48 hours at least. A reply no longer queued is no error.
func (db *DB) Sent(ctx context.Context, id uint64, messageID int) error {
	return db.change(ctx, id, func(w *writeTx, o Out) error {
		if err := w.remember(o.Reply, id, sentDone, messageID); err != nil {
			return err
		}
		return w.unqueue(id, w.seal.chat(o.Chat))
	})
}

// Drop removes the reply for good, so that its key is not queued again, and
// counts the reason, one short word.
func (db *DB) Drop(ctx context.Context, id uint64, reason string) error {
	return db.change(ctx, id, func(w *writeTx, o Out) error { return w.drop(o, reason) })
}

func (w *writeTx) drop(o Out, reason string) error {
	if o.Key != "" {
		if err := w.remember(o.Reply, o.ID, sentDropped, 0); err != nil {
			return err
		}
	}
	w.count("dropped", reason, 1, time.Time{})
	return w.unqueue(o.ID, w.seal.chat(o.Chat))
}

// Expire drops the replies whose time has passed, counts them and says how
// many.
func (db *DB) Expire(ctx context.Context) (int, error) {
	total := 0
	for {
		now := db.now()
		ids := db.queue.expired(nanos(now), perPrune)
		if len(ids) == 0 {
			return total, nil
		}
		var n int
		err := db.write(ctx, func(w *writeTx) error {
			n = 0
			for _, id := range ids {
				out, err := db.openOut(u64(id), w.bucket(bktOutbox).Get(u64(id)))
				if err != nil {
					w.then(func() { db.queue.remove(id) })
				}
				if err != nil || out.Expires.IsZero() || out.Expires.After(now) {
					continue
				}
				if err := w.drop(out, "expired"); err != nil {
					return err
				}
				n++
			}
			return nil
		})
		if err != nil {
			return total, err
		}
		if total += n; n == 0 {
			return total, nil
		}
	}
}
