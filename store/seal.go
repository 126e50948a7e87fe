package store

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
)

// A sealer holds everything derived from the key file: one AES-256-GCM key a
// bucket and one HMAC key a kind of name, so that none can be confused with
// another. Nonces are random; with a key a bucket the bound of 2^32 records
// that is advised for those lies beyond years of the busiest bot.
type sealer struct {
	keyID    hash
	shareID  hash // of the separate contact key; zero without one
	aeads    map[string]cipher.AEAD
	chats    []byte
	replies  []byte
	refs     []byte
	contacts []byte
}

// newSealer derives all keys from the master key. contact, if not nil, is the
// master of the contacts' key instead.
func newSealer(master, contact []byte) (*sealer, error) {
	s := &sealer{aeads: make(map[string]cipher.AEAD)}
	if contact == nil {
		contact = master
	} else if err := deriveID(&s.shareID, contact); err != nil {
		return nil, err
	}
	for _, name := range []struct {
		key    *[]byte
		master []byte
		info   string
	}{
		{&s.chats, master, "name chats"},
		{&s.replies, master, "name replies"},
		{&s.refs, master, "name references"},
		{&s.contacts, contact, "name contacts"},
	} {
		key, err := derive(name.master, name.info)
		if err != nil {
			return nil, err
		}
		*name.key = key
	}
	for _, bucket := range sealedBuckets() {
		key, err := derive(master, "seal "+bucket)
		if err != nil {
			return nil, err
		}
		block, err := aes.NewCipher(key)
		if err != nil {
			return nil, fmt.Errorf("making the cipher of %s: %w", bucket, err)
		}
		aead, err := cipher.NewGCMWithRandomNonce(block)
		if err != nil {
			return nil, fmt.Errorf("making the cipher of %s: %w", bucket, err)
		}
		s.aeads[bucket] = aead
	}
	return s, deriveID(&s.keyID, master)
}

func deriveID(id *hash, master []byte) error {
	b, err := derive(master, "key id")
	copy(id[:], b)
	return err
}

func derive(master []byte, info string) ([]byte, error) {
	key, err := hkdf.Key(sha256.New, master, nil, "lurewatch 1 "+info, 32)
	if err != nil {
		return nil, fmt.Errorf("deriving the key %q: %w", info, err)
	}
	return key, nil
}

// seal appends the sealed plain to dst. The row's bucket and key are bound
// in, so that sealed bytes moved to another row do not open.
func (s *sealer) seal(dst []byte, bucket string, key, plain []byte) []byte {
	return s.aeads[bucket].Seal(dst, nil, plain, place(bucket, key))
}

// open is the reverse of seal.
func (s *sealer) open(bucket string, key, sealed []byte) ([]byte, error) {
	plain, err := s.aeads[bucket].Open(nil, nil, sealed, place(bucket, key))
	if err != nil {
		return nil, damaged("a record of "+bucket, err)
	}
	return plain, nil
}

func place(bucket string, key []byte) []byte {
	return join([]byte(bucket), []byte{0}, key)
}

func name(key []byte, parts ...[]byte) (h hash) {
	mac := hmac.New(sha256.New, key)
	for _, p := range parts {
		mac.Write(p)
	}
	copy(h[:], mac.Sum(nil))
	return h
}

// chat names a chat.
func (s *sealer) chat(id int64) hash { return name(s.chats, u64(uint64(id))) }

// reply names a reply's or note's key; without one the row's own id does.
func (s *sealer) reply(key string, id uint64) hash {
	if key == "" {
		return name(s.replies, []byte{0}, u64(id))
	}
	return name(s.replies, []byte{1}, []byte(key))
}

// contact names a recruiter's contact.
func (s *sealer) contact(value string) hash { return name(s.contacts, []byte(value)) }

// reference names a chat in logs, short and under a key of its own, so that
// logs and store cannot be joined without it.
func (s *sealer) reference(id int64) string {
	h := name(s.refs, u64(uint64(id)))
	return hex.EncodeToString(h[:6])
}
