package store

import (
	"os"
	"runtime/debug"

	bolt "go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"
)

// A boltFile is an open bbolt file with the handle that holds its lock, which
// must be closed even where bbolt gave up by a panic.
type boltFile struct {
	*bolt.DB
	handle *os.File
}

// openFile locks and maps the file, made new only if it is not to exist.
func openFile(path string, o Options, exists bool) (f *boltFile, err error) {
	f = &boltFile{}
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if r := recover(); r != nil {
			err = corruptError(path, r)
		}
		if err != nil && f != nil {
			f.close()
			f = nil
		}
	}()
	f.DB, err = bolt.Open(path, 0o600, &bolt.Options{
		Timeout: o.Timeout, ReadOnly: o.ReadOnly, PreLoadFreelist: true,
		OpenFile: func(name string, flag int, mode os.FileMode) (*os.File, error) {
			if exists {
				flag &^= os.O_CREATE
			}
			h, err := os.OpenFile(name, flag, mode)
			f.handle = h
			return h, err
		},
	})
	if err != nil {
		return f, openError(path, err)
	}
	return f, f.claim(path, o.ReadOnly)
}

// claim makes sure that the locked file is the one that has the name now (a
// compaction elsewhere may just have renamed another into its place), and
// that nobody else may read it.
func (f *boltFile) claim(path string, readOnly bool) error {
	mine, err := f.handle.Stat()
	if err != nil {
		return folderError(path, err)
	}
	named, err := os.Stat(path)
	if err != nil || !os.SameFile(mine, named) {
		return openError(path, berrors.ErrTimeout)
	}
	if !readOnly && mine.Mode().Perm() != 0o600 {
		if err := f.handle.Chmod(0o600); err != nil {
			return folderError(path, err)
		}
	}
	return nil
}

// close lets go of a file in which nothing is left to be saved.
func (f *boltFile) close() {
	if f.DB != nil {
		_ = f.DB.Close()
	} else {
		f.abandon()
	}
}

// abandon lets go of a file in which bbolt broke down: its own Close could
// wait for ever for what it still holds.
func (f *boltFile) abandon() {
	if f.handle != nil {
		unlock(f.handle)
		_ = f.handle.Close()
	}
}
