package telegram

import "unicode/utf8"

// Units is the length of s as Telegram counts it: in UTF-16 units.
func Units(s string) int {
	n := 0
	for _, r := range s {
		n += runeUnits(r)
	}
	return n
}

func runeUnits(r rune) int {
	if r >= 0x10000 {
		return 2
	}
	return 1
}

// units turns the UTF-16 offsets of entities into byte offsets of one text.
type units struct {
	text string
	at   []int // at[u] is the byte where the rune with unit u begins; built at first use
}

func newUnits(text string) *units { return &units{text: text} }

// span is the part of the text an entity covers. What lies outside the text
// is cut off, and an offset within a rune takes in the whole rune.
func (x *units) span(e Entity) (start, end int) {
	if e.Offset < 0 || e.Length <= 0 {
		return 0, 0
	}
	x.build()
	last := len(x.at) - 1
	if e.Offset >= last {
		return len(x.text), len(x.text)
	}
	start = x.at[e.Offset]
	stop := last
	if e.Length < last-e.Offset {
		stop = e.Offset + e.Length
	}
	end = x.at[stop]
	if stop < last && x.at[stop-1] == end { // in the middle of a rune
		_, size := utf8.DecodeRuneInString(x.text[end:])
		end += size
	}
	return start, end
}

func (x *units) build() {
	if x.at != nil {
		return
	}
	x.at = make([]int, 0, len(x.text)+1)
	for i, r := range x.text {
		for range runeUnits(r) {
			x.at = append(x.at, i)
		}
	}
	x.at = append(x.at, len(x.text))
}
