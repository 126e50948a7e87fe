package store

import (
	"errors"
	"io/fs"
)

// The first start makes two files that must appear together. The key is first
// written as KEY.new, then the store is made, then the key gets its name. So a
// key under its name means that a store was made, and whatever moment the
// first start was stopped at, the next one can finish it.
const freshSuffix = ".new"

// A keyring is what the key files gave.
type keyring struct {
	path  string // of the key file
	fresh bool   // the key still lies in path+freshSuffix
	seal  *sealer
}

// findKeys reads the keys for a store that has (or has not) bytes in it, and
// makes them where the store is to be made.
func findKeys(path string, o Options, hasBytes bool) (*keyring, error) {
	k := &keyring{path: o.KeyFile}
	master, err := readKey(o.KeyFile)
	switch {
	case err == nil && !hasBytes:
		return nil, emptyError(path, o)
	case err == nil:
	case !errors.Is(err, fs.ErrNotExist):
		return nil, err
	case hasBytes:
		// Only the key of an interrupted first start may be waiting; whether
		// it fits is decided against the key id in the file.
		k.fresh = true
		if master, err = readKey(o.KeyFile + freshSuffix); errors.Is(err, fs.ErrNotExist) {
			_, err = readKey(o.KeyFile)
		}
		if err != nil {
			return nil, err
		}
	default:
		k.fresh = true
		if master, err = makeKey(o.KeyFile + freshSuffix); err != nil {
			return nil, err
		}
	}
	contact, err := contactKey(o)
	if err != nil {
		return nil, err
	}
	k.seal, err = newSealer(master, contact)
	return k, err
}

// mayBegin refuses, before a file is made, to begin a store where one was, or
// where it is only to be read.
func mayBegin(path string, o Options) error {
	keyed, _, err := exists(o.KeyFile)
	if err != nil {
		return err
	}
	if _, size, err := exists(path); err != nil || size > 0 {
		return err // another instance has just begun it
	}
	if keyed {
		return emptyError(path, o)
	}
	if o.ReadOnly {
		return &OpenError{Path: path, Kind: ErrMissing, Advice: "there is no store at " + path + ": check the path"}
	}
	return nil
}

func emptyError(path string, o Options) error {
	return &OpenError{Path: path, Kind: ErrEmpty,
		Advice: "the store " + path + " is empty or gone although its key " + o.KeyFile + " exists: put the store back or restore a backup; to begin anew on purpose, move the key file away"}
}

// contactKey reads the separate contact key; nil if there is none, or not yet.
func contactKey(o Options) ([]byte, error) {
	if o.ContactKeyFile == "" {
		return nil, nil
	}
	key, err := readKey(o.ContactKeyFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, &OpenError{Path: o.ContactKeyFile, Kind: ErrKeyMissing, Cause: err,
			Advice: "the contact key file " + o.ContactKeyFile + " is missing: copy it from an instance that shares it, or make one of two lines, \"lurewatch-key 1\" and 32 random bytes in base64"}
	}
	return key, err
}

// settle gives a fresh key its name once the store it belongs to exists.
func (k *keyring) settle() error {
	if !k.fresh {
		return nil
	}
	k.fresh = false
	return moveInto(k.path+freshSuffix, k.path)
}

// NewContactKey makes a contact key file, mode 0600, for instances that are
// to compare contacts. It never replaces one.
func NewContactKey(path string) error {
	if there, _, err := exists(path); err != nil {
		return err
	} else if there {
		return folderError(path, fs.ErrExist)
	}
	if _, err := makeKey(path + freshSuffix); err != nil {
		return err
	}
	return moveInto(path+freshSuffix, path)
}
