//go:build !(linux || darwin || freebsd || netbsd || openbsd || dragonfly)

package store

import "os"

// unlock does nothing here: the lock goes with the process.
func unlock(*os.File) {}
