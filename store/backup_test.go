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
	"time"

	"lurewatch/store"

	"github.com/google/go-cmp/cmp"
	bolt "go.etcd.io/bbolt"
)

func TestBackupAndRestore(t *testing.T) {
	s := newSite(t)
	ctx := context.Background()
	s.fillChat(1, "one")
	var b bytes.Buffer
	s.ok(s.Backup(ctx, &b))
	s.fillChat(2, "two") // after the backup
	copied := filepath.Join(t.TempDir(), "backup.db")
	s.write(copied, b.Bytes())
	if bytes.Contains(b.Bytes(), s.read(s.path + ".key")[20:40]) {
		t.Error("the key is in the backup")
	}

	if _, err := store.Restore(ctx, copied, s.path, s.o); !errors.Is(err, store.ErrLocked) {
		t.Errorf("restored over a running store: %v", err)
	}
	s.ok(s.DB.Close())
	aside, err := store.Restore(ctx, copied, s.path, s.o)
	s.ok(err)
	s.open()
	if diff := cmp.Diff(everywhere, s.has(1, "one")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string(nil), s.has(2, "two")); diff != "" {
		t.Error(diff)
	}
	s.ok(s.DB.Close())
	s.ok(os.Rename(aside, s.path))
	s.open()
	if diff := cmp.Diff(everywhere, s.has(2, "two")); diff != "" {
		t.Error("the store that was there:", diff)
	}
	if left, _ := filepath.Glob(s.path + ".*"); len(left) != 1 {
		t.Errorf("left behind: %v", left)
	}
}

