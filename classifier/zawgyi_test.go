package classifier

import "testing"

// Zawgyi spellings fold to the letters of the Unicode spelling, and Unicode
// text is left alone. The pairs are words of job offers and places.
func TestZawgyi(t *testing.T) {
	pairs := []struct{ zawgyi, standard string }{
		{"ျမန္မာ", "မြန်မာ"},
		{"အလုပ္", "အလုပ်"},
		{"ေရႊကုကၠိဳ", "ရွှေကုက္ကို"},
		{"ျမဝတီ", "မြဝတီ"},
		{"လစာေကာင္း", "လစာကောင်း"},
		{"ကူညီပါ ေက်းဇူးျပဳ", "ကူညီပါ ကျေးဇူးပြု"},
	}
	a, b := folding{table: foldTable()}, folding{table: foldTable()}
	for _, p := range pairs {
		a.fold(p.zawgyi)
		b.fold(p.standard)
		if a.encoding != encodingZawgyi || b.encoding != encodingUnicode {
			t.Errorf("%s taken for encoding %d, %s for %d", p.zawgyi, a.encoding, p.standard, b.encoding)
		}
		if string(a.letters) != string(b.letters) {
			t.Errorf("%s folds to %+q, want %+q", p.zawgyi, a.letters, b.letters)
		}
		if start, end := a.span(0, len(a.letters)); start != 0 || end != len(p.zawgyi) {
			t.Errorf("%s spans [%d:%d] of %d", p.zawgyi, start, end, len(p.zawgyi))
		}
	}
}
