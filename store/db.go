package store

import (
	"context"
	"errors"
	"io"
	"time"
)

var errTodo = errors.New("not written yet")

// DB is an open store, safe for concurrent use.
type DB struct{}

// Open opens the store at path, making it and its key at the first start.
// It never panics on a damaged file, never makes a new key beside an existing
// store nor a new store beside an existing key: each has its own error.
func Open(path string, o Options) (*DB, error) { return nil, errTodo }

// Close finishes what was submitted, marks the store as cleanly stopped and
// lets go of the file. A second Close does nothing.
func (db *DB) Close() error { return errTodo }

// Take stores the updates of batch that are new, in their order, together
// with the next offset (not stored if next is 0), in one transaction, and
// returns the new ones. An update whose id was taken before is left out, for
// 48 hours at least after it was done.
func (db *DB) Take(ctx context.Context, batch []Update, next int64) ([]Pending, error) {
	return nil, errTodo
}

// Pending returns up to limit updates with a Seq above after, in order.
func (db *DB) Pending(after uint64, limit int) ([]Pending, error) { return nil, errTodo }

// Offset is the last next offset given to Take; false if there was none.
func (db *DB) Offset() (int64, bool, error) { return 0, false, errTodo }

// DeadLetters returns up to limit dead updates, the newest first.
func (db *DB) DeadLetters(limit int) ([]DeadLetter, error) { return nil, errTodo }

// Commit applies all of t or none of it, and returns when it is on the disk.
// A canceled ctx is heeded until the turn is picked up; after that Commit
// waits for the true outcome.
func (db *DB) Commit(ctx context.Context, t Turn) error { return errTodo }

// Due returns up to limit replies that may be sent now, most urgent first, and
// at most one of each chat: the next in its order. skip, if not nil, leaves
// out chats the caller holds back (in flight, rate limited); replies of no
// chat are asked for as chat 0 and come independently of each other.
func (db *DB) Due(now time.Time, limit int, skip func(chat int64) bool) ([]Out, error) {
	return nil, errTodo
}

// Next is when the earliest queued reply becomes due; false if none is queued.
func (db *DB) Next() (time.Time, bool) { return time.Time{}, false }

// Ready receives a value after a commit has queued or moved replies.
func (db *DB) Ready() <-chan struct{} { return nil }

// Start records that a try to send the reply begins, for callers that must
// know after a crash whether it may have been made (Out.Open).
func (db *DB) Start(ctx context.Context, id uint64) error { return errTodo }

// Sent removes the reply and remembers messageID under its key for 48 hours
// at least. A reply no longer queued is no error.
func (db *DB) Sent(ctx context.Context, id uint64, messageID int) error { return errTodo }

// Later puts the reply off until due and counts a try.
func (db *DB) Later(ctx context.Context, id uint64, due time.Time) error { return errTodo }

// Drop removes the reply for good and counts the reason, one short word.
func (db *DB) Drop(ctx context.Context, id uint64, reason string) error { return errTodo }

// Expire drops the replies whose time has passed and says how many.
func (db *DB) Expire(ctx context.Context) (int, error) { return 0, errTodo }

// SentAs is the message id that the reply with this key got; false if it was
// not sent, or longer ago than sent ids are kept.
func (db *DB) SentAs(chat int64, key string) (int, bool, error) { return 0, false, errTodo }

// SentTo lists the bot's own messages in a chat since a time, oldest first,
// as far back as sent ids are kept.
func (db *DB) SentTo(chat int64, since time.Time) ([]Message, error) { return nil, errTodo }

// History returns the last limit entries of a chat, the newest first.
func (db *DB) History(chat int64, limit int) ([]Entry, error) { return nil, errTodo }

// Export calls fn for each entry of any chat with from <= At < to, grouped by
// chat, under the chat's Reference.
func (db *DB) Export(ctx context.Context, from, to time.Time, fn func(reference string, e Entry) error) error {
	return errTodo
}

// Prefs returns a chat's settings, the zero Prefs if it has none.
func (db *DB) Prefs(chat int64) (Prefs, error) { return Prefs{}, errTodo }

// Reachable is false after a turn with a false Flag.
func (db *DB) Reachable(chat int64) (bool, error) { return false, errTodo }

// Chats calls fn for every chat whose settings keep its id (Prefs.Reach).
func (db *DB) Chats(ctx context.Context, fn func(chat int64, p Prefs) error) error { return errTodo }

// Note returns what was noted of a chat under key, if its time has not passed.
func (db *DB) Note(chat int64, key string) (string, bool, error) { return "", false, errTodo }

// Reported is the number of chats other than except that sent any one of the
// contacts; the greatest of them.
func (db *DB) Reported(contacts []string, except int64) (int, error) { return 0, errTodo }

// ContactHash is the name under which a contact is known, equal in instances
// that share a contact key.
func (db *DB) ContactHash(contact string) string { return "" }

// Reference is a short name of a chat for logs, useless without the key.
func (db *DB) Reference(chat int64) string { return "" }

// Tally returns the counters of a dimension for the days from to to, both
// included, in order of day and value.
func (db *DB) Tally(name string, from, to time.Time) ([]Tally, error) { return nil, errTodo }

// Dimensions lists the names that have counters.
func (db *DB) Dimensions() ([]string, error) { return nil, errTodo }

// Prune removes what has served its time, in small transactions: history
// after Options.Retention, done ids and sent ids after 72 hours, dead letters
// after seven days, expired notes and replies, contacts a year after they were
// last seen. It says how many rows went.
func (db *DB) Prune(ctx context.Context) (int, error) { return 0, errTodo }

// Verify reads every page and every record and returns what is wrong.
func (db *DB) Verify(ctx context.Context) error { return errTodo }

// Backup writes a consistent copy of the store, without freed pages, to w. The
// key is not in it.
func (db *DB) Backup(ctx context.Context, w io.Writer) error { return errTodo }

// Compact rewrites the file without freed pages and says its size before and
// after. Writers wait meanwhile, readers only for the last moment.
func (db *DB) Compact(ctx context.Context) (before, after int64, err error) {
	return 0, 0, errTodo
}

// Restore puts a copy of the backup at path after checking that it is whole
// and fits the key. A store that lies there is renamed, never overwritten;
// aside is its new name, empty if there was none.
func Restore(ctx context.Context, backup, path string, o Options) (aside string, err error) {
	return "", errTodo
}

// Health tells what monitoring asks.
func (db *DB) Health() (Health, error) { return Health{}, errTodo }
