package rules

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// A Slot is one stretch of a phrase: any of its Words may stand in it. Slots
// follow each other directly, or after a gap of up to three words.
type Slot struct {
	Words    []string
	Gap      bool // a * stands before it
	Glued    bool // no space stands before it
	Optional bool // it may be left out
	sign     bool // a colon or the like may stand for it
}

// Bounds of what one line may stand for, so that a slip of the pen does not
// fill the memory.
const (
	maxWords  = 400 // alternatives in all slots of a line
	mergeInto = 8   // neighbouring slots are written out as one up to so many words
)

// Slots reads a phrase: "free (flight|visa)" is one slot of two words; longer
// lists stay slots of their own, so that their number adds and does not
// multiply.
func Slots(text string) ([]Slot, error) {
	pieces, err := split(text)
	if err != nil {
		return nil, err
	}
	var slots []Slot
	total := 0
	for _, p := range pieces {
		if last := len(slots) - 1; last >= 0 && !p.Gap && merges(slots[last], p) {
			slots[last] = merge(slots[last], p)
		} else {
			slots = append(slots, p)
		}
	}
	for len(slots) > 0 && slots[0].Optional {
		slots = slots[1:]
	}
	for len(slots) > 0 && slots[len(slots)-1].Optional {
		slots = slots[:len(slots)-1]
	}
	for i := range slots {
		if slots[i].sign && i > 0 && i < len(slots)-1 {
			slots[i].Optional = true
		}
	}
	if len(slots) == 0 {
		return nil, fmt.Errorf("%q has only words that may be left out", text)
	}
	slots[0].Gap, slots[0].Glued = false, false
	for _, s := range slots {
		total += len(s.Words)
	}
	if total > maxWords {
		return nil, fmt.Errorf("%q has %d alternatives, more than %d", text, total, maxWords)
	}
	return slots, nil
}

// Unfold writes a line out as several where a bracket holds words of which one
// in the middle is open: "(sold|sent~ away)" is "(sold)" and "sent~ away".
func Unfold(text string) []string {
	for at := 0; at < len(text); {
		open := strings.IndexByte(text[at:], '(')
		if open < 0 {
			break
		}
		open += at
		length := strings.IndexByte(text[open:], ')')
		if length < 0 {
			break
		}
		end := open + length
		var plain, lines []string
		for w := range strings.SplitSeq(text[open+1:end], "|") {
			if w = strings.TrimSpace(w); strings.Contains(w, "~ ") || strings.Contains(w, " ~") {
				lines = append(lines, Unfold(text[:open]+w+text[end+1:])...)
			} else {
				plain = append(plain, w)
			}
		}
		if len(lines) > 0 {
			if len(plain) > 0 {
				lines = append(lines, Unfold(text[:open+1]+strings.Join(plain, "|")+text[end:])...)
			}
			return lines
		}
		at = end
	}
	return []string{text}
}

// split cuts a phrase into its brackets and what stands between them.
func split(text string) ([]Slot, error) {
	var pieces []Slot
	gap, space := false, true
	add := func(s Slot) {
		s.Gap, s.Glued = gap, !gap && !space
		gap, space = false, false
		pieces = append(pieces, s)
	}
	for rest := text; rest != ""; {
		switch i := strings.IndexAny(rest, "()* "); {
		case i == 0 && rest[0] == ' ':
			space = true
			rest = rest[1:]
		case i == 0 && rest[0] == '*':
			gap = true
			rest = rest[1:]
		case i == 0 && rest[0] == '(':
			end := strings.IndexAny(rest[1:], "()")
			if end < 0 || rest[1+end] == '(' {
				return nil, fmt.Errorf("%q has a bracket that is not closed", text)
			}
			if b := bracket(rest[1 : 1+end]); len(b.Words) > 0 {
				add(b)
			}
			rest = rest[end+2:]
		case i == 0:
			return nil, fmt.Errorf("%q closes a bracket that is not open", text)
		default:
			if i < 0 {
				i = len(rest)
			}
			if leavesTrace(rest[:i]) {
				add(Slot{Words: []string{rest[:i]}})
			}
			rest = rest[i:]
		}
	}
	return pieces, nil
}

// bracket reads the inside of (one|two|).
func bracket(inside string) Slot {
	var s Slot
	for w := range strings.SplitSeq(inside, "|") {
		w = strings.Join(strings.Fields(w), " ")
		if w == "" {
			s.Optional = true
		} else if !leavesTrace(w) {
			s.sign = true
		} else if !slices.Contains(s.Words, w) {
			s.Words = append(s.Words, w)
		}
	}
	return s
}

// leavesTrace says whether a word has anything that the matcher reads: a colon
// or an ampersand may stand in the text or not.
func leavesTrace(w string) bool {
	return strings.ContainsFunc(w, func(r rune) bool {
		return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.Is(unicode.Sc, r) || unicode.Is(unicode.So, r) || r == '%' || r == '@'
	})
}

// merges says whether two neighbours are few enough to be written out. What
// may be left out stays apart, for the phrase may begin or end without it.
func merges(a, b Slot) bool {
	if a.sign || b.sign {
		return false
	}
	open := slices.ContainsFunc(a.Words, func(w string) bool { return strings.HasSuffix(w, "~") }) ||
		slices.ContainsFunc(b.Words, func(w string) bool { return strings.HasPrefix(w, "~") })
	return len(a.Words) > 0 && !a.Optional && !b.Optional && !open && len(a.Words)*len(b.Words) <= mergeInto
}

func merge(a, b Slot) Slot {
	space := " "
	if b.Glued {
		space = ""
	}
	merged := Slot{Gap: a.Gap, Glued: a.Glued}
	for _, x := range a.Words {
		for _, y := range b.Words {
			merged.Words = append(merged.Words, x+space+y)
		}
	}
	return merged
}
