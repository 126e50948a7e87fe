package store

import (
	"errors"
	"fmt"
)

// Errors a caller may branch on, by errors.Is. Those of Open come wrapped in
// an *OpenError, whose text says in a plain sentence what to do.
var (
	ErrLocked     = errors.New("store in use by another instance")
	ErrCorrupt    = errors.New("store damaged")
	ErrNewer      = errors.New("store made by a newer version")
	ErrOlder      = errors.New("store of an older version opened read-only")
	ErrKeyMissing = errors.New("sealing key missing")
	ErrKeyWrong   = errors.New("sealing key does not fit the store")
	ErrKeyFile    = errors.New("key file unreadable")
	ErrEmpty      = errors.New("store empty although its key exists")
	ErrFolder     = errors.New("store's folder or file not accessible")
	ErrMissing    = errors.New("no store there")

	// ErrClosed is returned by every method after Close.
	ErrClosed = errors.New("store closed")
	// ErrDisk wraps any failure to bring a transaction to the disk (full,
	// read-only, input/output). Nothing of it was stored; trying again after
	// the disk is mended works without reopening.
	ErrDisk = errors.New("store cannot write to disk")
	// ErrDone is returned by Commit for a turn one of whose updates is no
	// longer pending: it was committed before, and nothing was done again.
	ErrDone = errors.New("update already done")
	// ErrInvalid is returned for a turn or update that no store could hold,
	// such as one with history but no chat.
	ErrInvalid = errors.New("invalid turn")
	// ErrReadOnly is returned by every writing method of a store opened with
	// Options.ReadOnly.
	ErrReadOnly = errors.New("store opened read-only")
)

// An OpenError says why a store could not be opened and what to do about it.
type OpenError struct {
	Path   string // the file the sentence is about
	Kind   error  // one of the sentinels above
	Advice string // a plain sentence for the operator
	Cause  error  // what the system or bbolt said; may be nil
}

// Error is the advice, then the cause in brackets.
func (e *OpenError) Error() string {
	if e.Cause == nil {
		return e.Advice
	}
	return fmt.Sprintf("%s (%v)", e.Advice, e.Cause)
}

// Unwrap lets errors.Is find both the sentinel and the cause.
func (e *OpenError) Unwrap() []error {
	if e.Cause == nil {
		return []error{e.Kind}
	}
	return []error{e.Kind, e.Cause}
}

// damaged is the error of bytes that no longer are what was written.
func damaged(what string, cause any) error {
	return fmt.Errorf("%w: %s: %v", ErrCorrupt, what, cause)
}

// untouched marks an error of an operation that has changed nothing, so that
// the transaction it shares need not be rolled back.
type untouched struct{ error }

func (u untouched) Unwrap() error { return u.error }
