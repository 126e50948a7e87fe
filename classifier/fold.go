package classifier

import (
	"unicode/utf8"
)

// Breaks between two letters of a folding, from none to the end of a
// sentence. A phrase may run over a faint break anywhere, over a space only
// where it has one itself (or in a script that writes no spaces), and never
// over a stop.
const (
	noBreak    = iota
	faintBreak // an emoji, a hyphen or a dot inside a word, a blank between s p a c e d letters
	spaceBreak // blanks, commas, brackets
	stopBreak  // the end of a sentence or a line
)

// A folding is a text in the two forms the rules read. clean is lower case,
// compatibility-folded and without invisible characters, but with its spaces
// and punctuation: numbers and addresses are read there. letters is clean
// without everything that is not a letter, a digit or a currency sign, and
// with its disguises undone: phrases are matched there. Both keep their way
// back to the bytes of the original.
type folding struct {
	table *charTable
	src   string

	clean  []byte
	source []sourceSpan // of each clean byte

	letters []byte
	info    []letterInfo // of each letters byte

	encoding uint8 // of Burmese text
	pen      penOrder

	accented bool // some letter carries an accent
	odd      bool // some word mixes scripts or hides letters behind digits
	lone     int  // words of a single letter

	pending uint8 // break collected since the last letter
	spaced  bool  // the last letter is of a script that parts words
	word    word  // the word being read
	spare   repairSpace
}

// A word is what fold knows of the word it is reading.
type word struct {
	runes   int
	scripts uint8 // bits of scriptLatin, scriptCyrillic, scriptGreek
	last    rune
	digit   bool // last is a digit or sign that may stand for a letter
	hides   bool // a letter followed such a digit: w0rk, 0nline, c@sh
}

// A sourceSpan is the original bytes behind a byte of clean, with the marks
// that follow their character.
type sourceSpan struct{ from, to int32 }

// A letterInfo is what a byte of letters leaves behind in the folding.
type letterInfo struct {
	at   int32 // its place in clean
	gap  uint8 // the break before it
	mark uint8 // the accent taken off a Latin letter, 0 for none
	edge bool  // a word may begin or end before it
}

// The encodings of Burmese, of which a text has one.
const (
	encodingUnknown = iota
	encodingUnicode
	encodingZawgyi
)

// reset makes f ready for src, keeping its memory.
func (f *folding) reset(src string) {
	f.src = src
	f.clean, f.source = f.clean[:0], f.source[:0]
	f.letters, f.info, f.spaced = f.letters[:0], f.info[:0], false
	f.accented, f.odd, f.lone, f.pending, f.word = false, false, 0, stopBreak, word{}
	f.encoding, f.pen = encodingUnknown, penOrder{}
}

