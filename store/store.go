// Package store keeps what Lurewatch must not lose: updates not yet answered,
// replies not yet sent, each chat's history and settings, and the counters.
// It is one bbolt file in which every person's words and ids are sealed under
// a key that lies in another file (seal.go); schema.go shows all of it.
//
// The store knows neither Telegram nor the classifier. All of its writes pass
// through one goroutine which commits many turns with one fsync (writer.go).
// Nothing is acknowledged before it is on the disk.
package store

import (
	"encoding/json"
	"time"
)

// Options says how to open a store. Its zero value is usable.
type Options struct {
	// KeyFile holds the sealing key, mode 0600; it is made together with a
	// new store. Empty means the store's path with ".key" appended.
	KeyFile string
	// ContactKeyFile holds the key under which contacts are hashed, for
	// instances that compare them. Empty derives one from KeyFile's key.
	ContactKeyFile string
	// Timeout is how long Open waits for another instance to let go of the
	// file. Zero or less means one second.
	Timeout time.Duration
	// Retention is how long Prune keeps a row of history. Zero means 90 days.
	Retention time.Duration
	// ReadOnly opens an existing store or backup for reading: nothing is
	// created, migrated or written. It fails while a bot has the file open.
	ReadOnly bool
	// Now tells the time; nil means time.Now.
	Now func() time.Time
}

// An Update is one raw update as it came, with what little the store must
// know of it.
type Update struct {
	ID   int64 // update id; 0 if it could not be read, then never taken for a repetition
	Chat int64 // 0 if unknown
	At   time.Time
	Raw  json.RawMessage
}

// Pending is an update that was taken and is not done. Seq is its arrival
// order, never used twice.
type Pending struct {
	Seq uint64
	Update
	// Damaged is true where the stored bytes no longer open; only Seq and ID
	// are then set, and all a caller can do is to name it in Turn.Dead.
	Damaged bool
}

// Dead names a pending update that cannot be processed. It is kept sealed for
// seven days.
type Dead struct {
	Seq    uint64
	Reason string
}

// A DeadLetter is a dead update as it is kept.
type DeadLetter struct {
	Update
	Died   time.Time
	Reason string
}

// A Turn is what the handling of some updates changes. Commit applies all of
// it or none of it.
type Turn struct {
	Chat int64 // 0 only where nothing below belongs to a chat

	Done []uint64 // Seq of pending updates that this turn finishes
	Dead []Dead   // pending updates that cannot be processed

	// Forget first erases every row of Chat: history, settings, notes, queued
	// replies, sent ids, dead letters, its share in contacts. The rest of the
	// turn is applied after that. The freed pages wait for a compaction.
	Forget bool
	// Migrate, if not 0, first moves everything of Chat to this chat id,
	// queued replies included, and the rest of the turn is applied to it.
	Migrate int64

	Entries  []Entry  // rows of history
	Replies  []Reply  // what is to be sent
	Prefs    *Prefs   // replaces the chat's settings
	Notes    []Note   // small things to remember of the chat for a while
	Contacts []string // recruiters' contacts in normal form seen in this chat
	Counts   []Count
	// Flag says whether the chat can be reached. False drops its queue and
	// refuses new replies to it (counted) until a turn says true.
	Flag *bool
}

// An Entry is one row of a chat's history: what was judged, never the message.
type Entry struct {
	At                                  time.Time
	Level, Kind, Lang, Rules            string
	Score                               int
	Signs, Places, Quotes, Combinations []string
	Ref                                 string // the caller's own short reference, such as a message id
}

// A Class tells the sender what to do when it cannot know whether a message
// arrived. The store only keeps it.
type Class uint8

// The classes.
const (
	// Once is for texts that do no harm when lost: an ambiguous send is not
	// repeated.
	Once Class = iota
	// Insist is for warnings and answers to a call for help: an ambiguous
	// send is repeated until a definite answer.
	Insist
)

// A Reply is one call that is to be made. Lower Priority goes first (0 to
// 255); within a chat and a priority the order of queueing is kept.
type Reply struct {
	// Key names the intent within its chat: a second reply with the same Key
	// is not queued, whether the first is waiting, sent or dropped, for 48
	// hours at least. Empty means never the same.
	Key      string
	Chat     int64 // 0 for calls that belong to no chat
	Method   string
	Params   map[string]string
	Class    Class
	Priority int
	Due      time.Time // not before; zero means now
	Expires  time.Time // not after; zero means never
}

// An Out is a queued reply.
type Out struct {
	ID uint64
	Reply
	Tries  int // how often Later was called
	Queued time.Time
	// Open is true where Start was called and no outcome followed: the
	// process stopped in the middle, so the call may have been made.
	Open bool
}

// A Message is one message the bot sent, by the id the other side gave it.
type Message struct {
	ID     int
	Key    string // the reply's
	Method string
	At     time.Time
}

// Prefs are a chat's settings. A chat without any has the zero Prefs.
type Prefs struct {
	Language, Country string
	// Values are the caller's further settings by name.
	Values map[string]string
	// Reach keeps the chat's id, sealed, beside its settings so that the bot
	// can speak first; without it the store cannot tell which chat a row is.
	Reach bool
}

// A Note is something to remember of a chat until a time: a cooldown, a
// question that waits for its answer. An empty Value erases it.
type Note struct {
	Key, Value string
	Until      time.Time
}

// A Count adds N to a daily counter. Name is the dimension ("place"), Value
// what is counted ("KH"). Counters are not sealed and stay for ever, so words
// of people do not belong there: a name or value that is longer than 64 bytes
// or has other characters than ASCII letters, digits and "-_.:/+" is counted
// as "other".
type Count struct {
	Name, Value string
	N           int64
	At          time.Time // decides the day (UTC); zero means now
}

// A Tally is one daily counter.
type Tally struct {
	Day   time.Time // midnight UTC
	Value string
	N     int64
}

// Health is what monitoring asks of the store.
type Health struct {
	Inbox, Outbox, Dead int
	Oldest              time.Time // arrival of the oldest pending update; zero if none
	FileBytes           int64
	FreeBytes           int64     // within the file, reused or given back by Compact
	CompactOwed         time.Time // since when erased rows wait for a compaction; zero if none
	Failure             error     // the last write's failure, nil after one succeeded
}
