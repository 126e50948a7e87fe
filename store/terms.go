package store

import (
	"fmt"
	"sync"

	bolt "go.etcd.io/bbolt"
)

// The same few hundred words (signs, kinds, places, hashes of the packs) come
// again in every entry, so an entry holds their numbers. Numbers are given
// once and never again; a word that is too long, or one too many, is written
// out in the entry itself.
const (
	maxTerms   = 8192
	maxTermLen = 80
)

// terms is the table in memory.
type terms struct {
	mu     sync.RWMutex
	number map[string]uint64
	word   map[uint64]string
}

func newTerms() *terms {
	return &terms{number: make(map[string]uint64), word: make(map[uint64]string)}
}

func (t *terms) add(words map[string]uint64) {
	if len(words) == 0 {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	for s, n := range words {
		t.number[s], t.word[n] = n, s
	}
}

func (t *terms) find(s string) (n uint64, total int) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return t.number[s], len(t.number)
}

func (t *terms) get(n uint64) (string, bool) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	s, ok := t.word[n]
	return s, ok
}

// loadTerms reads the whole table. A word that no longer opens is left out;
// the entries that hold it then show it as unreadable.
func (db *DB) loadTerms(tx *bolt.Tx) error {
	words := make(map[string]uint64)
	err := tx.Bucket([]byte(bktTerms)).ForEach(func(k, v []byte) error {
		if s, err := db.seal.open(bktTerms, k, v); err == nil {
			words[string(s)] = uint64(asU32(k))
		}
		return nil
	})
	db.terms.add(words)
	return err
}

// term gives the number of a word, a new one if need be; 0 for a word that is
// to be written out.
func (w *writeTx) term(s string) (uint64, error) {
	if s == "" || len(s) > maxTermLen {
		return 0, nil
	}
	n, total := w.db.terms.find(s)
	if n != 0 {
		return n, nil
	}
	if n = w.terms[s]; n != 0 {
		return n, nil
	}
	if total+len(w.terms) >= maxTerms {
		return 0, nil
	}
	b := w.bucket(bktTerms)
	n, err := b.NextSequence()
	if err != nil {
		return 0, fmt.Errorf("numbering a word: %w", err)
	}
	if err := w.put(bktTerms, u32(uint32(n)), nil, []byte(s)); err != nil {
		return 0, err
	}
	w.terms[s] = n
	return n, nil
}

// word is the reverse of term, in a transaction that may be newer than what
// is in memory.
func (db *DB) word(tx *bolt.Tx, n uint64) (string, bool) {
	if s, ok := db.terms.get(n); ok {
		return s, true
	}
	key := u32(uint32(n))
	sealed := tx.Bucket([]byte(bktTerms)).Get(key)
	if sealed == nil || n > 1<<32-1 {
		return "", false
	}
	s, err := db.seal.open(bktTerms, key, sealed)
	return string(s), err == nil
}
