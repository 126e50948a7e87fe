package classifier

import "unicode/utf8"

// A match is a phrase found: letters[start:end] of the folding.
type match struct {
	phrase     int32
	start, end int32
}

// A matcher is the memory of one pass, kept between texts.
type matcher struct {
	book    *phrasebook
	folding folding
	matches []match
	partEnd []partials // by part of every phrase
	begun   []uint8    // by phrase: the last pass in which its first part was found
	pass    uint8      // tells this pass's partials from older ones
	found   func(word int32, end int)
}

// A partial is how far a phrase has come: where its start lies and where the
// part that was found last ends.
type partial struct {
	pass       uint8
	start, end int32
}

// partials are the two newest of a part: two of its literals may end in turn,
// and either may be the one that goes on.
type partials [2]partial

func (p *partials) push(pass uint8, start, end int32) {
	p[1] = p[0]
	p[0] = partial{pass, start, end}
}

func newMatcher(book *phrasebook) *matcher {
	m := &matcher{book: book, folding: folding{table: foldTable()}, partEnd: make([]partials, book.parts), begun: make([]uint8, len(book.phrases))}
	m.found = m.word
	return m
}

// match folds text and finds every phrase in it, in order of where they end.
func (m *matcher) match(text string) {
	m.folding.fold(text)
	m.matches = m.matches[:0]
	m.pass++
	if m.pass == 0 { // after 255 texts the numbers begin again
		clear(m.partEnd)
		clear(m.begun)
		m.pass = 1
	}
	m.book.machine.scan(m.folding.letters, m.found)
}

// word takes one occurrence of a literal to all phrases that hold it.
func (m *matcher) word(word int32, end int) {
	lit := &m.book.literals[word]
	start := end - int(lit.bytes)
	endEdge := !lit.endIn || lit.endFree || m.folding.edgeAt(end)
	if !endEdge && !lit.anyEnd {
		return
	}
	startEdge := !lit.startIn || m.folding.edgeAt(start) || m.folding.afterClitic(start)
	if !startEdge && !lit.anyStart {
		return
	}
	if m.folding.cutsFigure(start) || m.folding.cutsFigure(end) {
		return
	}
	variant, fits := int32(-1), false
	for i := lit.from; i < lit.to; i++ {
		if i >= lit.later && m.begun[m.book.ofPhrase[i]] != m.pass {
			continue // nothing of the phrase came before
		}
		u := &m.book.uses[i]
		if !startEdge && !u.openStart || !endEdge && !u.openEnd {
			continue
		}
		if u.variant != variant {
			variant = u.variant
			form := &m.book.variants[variant]
			fits = m.folding.wordsFit(form, start, end) && m.folding.accentsFit(form, int(lit.letters), start, end)
		}
		if fits {
			m.part(u, start, end)
		}
	}
}

// cutsFigure says whether letters[i] stands inside a figure: 52 is not found
// in 1525.
func (f *folding) cutsFigure(i int) bool {
	return i > 0 && i < len(f.letters) && isDigit(f.letters[i]) && isDigit(f.letters[i-1]) && f.info[i].gap < spaceBreak
}

// part advances the phrase of u, and notes a match when it is whole.
func (m *matcher) part(u *use, start, end int) {
	p := &m.book.phrases[u.phrase]
	begin := int32(start)
	if u.part > 0 {
		var ok bool
		if begin, ok = m.before(p, u.part, m.folding.wordStart(start)); !ok {
			return
		}
	}
	if u.part == p.parts-1 {
		m.matches = append(m.matches, match{u.phrase, begin, int32(end)})
		return
	}
	m.begun[u.phrase] = m.pass
	m.partEnd[p.first+u.part].push(m.pass, begin, int32(m.folding.wordEnd(end)))
}

// before finds where the phrase began whose next part starts at letters[start]:
// the part before it ends there, or a gap before there, or was left out.
func (m *matcher) before(p *phrase, part int32, start int) (begin int32, ok bool) {
	gap := m.book.slots[p.first+part].gap
	for k := part - 1; k >= 0; k-- {
		at := p.first + k
		for _, got := range m.partEnd[at] {
			switch end := int(got.end); {
			case got.pass != m.pass || end > start:
			case end == start && (start >= len(m.folding.info) || m.folding.info[start].gap != stopBreak):
				return got.start, true
			case gap && m.folding.gapFits(end, start):
				return got.start, true
			}
		}
		if !m.book.slots[at].optional {
			break
		}
		gap = gap || m.book.slots[at].gap
	}
	return 0, false
}

