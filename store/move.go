package store

import (
	"bytes"
	"maps"
)

// move carries everything of a chat over to another id. Where both have
// settings those of the old one win, since somebody chose them there. Moving
// a chat that has nothing changes nothing, so a second notice is harmless.
func (w *writeTx) move(from, to int64) error {
	old, who := w.seal.chat(from), w.seal.chat(to)
	if err := w.moveSettings(from, to, old, who); err != nil {
		return err
	}
	for _, bucket := range []string{bktHistory, bktSent, bktNotes} {
		if err := w.moveRows(bucket, old, who); err != nil {
			return err
		}
	}
	if err := w.moveContacts(old, who); err != nil {
		return err
	}
	return w.queued(old, func(o Out) error {
		if err := w.unqueue(o.ID, old); err != nil || o.Method == "" {
			return err
		}
		if err := w.bucket(bktOutChats).Put(join(who[:], u64(o.ID)), nil); err != nil {
			return err
		}
		o.Reply, o.Due, o.Open = o.Reply.moved(from, to), w.now, false
		return w.setOut(o)
	})
}

func (w *writeTx) moveSettings(from, to int64, old, who hash) error {
	if w.bucket(bktChats).Get(old[:]) == nil {
		return nil
	}
	_, p := w.getChat(old)
	flags, at := w.getChat(who)
	if p.Language == "" {
		p.Language = at.Language
	}
	if p.Country == "" {
		p.Country = at.Country
	}
	values := maps.Clone(at.Values)
	if values == nil {
		values = make(map[string]string)
	}
	maps.Copy(values, p.Values)
	p.Values, p.Reach = values, p.Reach || at.Reach
	if err := w.setChat(from, 0, Prefs{}); err != nil {
		return err
	}
	return w.setChat(to, flags, p)
}

// moveRows seals a bucket's rows of one chat again under the other's name. A
// row that no longer opens is left behind.
func (w *writeTx) moveRows(bucket string, old, who hash) error {
	header := map[string]int{bktSent: sentHeader, bktNotes: 8}[bucket]
	b := w.bucket(bucket)
	for _, key := range w.keys(bucket, old[:]) {
		row := bytes.Clone(b.Get(key))
		if err := w.delete(bucket, key); err != nil {
			return err
		}
		if len(row) < header {
			continue
		}
		plain, err := w.seal.open(bucket, key, row[header:])
		if err != nil {
			continue
		}
		at := join(who[:], key[len(old):])
		for bucket == bktHistory && b.Get(at) != nil {
			at = join(who[:], i64(asI64(at[len(who):])+1))
		}
		if err := w.put(bucket, at, row[:header], plain); err != nil {
			return err
		}
	}
	return nil
}

// moveContacts makes the contacts the old chat sent those of the new one.
func (w *writeTx) moveContacts(old, who hash) error {
	for _, key := range w.keys(bktChatContacts, old[:]) {
		c := key[len(old):]
		last := bytes.Clone(w.bucket(bktSightings).Get(join(c, old[:])))
		row := bytes.Clone(w.bucket(bktContacts).Get(c))
		if err := w.delete(bktChatContacts, key); err != nil {
			return err
		}
		if err := w.delete(bktSightings, join(c, old[:])); err != nil {
			return err
		}
		if len(row) != contactRow || last == nil {
			continue
		}
		if w.bucket(bktSightings).Get(join(c, who[:])) != nil {
			row = join(row[:16], u32(max(1, asU32(row[16:]))-1))
		}
		if err := w.bucket(bktContacts).Put(c, row); err != nil {
			return err
		}
		if err := w.bucket(bktSightings).Put(join(c, who[:]), last); err != nil {
			return err
		}
		if err := w.bucket(bktChatContacts).Put(join(who[:], c), nil); err != nil {
			return err
		}
	}
	return nil
}
