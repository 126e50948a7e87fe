package store_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"lurewatch/store"

	"github.com/google/go-cmp/cmp"
)

func entry(at time.Time, quote string) store.Entry {
	return store.Entry{At: at, Level: "danger", Kind: "lure", Lang: "vi",
		Rules: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
		Score: 41, Signs: []string{"dest-hotspot", "pay-far-above-norm", "req-none", "ben-all-paid"},
		Places: []string{"KH"}, Quotes: []string{quote, "20-30 triệu", "không cần bằng cấp", "bao ăn ở"},
		Combinations: []string{"A"}, Ref: "4711"}
}

func TestHistoryRoundTrip(t *testing.T) {
	s := newSite(t)
	start := s.clock.now()
	var want []store.Entry
	for i := range 5 {
		e := entry(start.Add(time.Duration(i)*time.Second), fmt.Sprint("Bavet ", i))
		s.commit(store.Turn{Chat: -5, Entries: []store.Entry{e, entry(start, "other")}[:1]})
		s.commit(store.Turn{Chat: 5, Entries: []store.Entry{{At: e.At, Level: "none"}}})
		want = append(want, e)
	}
	slices.Reverse(want)
	check := func() {
		t.Helper()
		got, err := s.History(-5, 3)
		s.ok(err)
		if diff := cmp.Diff(want[:3], got); diff != "" {
			t.Error(diff)
		}
		if got, _ := s.History(-5, 100); len(got) != 5 {
			t.Errorf("%d rows", len(got))
		}
		if got, _ := s.History(6, 100); len(got) != 0 {
			t.Errorf("%d rows of an unknown chat", len(got))
		}
	}
	check()
	s.reopen()
	check()
}

// Entries of one moment are all kept, in order; none says when: now.
func TestHistoryOfOneMoment(t *testing.T) {
	s := newSite(t)
	s.commit(store.Turn{Chat: 1, Entries: []store.Entry{{Ref: "a"}, {Ref: "b"}, {Ref: "c"}}})
	got, err := s.History(1, 10)
	s.ok(err)
	if len(got) != 3 || got[0].Ref != "c" || got[2].Ref != "a" || !got[2].At.Equal(s.clock.now()) {
		t.Errorf("%v", got)
	}
}

// Words beyond the table's bounds are written out and come back all the same.
func TestUnusualWords(t *testing.T) {
	s := newSite(t)
	long := store.Entry{At: s.clock.now(), Level: string(make([]byte, 500)), Kind: "", Signs: []string{"", "ok", "\xff\xfe"}, Score: -3}
	s.commit(store.Turn{Chat: 1, Entries: []store.Entry{long}})
	got, err := s.History(1, 1)
	s.ok(err)
	if diff := cmp.Diff([]store.Entry{long}, got); diff != "" {
		t.Error(diff)
	}
}

func TestRetention(t *testing.T) {
	s := newSite(t)
	ctx := context.Background()
	for i := range 1200 {
		s.commit(store.Turn{Chat: int64(i % 7), Entries: nil})
		if chat := int64(i%7 + 1); i%100 != 0 {
			s.commit(store.Turn{Chat: chat, Entries: []store.Entry{{At: s.clock.now().Add(time.Duration(i) * time.Millisecond), Ref: "old"}}})
		}
	}
	s.clock.add(80 * 24 * time.Hour)
	s.commit(store.Turn{Chat: 3, Entries: []store.Entry{{Ref: "new"}}})
	if n, err := s.Prune(ctx); n != 0 || err != nil {
		t.Errorf("Prune = %d, %v before the time", n, err)
	}
	s.clock.add(11 * 24 * time.Hour)
	if n, err := s.Prune(ctx); n != 1188 || err != nil {
		t.Errorf("Prune = %d, %v", n, err)
	}
	if got, _ := s.History(3, 10); len(got) != 1 || got[0].Ref != "new" {
		t.Errorf("%v", got)
	}
	s.ok(s.Verify(ctx))
}

func TestExport(t *testing.T) {
	s := newSite(t)
	ctx := context.Background()
	start := s.clock.now()
	var entries []store.Entry
	for i := range 1500 {
		entries = append(entries, store.Entry{At: start.Add(time.Duration(i) * time.Second), Ref: fmt.Sprint(i)})
	}
	s.commit(store.Turn{Chat: 1, Entries: entries})
	s.commit(store.Turn{Chat: 2, Entries: entries[:10]})
	got := make(map[string]int)
	s.ok(s.Export(ctx, start.Add(5*time.Second), start.Add(1400*time.Second), func(chat string, e store.Entry) error {
		got[chat]++
		return nil
	}))
	var counts []int
	for _, n := range got {
		counts = append(counts, n)
	}
	slices.Sort(counts)
	if diff := cmp.Diff([]int{5, 1395}, counts); diff != "" {
		t.Error(diff)
	}
}

func TestCounters(t *testing.T) {
	s := newSite(t)
	day := s.clock.now().Truncate(24 * time.Hour)
	for range 3 {
		s.commit(store.Turn{Counts: []store.Count{{Name: "place", Value: "KH", N: 2}, {Name: "place", Value: "MM", N: 1},
			{Name: "sign", Value: "dest-hotspot", N: 1}, {Name: "place", Value: "lời của một người", N: 1}, {Name: "place", Value: "LA", N: -4}}})
	}
	s.clock.add(24 * time.Hour)
	s.commit(store.Turn{Counts: []store.Count{{Name: "place", Value: "KH", N: 5}, {Name: "place", Value: "KH", N: 1, At: day}}})
	s.reopen()
	got, err := s.Tally("place", day, s.clock.now())
	s.ok(err)
	want := []store.Tally{{Day: day, Value: "KH", N: 7}, {Day: day, Value: "MM", N: 3}, {Day: day, Value: "other", N: 3},
		{Day: day.Add(24 * time.Hour), Value: "KH", N: 5}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if got, _ := s.Tally("place", day.Add(24*time.Hour), s.clock.now()); len(got) != 1 {
		t.Errorf("%v", got)
	}
	names, err := s.Dimensions()
	s.ok(err)
	if diff := cmp.Diff([]string{"place", "sign"}, names); diff != "" {
		t.Error(diff)
	}
}
