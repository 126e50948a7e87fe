package store_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lurewatch/store"

	bolt "go.etcd.io/bbolt"
)

// refused expects Open to fail with kind and to say what to do.
func (s *site) refused(kind error, advice string) {
	s.Helper()
	db, err := store.Open(s.path, s.o)
	if err == nil {
		s.ok(db.Close())
		s.Fatalf("opened; want %v", kind)
	}
	var open *store.OpenError
	if !errors.Is(err, kind) || !errors.As(err, &open) || !strings.Contains(err.Error(), advice) {
		s.Errorf("got %v\nwant %v with %q", err, kind, advice)
	}
}

// stopped is a store with something in it, closed.
func stopped(t *testing.T) *site {
	t.Helper()
	s := newSite(t)
	for chat := range int64(40) {
		s.fillChat(chat+1, fmt.Sprint("w", chat))
	}
	s.ok(s.DB.Close())
	return s
}

func (s *site) write(path string, b []byte) {
	s.Helper()
	s.ok(os.WriteFile(path, b, 0o600))
}

func (s *site) read(path string) []byte {
	s.Helper()
	b, err := os.ReadFile(path)
	s.ok(err)
	return b
}

func TestOpenLocked(t *testing.T) {
	s := newSite(t)
	s.refused(store.ErrLocked, "in use by another running instance")
	s.o.ReadOnly = true
	s.refused(store.ErrLocked, "in use by another running instance")
}

func TestOpenStoreGone(t *testing.T) {
	s := stopped(t)
	key := s.read(s.path + ".key")
	s.ok(os.Remove(s.path))
	s.refused(store.ErrEmpty, "restore a backup")
	if _, err := os.Stat(s.path); err == nil && len(s.read(s.path)) > 0 {
		t.Error("a new store was made silently")
	}
	s.write(s.path, nil)
	s.refused(store.ErrEmpty, "move the key file away")
	s.refused(store.ErrEmpty, "move the key file away") // not changed by the refusal
	if !bytes.Equal(key, s.read(s.path+".key")) {
		t.Error("the key was changed")
	}
	s.ok(os.Rename(s.path+".key", s.path+".oldkey"))
	s.open()
}

func TestOpenKeyTrouble(t *testing.T) {
	s := stopped(t)
	key, file := s.read(s.path+".key"), s.read(s.path)
	s.ok(os.Remove(s.path + ".key"))
	s.refused(store.ErrKeyMissing, "put it back")
	if _, err := os.Stat(s.path + ".key"); err == nil {
		t.Error("a new key was made silently")
	}
	other := newSite(t)
	s.write(s.path+".key", s.read(other.path+".key"))
	s.refused(store.ErrKeyWrong, "belongs to another store")
	for _, bad := range []string{"", "hello", "lurewatch-key 1\nAAAA\n", "lurewatch-key 2\n" + strings.Split(string(key), "\n")[1]} {
		s.write(s.path+".key", []byte(bad))
		s.refused(store.ErrKeyFile, "not a Lurewatch key")
	}
	if !bytes.Equal(file, s.read(s.path)) {
		t.Error("a refused Open changed the store")
	}
	s.write(s.path+".key", []byte(strings.ReplaceAll(string(key), "\n", "\r\n")))
	s.open()
	s.ok(s.Verify(context.Background()))
}

// A first start may be stopped at any moment; the next one finishes it.
func TestOpenAfterInterruptedFirstStart(t *testing.T) {
	s := stopped(t)
	s.ok(os.Rename(s.path+".key", s.path+".key.new")) // stopped before the key got its name
	s.open()
	s.ok(s.Verify(context.Background()))
	s.ok(s.DB.Close())
	s.read(s.path + ".key")

	s.ok(os.Remove(s.path)) // stopped before the store was made
	s.ok(os.Rename(s.path+".key", s.path+".key.new"))
	s.open()
	s.ok(s.DB.Close())

	s.ok(os.Remove(s.path)) // stopped in between: a file without tables
	s.ok(os.Rename(s.path+".key", s.path+".key.new"))
	empty, err := bolt.Open(s.path, 0o600, nil)
	s.ok(err)
	s.ok(empty.Close())
	s.open()
	s.reopen()

	s.ok(s.DB.Close()) // a waiting key that is not the store's
	s.ok(os.Remove(s.path + ".key"))
	other := newSite(t)
	s.write(s.path+".key.new", s.read(other.path+".key"))
	s.refused(store.ErrKeyWrong, "put the right key back")
}

