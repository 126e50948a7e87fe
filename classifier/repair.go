package classifier

import "unicode/utf8"

// repairSpace is the memory of a repair, kept between texts.
type repairSpace struct {
	letters []byte
	info    []letterInfo
	runes   []rune
}

// repair rewrites letters with the disguised words undone. It runs only on
// texts in which fold met an odd word.
func (f *folding) repair() {
	s := &f.spare
	s.letters, s.info = s.letters[:0], s.info[:0]
	f.spaced = false
	for i := 0; i < len(f.letters); {
		end := i + 1
		for end < len(f.letters) && f.info[end].gap < spaceBreak {
			end++
		}
		f.repairWord(i, end)
		i = end
	}
	f.letters, s.letters = s.letters, f.letters
	f.info, s.info = s.info, f.info
}

// repairWord copies letters[from:to], one word, into the spare arrays.
func (f *folding) repairWord(from, to int) {
	s := &f.spare
	s.runes = s.runes[:0]
	for _, r := range string(f.letters[from:to]) {
		s.runes = append(s.runes, r)
	}
	var scripts uint8
	for _, r := range s.runes {
		scripts |= scriptOf(r)
	}
	swap := lookAlikes(s.runes, scripts)
	address := f.isAddress(to)
	for k, i := 0, from; i < to; k++ {
		r := s.runes[k]
		c := r
		if a, ok := swap[r]; ok {
			c = a
		}
		if !address && standsForLetter(s.runes, k) {
			c = leet[r]
			if scripts&scriptCyrillic != 0 && scripts&scriptLatin == 0 {
				if cy, ok := toCyrillic[c]; ok {
					c = cy
				}
			}
		}
		start := len(s.letters)
		s.letters = utf8.AppendRune(s.letters, c)
		for n := start; n < len(s.letters); n++ {
			s.info = append(s.info, letterInfo{at: f.info[i].at})
		}
		spaced := isSpaced(c)
		s.info[start].gap, s.info[start].mark = f.info[i].gap, f.info[i].mark
		s.info[start].edge = f.info[i].gap >= faintBreak || !spaced || !f.spaced
		f.spaced = spaced
		i += utf8.RuneLen(r)
	}
}

// lookAlikes picks the table for a word: towards Cyrillic when some letter of
// it is only Cyrillic, else towards Latin.
func lookAlikes(word []rune, scripts uint8) map[rune]rune {
	if scripts&(scripts-1) == 0 {
		return nil
	}
	for _, r := range word {
		if scriptOf(r) == scriptCyrillic && onlyCyrillic(r) {
			return toCyrillic
		}
	}
	if scripts&scriptLatin == 0 {
		return nil
	}
	return toLatin
}

// onlyCyrillic says whether no Latin letter looks like r.
func onlyCyrillic(r rune) bool {
	switch r {
	case 'г', 'п', 'и', 'ь': // look alike only to somebody in a hurry
		return true
	}
	_, ok := toLatin[r]
	return !ok
}

// standsForLetter says whether the digit or sign word[k] stands between
// letters, or is a zero that begins a word of four or more: w0rk, c@sh, 0nline.
func standsForLetter(word []rune, k int) bool {
	if _, ok := leet[word[k]]; !ok {
		return false
	}
	letter := func(i int) bool { return i >= 0 && i < len(word) && isSpaced(word[i]) }
	if k == 0 {
		return word[0] == '0' && letter(1) && letter(2) && letter(3)
	}
	if letter(k - 1) {
		return letter(k+1) || k+2 < len(word) && word[k+1] == word[k] && letter(k+2)
	}
	return k > 1 && word[k-1] == word[k] && letter(k-2) && letter(k+1)
}

// isAddress says whether the word that ends at letters[to] goes on with a full
// stop, as the name in front of a domain does: its @ is no letter.
func (f *folding) isAddress(to int) bool {
	for k := to - 1; k >= 0; k-- {
		if f.info[k].gap >= spaceBreak {
			break
		}
		if f.letters[k] == '@' {
			for n := f.info[k].at; int(n) < len(f.clean) && !isBlank(f.clean[n]); n++ {
				if f.clean[n] == '.' {
					return true
				}
			}
		}
	}
	return false
}

// spacedRun is how many lone letters in a row are read as one spaced word:
// fewer occur in honest text ("plan a b c").
const spacedRun = 4

// joinLone turns the spaces inside runs of lone letters into faint breaks, so
// that "v i s a" is read as one word.
func (f *folding) joinLone() {
	run, runStart := 0, 0
	wordStart, runes := 0, 0
	closeWord := func(end int) {
		lone := runes == 1 && scriptOf(firstRune(f.letters[wordStart:end])) != 0
		if lone && (run == 0 || f.info[wordStart].gap == spaceBreak) {
			if run == 0 {
				runStart = wordStart
			}
			run++
			return
		}
		f.faintRun(runStart, wordStart, run)
		run = 0
		if lone {
			run, runStart = 1, wordStart
		}
	}
	for i := 0; i < len(f.letters); i++ {
		if i > 0 && f.info[i].gap >= spaceBreak {
			closeWord(i)
			wordStart, runes = i, 0
		}
		if utf8.RuneStart(f.letters[i]) {
			runes++
		}
	}
	if len(f.letters) > 0 {
		closeWord(len(f.letters))
		f.faintRun(runStart, len(f.letters), run)
	}
}

// faintRun makes the breaks inside letters[from:to] faint if run letters are
// enough for a spaced word.
func (f *folding) faintRun(from, to, run int) {
	if run < spacedRun {
		return
	}
	for i := from + 1; i < to; i++ {
		if f.info[i].gap == spaceBreak {
			f.info[i].gap = faintBreak // still an edge
		}
	}
}

func firstRune(b []byte) rune {
	r, _ := utf8.DecodeRune(b)
	return r
}