func TestRestoreRefusesBadBackups(t *testing.T) {
	s := stopped(t)
	ctx := context.Background()
	other := stopped(t)
	before := s.read(s.path)
	bad := filepath.Join(t.TempDir(), "bad.db")
	for name, b := range map[string][]byte{"text": []byte("hello"), "another's": other.read(other.path), "half": before[:len(before)/2], "empty": nil} {
		s.write(bad, b)
		if _, err := store.Restore(ctx, bad, s.path, store.Options{KeyFile: s.path + ".key"}); err == nil || !strings.Contains(err.Error(), "backup") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if !bytes.Equal(before, s.read(s.path)) {
		t.Error("a refused restore changed the store")
	}
	// In place of a store that is damaged or gone.
	s.write(bad, before)
	s.write(s.path, []byte("garbage"))
	_, err := store.Restore(ctx, bad, s.path, s.o)
	s.ok(err)
	s.ok(os.Remove(s.path))
	_, err = store.Restore(ctx, bad, s.path, s.o)
	s.ok(err)
	s.open()
	s.ok(s.Verify(ctx))
}

func TestBackupOfAStoppedStore(t *testing.T) {
	s := stopped(t)
	s.o.ReadOnly = true
	s.open()
	var b bytes.Buffer
	s.ok(s.Backup(context.Background(), &b))
	s.ok(s.DB.Close())
	s.write(s.path, b.Bytes())
	s.o.ReadOnly = false
	s.open()
	s.ok(s.Verify(context.Background()))
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := s.Backup(ctx, &b); !errors.Is(err, context.Canceled) {
		t.Errorf("canceled: %v", err)
	}
}

// What was erased is gone from the file after a compaction, and the file is
// smaller; everything else is as before.
func TestCompact(t *testing.T) {
	s := newSite(t)
	ctx := context.Background()
	for i := range 300 {
		s.commit(store.Turn{Chat: int64(i%3 + 1), Entries: []store.Entry{entry(s.clock.now().Add(time.Duration(i)), fmt.Sprint("q", i))}})
	}
	erased := sealedRows(t, s)
	s.commit(store.Turn{Chat: 1, Forget: true})
	s.commit(store.Turn{Chat: 2, Forget: true})
	want, _ := s.History(3, 1000)
	before, after, err := s.Compact(ctx)
	s.ok(err)
	if after >= before {
		t.Errorf("from %d to %d bytes", before, after)
	}
	if h, _ := s.Health(); !h.CompactOwed.IsZero() || h.FileBytes != after {
		t.Errorf("%+v", h)
	}
	check := func() {
		t.Helper()
		got, err := s.History(3, 1000)
		s.ok(err)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		s.ok(s.Verify(ctx))
	}
	check()
	s.refused(store.ErrLocked, "in use")
	s.commit(store.Turn{Chat: 4, Entries: []store.Entry{{}}})
	file := s.read(s.path)
	left := 0
	for _, row := range erased {
		if bytes.Contains(file, row) {
			left++
		}
	}
	if left != 100 {
		t.Errorf("%d of 300 sealed rows are in the file, want the 100 of one chat", left)
	}
	s.reopen()
	check()
}

// sealedRows reads the sealed history from a copy of the file.
func sealedRows(t *testing.T, s *site) (rows [][]byte) {
	t.Helper()
	var b bytes.Buffer
	s.ok(s.Backup(context.Background(), &b))
	path := filepath.Join(t.TempDir(), "copy.db")
	s.write(path, b.Bytes())
	db, err := bolt.Open(path, 0o600, nil)
	s.ok(err)
	defer db.Close() //nolint:errcheck // a copy
	s.ok(db.View(func(tx *bolt.Tx) error {
		return tx.Bucket([]byte("history")).ForEach(func(_, v []byte) error {
			rows = append(rows, bytes.Clone(v))
			return nil
		})
	}))
	return rows
}

func TestMigrations(t *testing.T) {
	s := stopped(t)
	ctx := context.Background()
	bucket := func(name string) func(tx *bolt.Tx) error {
		return func(tx *bolt.Tx) error {
			_, err := tx.CreateBucket([]byte(name))
			return err
		}
	}
	steps := []store.Migration{{From: 2, Run: bucket("three")}, {From: 1, Run: bucket("two")}}

	// A step that fails leaves the version before.
	failing := []store.Migration{steps[1], {From: 2, Run: func(tx *bolt.Tx) error {
		_ = bucket("half")(tx)
		return errors.New("no")
	}}}
	if db, err := store.OpenAt(s.path, s.o, 3, failing); err == nil {
		t.Fatal("a failed migration was not noticed")
	} else if db != nil || !strings.Contains(err.Error(), "from version 2 to 3") {
		t.Error(err)
	}
	db, err := store.OpenAt(s.path, s.o, 3, steps)
	s.ok(err)
	s.ok(db.Verify(ctx))
	s.ok(db.Close())
	if names := topLevel(t, s.path); !names["two"] || !names["three"] || names["half"] {
		t.Error(names)
	}

	s.refused(store.ErrNewer, "made by a newer Lurewatch")
	if db, err := store.OpenAt(s.path, s.o, 4, steps); !errors.Is(err, store.ErrCorrupt) || db != nil {
		t.Errorf("a step that is missing: %v", err)
	}
	readOnly := s.o
	readOnly.ReadOnly = true
	if _, err := store.OpenAt(s.path, readOnly, 4, steps); !errors.Is(err, store.ErrOlder) {
		t.Errorf("read-only: %v", err)
	}

	// The copy made before the first step opens with the version before.
	s.ok(os.Rename(s.path+".v1", s.path))
	s.open()
	s.ok(s.Verify(ctx))
	if store.SchemaVersion != 1 {
		t.Error("there is a new version: keep a file of the one before in testdata and open it here")
	}
}

func topLevel(t *testing.T, path string) map[string]bool {
	t.Helper()
	db, err := bolt.Open(path, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close() //nolint:errcheck // only read
	names := make(map[string]bool)
	_ = db.View(func(tx *bolt.Tx) error {
		return tx.ForEach(func(name []byte, _ *bolt.Bucket) error {
			names[string(name)] = true
			return nil
		})
	})
	return names
}
