package store

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	bolt "go.etcd.io/bbolt"
)

// maxTogether bounds how many operations share a transaction, so that no one
// waits long for a commit that grew too big.
const maxTogether = 256

// An op is one write on its way to the disk.
type op struct {
	ctx     context.Context
	run     func(w *writeTx) error // in a transaction shared with others
	alone   func() error           // instead of run: with no transaction open
	outcome chan error             // of capacity 1
}

// writeLoop is the one goroutine that writes. It takes what has gathered while
// it was busy and commits that together: no timer, so a lone write waits for
// nobody, and a hundred cost one fsync.
func (db *DB) writeLoop() {
	defer close(db.idle)
	debug.SetPanicOnFault(true)
	for first := range db.ops {
		batch := db.gather(first)
		for len(batch) > 0 {
			n := 0
			for n < len(batch) && batch[n].alone == nil {
				n++
			}
			db.commit(batch[:n])
			if n < len(batch) {
				batch[n].outcome <- batch[n].alone()
				n++
			}
			batch = batch[n:]
		}
	}
}

// gather takes what waits, without waiting, and leaves out what was canceled.
func (db *DB) gather(first *op) []*op {
	batch := make([]*op, 0, maxTogether)
	for o := first; ; {
		if err := o.ctx.Err(); err != nil {
			o.outcome <- err
		} else {
			batch = append(batch, o)
		}
		if len(batch) == maxTogether {
			return batch
		}
		var more bool
		select {
		case o, more = <-db.ops:
			if !more {
				return batch
			}
		default:
			return batch
		}
	}
}

// commit brings the batch to the disk and answers each. One that fails after
// it has changed something spoils the transaction for all; then those before
// it, itself alone, and those after it are run again.
func (db *DB) commit(batch []*op) {
	for len(batch) > 0 {
		results, bad, err := db.attempt(batch)
		if bad >= 0 && len(batch) > 1 {
			db.commit(batch[:bad])
			db.commit(batch[bad : bad+1])
			batch = batch[bad+1:]
			continue
		}
		for i, o := range batch {
			if err != nil {
				o.outcome <- err
			} else {
				o.outcome <- results[i]
			}
		}
		return
	}
}

// attempt runs the batch in one transaction. bad is the index of the one that
// spoiled it, or -1; err means that nothing was stored.
func (db *DB) attempt(batch []*op) (results []error, bad int, err error) {
	if broken := db.broken.Load(); broken != nil {
		return nil, -1, *broken
	}
	defer func() {
		if r := recover(); r != nil {
			// bbolt itself broke down in mid-commit: what it holds in memory
			// is no longer to be trusted, what is on the disk is.
			err = damaged("writing; the store must be opened again", r)
			db.broken.Store(&err)
		}
		if bad < 0 {
			db.note(err)
		}
	}()
	results, bad = make([]error, len(batch)), -1
	var w *writeTx
	err = db.file.Update(func(tx *bolt.Tx) error {
		w = newWriteTx(db, tx)
		for i, o := range batch {
			err := safely(o.run, w)
			var clean untouched
			if errors.As(err, &clean) {
				results[i] = clean.error
				continue
			}
			if err != nil {
				bad = i
				return err
			}
		}
		return w.flush()
	})
	if err == nil {
		w.settle()
	} else if bad < 0 {
		err = fmt.Errorf("%w: %w", ErrDisk, err)
	}
	return results, bad, err
}

// note keeps the last failure for Health.
func (db *DB) note(err error) {
	if err == nil {
		db.failed.Store(nil)
		return
	}
	db.failed.Store(&err)
}

func safely(run func(w *writeTx) error, w *writeTx) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = damaged("writing", r)
		}
	}()
	return run(w)
}

// A writeTx is one writing transaction with what must happen in memory once
// it is on the disk.
type writeTx struct {
	db     *DB
	tx     *bolt.Tx
	seal   *sealer
	now    time.Time
	terms  map[string]uint64 // new in this transaction
	counts map[string]uint64 // counters' keys and what to add
	after  []func()
	wake   bool
}

func newWriteTx(db *DB, tx *bolt.Tx) *writeTx {
	return &writeTx{db: db, tx: tx, seal: db.seal, now: db.now(),
		terms: make(map[string]uint64), counts: make(map[string]uint64)}
}

func (w *writeTx) bucket(name string) *bolt.Bucket {
	b := w.tx.Bucket([]byte(name))
	b.FillPercent = fill(name)
	return b
}

// put seals plain behind a clear header and stores both under key.
func (w *writeTx) put(bucket string, key, header, plain []byte) error {
	value := make([]byte, len(header), len(header)+len(plain)+28)
	copy(value, header)
	if err := w.bucket(bucket).Put(key, w.seal.seal(value, bucket, key, plain)); err != nil {
		return fmt.Errorf("writing to %s: %w", bucket, err)
	}
	return nil
}

// then defers fn until the transaction is on the disk.
func (w *writeTx) then(fn func()) { w.after = append(w.after, fn) }

// settle brings memory up to date with what was committed.
func (w *writeTx) settle() {
	w.db.terms.add(w.terms)
	for _, fn := range w.after {
		fn()
	}
	if w.wake {
		select {
		case w.db.ready <- struct{}{}:
		default:
		}
	}
}
