package classifier

import (
	"strings"
	"unicode"
)

// The regional indicators, of which two make a flag.
const flagFrom, flagTo = 0x1F1E6, 0x1F1FF

// Burmese zero and seven look like two letters and are typed for them.
const (
	myanmarZero, myanmarWa  = 0x1040, 0x101D
	myanmarSeven, myanmarRa = 0x1047, 0x101B
	myanmarNine             = 0x1049
)

// isInvisible says whether a reader sees nothing of r: zero-width and
// direction marks, fillers, variation selectors, tags, controls.
func isInvisible(r rune) bool {
	switch {
	case r < 0x20 && r != '\n' && r != '\t' && r != '\r', r == 0x7F, r >= 0x80 && r < 0xA0,
		r == 0xAD, r == 0x34F, r == 0x61C,
		r == 0x115F, r == 0x1160, r == 0x17B4, r == 0x17B5,
		r >= 0x180B && r <= 0x180F, r >= 0x200B && r <= 0x200F,
		r >= 0x202A && r <= 0x202E, r >= 0x2060 && r <= 0x206F,
		r == 0x3164, r >= 0xFE00 && r <= 0xFE0F, r == 0xFEFF, r == 0xFFA0,
		r >= 0xFFF9 && r <= 0xFFFB, r >= 0xE0000 && r <= 0xE0FFF, r == 0x20E3:
		return true
	}
	return false
}

// separatorClass names the characters that part words or sentences.
func separatorClass(r rune) (uint8, bool) {
	switch r {
	case '\n', '\r', '!', '?', '。', '！', '？', '…', '।', '॥', '။', '។', '؟', '۔', '።', '᠃', 0x2028, 0x2029:
		return charStop, true
	case '.', '．', '｡':
		return charPoint, true
	case '-', '_', '\'', '’', '‘', '`', '´', '*', '·', '•', '~', '‐', '‑', 'ʼ', '|', 'ـ':
		return charJoiner, true
	case ' ', '\t', 0xA0:
		return charSpace, true
	}
	return 0, false
}

// dropsMark says whether a combining mark is only an accent: those of Latin,
// the vowel signs of Arabic and the dots that Indic scripts hang under
// borrowed letters. Marks of other scripts are letters of theirs.
func dropsMark(r rune) bool {
	switch {
	case r >= 0x300 && r <= 0x36F, r >= 0x1AB0 && r <= 0x1AFF, r >= 0x1DC0 && r <= 0x1DFF, r >= 0x20D0 && r <= 0x20FF:
		return true
	case r >= 0x610 && r <= 0x61A, r >= 0x64B && r <= 0x65F, r == 0x670, r >= 0x6D6 && r <= 0x6ED:
		return true
	case r == 0x93C, r == 0x9BC, r == 0xA3C:
		return true
	}
	return false
}

// writtenMarks are the accents that some language writes on Latin letters.
// Other marks are strokes and rings drawn over a text to disguise it.
const writtenMarks = "\u0300\u0301\u0302\u0303\u0304\u0306\u0307\u0308\u0309\u030a\u030b\u030c\u031b\u0323\u0327\u0328"

// markCode tells the accents of Latin letters apart; sums of codes tell their
// combinations apart. It is 0 for a mark that no language writes.
func markCode(r rune) uint8 {
	if !strings.ContainsRune(writtenMarks, r) {
		return 0
	}
	return uint8(r-0x300)*5 + 1 | 1
}

// strokeMark is the accent of letters that Unicode does not take apart.
const strokeMark = 200

var strokedLetters = map[rune]rune{'đ': 'd', 'ł': 'l', 'ø': 'o', 'ħ': 'h', 'ŧ': 't', 'ð': 'd', 'ı': 'i'}

// oneLetter gives one form to letters that people write in several ways.
var oneLetter = map[rune]rune{
	'ё': 'е', 'ς': 'σ',
	'أ': 'ا', 'إ': 'ا', 'آ': 'ا', 'ٱ': 'ا', 'ى': 'ي', 'ی': 'ي', 'ے': 'ي', 'ئ': 'ي', 'ؤ': 'و',
	'ة': 'ه', 'ۃ': 'ه', 'ہ': 'ه', 'ھ': 'ه', 'ۂ': 'ه', 'ک': 'ك', 'ں': 'ن',
	'ँ': 'ं', 'ঁ': 'ং',
}

