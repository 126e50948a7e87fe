package classifier

import "strings"

// Old Burmese phones write Zawgyi: the code points of Burmese with other
// meanings and in the order of the pen, not of the sound. A text in it is
// brought to Unicode while it is folded, so that one spelling of a phrase
// finds both.

// Burmese characters the conversion names.
const (
	myanmarFrom, myanmarTo = 0x1000, 0x109F
	vowelE                 = 0x1031 // stands before its consonant in Zawgyi
	zawgyiAsat             = 0x1039 // stacks consonants in Unicode
	unicodeAsat            = 0x103A // a medial in Zawgyi
	zawgyiRa               = 0x103B // stands before its consonant, another medial in Unicode
	medialRa               = 0x103C
	unicodeHa              = 0x103E // Zawgyi has no such character
)

// zawgyiOnly are code points that Burmese text has only in Zawgyi: shapes of
// letters below or around others.
func zawgyiOnly(r rune) bool {
	switch {
	case r >= 0x1060 && r <= 0x1063, r >= 0x1065 && r <= 0x106D, r >= 0x1070 && r <= 0x1074, r >= 0x107B && r <= 0x1080,
		r >= 0x1082 && r <= 0x1086, r >= 0x1088 && r <= 0x108B, r >= 0x108E && r <= 0x1097, r == 0x1033, r == 0x1034, r == 0x105A, r == 0x1064:
		return true
	}
	return false
}

// isZawgyi guesses the encoding of a text by what the other one never writes.
func isZawgyi(text string) bool {
	zawgyi, standard := 0, 0
	var before rune
	runes := make([]rune, 0, len(text)/3)
	for _, r := range text {
		if !isInvisible(r) {
			runes = append(runes, r)
		}
	}
	for i, r := range runes {
		var after rune
		if i+1 < len(runes) {
			after = runes[i+1]
		}
		switch {
		case zawgyiOnly(r), (r == vowelE || r == zawgyiRa) && !isMyanmarRune(before), r == zawgyiAsat && !isMyanmarConsonant(after):
			zawgyi += 2
		case r == unicodeHa:
			standard += 2
		case r == unicodeAsat && (!isMyanmarRune(after) || after == 0x1038 || after == 0x1037 || after == 0x104A || after == 0x104B):
			standard++
		}
		before = r
	}
	return zawgyi > standard
}

func isMyanmarRune(r rune) bool { return r >= myanmarFrom && r <= myanmarTo }

func isMyanmarConsonant(r rune) bool { return r >= 0x1000 && r <= 0x1021 || r == 0x103F }

// zawgyiShapes gives the Unicode spelling of what Zawgyi writes otherwise.
var zawgyiShapes = map[rune]string{
	0x1033: "\u102F", 0x1034: "\u1030", 0x1039: "\u103A", 0x103A: "\u103B", 0x103B: "\u103C", 0x103C: "\u103D", 0x103D: "\u103E",
	0x105A: "\u102B\u103A", 0x1060: "\u1039\u1000", 0x1061: "\u1039\u1001", 0x1062: "\u1039\u1002", 0x1063: "\u1039\u1003",
	0x1064: "\u1004\u103A\u1039", 0x1065: "\u1039\u1005", 0x1066: "\u1039\u1006", 0x1067: "\u1039\u1006", 0x1068: "\u1039\u1007", 0x1069: "\u1039\u1008",
	0x106A: "\u1009", 0x106B: "\u100A", 0x106C: "\u1039\u100B", 0x106D: "\u1039\u100C", 0x1070: "\u1039\u100F",
	0x1071: "\u1039\u1010", 0x1072: "\u1039\u1010", 0x1073: "\u1039\u1011", 0x1074: "\u1039\u1011", 0x1075: "\u1039\u1012",
	0x1076: "\u1039\u1013", 0x1077: "\u1039\u1014", 0x1078: "\u1039\u1015", 0x1079: "\u1039\u1016", 0x107A: "\u1039\u1017",
	0x107B: "\u1039\u1018", 0x107C: "\u1039\u1019", 0x107D: "\u103B", 0x107E: "\u103C", 0x107F: "\u103C", 0x1080: "\u103C",
	0x1081: "\u103C", 0x1082: "\u103C", 0x1083: "\u103C", 0x1084: "\u103C", 0x1085: "\u1039\u101C", 0x1086: "\u103F",
	0x1087: "\u103E", 0x1088: "\u103E\u102F", 0x1089: "\u103E\u1030", 0x108A: "\u103D\u103E", 0x108B: "\u1004\u103A\u1039\u102D",
	0x108E: "\u102D\u1036", 0x108F: "\u1014", 0x1090: "\u101B", 0x1093: "\u1039\u1018", 0x1094: "\u1037", 0x1095: "\u1037",
}

// A penOrder holds back what Zawgyi writes before its consonant.
type penOrder struct {
	vowel, ra bool
	from      int32
	pending   bool  // vowel waits behind consonant and medials
	last      int32 // where the consonant ends
}

// zawgyi folds one character of a Zawgyi text.
func (f *folding) zawgyi(r rune, from, to int32) {
	p := &f.pen
	spelling, known := zawgyiShapes[r]
	if !known {
		spelling = string(r)
	}
	switch {
	case r == vowelE:
		f.flushVowel()
		p.vowel = true
		p.from = from
	case spelling == "\u103C":
		if !p.vowel {
			f.flushVowel()
			p.from = from
		}
		p.ra = true
	case isMyanmarConsonant(firstRune([]byte(spelling))) && !strings.HasPrefix(spelling, "\u1004\u103A\u1039"):
		if p.vowel || p.ra {
			if p.pending {
				f.flushVowel()
			}
			from = p.from
		} else {
			f.flushVowel()
		}
		f.keepAll(spelling, from, to)
		if p.ra {
			f.keep(medialRa, charLetter, 0, from, to)
		}
		p.pending, p.vowel, p.ra = p.vowel, false, false
		p.from, p.last = from, to
	case strings.ContainsRune("\u103B\u103D\u103E", firstRune([]byte(spelling))):
		f.keepAll(spelling, from, to)
	default:
		f.flushVowel()
		f.keepAll(spelling, from, to)
	}
}

// flushVowel writes the vowel that waited for its consonant.
func (f *folding) flushVowel() {
	if f.pen.pending {
		f.keep(vowelE, charLetter, 0, f.pen.from, f.pen.last)
		f.pen.pending = false
	}
}

// keepAll keeps every character of a spelling.
func (f *folding) keepAll(spelling string, from, to int32) {
	for _, c := range spelling {
		if e := f.table.look(c); e.class == charLetter {
			f.keep(e.value, e.class, e.mark, from, to)
		} else {
			f.separate(c, e.class, from, to)
		}
	}
}
