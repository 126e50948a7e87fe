package store_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"slices"
	"testing"
	"time"

	"lurewatch/store"

	"github.com/google/go-cmp/cmp"
)

func TestPrefs(t *testing.T) {
	s := newSite(t)
	if p, err := s.Prefs(1); err != nil || !cmp.Equal(p, store.Prefs{}) {
		t.Errorf("%v, %v", p, err)
	}
	want := store.Prefs{Language: "zh-Hant", Country: "TW", Values: map[string]string{"level": "caution"}, Reach: true}
	s.commit(store.Turn{Chat: -100, Prefs: &want})
	s.commit(store.Turn{Chat: 5, Prefs: &store.Prefs{Language: "vi"}})
	s.reopen()
	got, err := s.Prefs(-100)
	s.ok(err)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	var chats []int64
	s.ok(s.Chats(context.Background(), func(chat int64, _ store.Prefs) error {
		chats = append(chats, chat)
		return nil
	}))
	if diff := cmp.Diff([]int64{-100}, chats); diff != "" {
		t.Error("chats the bot may speak to first:", diff)
	}
	s.commit(store.Turn{Chat: 5, Prefs: &store.Prefs{}})
	if p, err := s.Prefs(5); err != nil || !cmp.Equal(p, store.Prefs{}) {
		t.Errorf("%v, %v", p, err)
	}
}

func TestNotes(t *testing.T) {
	s := newSite(t)
	s.commit(store.Turn{Chat: 1, Notes: []store.Note{{Key: "cooldown", Value: "1", Until: s.clock.now().Add(time.Hour)},
		{Key: "ask", Value: "country", Until: s.clock.now().Add(time.Minute)}}})
	note := func(chat int64, key, want string) {
		t.Helper()
		if v, ok, err := s.Note(chat, key); v != want || ok != (want != "") || err != nil {
			t.Errorf("Note(%d, %s) = %q, %v, %v", chat, key, v, ok, err)
		}
	}
	note(1, "cooldown", "1")
	note(1, "ask", "country")
	note(2, "ask", "")
	s.clock.add(time.Minute)
	note(1, "ask", "")
	s.commit(store.Turn{Chat: 1, Notes: []store.Note{{Key: "cooldown"}}})
	note(1, "cooldown", "")
	s.clock.add(time.Hour)
	if n, err := s.Prune(context.Background()); n != 1 || err != nil {
		t.Errorf("Prune = %d, %v", n, err)
	}
}

func TestContacts(t *testing.T) {
	s := newSite(t)
	ctx := context.Background()
	for _, chat := range []int64{1, 2, 2, 3} {
		s.commit(store.Turn{Chat: chat, Contacts: []string{"telegram:@hr_anna", fmt.Sprint("zalo:", chat)}})
	}
	reported := func(except int64, want int, contacts ...string) {
		t.Helper()
		if n, err := s.Reported(contacts, except); n != want || err != nil {
			t.Errorf("Reported(%v, %d) = %d, %v, want %d", contacts, except, n, err, want)
		}
	}
	reported(0, 3, "zalo:1", "telegram:@hr_anna")
	reported(1, 2, "telegram:@hr_anna")
	reported(9, 3, "telegram:@hr_anna")
	reported(9, 0, "telegram:@else")
	s.commit(store.Turn{Chat: 2, Forget: true})
	reported(9, 2, "telegram:@hr_anna")
	reported(9, 0, "zalo:2")
	s.commit(store.Turn{Chat: 3, Migrate: 1})
	reported(9, 1, "telegram:@hr_anna")
	reported(9, 1, "zalo:3")
	reported(1, 0, "zalo:3")
	s.clock.add(366 * 24 * time.Hour)
	_, err := s.Prune(ctx)
	s.ok(err)
	reported(9, 0, "telegram:@hr_anna")
	s.ok(s.Verify(ctx))
}

// fill gives a chat something in every table.
func (s *site) fillChat(chat int64, word string) {
	s.Helper()
	ctx := context.Background()
	p := s.take(chat, 1000+chat*10, 1001+chat*10)
	s.commit(store.Turn{Chat: chat, Entries: []store.Entry{entry(s.clock.now(), word)}, Contacts: []string{"line:" + word},
		Prefs:   &store.Prefs{Language: "th", Values: map[string]string{"w": word}, Reach: true},
		Notes:   []store.Note{{Key: "n", Value: word, Until: s.clock.now().Add(time.Hour)}},
		Replies: []store.Reply{reply(chat, "sent"+word, word)}, Done: []uint64{p[0].Seq},
		Dead: []store.Dead{{Seq: p[1].Seq, Reason: word}}})
	for _, o := range s.due(100) {
		if o.Chat == chat {
			s.ok(s.Sent(ctx, o.ID, 42))
		}
	}
	s.commit(store.Turn{Replies: []store.Reply{reply(chat, "waits"+word, word)}})
}

