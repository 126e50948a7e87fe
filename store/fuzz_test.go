package store_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"lurewatch/store"
)

// No bytes make a record's decoding panic, and what it reads comes out the
// same when written and read again.
func FuzzRecords(f *testing.F) {
	for _, seed := range []string{"", "\x01", "\x02abc", "\x01\x00\x00\x00\x00", "\x01\x0e\x02vi\x02VN\x01\x01a\x01b", "\x01\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01",
		"\x01\x02\x03key\x0bsendMessage\x01\x04text\x02hi", "\x01\x00\x06danger\x00\x04lure\x00\x02vi\x00\x00\x01\x00\x04sign\x00\x00\x52\x01\x05Bavet\x014"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		for kind, once := range store.Records(b) {
			twice := store.Records(once)[kind]
			if !bytes.Equal(once, twice) {
				t.Errorf("%s: %x became %x", kind, once, twice)
			}
		}
	})
}

// No file makes Open panic.
func FuzzOpen(f *testing.F) {
	dir := f.TempDir()
	path := filepath.Join(dir, "seed.db")
	db, err := store.Open(path, store.Options{})
	if err != nil {
		f.Fatal(err)
	}
	if err := db.Close(); err != nil {
		f.Fatal(err)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		f.Fatal(err)
	}
	key, err := os.ReadFile(path + ".key")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(uint32(0), []byte{1}, uint32(len(whole)))
	f.Add(uint32(4096*3+8), []byte{2, 0, 255}, uint32(len(whole)))
	f.Add(uint32(16), []byte("text"), uint32(9000))
	f.Fuzz(func(t *testing.T, at uint32, patch []byte, size uint32) {
		b := bytes.Clone(whole)
		copy(b[int(at)%len(b):], patch)
		b = b[:int(size)%(len(b)+1)]
		path := filepath.Join(t.TempDir(), "x.db")
		if err := os.WriteFile(path+".key", key, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		if db, err := store.Open(path, store.Options{}); err == nil {
			_ = useAll(db)
			_ = db.Close() // may tell of the damage
		}
	})
}
