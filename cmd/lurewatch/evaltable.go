package main

import (
	"fmt"
	"strings"

	"lurewatch/classifier"
)

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
