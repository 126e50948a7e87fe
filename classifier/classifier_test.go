package classifier_test

import (
	"encoding/json"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"lurewatch/classifier"
	"lurewatch/classifier/rules"
)

// embedded is the classifier of the embedded packs, made once.
var embedded = sync.OnceValues(func() (*classifier.Classifier, error) { return classifier.New(rules.FS) })

func newClassifier(t testing.TB) *classifier.Classifier {
	t.Helper()
	c, err := embedded()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// checkVerdict asserts what holds for every verdict of every text.
func checkVerdict(t *testing.T, text string, v classifier.Verdict) {
	t.Helper()
	sum := 0
	for _, e := range v.Evidence {
		sum += e.Points
		if e.Start < 0 || e.End > len(text) || e.Start >= e.End {
			t.Fatalf("%s quotes [%d:%d] of %d bytes: %q", e.Sign, e.Start, e.End, len(text), text)
		}
		if text[e.Start:e.End] != e.Quote {
			t.Fatalf("%s quotes %q where the text has %q", e.Sign, e.Quote, text[e.Start:e.End])
		}
		if !utf8.ValidString(e.Quote) {
			t.Fatalf("%s quotes half a character: %q", e.Sign, e.Quote)
		}
	}
	crisis := strings.HasPrefix(string(v.Kind), "crisis")
	switch {
	case sum != v.Score:
		t.Fatalf("points add up to %d, score is %d: %+v", sum, v.Score, v.Evidence)
	case v.Score < 0 || v.Score > 100:
		t.Fatalf("score %d", v.Score)
	case v.Level > classifier.None && len(v.Evidence) == 0:
		t.Fatalf("level %s without evidence: %q", v.Level, text)
	case (v.Level == classifier.None) != (v.Kind == classifier.KindNone):
		t.Fatalf("level %s of kind %s", v.Level, v.Kind)
	case crisis && (v.Level != classifier.Danger || v.Score != 0):
		t.Fatalf("a call for help at %s with score %d", v.Level, v.Score)
	}
}

func TestVerdictShape(t *testing.T) {
	c := newClassifier(t)
	got, err := json.Marshal(c.Classify(classifier.Offer{}))
	if err != nil {
		t.Fatal(err)
	}
	for _, list := range []string{`"evidence":[]`, `"places":[]`, `"contacts":[]`, `"combinations":[]`, `"level":"none"`, `"kind":"none"`} {
		if !strings.Contains(string(got), list) {
			t.Errorf("the verdict of an empty text lacks %s: %s", list, got)
		}
	}
}

// Every disguise leaves the level and the signs of a plain offer alone.
func TestDisguises(t *testing.T) {
	const plain = "We are hiring customer service in Sihanoukville. No experience needed, free flight and visa. Salary $1500 per month."
	c := newClassifier(t)
	want := c.Classify(classifier.Offer{Text: plain})
	if want.Level != classifier.Danger {
		t.Fatalf("the plain offer is at %s: %+v", want.Level, want)
	}
	for name, disguise := range disguises {
		t.Run(name, func(t *testing.T) {
			text := disguise(plain)
			got := c.Classify(classifier.Offer{Text: text})
			checkVerdict(t, text, got)
			if got.Level != want.Level || got.Kind != want.Kind {
				t.Errorf("%q is at %s %s, want %s %s: %+v", text, got.Level, got.Kind, want.Level, want.Kind, got.Evidence)
			}
		})
	}
}

func mapRunes(change func(rune) string) func(string) string {
	return func(s string) string {
		var b strings.Builder
		for _, r := range s {
			b.WriteString(change(r))
		}
		return b.String()
	}
}

func latinLower(r rune) bool { return r >= 'a' && r <= 'z' }

var disguises = map[string]func(string) string{
	"capitals":   strings.ToUpper,
	"zero width": mapRunes(func(r rune) string { return string(r) + "\u200b" }),
	"bidi marks": mapRunes(func(r rune) string { return "\u202e" + string(r) + "\u202c" }),
	"full width": mapRunes(func(r rune) string {
		if r > 0x20 && r < 0x7f {
			return string(r + 0xFEE0)
		}
		return string(r)
	}),
	"mathematical": mapRunes(func(r rune) string {
		if latinLower(r) {
			return string(r - 'a' + 0x1D41A)
		}
		return string(r)
	}),
	"cyrillic look-alikes": strings.NewReplacer("o", "о", "e", "е", "a", "а", "c", "с", "p", "р").Replace,
	"leet":                 strings.NewReplacer("perien", "p3rien", "Sihanouk", "Sih4n0uk", "custom", "cust0m", "service", "serv1ce").Replace,
	"dotted": func(s string) string {
		return strings.NewReplacer("Sihanoukville", "S.i.h.a.n.o.u.k.v.i.l.l.e", "customer", "c.u.s.t.o.m.e.r").Replace(s)
	},
	"spaced": func(s string) string {
		return strings.NewReplacer("Sihanoukville", "S i h a n o u k v i l l e", "experience", "e x p e r i e n c e").Replace(s)
	},
	"emoji between letters": func(s string) string {
		return strings.NewReplacer("Sihanoukville", "Siha🔥nouk🔥ville", "customer", "cust💰omer").Replace(s)
	},
	"combining marks": mapRunes(func(r rune) string { return string(r) + "\u0336" }),
}

// The proofs of the packs are tests: each yes: fires, no no: does.
func TestPacksProveThemselves(t *testing.T) {
	c := newClassifier(t)
	for _, fault := range append(c.Prove(), c.Lint()...) {
		t.Error(fault)
	}
}

func FuzzClassify(f *testing.F) {
	seeds := []string{}
	for i, text := range sampleTexts(f) {
		if i%12 == 0 { // a few of every language
			seeds = append(seeds, text)
		}
	}
	for _, text := range append(seeds, "", "\xff\xfe", "K.K. 15-30tr $3OOO 1,00,000", "@@@...+++", strings.Repeat("\u0301", 64)) {
		f.Add(text)
	}
	c := newClassifier(f)
	f.Fuzz(func(t *testing.T, text string) {
		v := c.Classify(classifier.Offer{Text: text})
		checkVerdict(t, text, v)
		first, _ := json.Marshal(v)
		if second, _ := json.Marshal(c.Classify(classifier.Offer{Text: text})); string(first) != string(second) {
			t.Fatalf("two verdicts of one text:\n%s\n%s", first, second)
		}
		if !utf8.ValidString(text) {
			return
		}
		for i := range text {
			if len(text) > 200 && i%17 != 0 {
				continue
			}
			hidden := text[:i] + "\u200b" + text[i:]
			if got := c.Classify(classifier.Offer{Text: hidden}); got.Level != v.Level {
				t.Fatalf("a zero-width space at %d turns %s to %s: %q", i, v.Level, got.Level, text)
			}
		}
	})
}

// sampleTexts are the labelled messages of this repository.
func sampleTexts(t testing.TB) []string {
	t.Helper()
	var texts []string
	for _, o := range offers(t) {
		texts = append(texts, o.text)
	}
	return texts
}

func BenchmarkClassify(b *testing.B) {
	c := newClassifier(b)
	texts := sampleTexts(b)
	total := 0
	for _, text := range texts {
		total += len(text)
	}
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		c.Classify(classifier.Offer{Text: texts[i%len(texts)]})
		i++
	}
	b.ReportMetric(float64(total)/float64(len(texts)), "bytes/text")
}

func BenchmarkNew(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := classifier.New(rules.FS); err != nil {
			b.Fatal(err)
		}
	}
}
