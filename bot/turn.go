package bot

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"time"

	"lurewatch/bot/telegram"
	"lurewatch/store"
)

// The order in which what is queued goes out: lower first.
const (
	firstOfAll  = 0   // answers to pressed buttons: the app shows a clock until then
	beforeOther = 10  // answers to a call for help
	normal      = 20  // everything that is said in a chat, so that it stays in order
	lastOfAll   = 200 // the menu of commands
)

// How long an answer is worth sending.
const (
	worthDays  = 48 * time.Hour
	worthHours = 2 * time.Hour
	worthPress = 30 * time.Second // Telegram takes no later answer to a press
)

// A turn is what the handling of some updates changes, while it is written.
type turn struct {
	store.Turn
	b    *Bot
	lang string // the language it speaks
}

// A button is one of the buttons under a message: data or an address.
type button struct {
	Text string `json:"text"`
	Data string `json:"callback_data,omitempty"`
	URL  string `json:"url,omitempty"`
}

// A message is something the bot says.
type message struct {
	key     string // the same key is said once
	html    string
	replyTo int
	topic   int
	buttons [][]button
	insist  bool // repeated until it is known to have arrived
	urgent  bool
}

// begin starts the turn that finishes the given updates.
func (b *Bot) begin(chat int64, lang string, finished ...*incoming) *turn {
	t := &turn{Turn: store.Turn{Chat: chat}, b: b, lang: lang}
	for _, in := range finished {
		t.Done = append(t.Done, in.seq)
	}
	return t
}

// say is a text in the turn's language.
func (t *turn) say(key string, args ...string) string {
	return t.b.o.Texts.Text(t.lang, key, args...)
}

// send queues a message to the turn's chat, in several if it is too long.
func (t *turn) send(m message) {
	pieces := telegram.SplitHTML(m.html, telegram.MaxText)
	for i, piece := range pieces {
		p := map[string]string{
			"chat_id": strconv.FormatInt(t.Chat, 10), "text": piece, "parse_mode": "HTML",
			"link_preview_options": `{"is_disabled":true}`,
		}
		if m.topic != 0 {
			p["message_thread_id"] = strconv.Itoa(m.topic)
		}
		if m.replyTo != 0 && i == 0 {
			p["reply_parameters"] = `{"message_id":` + strconv.Itoa(m.replyTo) + `,"allow_sending_without_reply":true}`
		}
		if len(m.buttons) > 0 && i == len(pieces)-1 {
			p["reply_markup"] = t.keyboard(m.buttons)
		}
		key := m.key
		if key != "" && i > 0 {
			key += "+" + strconv.Itoa(i)
		}
		r := store.Reply{Key: key, Chat: t.Chat, Method: "sendMessage", Params: p, Priority: normal, Expires: t.b.now().Add(worthHours)}
		if m.insist {
			r.Class, r.Expires = store.Insist, t.b.now().Add(worthDays)
		}
		if m.urgent {
			r.Priority = beforeOther
		}
		t.Replies = append(t.Replies, r)
	}
}

// edit replaces a message of the bot, buttons and all.
func (t *turn) edit(messageID int, m message) {
	p := map[string]string{
		"chat_id": strconv.FormatInt(t.Chat, 10), "message_id": strconv.Itoa(messageID),
		"text": telegram.CutHTML(m.html, telegram.MaxText), "parse_mode": "HTML",
		"link_preview_options": `{"is_disabled":true}`,
	}
	if len(m.buttons) > 0 {
		p["reply_markup"] = t.keyboard(m.buttons)
	}
	r := store.Reply{Key: m.key, Chat: t.Chat, Method: "editMessageText", Params: p, Priority: normal, Expires: t.b.now().Add(worthHours)}
	if m.insist {
		r.Class, r.Expires = store.Insist, t.b.now().Add(worthDays)
	}
	t.Replies = append(t.Replies, r)
}

// keyboard is buttons as Telegram wants them. Each also says the language of
// its message: what a press brings is then in the same, even after a call for
// help, of which not even the language is kept.
func (t *turn) keyboard(rows [][]button) string {
	stamped := make([][]button, len(rows))
	for i, row := range rows {
		for _, k := range row {
			if k.Data != "" {
				k.Data += "|" + t.lang
			}
			stamped[i] = append(stamped[i], k)
		}
	}
	text, err := json.Marshal(map[string]any{"inline_keyboard": stamped})
	if err != nil {
		panic(err) // strings always marshal
	}
	return string(text)
}

// count adds one to a daily counter.
func (t *turn) count(name, value string) {
	t.Counts = append(t.Counts, store.Count{Name: name, Value: value, N: 1, At: t.b.now()})
}

// note remembers a small thing of the chat for a while.
func (t *turn) note(key, value string, keep time.Duration) {
	t.Notes = append(t.Notes, store.Note{Key: key, Value: value, Until: t.b.now().Add(keep)})
}

// commit brings the turn to the disk, however long the disk takes to mend; it
// gives up only when ctx ends, and then the updates stay in the inbox.
func (b *Bot) commit(ctx context.Context, t *turn) {
	wait := backoff{first: time.Second, last: time.Minute}
	for {
		err := b.o.Store.Commit(ctx, t.Turn)
		switch {
		case err == nil, errors.Is(err, store.ErrDone), ctx.Err() != nil:
			return
		case errors.Is(err, store.ErrDisk):
			b.log.Error("the store cannot write; answers wait", "err", err)
			if !b.pause(ctx, wait.next()) {
				return
			}
		default:
			b.log.Error("a turn cannot be stored; its updates are set aside", "err", err, "chat", b.o.Store.Reference(t.Chat))
			b.setAside(ctx, "not storable", t.Done)
			return
		}
	}
}

// setAside makes dead letters of updates that cannot be handled.
func (b *Bot) setAside(ctx context.Context, reason string, seqs []uint64) {
	if len(seqs) == 0 {
		return
	}
	dead := store.Turn{Counts: []store.Count{{Name: "dead", Value: "update", N: int64(len(seqs)), At: b.now()}}}
	for _, seq := range seqs {
		dead.Dead = append(dead.Dead, store.Dead{Seq: seq, Reason: reason})
	}
	if err := b.o.Store.Commit(ctx, dead); err != nil && ctx.Err() == nil && !errors.Is(err, store.ErrDone) {
		b.log.Error("setting updates aside failed", "err", err)
	}
}
