package store

import (
	"errors"
	"fmt"
	"os"

	bolt "go.etcd.io/bbolt"
)

// A migration brings a store from version From to From+1 in one transaction.
// Never change one that was released: write the next, with a test that opens
// a file of the version before.
type migration struct {
	from uint32
	run  func(tx *bolt.Tx, s *sealer) error
}

// migrations lists them in order. There is none yet: version 1 is the first.
func migrations() []migration { return nil }

// upgrade makes the buckets of a new store, or runs the migrations an older
// one lacks, each with its version in the same transaction, after a copy of
// the file as it was; then it takes the mark of a clean stop away.
func (db *DB) upgrade(h head, version uint32, steps []migration) error {
	if h.virgin {
		h.version = version
	} else if h.version < version {
		if err := db.keepOld(h.version); err != nil {
			return err
		}
	}
	for h.version < version {
		step, err := stepFrom(steps, h.version)
		if err != nil {
			return corruptError(db.path, err)
		}
		err = db.file.Update(func(tx *bolt.Tx) error {
			if err := step.run(tx, db.seal); err != nil {
				return err
			}
			return tx.Bucket([]byte(bktMeta)).Put([]byte(metaVersion), u32(h.version+1))
		})
		if err != nil {
			return fmt.Errorf("bringing the store %s from version %d to %d: %w", db.path, h.version, h.version+1, err)
		}
		h.version++
	}
	if err := db.file.Update(func(tx *bolt.Tx) error { return db.mark(tx, h.version) }); err != nil {
		return openDiskError(db.path, err)
	}
	return nil
}

func stepFrom(steps []migration, from uint32) (migration, error) {
	for _, s := range steps {
		if s.from == from {
			return s, nil
		}
	}
	return migration{}, fmt.Errorf("schema %d is not known", from)
}

// mark makes what is missing and notes that the file is in use.
func (db *DB) mark(tx *bolt.Tx, version uint32) error {
	for _, name := range buckets() {
		if _, err := tx.CreateBucketIfNotExists([]byte(name)); err != nil {
			return err
		}
	}
	meta := tx.Bucket([]byte(bktMeta))
	if err := meta.Put([]byte(metaVersion), u32(version)); err != nil {
		return err
	}
	if err := meta.Put([]byte(metaKeyID), db.seal.keyID[:]); err != nil {
		return err
	}
	if db.seal.shareID != (hash{}) {
		if err := meta.Put([]byte(metaContact), db.seal.shareID[:]); err != nil {
			return err
		}
	}
	return meta.Delete([]byte(metaClean))
}

// keepOld copies the file as it is to PATH.vN, where the version before the
// migration can open it again. It stays until the operator removes it.
func (db *DB) keepOld(version uint32) error {
	to := fmt.Sprintf("%s.v%d", db.path, version)
	f, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return folderError(to, err)
	}
	err = db.file.View(func(tx *bolt.Tx) error {
		_, err := tx.WriteTo(f)
		return err
	})
	err = errors.Join(err, f.Sync(), f.Close())
	if err != nil {
		return folderError(to, err)
	}
	return syncFolder(to)
}

func openDiskError(path string, cause error) error {
	return &OpenError{Path: path, Kind: ErrDisk, Cause: cause,
		Advice: "the store " + path + " cannot be written: free space on its disk or make it writable"}
}
