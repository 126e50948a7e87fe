//go:build linux

package store_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
	"testing"

	"lurewatch/store"
)

// A disk that is full stops Take and Commit with an error, loses nothing, and
// all goes on once there is room, without opening the store again.
func TestFullDisk(t *testing.T) {
	if !alone(t) {
		return
	}
	s := newSite(t)
	ctx := context.Background()
	big := func(id int64) store.Update {
		u := update(id, 7)
		text, err := json.Marshal(string(bytes.Repeat([]byte("x"), 20_000)))
		s.ok(err)
		u.Raw = text
		return u
	}
	lift := limitFiles(t, 1<<20)
	taken := int64(0)
	var err error
	for err == nil && taken < 500 {
		if _, err = s.Take(ctx, []store.Update{big(taken + 1)}, taken+2); err == nil {
			taken++
		}
	}
	if !errors.Is(err, store.ErrDisk) || taken == 0 {
		t.Fatalf("took %d, then %v", taken, err)
	}
	if _, err := s.Take(ctx, []store.Update{big(taken + 1)}, taken+2); !errors.Is(err, store.ErrDisk) {
		t.Errorf("a second try: %v", err)
	}
	if next, _, _ := s.Offset(); next != taken+1 {
		t.Errorf("the offset moved to %d though only %d were taken", next, taken)
	}
	if h, _ := s.Health(); !errors.Is(h.Failure, store.ErrDisk) || h.Inbox != int(taken) {
		t.Errorf("%+v", h)
	}
	if err := s.Backup(ctx, discard{}); err == nil {
		t.Log("a backup still fitted")
	}
	lift()
	if fresh := s.take(7, taken+1); len(fresh) != 1 {
		t.Error("not taken after the disk was mended")
	}
	if h, _ := s.Health(); h.Failure != nil {
		t.Errorf("%+v", h)
	}
	s.ok(s.Verify(ctx))
	s.reopen()
	list, err := s.Pending(0, 1000)
	s.ok(err)
	if len(list) != int(taken)+1 {
		t.Errorf("%d pending of %d", len(list), taken+1)
	}
}

// alone runs the test in a process of its own and is true there: the limit on
// files holds for a whole process, and the Go tool's log of this one may well
// be longer.
func alone(t *testing.T) bool {
	t.Helper()
	const mark = "LUREWATCH_STORE_TEST_ALONE"
	if os.Getenv(mark) != "" {
		return true
	}
	cmd := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v")
	cmd.Env = append(os.Environ(), mark+"=1")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
	return false
}

// limitFiles makes writes beyond size fail until the returned function is
// called.
func limitFiles(t *testing.T, size uint64) (lift func()) {
	t.Helper()
	signal.Ignore(syscall.SIGXFSZ)
	var before syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &before); err != nil {
		t.Skip(err)
	}
	lift = func() {
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &before); err != nil {
			t.Error(err)
		}
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: size, Max: before.Max}); err != nil {
		t.Skip(err)
	}
	t.Cleanup(lift)
	return lift
}
