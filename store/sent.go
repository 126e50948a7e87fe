package store

import (
	"bytes"
	"fmt"
	"slices"
	"time"

	bolt "go.etcd.io/bbolt"
)

// States of a reply's key.
const (
	sentWaiting = 0
	sentDone    = 1
	sentDropped = 2
)

// A sent row starts with its state and the time of it.
const sentHeader = 9

func (w *writeTx) sentKey(r Reply, id uint64) []byte {
	who, key := w.seal.chat(r.Chat), w.seal.reply(r.Key, id)
	return join(who[:], key[:])
}

// remember notes what became of a reply.
func (w *writeTx) remember(r Reply, id uint64, state byte, messageID int) error {
	e := newEncoder()
	e.int(int64(messageID))
	e.string(r.Key)
	e.string(r.Method)
	header := append([]byte{state}, i64(nanos(w.now))...)
	if err := w.put(bktSent, w.sentKey(r, id), header, e.b); err != nil {
		return fmt.Errorf("noting a reply: %w", err)
	}
	return nil
}

func (db *DB) openSent(key, row []byte) (Message, error) {
	if len(row) < sentHeader {
		return Message{}, damaged("a sent id", errRecord)
	}
	plain, err := db.seal.open(bktSent, key, row[sentHeader:])
	if err != nil {
		return Message{}, err
	}
	d := newDecoder(plain)
	m := Message{ID: int(d.int()), Key: d.string(), Method: d.string(), At: moment(asI64(row[1:]))}
	if err := d.done(); err != nil {
		return Message{}, damaged("a sent id", err)
	}
	return m, nil
}

// SentAs is the message id that the reply with this key got; false if it was
// not sent, or longer ago than sent ids are kept.
func (db *DB) SentAs(chat int64, key string) (messageID int, ok bool, err error) {
	who, named := db.seal.chat(chat), db.seal.reply(key, 0)
	at := join(who[:], named[:])
	err = db.view(func(tx *bolt.Tx) error {
		row := tx.Bucket([]byte(bktSent)).Get(at)
		if key == "" || row == nil || row[0] != sentDone {
			return nil
		}
		m, err := db.openSent(at, row)
		messageID, ok = m.ID, err == nil
		return err
	})
	return messageID, ok, err
}

// SentTo lists the bot's own messages in a chat since a time, oldest first,
// as far back as sent ids are kept.
func (db *DB) SentTo(chat int64, since time.Time) ([]Message, error) {
	var list []Message
	who := db.seal.chat(chat)
	err := db.view(func(tx *bolt.Tx) error {
		c := tx.Bucket([]byte(bktSent)).Cursor()
		for k, v := c.Seek(who[:]); bytes.HasPrefix(k, who[:]); k, v = c.Next() {
			if len(v) < sentHeader || v[0] != sentDone || asI64(v[1:]) < nanos(since) {
				continue
			}
			m, err := db.openSent(k, v)
			if err != nil {
				return err
			}
			if m.ID != 0 {
				list = append(list, m)
			}
		}
		return nil
	})
	slices.SortStableFunc(list, func(a, b Message) int { return a.At.Compare(b.At) })
	return list, err
}
