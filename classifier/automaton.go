package classifier

import (
	"bytes"
	"slices"
)

// An automaton finds every occurrence of every one of its words in one pass:
// an Aho-Corasick machine (Aho and Corasick, 1975) on bytes, its transitions
// in a double array (Aoe, 1989), so that a step is one dependent load and the
// whole of tens of thousands of words stays in the processor's cache.
//
// State s goes on byte b to t = base[s]+b if check[t] == s. What a step needs
// lies in nodes, what only a failure or a found word needs in links.
type automaton struct {
	nodes []node
	links []link
	words []wordEnd // what ends at a state, by link.out
}

// A node is a slot of the double array. base is twice the base, and one more
// where a word ends at the state or at a suffix of it.
type node struct{ base, check int32 }

// A link is what leads on from a state without a byte.
type link struct {
	fail int32 // the longest proper suffix that is a state too
	out  int32 // index+1 into words of what ends here or at a suffix; 0 for none
}

type wordEnd struct {
	word int32 // index of the word, or -1 when only suffixes end here
	next int32 // index+1 into words of the next shorter word that ends here
}

const rootState = 0

// newAutomaton builds the machine of words, which are distinct and not empty.
func newAutomaton(words [][]byte) *automaton {
	order := make([]int32, len(words))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int { return bytes.Compare(words[a], words[b]) })
	b := &builder{words: words, order: order}
	b.place()
	b.link()
	return &automaton{nodes: b.nodes, links: b.links, words: b.ends}
}

// A builder lays the trie of sorted words out level by level.
type builder struct {
	words [][]byte
	order []int32
	nodes []node
	links []link
	ends  []wordEnd
	queue []span32 // states in order of depth
	free  int32    // no free slot lies below
}

// A span32 is a trie state: the sorted words that share its path.
type span32 struct {
	state, from, to int32
	depth           int32
	parent          int32 // index in queue
	by              byte  // the byte that leads here
}

// child is one byte that follows a state and the words that go on with it.
type child struct {
	by       byte
	from, to int32
}

// place gives every trie state its slot.
func (b *builder) place() {
	total := 1
	for _, w := range b.words {
		total += len(w)
	}
	b.nodes = make([]node, 0, total/2+512)
	b.links = make([]link, 0, total/2+512)
	b.grow(1)
	b.nodes[rootState].check = rootState
	b.free = 1
	b.queue = append(b.queue, span32{to: int32(len(b.order)), parent: -1})
	var children []child
	for i := 0; i < len(b.queue); i++ {
		q := b.queue[i]
		children = b.children(q, children[:0])
		if len(children) == 0 {
			continue
		}
		base := b.fit(children)
		b.nodes[q.state].base = base << 1
		for _, c := range children {
			slot := base + int32(c.by)
			b.nodes[slot].check = q.state
			b.queue = append(b.queue, span32{slot, c.from, c.to, q.depth + 1, int32(i), c.by})
		}
	}
}

// children lists the bytes that follow q, and notes the word that ends at it.
func (b *builder) children(q span32, list []child) []child {
	from := q.from
	if q.to > from && len(b.words[b.order[from]]) == int(q.depth) {
		b.ends = append(b.ends, wordEnd{word: b.order[from]})
		b.links[q.state].out = int32(len(b.ends))
		from++
	}
	for from < q.to {
		by := b.words[b.order[from]][q.depth]
		to := from + 1
		for to < q.to && b.words[b.order[to]][q.depth] == by {
			to++
		}
		list = append(list, child{by, from, to})
		from = to
	}
	return list
}

// noState marks a slot that no state holds.
const noState = -1

// fit finds a base at which every child falls on a free slot.
func (b *builder) fit(children []child) int32 {
	for b.taken(b.free) {
		b.free++
	}
	first := int32(children[0].by)
	tries := 0
next:
	for slot := max(b.free, first+1); ; slot++ {
		if b.taken(slot) {
			continue
		}
		if tries++; tries > 64 && slot > b.free+512 {
			b.free += 32 // a crowded stretch: leave its last holes empty
			tries = 0
		}
		base := slot - first
		for _, c := range children[1:] {
			if b.taken(base + int32(c.by)) {
				continue next
			}
		}
		b.grow(int(base) + 256)
		return base
	}
}

func (b *builder) taken(slot int32) bool {
	return int(slot) < len(b.nodes) && b.nodes[slot].check != noState
}

// grow makes room for n slots.
func (b *builder) grow(n int) {
	for len(b.nodes) < n {
		b.nodes = append(b.nodes, node{check: noState})
		b.links = append(b.links, link{})
	}
}

// link sets the failure and output links, shallow states first.
func (b *builder) link() {
	for _, q := range b.queue[1:] {
		parent := b.queue[q.parent].state
		fail := int32(rootState)
		if parent != rootState {
			fail = step(b.nodes, b.links, b.links[parent].fail, q.by)
		}
		l := &b.links[q.state]
		l.fail = fail
		suffix := b.links[fail].out
		if l.out == 0 {
			l.out = suffix
		} else {
			b.ends[l.out-1].next = suffix
		}
		if l.out != 0 {
			b.nodes[q.state].base |= 1
		}
	}
}

// step goes from a state over one byte, along failure links where needed.
func step(nodes []node, links []link, state int32, by byte) int32 {
	for {
		t := nodes[state].base>>1 + int32(by)
		if int(t) < len(nodes) && nodes[t].check == state && t != rootState {
			return t
		}
		if state == rootState {
			return rootState
		}
		state = links[state].fail
	}
}

// scan calls found for every occurrence of every word in text, in order of
// where they end, longest first; end is the offset after the last byte.
func (a *automaton) scan(text []byte, found func(word int32, end int)) {
	state := int32(rootState)
	for i, by := range text {
		state = step(a.nodes, a.links, state, by)
		if a.nodes[state].base&1 == 0 {
			continue
		}
		for out := a.links[state].out; out != 0; {
			w := a.words[out-1]
			found(w.word, i+1)
			out = w.next
		}
	}
}
