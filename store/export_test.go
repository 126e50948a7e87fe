package store

import (
	"context"

	bolt "go.etcd.io/bbolt"
)

// What the tests of this package reach besides its exported names.

// SchemaVersion is the version this program writes.
const SchemaVersion = schemaVersion

// A Migration of a schema that does not exist yet.
type Migration struct {
	From uint32
	Run  func(tx *bolt.Tx) error
}

// OpenAt opens as a program of another schema version would.
func OpenAt(path string, o Options, version uint32, steps []Migration) (*DB, error) {
	list := migrations()
	for _, s := range steps {
		list = append(list, migration{s.From, func(tx *bolt.Tx, _ *sealer) error { return s.Run(tx) }})
	}
	return open(path, o, version, list)
}

// WriteRaw runs fn in the writer, with all that comes with it.
func (db *DB) WriteRaw(o WriteOp) error {
	return db.write(o.Ctx, func(w *writeTx) error { return o.Run(w.tx) })
}

// HoldWriter keeps the writer busy until the returned function is called, so
// that what is submitted meanwhile shares a transaction.
func (db *DB) HoldWriter() (release func()) {
	held, free := make(chan struct{}), make(chan struct{})
	o := &op{ctx: context.Background(), outcome: make(chan error, 1), alone: func() error {
		close(held)
		<-free
		return nil
	}}
	if err := db.submit(o); err != nil {
		panic(err)
	}
	<-held
	return func() { close(free) }
}

// Waiting is how many operations wait for the writer.
func (db *DB) Waiting() int { return len(db.ops) }

// TxID counts the transactions that were committed.
func (db *DB) TxID() (id int) {
	_ = db.view(func(tx *bolt.Tx) error {
		id = tx.ID()
		return nil
	})
	return id
}

// UsedBytes is how much of the file's pages is in use.
func (db *DB) UsedBytes() (n int64) {
	_ = db.view(func(tx *bolt.Tx) error {
		stats := tx.DB().Stats()
		n = tx.Size() - int64(stats.FreePageN+stats.PendingPageN)*int64(tx.DB().Info().PageSize)
		return nil
	})
	return n
}

// Records opens every kind of record from arbitrary bytes and, where that
// succeeds, writes it again.
func Records(b []byte) (again map[string][]byte) {
	again = make(map[string][]byte)
	if u, err := decodeUpdate(b); err == nil {
		again["update"] = encodeUpdate(u)
	}
	if r, err := decodeReply(b); err == nil {
		again["reply"] = encodeReply(r)
	}
	if chat, p, err := decodePrefs(b); err == nil {
		again["prefs"] = encodePrefs(chat, p)
	}
	noTerms := func(uint64) (string, bool) { return "", false }
	if e, err := decodeEntry(b, moment(0), noTerms); err == nil {
		again["entry"], _ = encodeEntry(e, func(string) (uint64, error) { return 0, nil })
	}
	if _, err := decodeDead(b, moment(0)); err == nil {
		again["dead"] = nil
	}
	return again
}

// A WriteOp is a write of a test's own.
type WriteOp struct {
	Ctx context.Context
	Run func(tx *bolt.Tx) error
}
