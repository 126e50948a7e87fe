package store

import (
	"bytes"
	"context"
	"fmt"
	"time"

	bolt "go.etcd.io/bbolt"
)

// A history key is the chat's name and the time, so that the last entries of
// a chat are found from its end.
const historyKey = 24

// encodeEntry writes an entry without its time. term gives the number of a
// word, or 0 to have it written out.
func encodeEntry(e Entry, term func(string) (uint64, error)) ([]byte, error) {
	enc := newEncoder()
	word := func(s string) error {
		n, err := term(s)
		if enc.uint(n); n == 0 {
			enc.string(s)
		}
		return err
	}
	for _, s := range []string{e.Level, e.Kind, e.Lang, e.Rules} {
		if err := word(s); err != nil {
			return nil, err
		}
	}
	for _, list := range [][]string{e.Signs, e.Places, e.Combinations} {
		enc.uint(uint64(len(list)))
		for _, s := range list {
			if err := word(s); err != nil {
				return nil, err
			}
		}
	}
	enc.int(int64(e.Score))
	enc.strings(e.Quotes)
	enc.string(e.Ref)
	return enc.b, nil
}

// decodeEntry is the reverse; a number without a word gives "?".
func decodeEntry(b []byte, at time.Time, word func(uint64) (string, bool)) (Entry, error) {
	d, e := newDecoder(b), Entry{At: at}
	read := func() string {
		n := d.uint()
		if n == 0 {
			return d.string()
		}
		if s, ok := word(n); ok {
			return s
		}
		return "?"
	}
	for _, s := range []*string{&e.Level, &e.Kind, &e.Lang, &e.Rules} {
		*s = read()
	}
	for _, list := range []*[]string{&e.Signs, &e.Places, &e.Combinations} {
		for range d.length() {
			*list = append(*list, read())
		}
	}
	e.Score = int(d.int())
	e.Quotes = d.strings()
	e.Ref = d.string()
	return e, d.done()
}

// enter stores an entry. Two of the same chat and time differ by a nanosecond
// afterwards, so that both are kept in order.
func (w *writeTx) enter(chat hash, e Entry) error {
	if e.At.IsZero() {
		e.At = w.now
	}
	b, at := w.bucket(bktHistory), nanos(e.At)
	key := join(chat[:], i64(at))
	for b.Get(key) != nil {
		at++
		key = join(chat[:], i64(at))
	}
	plain, err := encodeEntry(e, w.term)
	if err != nil {
		return err
	}
	return w.put(bktHistory, key, nil, plain)
}

func (db *DB) openEntry(tx *bolt.Tx, key, row []byte) (Entry, error) {
	if len(key) != historyKey {
		return Entry{}, damaged("an entry's key", errRecord)
	}
	plain, err := db.seal.open(bktHistory, key, row)
	if err != nil {
		return Entry{}, err
	}
	return decodeEntry(plain, moment(asI64(key[16:])), func(n uint64) (string, bool) { return db.word(tx, n) })
}

// History returns the last limit entries of a chat, the newest first. An
// entry whose bytes no longer open is left out; Verify tells of it.
func (db *DB) History(chat int64, limit int) ([]Entry, error) {
	var list []Entry
	who := db.seal.chat(chat)
	err := db.view(func(tx *bolt.Tx) error {
		c := tx.Bucket([]byte(bktHistory)).Cursor()
		step := c.Prev
		if behind, _ := c.Seek(after(who[:])); behind == nil {
			step = c.Last
		}
		k, v := step()
		for ; bytes.HasPrefix(k, who[:]) && len(list) < limit; k, v = c.Prev() {
			if e, err := db.openEntry(tx, k, v); err == nil {
				list = append(list, e)
			}
		}
		return nil
	})
	return list, err
}

// after is the first key behind all that begin with prefix; nil if none can be.
func after(prefix []byte) []byte {
	next := bytes.Clone(prefix)
	for i := len(next) - 1; i >= 0; i-- {
		if next[i]++; next[i] != 0 {
			return next[:i+1]
		}
	}
	return nil
}

// perRead bounds how long one reading transaction of a walk lasts.
const perRead = 1000

// Export calls fn for each entry of any chat with from <= At < to, grouped by
// chat, under a name of the chat that is the same within this store and tells
// nothing outside of it. No transaction is open while fn runs.
func (db *DB) Export(ctx context.Context, from, to time.Time, fn func(chat string, e Entry) error) error {
	type row struct {
		chat string
		e    Entry
	}
	lo, hi := nanos(from), nanos(to)
	for next := []byte{0}; next != nil; {
		var rows []row
		err := db.view(func(tx *bolt.Tx) error {
			c, seen := tx.Bucket([]byte(bktHistory)).Cursor(), 0
			k, v := c.Seek(next)
			for next = nil; k != nil; k, v = c.Next() {
				if seen++; seen > perRead {
					next = bytes.Clone(k)
					return nil
				}
				if len(k) != historyKey || asI64(k[16:]) < lo || asI64(k[16:]) >= hi {
					continue
				}
				if e, err := db.openEntry(tx, k, v); err == nil {
					rows = append(rows, row{fmt.Sprintf("%x", k[:6]), e})
				}
			}
			return nil
		})
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
		for _, r := range rows {
			if err := fn(r.chat, r.e); err != nil {
				return err
			}
		}
	}
	return nil
}
