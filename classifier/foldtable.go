package classifier

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// What a character is to the folding.
const (
	charSpace     = iota // blanks, brackets, commas: parts words
	charLetter           // letters and the marks of scripts that need them
	charDigit            // any script's digit, folded to 0-9
	charSymbol           // currency signs, % and @
	charMark             // a combining accent
	charEmoji            // pictures
	charJoiner           // hyphen, apostrophe, underscore: may stand inside a word
	charPoint            // the full stop
	charStop             // ends a sentence or a line
	charInvisible        // leaves no trace
)

// A charEntry is what one source character becomes: one character, or
// several of which value is the place in charTable.several.
type charEntry struct {
	class   uint8
	mark    uint8 // accent taken off a Latin letter
	several bool
	value   rune
}

// charTable maps every character of the basic plane and the mathematical and
// enclosed letters above it.
type charTable struct {
	basic    []charEntry // by rune, below 0x10000
	letters  []charEntry // 0x1D400-0x1D7FF, mathematical letters
	enclosed []charEntry // 0x1F100-0x1F1FF, enclosed letters and flags
	several  [][]rune

	simplified []bool // by Han character from U+4E00: one that replaced a traditional one
}

const (
	mathFrom, mathTo         = 0x1D400, 0x1D800
	enclosedFrom, enclosedTo = 0x1F100, 0x1F200
)

//go:embed han.txt
var hanPairs string

// foldTable is the one table all classifiers read, made when first needed.
var foldTable = sync.OnceValue(newCharTable)

func newCharTable() *charTable {
	han := make(map[rune]rune, 2400)
	for _, pair := range strings.Fields(hanPairs) {
		p := []rune(pair)
		han[p[0]] = p[1]
	}
	t := &charTable{basic: make([]charEntry, 0x10000), simplified: make([]bool, 0xA000-0x4E00)}
	for _, r := range han {
		t.simplified[r-0x4E00] = true
	}
	for r := rune(0); r < 0x10000; r++ {
		t.basic[r] = t.entry(r, han)
	}
	for r := rune(mathFrom); r < mathTo; r++ {
		t.letters = append(t.letters, t.entry(r, han))
	}
	for r := rune(enclosedFrom); r < enclosedTo; r++ {
		t.enclosed = append(t.enclosed, t.entry(r, han))
	}
	return t
}

// look gives the entry of r.
func (t *charTable) look(r rune) charEntry {
	switch {
	case r < 0x10000:
		return t.basic[r]
	case r >= mathFrom && r < mathTo:
		return t.letters[r-mathFrom]
	case r >= enclosedFrom && r < enclosedTo:
		return t.enclosed[r-enclosedFrom]
	case isInvisible(r):
		return charEntry{class: charInvisible}
	case unicode.IsLetter(r):
		return charEntry{class: charLetter, value: r}
	}
	return charEntry{class: charEmoji}
}

// entry works out what r becomes: compatibility form, lower case, without
// accents where the script is Latin, one form where a script has several.
func (t *charTable) entry(r rune, han map[rune]rune) charEntry {
	switch {
	case r >= flagFrom && r <= flagTo:
		return charEntry{class: charLetter, value: r}
	case isInvisible(r):
		return charEntry{class: charInvisible}
	}
	if c, ok := letterShapes[r]; ok {
		return charEntry{class: charLetter, value: c}
	}
	if class, ok := separatorClass(r); ok {
		return charEntry{class: class}
	}
	lower := strings.Map(unicode.ToLower, norm.NFKC.String(string(r)))
	var out []rune
	var mark uint8
	class := uint8(charInvisible)
	for _, c := range norm.NFKC.String(lower) {
		if h, ok := han[c]; ok {
			c = h
		}
		base, k, m := foldLetter(c)
		mark += m
		switch {
		case k == charLetter || k == charDigit || k == charSymbol:
			if len(out) == 0 {
				class = k
			}
			out = append(out, base)
		case len(out) == 0:
			class = k
		}
	}
	switch len(out) {
	case 0:
		return charEntry{class: class, mark: mark}
	case 1:
		return charEntry{class: class, mark: mark, value: out[0]}
	}
	t.several = append(t.several, out)
	return charEntry{class: class, several: true, value: rune(len(t.several) - 1)}
}

// foldLetter gives the base of one composed lower-case character, what it is,
// and the accent taken off it.
func foldLetter(c rune) (base rune, class, mark uint8) {
	if b, ok := oneLetter[c]; ok {
		return b, charLetter, 0
	}
	if b, ok := strokedLetters[c]; ok {
		return b, charLetter, strokeMark
	}
	switch {
	case c < 0x80 && (c >= 'a' && c <= 'z'):
		return c, charLetter, 0
	case unicode.Is(unicode.Nd, c):
		return '0' + digitValue(c), charDigit, 0
	case strings.ContainsRune("%@", c), unicode.Is(unicode.Sc, c):
		return c, charSymbol, 0
	case dropsMark(c):
		return 0, charMark, markCode(c)
	case unicode.Is(unicode.Latin, c):
		var m uint8
		b := c
		for i, d := range norm.NFD.String(string(c)) {
			if i == 0 {
				b = d
			} else {
				m += markCode(d)
			}
		}
		return b, charLetter, m
	case unicode.IsLetter(c), unicode.Is(unicode.Mn, c), unicode.Is(unicode.Mc, c):
		return c, charLetter, 0
	case unicode.Is(unicode.So, c), unicode.Is(unicode.Sk, c), unicode.Is(unicode.Me, c):
		return 0, charEmoji, 0
	}
	return 0, charSpace, 0
}

// digitValue is 0-9 for a decimal digit: Unicode keeps each script's ten in a
// row.
func digitValue(c rune) rune {
	for _, r := range unicode.Nd.R16 {
		if c >= rune(r.Lo) && c <= rune(r.Hi) {
			return (c - rune(r.Lo)) % 10
		}
	}
	for _, r := range unicode.Nd.R32 {
		if c >= rune(r.Lo) && c <= rune(r.Hi) {
			return (c - rune(r.Lo)) % 10
		}
	}
	return 0
}
