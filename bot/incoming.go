package bot

import (
	"time"

	"lurewatch/bot/telegram"
	"lurewatch/store"
)

// An incoming is one update on its way through the bot.
type incoming struct {
	telegram.Update
	seq  uint64    // in the store's inbox
	took time.Time // when it was stored
	seen time.Time // when this process first saw it: waiting counts from here
	bad  string    // why it cannot be handled, "" if it can
}

// read decodes one pending update. It never fails: what cannot be read says so.
func read(p store.Pending, now time.Time) *incoming {
	in := &incoming{seq: p.Seq, took: p.At, seen: now}
	if p.Damaged {
		in.bad = "damaged in the store"
		return in
	}
	u, err := telegram.Decode(p.Raw)
	if err != nil {
		in.bad = err.Error()
	}
	in.Update = u
	return in
}

// chat is the lane the update belongs to; updates of no chat share lane 0.
func (in *incoming) chat() int64 { return in.ChatID() }

// private says whether the update is from a chat with one person.
func (in *incoming) private() bool { return in.ChatType() == "private" }

// app is the language the sender's app is set to, "" if unknown.
func (in *incoming) app() string {
	if u := in.SentFrom(); u != nil {
		return u.LanguageCode
	}
	return ""
}

// late says whether the update was older than maxAge when it was stored.
func (in *incoming) late(maxAge time.Duration) bool {
	when := in.When()
	return !when.IsZero() && in.took.Sub(when) > maxAge
}
