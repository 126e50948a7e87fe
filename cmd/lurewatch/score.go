package main

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"lurewatch/classifier"
)

// A share is a part of a whole with its Wilson interval of 95 %.
type share struct {
	Right int     `json:"right"`
	Of    int     `json:"of"`
	Value float64 `json:"value"` // 0 of nothing is 0
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
}

// newShare works out the share and its interval.
func newShare(right, of int) share {
	if of == 0 {
		return share{}
	}
	const z = 1.959964
	n, p := float64(of), float64(right)/float64(of)
	middle := (p + z*z/(2*n)) / (1 + z*z/n)
	half := z / (1 + z*z/n) * math.Sqrt(p*(1-p)/n+z*z/(4*n*n))
	return share{right, of, p, max(0, middle-half), min(1, middle+half)}
}

// String is the share as the tables show it.
func (s share) String() string {
	if s.Of == 0 {
		return "-"
	}
	return fmt.Sprintf("%5.1f %% [%.1f-%.1f]", 100*s.Value, 100*s.Low, 100*s.High)
}

// A levelCount is how many texts of a kind came out at each level.
type levelCount struct {
	Kind    string `json:"kind"`
	Want    string `json:"want"`
	Texts   int    `json:"texts"`
	None    int    `json:"none"`
	Caution int    `json:"caution"`
	Danger  int    `json:"danger"`
	Crisis  int    `json:"crisis"` // of danger: calls for help
	Recall  share  `json:"recall"` // right of all; nothing for kinds not scored
}

// A langCount is how one language fares.
type langCount struct {
	Lang     string `json:"lang"`
	Texts    int    `json:"texts"`
	Lures    share  `json:"lures"`    // compound recruitment at danger
	Fraud    share  `json:"fraud"`    // other job fraud at caution or danger
	Help     share  `json:"help"`     // calls for help known as such
	Harmless share  `json:"harmless"` // everything else at none
}

// An evaluation is the outcome of eval.
type evaluation struct {
	Rules     string       `json:"rules"`
	Texts     int          `json:"texts"`
	Kinds     []levelCount `json:"kinds"`
	Languages []langCount  `json:"languages"`
	// Precision is lures and fraud of all texts at danger. A call for help
	// that is known as one stands in neither number.
	Precision share   `json:"precision_at_danger"`
	Seconds   float64 `json:"seconds"`
	PerSecond float64 `json:"texts_per_second"`
	Misses    []miss  `json:"misses,omitempty"`
}

// score counts verdicts against labels.
func score(samples []sample, verdicts []classifier.Verdict) evaluation {
	kinds := map[string]*levelCount{}
	right := map[string]int{}
	langs := map[string]*tally{}
	danger, offending := 0, 0
	for i, s := range samples {
		v := verdicts[i]
		e, scored := expected(s.Kind)
		k := kinds[s.Kind]
		if k == nil {
			k = &levelCount{Kind: s.Kind, Want: e.want}
			kinds[s.Kind] = k
		}
		k.add(v)
		if !scored {
			continue
		}
		if e.right(v) {
			right[s.Kind]++
		}
		if langs[s.Lang] == nil {
			langs[s.Lang] = &tally{}
		}
		langs[s.Lang].add(e, v)
		if v.Level == classifier.Danger && !(isCrisis(v.Kind) && e.want == "crisis") {
			danger++
			if e.offends {
				offending++
			}
		}
	}
	r := evaluation{Texts: len(samples), Kinds: []levelCount{}, Languages: []langCount{}, Precision: newShare(offending, danger)}
	for name, k := range kinds {
		if _, scored := expected(name); scored {
			k.Recall = newShare(right[name], k.Texts)
		}
		r.Kinds = append(r.Kinds, *k)
	}
	order := expectations()
	place := func(kind string) int {
		i := slices.IndexFunc(order, func(e expectation) bool { return e.kind == kind })
		if i < 0 {
			return len(order)
		}
		return i
	}
	slices.SortFunc(r.Kinds, func(a, b levelCount) int {
		return cmp.Or(cmp.Compare(place(a.Kind), place(b.Kind)), cmp.Compare(a.Kind, b.Kind))
	})
	for lang, t := range langs {
		r.Languages = append(r.Languages, t.result(lang))
	}
	slices.SortFunc(r.Languages, func(a, b langCount) int { return strings.Compare(a.Lang, b.Lang) })
	return r
}

