package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"

	bolt "go.etcd.io/bbolt"
)

// Verify reads every page and opens every record, and returns the first thing
// that is wrong as an error that wraps ErrCorrupt. The bot may go on meanwhile.
func (db *DB) Verify(ctx context.Context) error {
	if err := db.verifyPages(ctx); err != nil {
		return err
	}
	for _, bucket := range buckets() {
		check := db.checkRow(bucket)
		for next := []byte{0}; next != nil; {
			err := db.view(func(tx *bolt.Tx) error {
				c, n := tx.Bucket([]byte(bucket)).Cursor(), 0
				k, v := c.Seek(next)
				for next = nil; k != nil; k, v = c.Next() {
					if n++; n > perRead {
						next = bytes.Clone(k)
						return nil
					}
					if err := check(tx, k, v); err != nil {
						return fmt.Errorf("table %s, row %x: %w", bucket, k, err)
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
		}
	}
	return nil
}

// verifyPages checks all pages of one state of the file. The transaction keeps
// its pages from being written over while this goes on.
func (db *DB) verifyPages(ctx context.Context) error {
	s, err := db.snapshot(ctx)
	if err != nil {
		return err
	}
	defer s.release()
	p, err := checkMeta(s.file, s.size, s.meta)
	if err == nil {
		err = p.checkAll(ctx)
	}
	if err != nil && ctx.Err() == nil {
		return damaged("the file's pages", err)
	}
	return ctx.Err()
}

// A snapshot is one state of the file, with its meta page, that stays readable
// until it is released.
type snapshot struct {
	file    *os.File
	size    int64
	meta    boltMeta
	release func()
}

// snapshot takes one between two commits, in the writer's goroutine, because
// only there does the newest meta page belong to the newest transaction.
func (db *DB) snapshot(ctx context.Context) (s snapshot, err error) {
	take := func() error {
		db.mu.RLock()
		if db.file == nil {
			db.mu.RUnlock()
			return ErrClosed
		}
		s.file = db.file.handle
		tx, err := db.file.Begin(false)
		if err != nil {
			db.mu.RUnlock()
			return damaged("reading", err)
		}
		s.size = tx.Size()
		s.release = func() {
			_ = tx.Rollback() // only read
			db.mu.RUnlock()
		}
		if s.meta, err = newestMeta(s.file); err != nil {
			s.release()
			return damaged("the file's head", err)
		}
		return nil
	}
	if db.o.ReadOnly {
		err = take()
		return s, err
	}
	o := &op{ctx: ctx, outcome: make(chan error, 1), alone: take}
	if err := db.submit(o); err != nil {
		return s, err
	}
	err = <-o.outcome
	return s, err
}

var errRow = errors.New("row of a wrong length")

// checkRow says how a row of a bucket is opened.
func (db *DB) checkRow(bucket string) func(tx *bolt.Tx, k, v []byte) error {
	sized := func(key, value int) func(tx *bolt.Tx, k, v []byte) error {
		return func(_ *bolt.Tx, k, v []byte) error {
			if len(k) != key || len(v) != value {
				return damaged(bucket, errRow)
			}
			return nil
		}
	}
	switch bucket {
	case bktSeen:
		return sized(8, 5)
	case bktOutChats:
		return sized(24, 0)
	case bktContacts:
		return sized(16, contactRow)
	case bktSightings:
		return sized(32, 8)
	case bktChatContacts:
		return sized(32, 0)
	case bktCounters, bktMeta:
		return func(*bolt.Tx, []byte, []byte) error { return nil }
	}
	return func(tx *bolt.Tx, k, v []byte) error { return db.openRow(bucket, tx, k, v) }
}

// openRow opens a row of a sealed bucket.
func (db *DB) openRow(bucket string, tx *bolt.Tx, k, v []byte) (err error) {
	switch bucket {
	case bktInbox:
		_, err = db.openUpdate(k, v)
	case bktDead:
		_, err = db.openDead(k, v)
	case bktSent:
		_, err = db.openSent(k, v)
	case bktHistory:
		_, err = db.openEntry(tx, k, v)
	case bktTerms:
		_, err = db.seal.open(bktTerms, k, v)
	case bktChats:
		_, _, _, err = db.openChat(k, v)
	case bktNotes:
		_, _, err = db.openNote(k, v)
	case bktOutbox:
		var out Out
		if out, err = db.openOut(k, v); err != nil {
			return err
		}
		who := db.seal.chat(out.Chat)
		if c, _ := tx.Bucket([]byte(bktOutChats)).Cursor().Seek(join(who[:], k)); !bytes.Equal(c, join(who[:], k)) {
			return damaged("a reply", errors.New("not listed with its chat"))
		}
	}
	return err
}