// letterShapes are small capitals and enclosed letters, which compatibility
// folding leaves alone.
var letterShapes = func() map[rune]rune {
	m := map[rune]rune{}
	for shape, letter := range map[string]string{
		"ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘǫʀꜱᴛᴜᴠᴡʏᴢ": "abcdefghijklmnopqrstuvwyz",
	} {
		to := []rune(letter)
		for i, r := range []rune(shape) {
			m[r] = to[i]
		}
	}
	for _, from := range []rune{0x1F130, 0x1F150, 0x1F170} { // squared, white on black
		for i := range rune(26) {
			m[from+i] = 'a' + i
		}
	}
	return m
}()

// Scripts whose letters are mistaken for each other.
const (
	scriptLatin = 1 << iota
	scriptCyrillic
	scriptGreek
)

func scriptOf(r rune) uint8 {
	switch {
	case isLatin(r), r >= 0xC0 && r < 0x250:
		return scriptLatin
	case r >= 0x400 && r < 0x530:
		return scriptCyrillic
	case r >= 0x370 && r < 0x400:
		return scriptGreek
	}
	return 0
}

// The letters of two scripts that look alike, in the direction of the table's
// name. Small on purpose: the whole Unicode table of look-alikes rewrites most
// honest text.
var (
	toLatin = map[rune]rune{
		'а': 'a', 'в': 'b', 'с': 'c', 'ԁ': 'd', 'е': 'e', 'ѕ': 's', 'һ': 'h', 'і': 'i', 'ј': 'j', 'к': 'k', 'м': 'm',
		'н': 'h', 'о': 'o', 'р': 'p', 'ԛ': 'q', 'т': 't', 'у': 'y', 'ѵ': 'v', 'ԝ': 'w', 'х': 'x', 'ь': 'b', 'г': 'r', 'п': 'n', 'и': 'u',
		'α': 'a', 'β': 'b', 'ε': 'e', 'η': 'n', 'ι': 'i', 'κ': 'k', 'ν': 'v', 'ο': 'o', 'ρ': 'p', 'σ': 'o', 'τ': 't', 'υ': 'u', 'χ': 'x', 'γ': 'y', 'ω': 'w', 'μ': 'u',
	}
	toCyrillic = map[rune]rune{
		'a': 'а', 'b': 'в', 'c': 'с', 'e': 'е', 'h': 'н', 'i': 'і', 'j': 'ј', 'k': 'к', 'm': 'м', 'o': 'о', 'p': 'р',
		't': 'т', 'u': 'и', 'x': 'х', 'y': 'у', 'n': 'п', 'r': 'г', '3': 'з', '6': 'б', '0': 'о',
		'α': 'а', 'ο': 'о', 'ρ': 'р', 'ε': 'е', 'κ': 'к', 'ν': 'п', 'υ': 'и', 'χ': 'х', 'τ': 'т', 'μ': 'и',
	}
	// leet are the digits and signs typed for letters inside a word.
	leet = map[rune]rune{'0': 'o', '1': 'i', '3': 'e', '4': 'a', '5': 's', '7': 't', '@': 'a', '$': 's'}
)

// burmeseDigit reads a zero or a seven beside Burmese letters as the letter
// it is typed for: "မြ၀တီ" for "မြဝတီ".
func (f *folding) burmeseDigit(r rune, e charEntry, to int32) charEntry {
	digit := func(c rune) bool { return c >= 0x1040 && c <= 0x1049 || c >= '0' && c <= '9' }
	letter := func(c rune) bool { return unicode.Is(unicode.Myanmar, c) && !digit(c) }
	before, after := f.lastRune(), runeAt(f.src, int(to))
	if digit(before) || digit(after) || !letter(before) && !letter(after) {
		return e
	}
	c := rune(myanmarWa)
	if r == myanmarSeven {
		c = myanmarRa
	}
	return charEntry{class: charLetter, value: c}
}