// fold reads src once. Its cost is linear in src.
func (f *folding) fold(src string) {
	f.reset(src)
	for i := 0; i < len(src); {
		r, size := rune(src[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(src[i:])
			if r == utf8.RuneError && size == 1 {
				r = '\n' // nothing is quoted across a broken byte
			}
		}
		f.rune(r, int32(i), int32(i+size))
		i += size
	}
	f.flushVowel()
	f.endWord()
	if f.odd {
		f.repair()
	}
	if f.lone >= spacedRun {
		f.joinLone()
	}
}

// rune folds one source character that stands at src[from:to].
func (f *folding) rune(r rune, from, to int32) {
	if isMyanmarRune(r) && (r < myanmarZero || r > myanmarNine) {
		if f.encoding == encodingUnknown {
			f.encoding = encodingUnicode
			if isZawgyi(f.src) {
				f.encoding = encodingZawgyi
			}
		}
		if f.encoding == encodingZawgyi {
			f.zawgyi(r, from, to)
			return
		}
	} else if f.pen.pending {
		f.flushVowel()
	}
	e := f.table.look(r)
	if r == myanmarZero || r == myanmarSeven {
		e = f.burmeseDigit(r, e, to)
	}
	switch {
	case e.class == charInvisible:
	case e.class == charMark:
		f.addMark(e.mark, to)
	case e.several:
		for _, c := range f.table.several[e.value] {
			f.keep(c, e.class, 0, from, to)
		}
	case e.class == charLetter, e.class == charDigit, e.class == charSymbol:
		f.keep(e.value, e.class, e.mark, from, to)
	default:
		f.separate(r, e.class, from, to)
	}
}

// addMark hangs a combining accent on the letter before it.
func (f *folding) addMark(mark uint8, to int32) {
	if n := len(f.clean); n > 0 && f.pending == noBreak && f.source[n-1].to <= to {
		last := f.source[n-1].to
		for k := n - 1; k >= 0 && f.source[k].to == last; k-- {
			f.source[k].to = to
		}
		if m := len(f.info); m > 0 && mark != 0 && isLatin(rune(f.letters[m-1])) {
			f.info[m-1].mark += mark
			f.accented = true
		}
	}
}

// keep appends one folded character to both forms.
func (f *folding) keep(c rune, class, mark uint8, from, to int32) {
	at := int32(len(f.clean))
	f.appendClean(c, from, to)
	if f.pending >= spaceBreak {
		f.endWord()
	}
	f.word.see(c, class)
	if f.word.odd() {
		f.odd = true
	}
	start := len(f.letters)
	f.letters = utf8.AppendRune(f.letters, c)
	for k := start; k < len(f.letters); k++ {
		f.info = append(f.info, letterInfo{at: at + int32(k-start)})
	}
	spaced := isSpaced(c)
	f.info[start].edge = f.pending >= faintBreak || !spaced || !f.spaced
	f.spaced = spaced
	f.info[start].gap = f.pending
	if mark != 0 {
		f.info[start].mark = mark
		f.accented = true
	}
	f.pending = noBreak
}

func (f *folding) appendClean(c rune, from, to int32) {
	n := len(f.clean)
	f.clean = utf8.AppendRune(f.clean, c)
	for k := n; k < len(f.clean); k++ {
		f.source = append(f.source, sourceSpan{from, to})
	}
}

// separate notes a character that is no letter and the break it makes.
func (f *folding) separate(r rune, class uint8, from, to int32) {
	f.appendClean(r, from, to)
	b := uint8(spaceBreak)
	switch class {
	case charEmoji, charJoiner:
		b = faintBreak
	case charStop:
		b = stopBreak
	case charPoint: // a full stop inside a word, a number or initials ends no sentence
		b = faintBreak
		if next := runeAt(f.src, int(to)); (next == 0 || next < utf8.RuneSelf && isBlank(byte(next))) && !f.afterInitial() {
			b = stopBreak
		}
	}
	if b > f.pending {
		f.pending = b
	}
}

// afterInitial says whether a lone letter stands before the full stop just
// appended to clean, as in "K.K. Park".
func (f *folding) afterInitial() bool {
	n := len(f.clean)
	return n >= 2 && isLatin(rune(f.clean[n-2])) && (n == 2 || f.clean[n-3] == '.' || f.clean[n-3] == ' ')
}

// endWord forgets the word before a break.
func (f *folding) endWord() {
	if f.word.runes == 1 && f.word.scripts != 0 {
		f.lone++
	}
	f.word = word{}
}

// lastRune is the letter before the character being read, or 0 after a break.
func (f *folding) lastRune() rune {
	if f.pending != noBreak || len(f.letters) == 0 {
		return 0
	}
	r, _ := utf8.DecodeLastRune(f.letters)
	return r
}

// runeAt is the first visible character at or after s[i], 0 at the end.
func runeAt(s string, i int) rune {
	for i < len(s) {
		r, size := utf8.DecodeRuneInString(s[i:])
		if !isInvisible(r) {
			return r
		}
		i += size
	}
	return 0
}

// span gives the original bytes behind letters[from:to].
func (f *folding) span(from, to int) (start, end int) {
	last := f.info[to-1].at
	return int(f.source[f.info[from].at].from), int(f.source[last].to)
}

// cleanSpan gives the original bytes behind clean[from:to].
func (f *folding) cleanSpan(from, to int) (start, end int) {
	return int(f.source[from].from), int(f.source[to-1].to)
}

// edgeAt says whether a word may begin or end at letters[i]: at a break, or
// where a script without spaces, a digit or a sign touches a letter.
func (f *folding) edgeAt(i int) bool { return i >= len(f.letters) || f.info[i].edge }

// isSpaced says whether r is a letter of a script that parts words by spaces.
func isSpaced(r rune) bool {
	switch {
	case r < utf8.RuneSelf:
		return isLatin(r)
	case r >= 0x0E00 && r <= 0x0EFF, r >= 0x1000 && r <= 0x109F, r >= 0x1780 && r <= 0x17FF:
		return false // Thai, Lao, Myanmar, Khmer
	case r >= 0x2E80 && r <= 0x9FFF, r >= 0xF900 && r <= 0xFAFF, r >= 0x20000:
		return false // Han, kana, flags
	case r >= 0x20A0 && r <= 0x20CF:
		return false // currency signs
	}
	return true
}

// see adds a character to the word.
func (w *word) see(r rune, class uint8) {
	if class == charLetter {
		w.scripts |= scriptOf(r)
		w.hides = w.hides || w.digit && isSpaced(r)
		w.digit = false
	} else {
		w.digit = w.runes == 0 && r == '0' || w.runes > 0 && !w.digit && isSpaced(w.last)
	}
	w.last = r
	w.runes++
}

// odd says whether the word needs repair: letters of two scripts that look
// alike, or digits and signs that stand for letters.
func (w *word) odd() bool { return w.hides || w.scripts&(w.scripts-1) != 0 }

func isLatin(r rune) bool { return r >= 'a' && r <= 'z' }

func isBlank(b byte) bool { return b == ' ' || b == '\n' || b == '\r' || b == '\t' }
