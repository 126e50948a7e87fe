package store

import (
	"encoding/hex"
	"fmt"

	bolt "go.etcd.io/bbolt"
)

// A contacts row: first seen, last seen, number of chats.
const contactRow = 20

// sight notes that a chat sent a contact. A chat counts once.
func (w *writeTx) sight(who hash, contact string) error {
	c := w.seal.contact(contact)
	now, pair := i64(nanos(w.now)), join(c[:], who[:])
	first, chats := now, uint32(0)
	if row := w.bucket(bktContacts).Get(c[:]); len(row) == contactRow {
		first, chats = row[:8], asU32(row[16:])
	}
	if w.bucket(bktSightings).Get(pair) == nil {
		chats++
	}
	if err := w.bucket(bktContacts).Put(c[:], join(first, now, u32(chats))); err != nil {
		return fmt.Errorf("noting a contact: %w", err)
	}
	if err := w.bucket(bktSightings).Put(pair, now); err != nil {
		return fmt.Errorf("noting a contact: %w", err)
	}
	if err := w.bucket(bktChatContacts).Put(join(who[:], c[:]), nil); err != nil {
		return fmt.Errorf("noting a contact: %w", err)
	}
	return nil
}

// unsight takes a chat's share in all contacts back. One that no other chat
// sent goes with it.
func (w *writeTx) unsight(who hash) error {
	for _, key := range w.keys(bktChatContacts, who[:]) {
		c := key[len(who):]
		if err := w.delete(bktChatContacts, key); err != nil {
			return err
		}
		if err := w.delete(bktSightings, join(c, who[:])); err != nil {
			return err
		}
		row := w.bucket(bktContacts).Get(c)
		if len(row) != contactRow {
			continue
		}
		chats := asU32(row[16:])
		if chats <= 1 {
			if err := w.delete(bktContacts, c); err != nil {
				return err
			}
		} else if err := w.bucket(bktContacts).Put(c, join(row[:16], u32(chats-1))); err != nil {
			return fmt.Errorf("noting a contact: %w", err)
		}
	}
	return nil
}

// Reported is the number of chats other than except that sent any one of the
// contacts; the greatest of them.
func (db *DB) Reported(contacts []string, except int64) (most int, err error) {
	who := db.seal.chat(except)
	err = db.view(func(tx *bolt.Tx) error {
		for _, contact := range contacts {
			c := db.seal.contact(contact)
			row := tx.Bucket([]byte(bktContacts)).Get(c[:])
			if len(row) != contactRow {
				continue
			}
			n := int(asU32(row[16:]))
			if tx.Bucket([]byte(bktSightings)).Get(join(c[:], who[:])) != nil {
				n--
			}
			most = max(most, n)
		}
		return nil
	})
	return most, err
}

// ContactHash is the name under which a contact is known, equal in instances
// that share a contact key.
func (db *DB) ContactHash(contact string) string {
	h := db.seal.contact(contact)
	return hex.EncodeToString(h[:])
}
