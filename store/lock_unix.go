//go:build linux || darwin || freebsd || netbsd || openbsd || dragonfly

package store

import (
	"os"
	"syscall"
)

// unlock lets go of bbolt's lock on the file. Closing the handle alone does
// not while the file is still mapped, and where bbolt gave up by a panic the
// mapping stays.
func unlock(f *os.File) {
	c, err := f.SyscallConn()
	if err != nil {
		return
	}
	_ = c.Control(func(fd uintptr) { // the lock goes with the process at the latest
		_ = syscall.Flock(int(fd), syscall.LOCK_UN)
	})
}