// has lists the tables in which a chat has something.
func (s *site) has(chat int64, word string) (tables []string) {
	s.Helper()
	note := func(table string, there bool, err error) {
		s.Helper()
		s.ok(err)
		if there {
			tables = append(tables, table)
		}
	}
	list, err := s.History(chat, 9)
	note("history", len(list) > 0, err)
	p, err := s.Prefs(chat)
	note("prefs", p.Language != "", err)
	_, ok, err := s.Note(chat, "n")
	note("notes", ok, err)
	sent, err := s.SentTo(chat, time.Time{})
	note("sent", len(sent) > 0, err)
	_, ok, err = s.SentAs(chat, "sent"+word)
	note("key", ok, err)
	out, err := s.Due(s.clock.now(), 100, func(c int64) bool { return c != chat })
	note("outbox", len(out) > 0, err)
	n, err := s.Reported([]string{"line:" + word}, 0)
	note("contacts", n > 0, err)
	dead, err := s.DeadLetters(9)
	note("dead", slices.ContainsFunc(dead, func(d store.DeadLetter) bool { return d.Chat == chat }), err)
	return tables
}

var everywhere = []string{"history", "prefs", "notes", "sent", "key", "outbox", "contacts", "dead"}

func TestForget(t *testing.T) {
	s := newSite(t)
	s.fillChat(1, "one")
	s.fillChat(2, "two")
	if diff := cmp.Diff(everywhere, s.has(1, "one")); diff != "" {
		t.Fatal(diff)
	}
	s.commit(store.Turn{Chat: 1, Forget: true, Replies: []store.Reply{reply(1, "sentone", "all erased")}})
	if diff := cmp.Diff([]string{"outbox"}, s.has(1, "one")); diff != "" {
		t.Error("besides the answer, after Forget:", diff)
	}
	if diff := cmp.Diff(everywhere, s.has(2, "two")); diff != "" {
		t.Error("another chat lost something:", diff)
	}
	h, err := s.Health()
	s.ok(err)
	if !h.CompactOwed.Equal(s.clock.now()) || h.Dead != 1 {
		t.Errorf("%+v", h)
	}
	s.reopen()
	if diff := cmp.Diff([]string{"two", "all erased"}, texts(s.due(9))); diff != "" {
		t.Error(diff)
	}
	s.ok(s.Verify(context.Background()))
}

func TestMigrate(t *testing.T) {
	s := newSite(t)
	s.fillChat(-7, "seven")
	s.commit(store.Turn{Chat: -100, Prefs: &store.Prefs{Country: "TH", Language: "en"}, Entries: []store.Entry{entry(s.clock.now(), "x")}})
	s.commit(store.Turn{Chat: -7, Migrate: -100, Entries: []store.Entry{{Ref: "last"}}, Replies: []store.Reply{reply(-7, "", "late")}})
	want := slices.DeleteFunc(slices.Clone(everywhere), func(t string) bool { return t == "dead" })
	if diff := cmp.Diff(want, s.has(-100, "seven")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"contacts", "dead"}, s.has(-7, "seven")); diff != "" {
		t.Error("left behind:", diff)
	}
	if list, _ := s.History(-100, 9); len(list) != 3 {
		t.Errorf("%d entries", len(list))
	}
	p, _ := s.Prefs(-100)
	if p.Language != "th" || p.Country != "TH" || p.Values["w"] != "seven" {
		t.Errorf("%v", p)
	}
	s.reopen()
	s.commit(store.Turn{Chat: -7, Migrate: -100})
	for _, text := range []string{"seven", "late"} {
		out := s.due(9)
		if len(out) != 1 || out[0].Chat != -100 || out[0].Params["chat_id"] != "-100" || out[0].Params["text"] != text {
			t.Fatalf("%+v", out)
		}
		s.ok(s.Sent(context.Background(), out[0].ID, 1))
	}
	s.ok(s.Verify(context.Background()))
}

// Nothing a person wrote and no chat's id lies in the file in clear, however
// numbers might be written.
func TestFileTellsNothing(t *testing.T) {
	s := newSite(t)
	s.fillChat(7_700_123_456, "canary")
	pend := s.take(7_700_123_456, 31)
	s.ok(s.DB.Close())
	check := func(when string) {
		t.Helper()
		b, err := os.ReadFile(s.path)
		s.ok(err)
		id := uint64(7_700_123_456)
		var be, le, varint []byte
		for i := range 8 {
			be = append(be, byte(id>>(56-8*i)))
			le = append(le, byte(id>>(8*i)))
		}
		for n := id << 1; n > 0; n >>= 7 {
			varint = append(varint, byte(n)|0x80)
		}
		varint[len(varint)-1] &^= 0x80
		be[0] ^= 0x80
		for _, secret := range [][]byte{[]byte("canary"), []byte("7700123456"), []byte("triệu"), []byte("update_id"), []byte("sendMessage"),
			[]byte("dest-hotspot"), be, be[2:], le[:6], varint, []byte("work 31")} {
			if bytes.Contains(b, secret) {
				t.Errorf("%s: the file holds %q", when, secret)
			}
		}
	}
	check("filled")
	for name, want := range map[string]os.FileMode{s.path: 0o600, s.path + ".key": 0o600} {
		if info, err := os.Stat(name); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v, %v", name, info.Mode(), err)
		}
	}
	s.open()
	s.commit(store.Turn{Chat: 7_700_123_456, Done: []uint64{pend[0].Seq}})
	check("done")
}
