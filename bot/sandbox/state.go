package sandbox

import (
	"encoding/json"
	"time"
)

// state is all that changes; Server.mu guards it.
type state struct {
	people      map[int64]*person
	peopleOrder []int64

	chats          map[int64]*chat
	chatOrder      []int64
	nextGroup      int64
	nextSupergroup int64

	queue      []queued // updates that were not confirmed, in order
	nextUpdate int64
	arrived    chan struct{}   // closed and replaced when an update is queued
	allowed    map[string]bool // nil: Telegram's default
	poll       *poller         // the long poll that waits, if any
	lastOffset int64
	lastPoll   time.Time
	hook       webhook

	queries map[string]*query
	nextID  int64 // of queries, albums and files

	files  map[string]*file // by file id
	paths  map[string]*file // by file path
	albums map[string]string

	calls  []*Call
	counts map[string]int
	faults []*armed
	limits limits

	commands map[string]json.RawMessage // by scope and language
	about    map[string]string          // descriptions, by method and language
}

func newState(o Options) state {
	return state{
		people: map[int64]*person{}, chats: map[int64]*chat{},
		nextGroup: -7_000_001, nextSupergroup: -1_001_700_000_001,
		nextUpdate: o.FirstUpdateID, arrived: make(chan struct{}), lastOffset: -1,
		queries: map[string]*query{}, nextID: 1,
		files: map[string]*file{}, paths: map[string]*file{}, albums: map[string]string{},
		counts: map[string]int{}, limits: newLimits(),
		commands: map[string]json.RawMessage{}, about: map[string]string{},
	}
}

// idLocked is a number nobody had before.
func (s *Server) idLocked() int64 {
	s.nextID++
	return s.nextID
}
