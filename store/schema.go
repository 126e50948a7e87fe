package store

import (
	"encoding/binary"
	"math"
	"time"
)

// The schema, version 1. "chat", "contact" and "key" stand for the first 16
// bytes of an HMAC-SHA-256, each kind under its own derived key; u32, u64 are
// big-endian; i64 is big-endian with the sign bit flipped, so that bytes sort
// as numbers do; times are i64 nanoseconds UTC. "…" is sealed (seal.go) with
// the bucket's name and the row's key as associated data.
//
//	lurewatch.db
//	├── meta
//	│   ├── version      u32, this schema's version
//	│   ├── keyid        16 bytes that only the right key file gives
//	│   ├── contactid    the same of a separate contact key file, if there is one
//	│   ├── clean        present while no instance has the file open
//	│   ├── offset       i64, next offset to ask for
//	│   └── owed         time of the first erasure since the last compaction
//	├── inbox            updates taken and not done; the sequence is Seq
//	│   └── u64 seq      → i64 id, time taken, "chat, at, raw JSON"
//	├── seen             ids of updates waiting (0) or done (1), for 72 hours
//	│   └── i64 id       → u32 seconds, u8 state
//	├── dead             what could not be processed, for seven days
//	│   └── time, u64    → chat, "id, chat, at, reason, raw JSON"
//	├── outbox           calls to be made; the sequence is Out.ID
//	│   └── u64 id       → due, expires, queued, u16 tries, u8 open, class,
//	│                      priority, "chat, key, method, params"
//	├── outchats         the outbox by chat
//	│   └── chat, u64 id → (empty)
//	├── sent             replies by key: waiting (0), sent (1), dropped (2)
//	│   └── chat, key    → u8 state, time, "message id, key, method"
//	├── history          entries, for Options.Retention
//	│   └── chat, time   → "level, kind, … signs, quotes"
//	├── terms            short words of entries, so that a row holds numbers
//	│   └── u32          → "word"
//	├── chats            settings
//	│   └── chat         → u8 unreachable, "chat id if kept, settings"
//	├── notes            small things to remember until a time
//	│   └── chat, key    → until, "value"
//	├── contacts         recruiters' contacts, for a year after last seen
//	│   └── contact      → first, last, u32 chats
//	├── sightings        which chats sent a contact, and the reverse
//	│   └── contact, chat → last
//	├── chatcontacts
//	│   └── chat, contact → (empty)
//	└── counters         no person in them: in clear, for ever
//	    └── name 00 u32 day value → u64
const schemaVersion = 1

// Bucket names.
const (
	bktMeta         = "meta"
	bktInbox        = "inbox"
	bktSeen         = "seen"
	bktDead         = "dead"
	bktOutbox       = "outbox"
	bktOutChats     = "outchats"
	bktSent         = "sent"
	bktHistory      = "history"
	bktTerms        = "terms"
	bktChats        = "chats"
	bktNotes        = "notes"
	bktContacts     = "contacts"
	bktSightings    = "sightings"
	bktChatContacts = "chatcontacts"
	bktCounters     = "counters"
)

// buckets lists every bucket of the schema.
func buckets() []string {
	return []string{
		bktMeta, bktInbox, bktSeen, bktDead, bktOutbox, bktOutChats, bktSent, bktHistory,
		bktTerms, bktChats, bktNotes, bktContacts, bktSightings, bktChatContacts, bktCounters,
	}
}

// sealedBuckets lists those with sealed values; each has its own derived key.
func sealedBuckets() []string {
	return []string{bktInbox, bktDead, bktOutbox, bktSent, bktHistory, bktTerms, bktChats, bktNotes}
}

// Keys of the meta bucket.
const (
	metaVersion = "version"
	metaKeyID   = "keyid"
	metaContact = "contactid"
	metaClean   = "clean"
	metaOffset  = "offset"
	metaOwed    = "owed"
)

// fill is how full bbolt packs the pages of a bucket when it splits them.
// Rows that are only ever appended need no room; the rest keeps some.
func fill(bucket string) float64 {
	switch bucket {
	case bktInbox, bktSeen, bktDead, bktOutbox, bktTerms:
		return 0.95
	case bktHistory:
		return 0.8
	}
	return 0.5
}

// A hash names a chat, a contact or a key without telling which.
type hash [16]byte

// join makes one key of several parts.
func join(parts ...[]byte) []byte {
	n := 0
	for _, p := range parts {
		n += len(p)
	}
	key := make([]byte, 0, n)
	for _, p := range parts {
		key = append(key, p...)
	}
	return key
}

func u32(n uint32) []byte { return binary.BigEndian.AppendUint32(nil, n) }
func u64(n uint64) []byte { return binary.BigEndian.AppendUint64(nil, n) }
func i64(n int64) []byte  { return u64(uint64(n) ^ 1<<63) }

// The reading counterparts give zero for anything too short.
func asU32(b []byte) uint32 {
	if len(b) < 4 {
		return 0
	}
	return binary.BigEndian.Uint32(b)
}

func asU64(b []byte) uint64 {
	if len(b) < 8 {
		return 0
	}
	return binary.BigEndian.Uint64(b)
}

func asI64(b []byte) int64 {
	if len(b) < 8 {
		return 0
	}
	return int64(binary.BigEndian.Uint64(b) ^ 1<<63)
}

// nanos is t as the schema keeps it: 0 for the zero time, and the nearest end
// of what 64 bits can hold for one outside 1678 to 2261.
func nanos(t time.Time) int64 {
	switch {
	case t.IsZero():
		return 0
	case t.Year() < 1678:
		return math.MinInt64 + 1
	case t.Year() > 2261:
		return math.MaxInt64 - 1<<32
	}
	return t.UnixNano()
}

// moment is the reverse of nanos.
func moment(n int64) time.Time {
	if n == 0 {
		return time.Time{}
	}
	return time.Unix(0, n).UTC()
}