func TestOpenFolderTrouble(t *testing.T) {
	s := &site{T: t, path: filepath.Join(t.TempDir(), "missing", "lurewatch.db"), clock: newClock()}
	s.refused(store.ErrFolder, "make the folder")
	s.path = t.TempDir()
	s.refused(store.ErrFolder, "not a regular file")
	file := filepath.Join(t.TempDir(), "file")
	s.write(file, []byte("x"))
	s.path = filepath.Join(file, "lurewatch.db")
	s.refused(store.ErrFolder, "cannot use")
	if os.Getuid() != 0 {
		s.path = filepath.Join(t.TempDir(), "lurewatch.db")
		s.ok(os.Chmod(filepath.Dir(s.path), 0o500))
		s.refused(store.ErrFolder, "writable")
	}
}

func TestOpenReadOnly(t *testing.T) {
	s := &site{T: t, path: filepath.Join(t.TempDir(), "lurewatch.db"), clock: newClock(), o: store.Options{ReadOnly: true}}
	s.refused(store.ErrMissing, "no store")
	s = stopped(t)
	before := s.read(s.path)
	s.o.ReadOnly = true
	s.open()
	if err := s.Commit(context.Background(), store.Turn{}); !errors.Is(err, store.ErrReadOnly) {
		t.Errorf("Commit: %v", err)
	}
	if list, err := s.History(1, 1); len(list) != 1 || err != nil {
		t.Errorf("%v, %v", list, err)
	}
	s.ok(s.Verify(context.Background()))
	s.ok(s.DB.Close())
	if !bytes.Equal(before, s.read(s.path)) {
		t.Error("reading changed the file")
	}
}

func TestOpenMakesTheFileItsOwn(t *testing.T) {
	s := stopped(t)
	s.ok(os.Chmod(s.path, 0o644))
	s.open()
	if info, err := os.Stat(s.path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	s.ok(s.DB.Close())
	link := filepath.Join(t.TempDir(), "link.db")
	s.ok(os.Symlink(s.path, link))
	s.o.KeyFile, s.path = s.path+".key", link
	s.open()
	_, _, err := s.Compact(context.Background())
	s.ok(err)
	if info, err := os.Lstat(link); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Error("a compaction replaced the link by the file")
	}
}

func TestContactKey(t *testing.T) {
	shared := filepath.Join(t.TempDir(), "contact.key")
	s, other := stopped(t), stopped(t)
	s.o.ContactKeyFile, other.o.ContactKeyFile = shared, shared
	s.refused(store.ErrKeyMissing, "32 random bytes")
	s.ok(store.NewContactKey(shared))
	if err := store.NewContactKey(shared); !errors.Is(err, store.ErrFolder) {
		t.Errorf("a contact key was replaced: %v", err)
	}
	s.open()
	other.open()
	if a, b := s.ContactHash("zalo:1"), other.ContactHash("zalo:1"); a != b || len(a) != 32 {
		t.Errorf("hashes %s and %s", a, b)
	}
	if s.Reference(1) == other.Reference(1) || s.Reference(1) == s.Reference(2) || len(s.Reference(1)) != 12 {
		t.Error("references of a chat are not the store's own")
	}
	s.ok(s.DB.Close())
	s.o.ContactKeyFile = ""
	s.refused(store.ErrKeyWrong, "contact key")
	s.o.ContactKeyFile = other.path + ".key"
	s.refused(store.ErrKeyWrong, "contact key")
}
