package store

import (
	"bytes"
	"context"
	"fmt"
	"strconv"
	"time"
)

// Commit applies all of t or none of it, and returns when it is on the disk.
// Many turns that come together share one fsync. A canceled ctx is heeded
// until the turn is picked up; after that Commit waits for the true outcome.
// A turn with an update that is no longer pending gives ErrDone.
func (db *DB) Commit(ctx context.Context, t Turn) error {
	if err := t.check(); err != nil {
		return err
	}
	return db.write(ctx, func(w *writeTx) error { return w.apply(t) })
}

// check refuses what no store could hold.
func (t Turn) check() error {
	ofChat := t.Forget || t.Migrate != 0 || len(t.Entries) > 0 || t.Prefs != nil || len(t.Notes) > 0 || len(t.Contacts) > 0 || t.Flag != nil
	if t.Chat == 0 && ofChat {
		return fmt.Errorf("%w: it changes a chat but names none", ErrInvalid)
	}
	for _, r := range t.Replies {
		if r.Method == "" {
			return fmt.Errorf("%w: a reply without a method", ErrInvalid)
		}
	}
	seqs := make(map[uint64]bool)
	for _, seq := range t.seqs() {
		if seqs[seq] {
			return fmt.Errorf("%w: update %d is named twice", ErrInvalid, seq)
		}
		seqs[seq] = true
	}
	return nil
}

func (t Turn) seqs() []uint64 {
	seqs := append([]uint64(nil), t.Done...)
	for _, d := range t.Dead {
		seqs = append(seqs, d.Seq)
	}
	return seqs
}

func (w *writeTx) apply(t Turn) error {
	for _, seq := range t.seqs() {
		if !w.waiting(seq) {
			return untouched{fmt.Errorf("%w: %d", ErrDone, seq)}
		}
	}
	if t.Forget {
		if err := w.forget(t.Chat); err != nil {
			return err
		}
	}
	old := t.Chat
	if t.Migrate != 0 && t.Migrate != old {
		if err := w.move(old, t.Migrate); err != nil {
			return err
		}
		t.Chat = t.Migrate
	}
	for _, seq := range t.Done {
		if err := w.finish(seq); err != nil {
			return err
		}
	}
	for _, d := range t.Dead {
		if err := w.bury(d); err != nil {
			return err
		}
	}
	if err := w.applyChat(t); err != nil {
		return err
	}
	for _, r := range t.Replies {
		if t.Chat != old {
			r = r.moved(old, t.Chat)
		}
		if err := w.enqueue(r); err != nil {
			return err
		}
	}
	for _, c := range t.Counts {
		w.count(c.Name, c.Value, c.N, c.At)
	}
	return nil
}

// applyChat writes what belongs to the turn's chat.
func (w *writeTx) applyChat(t Turn) error {
	if t.Chat == 0 {
		return nil
	}
	who := w.seal.chat(t.Chat)
	if t.Flag != nil {
		if err := w.setReachable(t.Chat, *t.Flag); err != nil {
			return err
		}
	}
	if t.Prefs != nil {
		if err := w.setPrefs(t.Chat, *t.Prefs); err != nil {
			return err
		}
	}
	for _, e := range t.Entries {
		if err := w.enter(who, e); err != nil {
			return err
		}
	}
	for _, n := range t.Notes {
		if err := w.setNote(who, n); err != nil {
			return err
		}
	}
	for _, c := range t.Contacts {
		if err := w.sight(who, c); err != nil {
			return err
		}
	}
	return nil
}

// keys lists the keys of a bucket that begin with prefix, copied, so that the
// bucket may be changed while they are worked off.
func (w *writeTx) keys(bucket string, prefix []byte) [][]byte {
	var list [][]byte
	c := w.bucket(bucket).Cursor()
	for k, _ := c.Seek(prefix); bytes.HasPrefix(k, prefix); k, _ = c.Next() {
		list = append(list, bytes.Clone(k))
	}
	return list
}

func (w *writeTx) delete(bucket string, key []byte) error {
	if err := w.bucket(bucket).Delete(key); err != nil {
		return fmt.Errorf("removing from %s: %w", bucket, err)
	}
	return nil
}

// forget erases every row of a chat and notes that the pages these lay in
// wait for a compaction.
func (w *writeTx) forget(chat int64) error {
	who := w.seal.chat(chat)
	err := w.queued(who, func(o Out) error {
		w.count("dropped", "forgotten", 1, time.Time{})
		return w.unqueue(o.ID, who)
	})
	if err != nil {
		return err
	}
	for _, bucket := range []string{bktHistory, bktSent, bktNotes, bktChats} {
		for _, key := range w.keys(bucket, who[:]) {
			if err := w.delete(bucket, key); err != nil {
				return err
			}
		}
	}
	if err := w.unsight(who); err != nil {
		return err
	}
	if err := w.forgetDead(who); err != nil {
		return err
	}
	meta := w.bucket(bktMeta)
	if meta.Get([]byte(metaOwed)) != nil {
		return nil
	}
	if err := meta.Put([]byte(metaOwed), i64(nanos(w.now))); err != nil {
		return fmt.Errorf("noting the erasure: %w", err)
	}
	return nil
}

// forgetDead erases a chat's dead letters. They are few, so all are looked at.
func (w *writeTx) forgetDead(who hash) error {
	var keys [][]byte
	c := w.bucket(bktDead).Cursor()
	for k, v := c.First(); k != nil; k, v = c.Next() {
		if bytes.HasPrefix(v, who[:]) {
			keys = append(keys, bytes.Clone(k))
		}
	}
	for _, key := range keys {
		if err := w.delete(bktDead, key); err != nil {
			return err
		}
		w.then(func() { w.db.dead.Add(-1) })
	}
	return nil
}

// moved is the reply as it must go out once the chat has another id: every
// parameter that is the old id becomes the new one.
func (r Reply) moved(from, to int64) Reply {
	if r.Chat != from {
		return r
	}
	r.Chat = to
	old, params := strconv.FormatInt(from, 10), make(map[string]string, len(r.Params))
	for k, v := range r.Params {
		if v == old {
			v = strconv.FormatInt(to, 10)
		}
		params[k] = v
	}
	r.Params = params
	return r
}
