package store_test

import (
	"bytes"
	"context"
	"fmt"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"lurewatch/store"
)

func benchStore(b *testing.B) *store.DB {
	b.Helper()
	db, err := store.Open(filepath.Join(b.TempDir(), "lurewatch.db"), store.Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = db.Close() })
	return db
}

func must(b *testing.B, err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}

// One poll's answer of 100 updates, on the disk when Take returns.
func BenchmarkTake100(b *testing.B) {
	db := benchStore(b)
	ctx := context.Background()
	raw := bytes.Repeat([]byte(`{"a":"việc nhẹ lương cao"}`), 40)
	for i := int64(0); b.Loop(); i++ {
		batch := make([]store.Update, 100)
		for j := range batch {
			batch[j] = store.Update{ID: i*100 + int64(j) + 1, Chat: int64(j), At: time.Now(), Raw: raw}
		}
		fresh, err := db.Take(ctx, batch, i*100+101)
		must(b, err)
		b.StopTimer() // what is not measured: the handling
		turn := store.Turn{}
		for _, p := range fresh {
			turn.Done = append(turn.Done, p.Seq)
		}
		must(b, db.Commit(ctx, turn))
		b.StartTimer()
	}
	b.ReportMetric(float64(b.N)*100/b.Elapsed().Seconds(), "updates/s")
}

func benchTurn(p store.Pending, n int64) store.Turn {
	return store.Turn{Chat: p.Chat, Done: []uint64{p.Seq}, Entries: []store.Entry{entry(time.Time{}, "Bavet")},
		Replies:  []store.Reply{reply(p.Chat, fmt.Sprint(n), "Cẩn thận: tin nhắn này giống tin tuyển người vào khu lừa đảo.")},
		Contacts: []string{fmt.Sprint("zalo:", n%500)},
		Counts:   []store.Count{{Name: "level", Value: "danger", N: 1}, {Name: "place", Value: "KH", N: 1}, {Name: "sign", Value: "dest-hotspot", N: 1}, {Name: "lang", Value: "vi", N: 1}}}
}

// A hundred turns committed by a hundred goroutines at once.
func BenchmarkCommit100(b *testing.B) {
	db := benchStore(b)
	ctx := context.Background()
	for i := int64(0); b.Loop(); i++ {
		b.StopTimer()
		batch := make([]store.Update, 100)
		for j := range batch {
			batch[j] = update(i*100+int64(j)+1, int64(j)+1)
		}
		fresh, err := db.Take(ctx, batch, 0)
		must(b, err)
		b.StartTimer()
		var wg sync.WaitGroup
		for _, p := range fresh {
			wg.Go(func() {
				if err := db.Commit(ctx, benchTurn(p, p.ID)); err != nil {
					b.Error(err)
				}
			})
		}
		wg.Wait()
	}
	b.ReportMetric(float64(b.N)*100/b.Elapsed().Seconds(), "turns/s")
}

// What is due among 10,000 queued: for 10,000 chats, and for one.
func BenchmarkDue(b *testing.B) {
	for _, chats := range []int64{10_000, 100, 1} {
		b.Run(fmt.Sprint(chats, "chats"), func(b *testing.B) {
			db := benchStore(b)
			var replies []store.Reply
			for i := range int64(10_000) {
				replies = append(replies, reply(i%chats+1, "", "text"))
			}
			must(b, db.Commit(context.Background(), store.Turn{Replies: replies}))
			now := time.Now().Add(time.Second)
			for b.Loop() {
				out, err := db.Due(now, 30, func(chat int64) bool { return chat%2 == 0 })
				if err != nil || len(out) == 0 {
					b.Fatal(len(out), err)
				}
			}
		})
	}
}

// fillHistory writes rows of history to 2,000 chats in the order of time.
func fillHistory(tb testing.TB, db *store.DB, rows int) {
	const per = 1000
	start := time.Now().Add(-24 * time.Hour)
	for done := 0; done < rows; done += per {
		var wg sync.WaitGroup
		for j := range per {
			n := done + j
			wg.Go(func() {
				err := db.Commit(context.Background(), store.Turn{Chat: int64(n*7919%2000 + 1), Entries: []store.Entry{entry(start.Add(time.Duration(n)*time.Millisecond), "Bavet")}})
				if err != nil {
					tb.Error(err)
				}
			})
		}
		wg.Wait()
	}
}

func BenchmarkHistory100k(b *testing.B) {
	db := benchStore(b)
	fillHistory(b, db, 100_000)
	for i := int64(0); b.Loop(); i++ {
		list, err := db.History(i%2000+1, 20)
		if err != nil || len(list) != 20 {
			b.Fatal(len(list), err)
		}
	}
}

// A row of history, with everything around it in the file, stays below 400
// bytes.
func TestBytesPerRow(t *testing.T) {
	if testing.Short() {
		t.Skip("writes 20,000 rows")
	}
	s := newSite(t)
	const rows = 20_000
	fillHistory(t, s.DB, rows)
	used := float64(s.UsedBytes()) / rows
	_, after, err := s.Compact(context.Background())
	s.ok(err)
	t.Logf("%.0f bytes a row as written, %.0f after a compaction", used, float64(after)/rows)
	if used > 400 {
		t.Errorf("%.0f bytes a row", used)
	}
}
