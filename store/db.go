package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	bolt "go.etcd.io/bbolt"
)

// DB is an open store, safe for concurrent use.
type DB struct {
	path string
	o    Options
	seal *sealer

	mu   sync.RWMutex // held for reading by every transaction; a compaction swaps file
	file *boltFile    // nil after Close

	gate   sync.RWMutex // held for reading while an operation is handed over
	closed bool
	ops    chan *op
	idle   chan struct{} // closed when the writer has stopped
	broken atomic.Pointer[error]
	failed atomic.Pointer[error] // the last write's failure

	terms *terms
	queue *queue
	ready chan struct{}
	inbox atomic.Int64 // rows of the inbox
	dead  atomic.Int64
	spool sync.Mutex // one backup at a time
}

// load reads what is kept in memory: the words of entries, the order of the
// outbox, and how much waits.
func (db *DB) load() error {
	db.terms, db.queue, db.ready = newTerms(), newQueue(), make(chan struct{}, 1)
	err := db.file.View(func(tx *bolt.Tx) error {
		for _, name := range buckets() {
			if tx.Bucket([]byte(name)) == nil {
				return fmt.Errorf("the table %s is missing", name)
			}
		}
		db.inbox.Store(count(tx, bktInbox))
		db.dead.Store(count(tx, bktDead))
		if err := db.loadTerms(tx); err != nil {
			return err
		}
		return db.loadQueue(tx)
	})
	if err != nil {
		return corruptError(db.path, err)
	}
	return nil
}

func count(tx *bolt.Tx, bucket string) (n int64) {
	c := tx.Bucket([]byte(bucket)).Cursor()
	for k, _ := c.First(); k != nil; k, _ = c.Next() {
		n++
	}
	return n
}

// start begins to take operations.
func (db *DB) start() {
	db.ops, db.idle = make(chan *op, 4*maxTogether), make(chan struct{})
	if db.o.ReadOnly {
		close(db.idle)
		return
	}
	go db.writeLoop()
}

// Close finishes what was submitted, marks the store as cleanly stopped and
// lets go of the file. A second Close does nothing.
func (db *DB) Close() error {
	db.gate.Lock()
	again := db.closed
	db.closed = true
	if !again {
		close(db.ops)
	}
	db.gate.Unlock()
	<-db.idle
	if again {
		return nil
	}
	db.mu.Lock()
	defer db.mu.Unlock()
	err := db.markClean()
	if db.broken.Load() == nil {
		err = errors.Join(err, db.file.DB.Close())
	} else {
		db.file.abandon()
	}
	db.file = nil
	return err
}

// markClean notes that nothing was cut short.
func (db *DB) markClean() error {
	if db.o.ReadOnly || db.broken.Load() != nil {
		return nil
	}
	err := db.file.Update(func(tx *bolt.Tx) error {
		return tx.Bucket([]byte(bktMeta)).Put([]byte(metaClean), []byte{1})
	})
	if err != nil {
		return fmt.Errorf("%w: marking the clean stop: %w", ErrDisk, err)
	}
	return nil
}

// view runs fn in a reading transaction. A damaged page is an error.
func (db *DB) view(fn func(tx *bolt.Tx) error) (err error) {
	db.mu.RLock()
	defer db.mu.RUnlock()
	if db.file == nil {
		return ErrClosed
	}
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if r := recover(); r != nil {
			err = damaged("reading", r)
		}
	}()
	return db.file.View(fn)
}

// now is the time as the options tell it.
func (db *DB) now() time.Time { return db.o.Now() }

// Reference is a short name of a chat for logs, useless without the key.
func (db *DB) Reference(chat int64) string { return db.seal.reference(chat) }

// Health tells what monitoring asks.
func (db *DB) Health() (Health, error) {
	h := Health{Inbox: int(db.inbox.Load()), Outbox: db.queue.len(), Dead: int(db.dead.Load())}
	if err := db.failed.Load(); err != nil {
		h.Failure = *err
	}
	err := db.view(func(tx *bolt.Tx) error {
		if _, v := tx.Bucket([]byte(bktInbox)).Cursor().First(); v != nil {
			h.Oldest = moment(asI64(v[min(8, len(v)):]))
		}
		h.CompactOwed = moment(asI64(tx.Bucket([]byte(bktMeta)).Get([]byte(metaOwed))))
		stats := tx.DB().Stats()
		h.FreeBytes = int64(stats.FreePageN+stats.PendingPageN) * int64(tx.DB().Info().PageSize)
		info, err := os.Stat(db.path)
		if err != nil {
			return folderError(db.path, err)
		}
		h.FileBytes = info.Size()
		return nil
	})
	return h, err
}

// write hands fn to the writer and waits for its outcome. A canceled ctx is
// heeded until the writer picks it up.
func (db *DB) write(ctx context.Context, fn func(w *writeTx) error) error {
	if db.o.ReadOnly {
		return ErrReadOnly
	}
	o := &op{ctx: ctx, run: fn, outcome: make(chan error, 1)}
	if err := db.submit(o); err != nil {
		return err
	}
	return <-o.outcome
}

func (db *DB) submit(o *op) error {
	db.gate.RLock()
	defer db.gate.RUnlock()
	if db.closed {
		return ErrClosed
	}
	select {
	case db.ops <- o:
		return nil
	case <-o.ctx.Done():
		return o.ctx.Err()
	}
}
