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
	kinds, langs := map[string]*levelCount{}, map[string]*tally{}
	right := map[string]int{}
	danger, offending := 0, 0
	for i, s := range samples {
		v := verdicts[i]
		e, scored := expected(s.Kind)
		at(kinds, s.Kind).add(v)
		if !scored {
			continue
		}
		if e.right(v) {
			right[s.Kind]++
		}
		at(langs, s.Lang).add(e, v)
		if v.Level == classifier.Danger && !(isCrisis(v.Kind) && e.want == "crisis") {
			danger++
			if e.offends {
				offending++
			}
		}
	}
	r := evaluation{Texts: len(samples), Kinds: []levelCount{}, Languages: []langCount{}, Precision: newShare(offending, danger)}
	for name, k := range kinds {
		e, scored := expected(name)
		k.Kind, k.Want = name, e.want
		if scored {
			k.Recall = newShare(right[name], k.Texts)
		}
		r.Kinds = append(r.Kinds, *k)
	}
	for lang, t := range langs {
		r.Languages = append(r.Languages, t.result(lang))
	}
	r.sort()
	return r
}

// at is the counter of a name, made when first asked for.
func at[T any](m map[string]*T, name string) *T {
	if m[name] == nil {
		m[name] = new(T)
	}
	return m[name]
}

// sort brings kinds into the order of the expectations and languages into
// that of their codes.
func (r *evaluation) sort() {
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
	slices.SortFunc(r.Languages, func(a, b langCount) int { return strings.Compare(a.Lang, b.Lang) })
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
