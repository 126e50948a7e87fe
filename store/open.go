package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"time"

	bolt "go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"
)

// Suffixes of files that the store writes beside itself and renames or
// removes; what a stopped process left of them is removed by Open.
const (
	compactSuffix = ".compact"
	spoolSuffix   = ".spool"
)

// Open opens the store at path, making it and its key at the first start.
// It never panics on a damaged file, never makes a new key beside an existing
// store nor a new store beside an existing key: each has its own error, an
// *OpenError. After an unclean stop every page is checked first.
func Open(path string, o Options) (*DB, error) {
	return open(path, o, schemaVersion, migrations())
}

func open(path string, o Options, version uint32, steps []migration) (*DB, error) {
	path, o = defaults(path, o)
	_, size, err := exists(path)
	if err != nil {
		return nil, err
	}
	if size > 0 {
		err = preflight(path)
	} else {
		err = mayBegin(path, o)
	}
	if err != nil {
		return nil, err
	}
	f, err := openFile(path, o, size > 0)
	if err != nil {
		return nil, err
	}
	db := &DB{path: path, o: o, file: f}
	if err := db.prepare(version, steps); err != nil {
		f.close()
		return nil, err
	}
	db.start()
	return db, nil
}

// defaults fills in what the options leave open. The path is resolved so that
// a later rename replaces the file and not a link to it.
func defaults(path string, o Options) (string, Options) {
	if o.KeyFile == "" {
		o.KeyFile = path + ".key"
	}
	if o.Timeout <= 0 {
		o.Timeout = time.Second
	}
	if o.Retention <= 0 {
		o.Retention = 90 * 24 * time.Hour
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	return path, o
}

// preflight checks, before bbolt maps the file, what bbolt would trust.
// Another instance may be writing at this moment; so what looks damaged is
// looked at again as long as the file still changes.
func preflight(path string) error {
	var last error
	for range 5 {
		f, err := os.Open(path)
		if err != nil {
			return folderError(path, err)
		}
		before, _ := newestMeta(f)
		info, err := f.Stat()
		if err == nil {
			_, err = checkHead(f, info.Size())
		}
		after, _ := newestMeta(f)
		_ = f.Close() // only read
		if err == nil {
			return nil
		}
		if last = err; before == after {
			break
		}
	}
	return corruptError(path, last)
}

func corruptError(path string, cause any) error {
	return &OpenError{Path: path, Kind: ErrCorrupt, Cause: fmt.Errorf("%v", cause),
		Advice: "the store " + path + " is damaged: move it away and restore the newest backup"}
}

func openError(path string, cause error) error {
	switch {
	case errors.Is(cause, berrors.ErrTimeout):
		return &OpenError{Path: path, Kind: ErrLocked,
			Advice: "the store " + path + " is in use by another running instance: stop that one first, or give this one another file"}
	case errors.Is(cause, berrors.ErrInvalid), errors.Is(cause, berrors.ErrChecksum), errors.Is(cause, berrors.ErrVersionMismatch):
		return corruptError(path, cause)
	}
	return folderError(path, cause)
}

// prepare checks everything of the opened file that must be right before the
// first use, and brings it to the schema's version.
func (db *DB) prepare(version uint32, steps []migration) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if r := recover(); r != nil {
			err = corruptError(db.path, r)
		}
	}()
	head, err := db.readHead()
	if err != nil {
		return err
	}
	if head.version > version {
		return &OpenError{Path: db.path, Kind: ErrNewer,
			Advice: fmt.Sprintf("the store %s was made by a newer Lurewatch (its schema is %d, this one knows %d): install that version, or restore a backup of the older one", db.path, head.version, version)}
	}
	keys, err := findKeys(db.path, db.o, !head.virgin)
	if err != nil {
		return err
	}
	db.seal = keys.seal
	if err := db.checkKeys(head); err != nil {
		return err
	}
	if !head.clean && !head.virgin {
		if err := checkPages(context.Background(), db.file.handle); err != nil {
			return corruptError(db.path, err)
		}
	}
	if !db.o.ReadOnly {
		if err := db.upgrade(head, version, steps); err != nil {
			return err
		}
		if err := keys.settle(); err != nil {
			return err
		}
		db.tidy()
	} else if head.version < version {
		return &OpenError{Path: db.path, Kind: ErrOlder,
			Advice: fmt.Sprintf("the store %s is of the older schema %d: let the bot open it once, or use the version that made it", db.path, head.version)}
	}
	return db.load()
}

// A head is what the meta bucket says.
type head struct {
	virgin, clean  bool // without any bucket; stopped cleanly
	version        uint32
	keyID, shareID []byte
}

func (db *DB) readHead() (h head, err error) {
	err = db.file.View(func(tx *bolt.Tx) error {
		b := tx.Bucket([]byte(bktMeta))
		if b == nil {
			if k, _ := tx.Cursor().First(); k != nil {
				return corruptError(db.path, "a bbolt file, but not of Lurewatch")
			}
			h.virgin = true
			return nil
		}
		h.version = asU32(b.Get([]byte(metaVersion)))
		h.keyID = bytes.Clone(b.Get([]byte(metaKeyID)))
		h.shareID = bytes.Clone(b.Get([]byte(metaContact)))
		h.clean = b.Get([]byte(metaClean)) != nil
		if h.version == 0 || len(h.keyID) != len(hash{}) {
			return corruptError(db.path, "its version or key id is missing")
		}
		return nil
	})
	return h, err
}

// checkKeys compares the keys with the ids in the file.
func (db *DB) checkKeys(h head) error {
	if h.virgin {
		return nil
	}
	if !bytes.Equal(h.keyID, db.seal.keyID[:]) {
		return &OpenError{Path: db.o.KeyFile, Kind: ErrKeyWrong,
			Advice: "the key file " + db.o.KeyFile + " belongs to another store than " + db.path + ": put the right key back; the store stays as it is"}
	}
	if h.shareID != nil && !bytes.Equal(h.shareID, db.seal.shareID[:]) && !db.o.ReadOnly {
		return &OpenError{Path: db.o.ContactKeyFile, Kind: ErrKeyWrong,
			Advice: "the contact key is not the one with which the contacts in " + db.path + " were hashed: give that file's path again"}
	}
	return nil
}

// checkPages checks every page of a file that nobody writes to.
func checkPages(ctx context.Context, f *os.File) error {
	info, err := f.Stat()
	if err != nil {
		return err
	}
	p, err := checkHead(f, info.Size())
	if err != nil {
		return err
	}
	return p.checkAll(ctx)
}

// tidy removes what a stopped process left beside the store.
func (db *DB) tidy() {
	for _, suffix := range []string{compactSuffix, spoolSuffix} {
		_ = os.Remove(db.path + suffix) // nothing depends on it being gone
	}
}
