package store

import (
	"crypto/rand"
	"encoding/base64"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// A key file is two lines of text: what it is, and 32 random bytes in base64.
const keyFileHead = "lurewatch-key 1"

// readKey reads a key file; the error wraps fs.ErrNotExist if there is none.
func readKey(path string) ([]byte, error) {
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, &OpenError{Path: path, Kind: ErrKeyMissing, Cause: err,
			Advice: "the key file " + path + " is missing: put it back from where you keep it; without it the store cannot be read"}
	}
	if err != nil {
		return nil, &OpenError{Path: path, Kind: ErrKeyFile, Cause: err,
			Advice: "the key file " + path + " cannot be read: let this program's user read it"}
	}
	head, body, _ := strings.Cut(strings.TrimSpace(string(text)), "\n")
	key, err := base64.StdEncoding.DecodeString(strings.TrimSpace(body))
	if strings.TrimSpace(head) != keyFileHead || err != nil || len(key) != 32 {
		return nil, &OpenError{Path: path, Kind: ErrKeyFile,
			Advice: "the file " + path + " is not a Lurewatch key: give the path of the right one, or put the key back from where you keep it"}
	}
	return key, nil
}

// makeKey writes a new key to path, mode 0600, replacing what is there, and
// returns when it is on the disk.
func makeKey(path string) ([]byte, error) {
	key := make([]byte, 32)
	_, _ = rand.Read(key) // crypto/rand never fails: it stops the program
	text := keyFileHead + "\n" + base64.StdEncoding.EncodeToString(key) + "\n"
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, folderError(path, err)
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, folderError(path, err)
	}
	_, err = f.WriteString(text)
	if err == nil {
		err = f.Sync()
	}
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return nil, folderError(path, err)
	}
	return key, nil
}

// moveInto renames a file and brings the new name to the disk.
func moveInto(from, to string) error {
	if err := os.Rename(from, to); err != nil {
		return folderError(to, err)
	}
	return syncFolder(to)
}

// syncFolder brings the names in path's folder to the disk.
func syncFolder(path string) error {
	d, err := os.Open(filepath.Dir(path))
	if err != nil {
		return folderError(path, err)
	}
	err = d.Sync()
	if cerr := d.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return folderError(path, err)
	}
	return nil
}

func folderError(path string, cause error) error {
	return &OpenError{Path: path, Kind: ErrFolder, Cause: cause,
		Advice: "cannot use " + path + ": make the folder " + filepath.Dir(path) + " exist, be writable for this program's user and have free space"}
}

// exists tells whether path names something with bytes in it.
func exists(path string) (there bool, size int64, err error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, 0, nil
	}
	if err != nil {
		return false, 0, folderError(path, err)
	}
	if !info.Mode().IsRegular() {
		return false, 0, folderError(path, errors.New("not a regular file"))
	}
	return true, info.Size(), nil
}
