package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	bolt "go.etcd.io/bbolt"
)

// Backup writes a consistent copy of the store, without freed pages, to w,
// while the bot goes on. The key is not in it. The copy is first made beside
// the store, so that a slow reader holds up nobody.
func (db *DB) Backup(ctx context.Context, w io.Writer) error {
	db.spool.Lock()
	defer db.spool.Unlock()
	f, err := db.spoolCopy(ctx)
	if err != nil {
		return err
	}
	defer f.Close() //nolint:errcheck // only read, and already without a name
	if _, err := io.Copy(w, readerUntil{ctx, f}); err != nil {
		return fmt.Errorf("sending the backup: %w", err)
	}
	return nil
}

// spoolCopy makes the copy and takes its name away, so that it goes with its
// last reader.
func (db *DB) spoolCopy(ctx context.Context) (*os.File, error) {
	db.mu.RLock()
	defer db.mu.RUnlock()
	if db.file == nil {
		return nil, ErrClosed
	}
	path := db.path + spoolSuffix
	copied, err := db.copyTo(ctx, path, func(meta *bolt.Bucket) error {
		return meta.Put([]byte(metaClean), []byte{1})
	})
	if err != nil {
		return nil, err
	}
	copied.close()
	f, err := os.Open(path)
	if err != nil {
		return nil, folderError(path, err)
	}
	if err := os.Remove(path); err != nil {
		_ = f.Close() // the removal's error tells more
		return nil, folderError(path, err)
	}
	return f, nil
}

// readerUntil ends with the context's error.
type readerUntil struct {
	ctx context.Context
	r   io.Reader
}

func (r readerUntil) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.r.Read(p)
}

// Compact rewrites the file without freed pages, so that what was erased is
// gone from it, and says its size before and after. Writers wait meanwhile
// (about two seconds a gigabyte), readers only for the last moment. It needs
// as much free disk as the store holds.
func (db *DB) Compact(ctx context.Context) (before, after int64, err error) {
	if db.o.ReadOnly {
		return 0, 0, ErrReadOnly
	}
	o := &op{ctx: ctx, outcome: make(chan error, 1), alone: func() error {
		var err error
		before, after, err = db.compact(ctx)
		return err
	}}
	if err := db.submit(o); err != nil {
		return 0, 0, err
	}
	if err := <-o.outcome; err != nil {
		return 0, 0, err
	}
	return before, after, nil
}

func (db *DB) compact(ctx context.Context) (before, after int64, err error) {
	if broken := db.broken.Load(); broken != nil {
		return 0, 0, *broken
	}
	if _, before, err = exists(db.path); err != nil {
		return 0, 0, err
	}
	path := db.path + compactSuffix
	f, err := db.copyTo(ctx, path, func(meta *bolt.Bucket) error { return meta.Delete([]byte(metaOwed)) })
	if err != nil {
		return 0, 0, err
	}
	db.mu.Lock()
	defer db.mu.Unlock()
	if err := os.Rename(path, db.path); err != nil {
		f.close()
		_ = os.Remove(path) // the failure to rename tells more
		return 0, 0, folderError(db.path, err)
	}
	old := db.file
	db.file = f
	old.close()
	if err := syncFolder(db.path); err != nil {
		return 0, 0, err
	}
	_, after, err = exists(db.path)
	return before, after, err
}

// Restore puts a copy of the backup at path after checking that it is whole
// and fits the key. A store that lies there is renamed, never overwritten;
// aside is its new name, empty if there was none. No instance may run.
//
// What was waiting when the backup was made waits again: replies without an
// expiry that were sent since are sent once more.
func Restore(ctx context.Context, backup, path string, o Options) (aside string, err error) {
	path, o = defaults(path, o)
	readOnly := o
	readOnly.ReadOnly = true
	b, err := Open(backup, readOnly)
	if err != nil {
		return "", fmt.Errorf("checking the backup: %w", err)
	}
	if err := errors.Join(b.Verify(ctx), b.Close()); err != nil {
		return "", fmt.Errorf("checking the backup: %w", err)
	}
	release, err := hold(path, o)
	if err != nil {
		return "", err
	}
	defer release()
	fresh := path + spoolSuffix
	if err := copyFile(ctx, backup, fresh); err != nil {
		return "", err
	}
	if there, _, err := exists(path); err != nil {
		return "", err
	} else if there {
		aside = path + ".before-" + o.Now().UTC().Format("20060102T150405.000Z")
		if err := os.Rename(path, aside); err != nil {
			return "", folderError(path, err)
		}
	}
	return aside, moveInto(fresh, path)
}

// hold locks what lies at path, if a running instance does not. Something
// that is no store any more cannot be locked and needs not be.
func hold(path string, o Options) (release func(), err error) {
	if there, size, err := exists(path); err != nil || !there || size == 0 || preflight(path) != nil {
		return func() {}, err
	}
	f, err := openFile(path, o, true)
	if errors.Is(err, ErrLocked) {
		return nil, err
	}
	if err != nil {
		return func() {}, nil
	}
	return f.close, nil
}

// copyFile copies to a new file of mode 0600 that is on the disk afterwards.
func copyFile(ctx context.Context, from, to string) error {
	in, err := os.Open(filepath.Clean(from))
	if err != nil {
		return folderError(from, err)
	}
	defer in.Close() //nolint:errcheck // only read
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return folderError(to, err)
	}
	_, err = io.Copy(out, readerUntil{ctx, in})
	if err = errors.Join(err, out.Sync(), out.Close()); err != nil {
		_ = os.Remove(to) // useless
		return folderError(to, err)
	}
	return nil
}
