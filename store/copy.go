package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime/debug"

	bolt "go.etcd.io/bbolt"
)

// copyTx is how many bytes of a copy are committed at a time.
const copyTx = 4 << 20

// copyTo writes all that is in the open file to a new one at path, without
// freed pages, and returns it open and on the disk. mark notes what differs.
func (db *DB) copyTo(ctx context.Context, path string, mark func(meta *bolt.Bucket) error) (f *boltFile, err error) {
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, folderError(path, err)
	}
	if f, err = openFile(path, Options{Timeout: db.o.Timeout}, false); err != nil {
		return nil, err
	}
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if r := recover(); r != nil {
			err = damaged("copying", r)
		}
		if err != nil {
			f.close()
			_ = os.Remove(path) // useless, and removed again by Open
			f = nil
		}
	}()
	f.NoSync = true
	if err := db.file.View(func(from *bolt.Tx) error { return copyBuckets(ctx, f.DB, from) }); err != nil {
		return f, err
	}
	if err := f.Update(func(tx *bolt.Tx) error { return mark(tx.Bucket([]byte(bktMeta))) }); err != nil {
		return f, copyError(err)
	}
	f.NoSync = false
	if err := f.Sync(); err != nil {
		return f, copyError(err)
	}
	return f, nil
}

func copyError(err error) error { return fmt.Errorf("%w: copying the store: %w", ErrDisk, err) }

// copyBuckets copies every bucket. (bbolt's own Compact commits its last part
// after it has let go of the source, which may by then have been written over
// or mapped elsewhere, so it cannot be used while a writer is at work.)
func copyBuckets(ctx context.Context, to *bolt.DB, from *bolt.Tx) error {
	return from.ForEach(func(name []byte, b *bolt.Bucket) error {
		err := to.Update(func(tx *bolt.Tx) error {
			made, err := tx.CreateBucket(name)
			if err != nil {
				return err
			}
			return made.SetSequence(b.Sequence())
		})
		if err != nil {
			return copyError(err)
		}
		c := b.Cursor()
		for k, v := c.First(); k != nil; {
			if err := ctx.Err(); err != nil {
				return err
			}
			err := to.Update(func(tx *bolt.Tx) (err error) {
				k, v, err = copyRows(tx.Bucket(name), c, k, v)
				return err
			})
			if err != nil {
				return copyError(err)
			}
		}
		return nil
	})
}

// copyRows copies what fits one transaction and returns the row to go on with.
func copyRows(to *bolt.Bucket, c *bolt.Cursor, k, v []byte) ([]byte, []byte, error) {
	to.FillPercent = 0.9
	for size := 0; k != nil && size < copyTx; k, v = c.Next() {
		if v == nil {
			return nil, nil, errors.New("a bucket within a bucket, which no schema has")
		}
		if err := to.Put(k, v); err != nil {
			return nil, nil, err
		}
		size += len(k) + len(v)
	}
	return k, v, nil
}
