package store

import (
	"cmp"
	"container/heap"
	"slices"
	"sync"
	"time"

	bolt "go.etcd.io/bbolt"
)

// queue is the order of the outbox in memory: what is due is found without
// touching the disk, however much waits behind it. The rows on the disk are
// the truth; the queue follows each commit.
type queue struct {
	mu    sync.Mutex
	lanes map[laneKey]*lane
	list  []*lane // the same, in no order
	items map[uint64]laneKey
}

// A laneKey is the chat; replies of no chat have a lane each.
type laneKey struct {
	chat int64
	id   uint64
}

// A lane holds the replies to one chat in the order they are to be sent.
type lane struct {
	key   laneKey
	at    int // index in queue.list
	items []item
}

// An item is a reply's place in the order; times in nanoseconds, 0 = none.
type item struct {
	id           uint64
	priority     uint8
	due, expires int64
}

func (a item) before(b item) int {
	return cmp.Or(cmp.Compare(a.priority, b.priority), cmp.Compare(a.id, b.id))
}

func newQueue() *queue {
	return &queue{lanes: make(map[laneKey]*lane), items: make(map[uint64]laneKey)}
}

func (q *queue) len() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return len(q.items)
}

// set puts an item into its chat's lane, or moves it there.
func (q *queue) set(chat int64, it item) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.cut(it.id)
	key := laneKey{chat: chat}
	if chat == 0 {
		key.id = it.id
	}
	l := q.lanes[key]
	if l == nil {
		l = &lane{key: key, at: len(q.list)}
		q.lanes[key] = l
		q.list = append(q.list, l)
	}
	at, _ := slices.BinarySearchFunc(l.items, it, item.before)
	l.items = slices.Insert(l.items, at, it)
	q.items[it.id] = key
}

func (q *queue) remove(id uint64) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.cut(id)
}

// cut takes an item out; the caller holds mu.
func (q *queue) cut(id uint64) {
	key, ok := q.items[id]
	if !ok {
		return
	}
	delete(q.items, id)
	l := q.lanes[key]
	l.items = slices.DeleteFunc(l.items, func(it item) bool { return it.id == id })
	if len(l.items) > 0 {
		return
	}
	delete(q.lanes, key)
	last := q.list[len(q.list)-1]
	q.list[l.at], last.at = last, l.at
	q.list[len(q.list)-1] = nil
	q.list = q.list[:len(q.list)-1]
}

// head is the next item of the lane that has not expired.
func (l *lane) head(now int64) (item, bool) {
	for _, it := range l.items {
		if it.expires == 0 || it.expires > now {
			return it, true
		}
	}
	return item{}, false
}

// due returns the ids of up to limit replies, most urgent first, at most one
// of each lane.
func (q *queue) due(now int64, limit int, skip func(chat int64) bool) []uint64 {
	if limit <= 0 {
		return nil
	}
	q.mu.Lock()
	var best latest
	for _, l := range q.list {
		it, ok := l.head(now)
		if !ok || it.due > now {
			continue
		}
		c := candidate{it, l.key.chat}
		if len(best) == limit && !c.before(best[0]) {
			continue
		}
		if skip != nil && skip(l.key.chat) {
			continue
		}
		if len(best) == limit {
			heap.Pop(&best)
		}
		heap.Push(&best, c)
	}
	q.mu.Unlock()
	slices.SortFunc(best, func(a, b candidate) int {
		if a.before(b) {
			return -1
		}
		return 1
	})
	ids := make([]uint64, len(best))
	for i, c := range best {
		ids[i] = c.id
	}
	return ids
}

// next is when the first lane's head is due.
func (q *queue) next(now int64) (first int64, ok bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, l := range q.list {
		if it, has := l.head(now); has && (!ok || it.due < first) {
			first, ok = it.due, true
		}
	}
	return first, ok
}

// expired returns the ids of up to limit items whose time has passed.
func (q *queue) expired(now int64, limit int) []uint64 {
	q.mu.Lock()
	defer q.mu.Unlock()
	var ids []uint64
	for _, l := range q.list {
		for _, it := range l.items {
			if it.expires != 0 && it.expires <= now {
				if ids = append(ids, it.id); len(ids) == limit {
					return ids
				}
			}
		}
	}
	return ids
}

// A candidate is a lane's head that may be sent.
type candidate struct {
	item
	chat int64
}

func (a candidate) before(b candidate) bool {
	return cmp.Or(cmp.Compare(a.priority, b.priority), cmp.Compare(a.due, b.due), cmp.Compare(a.id, b.id)) < 0
}

// latest is a heap with the least urgent on top.
type latest []candidate

func (h latest) Len() int           { return len(h) }
func (h latest) Less(i, j int) bool { return h[j].before(h[i]) }
func (h latest) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }

// Push is part of heap.Interface.
func (h *latest) Push(x any) { *h = append(*h, x.(candidate)) }

// Pop is part of heap.Interface.
func (h *latest) Pop() any {
	old := *h
	x := old[len(old)-1]
	*h = old[:len(old)-1]
	return x
}

// loadQueue reads the outbox. A row that no longer opens stays where it is and
// is never due; Verify tells of it.
func (db *DB) loadQueue(tx *bolt.Tx) error {
	return tx.Bucket([]byte(bktOutbox)).ForEach(func(k, v []byte) error {
		if out, err := db.openOut(k, v); err == nil {
			db.queue.set(out.Chat, out.item())
		}
		return nil
	})
}

func (o Out) item() item {
	return item{id: o.ID, priority: uint8(o.Priority), due: nanos(o.Due), expires: nanos(o.Expires)}
}

// Next is when the earliest queued reply becomes due, which may be past;
// false if none is queued.
func (db *DB) Next() (time.Time, bool) {
	n, ok := db.queue.next(nanos(db.now()))
	return moment(n), ok
}

// Ready receives a value after a commit has queued or put off replies.
func (db *DB) Ready() <-chan struct{} { return db.ready }