func (k *levelCount) add(v classifier.Verdict) {
	k.Texts++
	switch v.Level {
	case classifier.Danger:
		k.Danger++
		if isCrisis(v.Kind) {
			k.Crisis++
		}
	case classifier.Caution:
		k.Caution++
	default:
		k.None++
	}
}

// A tally counts one language: right and all of each family of kinds.
type tally struct {
	texts int
	right [4]int
	of    [4]int
}

func (t *tally) add(e expectation, v classifier.Verdict) {
	family := 3
	switch {
	case e.kind == "compound-recruitment":
		family = 0
	case e.offends:
		family = 1
	case e.want == "crisis":
		family = 2
	}
	t.texts++
	t.of[family]++
	if e.right(v) {
		t.right[family]++
	}
}

func (t *tally) result(lang string) langCount {
	s := func(i int) share { return newShare(t.right[i], t.of[i]) }
	return langCount{Lang: lang, Texts: t.texts, Lures: s(0), Fraud: s(1), Help: s(2), Harmless: s(3)}
}

// table is the evaluation for a person.
func (r evaluation) table() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%-22s %6s %6s %8s %7s %7s  %-22s %s\n", "kind", "texts", "none", "caution", "danger", "crisis", "right [95 %]", "expected")
	for _, k := range r.Kinds {
		fmt.Fprintf(&b, "%-22s %6d %6d %8d %7d %7d  %-22s %s\n", k.Kind, k.Texts, k.None, k.Caution, k.Danger, k.Crisis, k.Recall, k.Want)
	}
	fmt.Fprintf(&b, "\n%-10s %6s  %-22s %-22s %-22s %s\n", "language", "texts", "lures at danger", "fraud found", "calls for help", "harmless at none")
	for _, l := range r.Languages {
		fmt.Fprintf(&b, "%-10s %6d  %-22s %-22s %-22s %s\n", l.Lang, l.Texts, l.Lures, l.Fraud, l.Help, l.Harmless)
	}
	fmt.Fprintf(&b, "\nprecision at danger   %s (%d of %d)\n", strings.TrimSpace(r.Precision.String()), r.Precision.Right, r.Precision.Of)
	fmt.Fprintf(&b, "speed                 %.0f texts a second\nrules                 %s\n", r.PerSecond, r.Rules)
	return b.String()
}

// A miss is a text whose verdict is not the expected one.
type miss struct {
	ID      string   `json:"id"`
	Lang    string   `json:"lang"`
	Kind    string   `json:"kind"`
	Want    string   `json:"want"`
	Level   string   `json:"level"`
	Verdict string   `json:"verdict"`
	Score   int      `json:"score"`
	Signs   []string `json:"signs"`
	Text    string   `json:"text"`
}

func missesOf(samples []sample, verdicts []classifier.Verdict) []miss {
	misses := []miss{}
	for i, s := range samples {
		e, scored := expected(s.Kind)
		v := verdicts[i]
		if !scored || e.right(v) {
			continue
		}
		m := miss{s.ID, s.Lang, s.Kind, e.want, v.Level.String(), string(v.Kind), v.Score, []string{}, s.Text}
		for _, e := range v.Evidence {
			m.Signs = append(m.Signs, fmt.Sprintf("%s=%d", e.Sign, e.Points))
		}
		misses = append(misses, m)
	}
	return misses
}

func missTable(misses []miss) string {
	var b strings.Builder
	for _, m := range misses {
		fmt.Fprintf(&b, "\n%s %s %s: want %s, got %s (%s, %d) %s\n    %s\n",
			m.ID, m.Lang, m.Kind, m.Want, m.Level, m.Verdict, m.Score, strings.Join(m.Signs, " "), visible(m.Text))
	}
	return b.String()
}
