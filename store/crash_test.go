package store_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"lurewatch/store"
)

// The test program runs itself as a process that writes until it is killed.
const crashEnv = "LUREWATCH_TEST_CRASH"

func TestMain(m *testing.M) {
	if path := os.Getenv(crashEnv); path != "" {
		if err := writeUntilKilled(path, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	os.Exit(m.Run())
}

// writeUntilKilled takes, commits and sends from several goroutines, and says
// each thing on out only after it was acknowledged.
func writeUntilKilled(path string, out io.Writer) error {
	db, err := store.Open(path, store.Options{})
	if err != nil {
		return err
	}
	var mu sync.Mutex
	say := func(what string, n int64) {
		mu.Lock()
		defer mu.Unlock()
		fmt.Fprintln(out, what, n)
	}
	start := time.Now().UnixNano() >> 10
	errs := make(chan error)
	for g := range int64(8) {
		go func() {
			for n := start + g; ; n += 8 {
				if err := writeOnce(db, n, g+1, say); err != nil {
					errs <- err
				}
			}
		}()
	}
	return <-errs
}

func writeOnce(db *store.DB, n, chat int64, say func(string, int64)) error {
	ctx := context.Background()
	p, err := db.Take(ctx, []store.Update{update(n, chat)}, n+1)
	if err != nil {
		return err
	}
	say("took", n)
	err = db.Commit(ctx, store.Turn{Chat: chat, Done: []uint64{p[0].Seq}, Entries: []store.Entry{{Ref: fmt.Sprint(n), Kind: "lure", Quotes: []string{"x"}}},
		Replies: []store.Reply{reply(chat, fmt.Sprint(n), "x")}, Counts: []store.Count{{Name: "done", Value: "all", N: 1}}})
	if err != nil {
		return err
	}
	say("done", n)
	out, err := db.Due(time.Now(), 1, func(c int64) bool { return c != chat })
	if err != nil || len(out) == 0 {
		return err
	}
	if err := db.Sent(ctx, out[0].ID, 1); err != nil {
		return err
	}
	var sent int64
	_, err = fmt.Sscan(out[0].Key, &sent)
	say("sent", sent)
	return err
}

// Killed at any moment, a store has lost nothing that was acknowledged, has
// nothing half, and its counters agree with its rows.
func TestKilledWhileWriting(t *testing.T) {
	rounds := 12
	if testing.Short() {
		rounds = 3
	}
	path := filepath.Join(t.TempDir(), "lurewatch.db")
	said := map[string]map[int64]bool{"took": {}, "done": {}, "sent": {}}
	for range rounds {
		runAndKill(t, path, said)
		checkKilled(t, path, said)
	}
	t.Logf("%d kills; acknowledged: took %d, done %d, sent %d; none lost", rounds, len(said["took"]), len(said["done"]), len(said["sent"]))
}

func runAndKill(t *testing.T, path string, said map[string]map[int64]bool) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), crashEnv+"="+path)
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	left := 20 + rand.IntN(300)
	for lines.Scan() {
		var what string
		var n int64
		if k, _ := fmt.Sscan(lines.Text(), &what, &n); k == 2 && said[what] != nil {
			said[what][n] = true
		}
		if left--; left == 0 {
			if err := cmd.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
	}
	_ = cmd.Wait() // killed
	if left > 0 {
		t.Fatalf("the writing process stopped by itself: %s", stderr.String())
	}
}

func checkKilled(t *testing.T, path string, said map[string]map[int64]bool) {
	t.Helper()
	ctx := context.Background()
	db, err := store.Open(path, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Verify(ctx); err != nil {
		t.Fatal(err)
	}
	pending, rows := make(map[int64]bool), make(map[string]bool)
	list, err := db.Pending(0, 1<<20)
	for _, p := range list {
		pending[p.ID] = true
	}
	err = errors.Join(err, db.Export(ctx, time.Time{}, time.Now().Add(time.Hour), func(_ string, e store.Entry) error {
		rows[e.Ref] = true
		return nil
	}))
	tally, terr := db.Tally("done", time.Now().Add(-48*time.Hour), time.Now())
	var total int64
	for _, c := range tally {
		total += c.N
	}
	if err = errors.Join(err, terr); err != nil {
		t.Fatal(err)
	}
	for n := range said["took"] {
		if pending[n] == rows[fmt.Sprint(n)] {
			t.Errorf("update %d was acknowledged; pending: %v, done: %v", n, pending[n], rows[fmt.Sprint(n)])
		}
	}
	for n := range said["done"] {
		if !rows[fmt.Sprint(n)] {
			t.Errorf("turn %d was acknowledged and is lost", n)
		}
	}
	if int64(len(rows)) != total {
		t.Errorf("%d rows, but counted %d", len(rows), total)
	}
	checkSent(t, db, said["sent"])
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

func checkSent(t *testing.T, db *store.DB, sent map[int64]bool) {
	t.Helper()
	for n := range sent {
		found := false
		for chat := range int64(8) {
			_, ok, err := db.SentAs(chat+1, fmt.Sprint(n))
			if err != nil {
				t.Fatal(err)
			}
			found = found || ok
		}
		if !found {
			t.Errorf("reply %d was acknowledged as sent and is lost", n)
		}
	}
}
