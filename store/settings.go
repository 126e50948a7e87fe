package store

import (
	"bytes"
	"context"
	"fmt"
	"time"

	bolt "go.etcd.io/bbolt"
)

// flagUnreachable is a bit of the first byte of a chats row.
const flagUnreachable = 1

func encodePrefs(chat int64, p Prefs) []byte {
	e := newEncoder()
	if !p.Reach {
		chat = 0
	}
	e.int(chat)
	e.string(p.Language)
	e.string(p.Country)
	e.table(p.Values)
	return e.b
}

func decodePrefs(b []byte) (chat int64, p Prefs, err error) {
	d := newDecoder(b)
	chat = d.int()
	p = Prefs{Language: d.string(), Country: d.string(), Values: d.table(), Reach: chat != 0}
	return chat, p, d.done()
}

func (p Prefs) zero() bool {
	return p.Language == "" && p.Country == "" && len(p.Values) == 0 && !p.Reach
}

// openChat unseals a chats row.
func (db *DB) openChat(key, row []byte) (flags byte, chat int64, p Prefs, err error) {
	if len(row) == 0 {
		return 0, 0, Prefs{}, nil
	}
	plain, err := db.seal.open(bktChats, key, row[1:])
	if err == nil {
		if chat, p, err = decodePrefs(plain); err != nil {
			err = damaged("a chat's settings", err)
		}
	}
	return row[0], chat, p, err
}

// setChat writes a chats row; one that says nothing is removed.
func (w *writeTx) setChat(chat int64, flags byte, p Prefs) error {
	who := w.seal.chat(chat)
	if flags != 0 || !p.zero() {
		return w.put(bktChats, who[:], []byte{flags}, encodePrefs(chat, p))
	}
	if err := w.bucket(bktChats).Delete(who[:]); err != nil {
		return fmt.Errorf("removing settings: %w", err)
	}
	return nil
}

// getChat reads a chats row; one that no longer opens counts as none, since a
// chat whose settings are lost must still be answered.
func (w *writeTx) getChat(who hash) (flags byte, p Prefs) {
	flags, _, p, err := w.db.openChat(who[:], w.bucket(bktChats).Get(who[:]))
	if err != nil {
		return flags, Prefs{}
	}
	return flags, p
}

func (w *writeTx) unreachable(who hash) bool {
	row := w.bucket(bktChats).Get(who[:])
	return len(row) > 0 && row[0]&flagUnreachable != 0
}

// setPrefs replaces a chat's settings.
func (w *writeTx) setPrefs(chat int64, p Prefs) error {
	flags, _ := w.getChat(w.seal.chat(chat))
	return w.setChat(chat, flags, p)
}

// setReachable notes whether a chat can be reached. What is queued for one
// that cannot is dropped.
func (w *writeTx) setReachable(chat int64, reachable bool) error {
	who := w.seal.chat(chat)
	flags, p := w.getChat(who)
	if reachable {
		return w.setChat(chat, flags&^flagUnreachable, p)
	}
	if err := w.setChat(chat, flags|flagUnreachable, p); err != nil {
		return err
	}
	return w.queued(who, func(o Out) error {
		o.Chat = chat
		return w.drop(o, "unreachable")
	})
}

// Prefs returns a chat's settings, the zero Prefs if it has none.
func (db *DB) Prefs(chat int64) (Prefs, error) {
	_, p, err := db.chat(chat)
	return p, err
}

// Reachable is false after a turn with a false Flag.
func (db *DB) Reachable(chat int64) (bool, error) {
	flags, _, err := db.chat(chat)
	return flags&flagUnreachable == 0, err
}

func (db *DB) chat(chat int64) (flags byte, p Prefs, err error) {
	who := db.seal.chat(chat)
	err = db.view(func(tx *bolt.Tx) (err error) {
		flags, _, p, err = db.openChat(who[:], tx.Bucket([]byte(bktChats)).Get(who[:]))
		return err
	})
	return flags, p, err
}

// Chats calls fn for every reachable chat whose settings keep its id
// (Prefs.Reach). No transaction is open while fn runs, so it may use the store.
func (db *DB) Chats(ctx context.Context, fn func(chat int64, p Prefs) error) error {
	type row struct {
		chat int64
		p    Prefs
	}
	for next := []byte{0}; next != nil; {
		var rows []row
		err := db.view(func(tx *bolt.Tx) error {
			c, seen := tx.Bucket([]byte(bktChats)).Cursor(), 0
			k, v := c.Seek(next)
			for next = nil; k != nil; k, v = c.Next() {
				if seen++; seen > perRead {
					next = bytes.Clone(k)
					return nil
				}
				flags, chat, p, err := db.openChat(k, v)
				if err == nil && p.Reach && flags&flagUnreachable == 0 {
					rows = append(rows, row{chat, p})
				}
			}
			return nil
		})
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
		for _, r := range rows {
			if err := fn(r.chat, r.p); err != nil {
				return err
			}
		}
	}
	return nil
}

// setNote keeps or erases a note. Its row begins with the time until which it
// holds.
func (w *writeTx) setNote(who hash, n Note) error {
	named := w.seal.reply(n.Key, 0)
	key := join(who[:], named[:])
	if n.Value == "" {
		if err := w.bucket(bktNotes).Delete(key); err != nil {
			return fmt.Errorf("removing a note: %w", err)
		}
		return nil
	}
	e := newEncoder()
	e.string(n.Value)
	return w.put(bktNotes, key, i64(nanos(n.Until)), e.b)
}

func (db *DB) openNote(key, row []byte) (value string, until time.Time, err error) {
	if len(row) < 8 {
		return "", until, damaged("a note", errRecord)
	}
	plain, err := db.seal.open(bktNotes, key, row[8:])
	if err != nil {
		return "", until, err
	}
	d := newDecoder(plain)
	value = d.string()
	if err := d.done(); err != nil {
		return "", until, damaged("a note", err)
	}
	return value, moment(asI64(row)), nil
}

// Note returns what was noted of a chat under key, if its time has not passed.
func (db *DB) Note(chat int64, key string) (value string, ok bool, err error) {
	who, named := db.seal.chat(chat), db.seal.reply(key, 0)
	at := join(who[:], named[:])
	err = db.view(func(tx *bolt.Tx) error {
		row := tx.Bucket([]byte(bktNotes)).Get(at)
		if row == nil {
			return nil
		}
		v, until, err := db.openNote(at, row)
		if err == nil && until.After(db.now()) {
			value, ok = v, true
		}
		return err
	})
	return value, ok, err
}