// wordEnd is the end of the word that letters[end] goes on with, where an open
// phrase or an ending let it: the next part follows there.
func (f *folding) wordEnd(end int) int {
	for !f.edgeAt(end) {
		end++
	}
	return end
}

// wordStart is the start of the word in which an open phrase begins.
func (f *folding) wordStart(start int) int {
	for start > 0 && !f.edgeAt(start) {
		start--
	}
	return start
}

// The widest gap a * stands for.
const (
	gapWords      = 3
	gapCharacters = 24 // in scripts without spaces
)

// gapFits says whether letters[from:to] is a gap: three words at most, and no
// end of a sentence in it.
func (f *folding) gapFits(from, to int) bool {
	words, characters := 0, 0
	for i := from; i <= to; {
		if i < len(f.letters) && i > 0 && f.info[i].gap == stopBreak {
			return false
		}
		if i == to {
			break
		}
		r, size := utf8.DecodeRune(f.letters[i:])
		if !isSpaced(r) && !(r >= '0' && r <= '9') {
			characters++
		} else if i == from || f.info[i].gap >= faintBreak {
			words++
		}
		if words > gapWords || characters > gapCharacters {
			return false
		}
		i += size
	}
	return true
}

// wordsFit says whether the breaks inside letters[start:end] are those of the
// phrase: spaces only where it has some, faint breaks anywhere, no stop.
func (f *folding) wordsFit(form *literalForm, start, end int) bool {
	next := 0
	for i := start + 1; i < end; i++ {
		br := f.info[i].gap
		if br < spaceBreak && (br == noBreak || !isDigit(f.letters[i]) || !isDigit(f.letters[i-1])) {
			continue // a faint break parts figures, but not the letters of a word
		}
		if br == stopBreak {
			return false
		}
		for next < len(form.breaks) && int(form.breaks[next]) < i-start {
			next++
		}
		if next < len(form.breaks) && int(form.breaks[next]) == i-start {
			continue
		}
		if r, _ := utf8.DecodeRune(f.letters[i:]); isSpaced(r) || isDigit(f.letters[i]) {
			return false
		}
	}
	return true
}

// How many letters a phrase needs before accents may be missing or odd: short
// words of different languages differ by their accents alone.
const (
	lettersWithoutAccents = 5  // in a text that has none
	lettersLazyAccents    = 8  // in a text that has some
	lettersOddAccents     = 12 // where the text has others than the phrase
)

// accentsFit compares accents where the phrase or the text has some.
func (f *folding) accentsFit(form *literalForm, letters, start, end int) bool {
	if form.marks == nil && !f.accented {
		return true
	}
	var here, other bool
	missing := false
	for i := start; i < end; i++ {
		want, got := uint8(0), f.info[i].mark
		if form.marks != nil {
			want = form.marks[i-start]
		}
		here = here || got != 0
		switch {
		case got == want:
		case got == 0:
			missing = true
		default:
			other = true
		}
	}
	switch {
	case other && form.marks == nil:
		return letters >= lettersLazyAccents
	case other:
		return letters >= lettersOddAccents
	case !missing:
		return true
	case !f.accented:
		return letters >= lettersWithoutAccents
	}
	return letters >= lettersLazyAccents
}

// afterClitic says whether only a small word that Arabic or Ethiopic script
// writes together with the next one stands before letters[i].
func (f *folding) afterClitic(i int) bool {
	const clitics = "وفبكلا" // and, so, in, as, for, the
	if i == 0 || f.letters[i-1] < utf8.RuneSelf {
		return false
	}
	for n := 0; n < 4 && i > 0; n++ {
		if n > 0 && f.edgeAt(i) {
			return true
		}
		r, size := utf8.DecodeLastRune(f.letters[:i])
		arabic := false
		for _, c := range clitics {
			arabic = arabic || r == c
		}
		ethiopic := n == 0 && r >= 0x1200 && r <= 0x137F
		if !arabic && !ethiopic {
			return false
		}
		i -= size
	}
	return f.edgeAt(i)
}

func isDigit(b byte) bool { return b >= '0' && b <= '9' }
