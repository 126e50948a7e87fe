package classifier_test

import (
	"os"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"lurewatch/classifier"
)

// An evasion rewrites a text so that a reader still understands it and a
// search for words does not.
type evasion struct {
	name  string
	apply func(string) string
}

var evasions = []evasion{
	{"zero-width marks", mapRunes(func(r rune) string { return string(r) + "\u200b" })},
	{"direction marks", mapRunes(func(r rune) string { return "\u2067" + string(r) + "\u2069" })},
	{"full width", mapRunes(func(r rune) string {
		if r > 0x20 && r < 0x7f && unicode.IsLetter(r) {
			return string(r + 0xFEE0)
		}
		return string(r)
	})},
	{"mathematical letters", mapRunes(func(r rune) string {
		if latinLower(r) {
			return string(r - 'a' + 0x1D5EE)
		}
		return string(r)
	})},
	{"combining strokes", mapRunes(func(r rune) string {
		if unicode.IsLetter(r) && r < 0x250 {
			return string(r) + "\u0336"
		}
		return string(r)
	})},
	{"look-alike letters", strings.NewReplacer("o", "о", "a", "а", "e", "е").Replace},
	{"leet", eachWord(5, func(w []rune) []rune {
		for i, r := range w {
			if n := strings.IndexRune("oae", r); n >= 0 && i > 0 && i < len(w)-1 {
				w[i] = []rune("043")[n]
				break
			}
		}
		return w
	})},
	{"emoji inside words", eachWord(6, func(w []rune) []rune {
		return append(append(append([]rune{}, w[:3]...), '🔥'), w[3:]...)
	})},
	{"s p a c e d words", eachWord(7, func(w []rune) []rune { return []rune(strings.Join(strings.Split(string(w), ""), " ")) })},
	{"d.o.t.t.e.d words", eachWord(7, func(w []rune) []rune { return []rune(strings.Join(strings.Split(string(w), ""), ".")) })},
	{"traditional characters", mapRunes(traditional())},
	{"no accents", withoutAccents},
}

// eachWord changes the Latin words of at least so many letters.
func eachWord(least int, change func([]rune) []rune) func(string) string {
	return func(s string) string {
		var b strings.Builder
		var word []rune
		flush := func() {
			if len(word) >= least {
				word = change(word)
			}
			b.WriteString(string(word))
			word = nil
		}
		for _, r := range s {
			if unicode.IsLetter(r) && r < 0x80 {
				word = append(word, r)
				continue
			}
			// a word with an accent, a digit or a sign in it stays as it is
			if unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("@_./", r) || unicode.Is(unicode.Mn, r) {
				b.WriteString(string(word))
				word = nil
				b.WriteRune(r)
				continue
			}
			flush()
			b.WriteRune(r)
		}
		flush()
		return b.String()
	}
}

// withoutAccents types Vietnamese and other Latin letters bare.
func withoutAccents(s string) string {
	s = strings.NewReplacer("đ", "d", "Đ", "D").Replace(s)
	bare := strings.Map(func(r rune) rune {
		if r >= 0x300 && r < 0x370 {
			return -1
		}
		return r
	}, norm.NFD.String(s))
	return norm.NFC.String(bare)
}

// traditional maps simplified characters to the traditional ones of han.txt.
func traditional() func(rune) string {
	pairs, err := os.ReadFile("han.txt")
	if err != nil {
		panic(err)
	}
	to := map[rune]rune{}
	for _, pair := range strings.Fields(string(pairs)) {
		p := []rune(pair)
		to[p[1]] = p[0]
	}
	return func(r rune) string {
		if t, ok := to[r]; ok {
			return string(t)
		}
		return string(r)
	}
}

// mostLost is how many of a hundred lures an evasion may hide.
const mostLost = 3.0

// Each evasion, applied to every lure of every language, hides at most three
// of a hundred that are found plain.
func TestEvasions(t *testing.T) {
	c := newClassifier(t)
	var lures []string
	for _, o := range offers(t) {
		if o.kind == "compound-recruitment" && c.Classify(classifier.Offer{Text: o.text}).Level == classifier.Danger {
			lures = append(lures, o.text)
		}
	}
	for _, e := range evasions {
		lost := 0
		for _, text := range lures {
			hidden := e.apply(text)
			v := c.Classify(classifier.Offer{Text: hidden})
			checkVerdict(t, hidden, v)
			if v.Level != classifier.Danger {
				lost++
			}
		}
		share := 100 * float64(lost) / float64(len(lures))
		t.Logf("%-24s hides %d of %d lures (%.1f %%)", e.name, lost, len(lures), share)
		if share > mostLost {
			t.Errorf("%s hides %.1f of 100 lures, at most %.0f may be", e.name, share, mostLost)
		}
	}
}

// Who is addressed is no sign: other nationalities, genders and names leave
// every level as it is.
func TestCounterfactual(t *testing.T) {
	c := newClassifier(t)
	swaps := map[string]*strings.Replacer{
		"nationality": strings.NewReplacer("Kenyan", "Filipino", "Filipino", "Indian", "Indian", "Kenyan", "Nepali", "Ugandan", "Chinese boss", "Korean boss"),
		"gender":      strings.NewReplacer("brother", "sister", "sister", "brother", " he ", " she ", " she ", " he ", " boys", " girls", " girls", " boys", " men ", " women ", " women ", " men "),
		"names":       strings.NewReplacer("Anna", "Grace", "Grace", "Anna", "Kevin", "Daniel", "Daniel", "Kevin", "Maria", "Fatima"),
	}
	for _, o := range offers(t) {
		if o.lang != "en" {
			continue
		}
		want := c.Classify(classifier.Offer{Text: o.text})
		for what, swap := range swaps {
			text := swap.Replace(o.text)
			if got := c.Classify(classifier.Offer{Text: text}); got.Level != want.Level || got.Kind != want.Kind {
				t.Errorf("%s: another %s turns %s %s to %s %s:\n%s", o.id, what, want.Level, want.Kind, got.Level, got.Kind, text)
			}
		}
	}
}
