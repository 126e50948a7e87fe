package classifier

import "unicode/utf8"

// The languages told by their script alone, in the order in which ties are
// decided. Those after ko share a script with one before.
var scriptLanguages = [...]string{"th", "km", "lo", "my", "hi", "bn", "ta", "si", "am", "ko", "ar", "ru", "ur", "mn"}

const (
	ofThai = iota
	ofKhmer
	ofLao
	ofBurmese
	ofDevanagari
	ofBengali
	ofTamil
	ofSinhala
	ofEthiopic
	ofHangul
	ofArabic
	ofCyrillic
	ofUrdu
	ofMongolian
	ofNone = -1
)

// scriptSample is how many characters of a text tell its script.
const scriptSample = 600

// A scriptCount is how many characters of each script a text has.
type scriptCount struct {
	languages                                 [len(scriptLanguages)]int
	latin, han, kana, simplified, traditional int
}

// scriptLanguage is the language most at home in the script that most letters
// of text are of, or empty for Latin and unknown scripts.
func (t *charTable) scriptLanguage(text string) string {
	var n scriptCount
	seen := 0
	for _, r := range text {
		if seen++; seen > scriptSample {
			break
		}
		switch {
		case r < utf8.RuneSelf:
			if isLatin(r | 0x20) {
				n.latin++
			}
		case r >= 0x3040 && r <= 0x30FF:
			n.kana++
		case r >= 0x4E00 && r <= 0x9FFF:
			n.han++
			if t.basic[r].value != r {
				n.traditional++
			} else if t.simplified[r-0x4E00] {
				n.simplified++
			}
		default:
			if l := languageOfRune(r); l != ofNone {
				n.languages[l]++
			}
		}
	}
	return n.pick()
}

func (n *scriptCount) pick() string {
	n.join(ofArabic, ofUrdu)
	n.join(ofCyrillic, ofMongolian)
	best, most := "", 0
	for i, count := range n.languages {
		if count > most {
			best, most = scriptLanguages[i], count
		}
	}
	// A Han character says as much as several letters.
	if cjk := (n.han + n.kana) * 3; cjk > most*2 && cjk > n.latin {
		switch {
		case n.kana*6 > n.han:
			return "ja"
		case n.traditional > n.simplified:
			return "zh-Hant"
		}
		return "zh-Hans"
	}
	if most*2 > n.latin {
		return best
	}
	return ""
}

// join gives all letters of a shared script to the language whose own letters
// are at least every twelfth of them.
func (n *scriptCount) join(shared, own int) {
	if n.languages[own]*12 >= n.languages[shared] {
		n.languages[own] += n.languages[shared]
		n.languages[shared] = 0
	}
}

// languageOfRune is the index in scriptLanguages of the language of r.
func languageOfRune(r rune) int {
	switch {
	case r >= 0x0400 && r <= 0x052F:
		switch r {
		case 'ө', 'ү', 'Ө', 'Ү':
			return ofMongolian
		}
		return ofCyrillic
	case r >= 0x0600 && r <= 0x06FF:
		switch r {
		case 'ٹ', 'ڈ', 'ڑ', 'ں', 'ے', 'ہ', 'ھ', 'گ', 'چ', 'پ', 'ی', 'ک':
			return ofUrdu
		}
		return ofArabic
	case r >= 0x0900 && r <= 0x097F:
		return ofDevanagari
	case r >= 0x0980 && r <= 0x09FF:
		return ofBengali
	case r >= 0x0B80 && r <= 0x0BFF:
		return ofTamil
	case r >= 0x0D80 && r <= 0x0DFF:
		return ofSinhala
	case r >= 0x0E00 && r <= 0x0E7F:
		return ofThai
	case r >= 0x0E80 && r <= 0x0EFF:
		return ofLao
	case r >= 0x1000 && r <= 0x109F:
		return ofBurmese
	case r >= 0x1200 && r <= 0x137F:
		return ofEthiopic
	case r >= 0x1780 && r <= 0x17FF:
		return ofKhmer
	case r >= 0xAC00 && r <= 0xD7A3:
		return ofHangul
	}
	return ofNone
}
