package store

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"time"

	bolt "go.etcd.io/bbolt"
)

// A counter's key is its name, a zero byte, the day and the value, so that a
// dimension's days lie side by side and are never scanned for.
func counterKey(name string, day uint32, value string) []byte {
	return join([]byte(name), []byte{0}, u32(day), []byte(value))
}

const daySeconds = 24 * 60 * 60

// dayOf is the day since 1970 (UTC), 0 for anything before.
func dayOf(t time.Time) uint32 {
	return uint32(min(max(0, t.Unix()/daySeconds), math.MaxUint32))
}

// countable keeps words of people out of the counters.
func countable(s string) string {
	if s == "" || len(s) > 64 {
		return "other"
	}
	for _, r := range s {
		letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
		if !letter && r != '-' && r != '_' && r != '.' && r != ':' && r != '/' && r != '+' {
			return "other"
		}
	}
	return s
}

// count notes what is to be added; flush writes each counter once.
func (w *writeTx) count(name, value string, n int64, at time.Time) {
	if n <= 0 {
		return
	}
	if at.IsZero() {
		at = w.now
	}
	w.counts[string(counterKey(countable(name), dayOf(at), countable(value)))] += uint64(n)
}

func (w *writeTx) flush() error {
	b := w.bucket(bktCounters)
	for key, n := range w.counts {
		if err := b.Put([]byte(key), u64(asU64(b.Get([]byte(key)))+n)); err != nil {
			return fmt.Errorf("counting: %w", err)
		}
	}
	return nil
}

// Tally returns the counters of a dimension for the days from to to, both
// included, in order of day and value.
func (db *DB) Tally(name string, from, to time.Time) ([]Tally, error) {
	var list []Tally
	prefix := append([]byte(name), 0)
	err := db.view(func(tx *bolt.Tx) error {
		c := tx.Bucket([]byte(bktCounters)).Cursor()
		k, v := c.Seek(join(prefix, u32(dayOf(from))))
		for ; len(k) >= len(prefix)+4 && bytes.HasPrefix(k, prefix); k, v = c.Next() {
			day := binary.BigEndian.Uint32(k[len(prefix):])
			if day > dayOf(to) {
				break
			}
			list = append(list, Tally{Day: time.Unix(int64(day)*daySeconds, 0).UTC(), Value: string(k[len(prefix)+4:]), N: int64(asU64(v))})
		}
		return nil
	})
	return list, err
}

// Dimensions lists the names that have counters, in order.
func (db *DB) Dimensions() ([]string, error) {
	var list []string
	err := db.view(func(tx *bolt.Tx) error {
		c := tx.Bucket([]byte(bktCounters)).Cursor()
		for k, _ := c.First(); k != nil; {
			name, _, _ := bytes.Cut(k, []byte{0})
			list = append(list, string(name))
			k, _ = c.Seek(append(bytes.Clone(name), 1))
		}
		return nil
	})
	return list, err
}
