package classifier

import (
	"fmt"
	"strings"

	"lurewatch/classifier/pack"
	"lurewatch/classifier/rules"
)

// Prove runs the yes: and no: lines of the packs: each yes must fire its
// section, each no must not. Every fault is a *pack.Error that names the line
// of the proof and, for a no, the phrase that fired.
func (c *Classifier) Prove() []error {
	var faults []error
	r := newReading(c)
	for _, p := range c.set.Proofs {
		r.reset(Offer{Text: p.Text})
		r.matcher.match(p.Text)
		r.silence()
		by, fired := r.firing(p.Of)
		switch {
		case p.Fires && !fired:
			faults = append(faults, &pack.Error{File: p.File, Line: p.Line, Cause: fmt.Sprintf("this line does not fire [%s]", p.Of), Cure: "add a phrase that it holds, or mend the line"})
		case !p.Fires && fired:
			faults = append(faults, &pack.Error{File: p.File, Line: p.Line, Cause: fmt.Sprintf("this innocent line fires [%s] through %q (%s:%d)", p.Of, by.Text, by.File, by.Line), Cure: "narrow that phrase or add except:"})
		}
	}
	return faults
}

// firing is the first phrase of a section that the text just matched shows.
func (r *reading) firing(section string) (rules.Phrase, bool) {
	for _, m := range r.matcher.matches {
		p := r.c.set.Phrases[r.c.book.phrases[m.phrase].source]
		if p.Of == section {
			return p, true
		}
	}
	return rules.Phrase{}, false
}

// Lint finds what loads but is surely a mistake: a phrase written twice in one
// section, one that two signs claim, and a section without proofs.
func (c *Classifier) Lint() []error {
	type claim struct {
		rules.Phrase
	}
	first := map[string]claim{}
	var faults []error
	fault := func(p rules.Phrase, cause, cure string) {
		faults = append(faults, &pack.Error{File: p.File, Line: p.Line, Cause: cause, Cure: cure})
	}
	for _, p := range c.set.Phrases {
		if p.Except {
			continue
		}
		key := strings.ToLower(p.Text)
		old, seen := first[key]
		switch {
		case !seen:
			first[key] = claim{p}
		case old.Of == p.Of && old.File == p.File:
			fault(p, fmt.Sprintf("%q stands in [%s] twice (line %d)", p.Text, p.Of, old.Line), "keep one")
		case old.Of != p.Of && c.weighs(old.Of) && c.weighs(p.Of):
			fault(p, fmt.Sprintf("%q is claimed by [%s] and [%s] (%s:%d)", p.Text, p.Of, old.Of, old.File, old.Line), "give it to the sign it shows best")
		}
	}
	return append(faults, c.unproven()...)
}

// weighs says whether a section is a sign with points.
func (c *Classifier) weighs(section string) bool {
	i, ok := c.signs[section]
	return ok && c.set.Signs[i].Points != 0
}

// unproven finds the sections of language packs that have phrases of a sign
// and neither a yes nor a no.
func (c *Classifier) unproven() []error {
	type block struct{ file, section string }
	proofs := map[block][2]bool{}
	for _, p := range c.set.Proofs {
		b := block{p.File, p.Of}
		have := proofs[b]
		have[0], have[1] = have[0] || p.Fires, have[1] || !p.Fires
		proofs[b] = have
	}
	var faults []error
	done := map[block]bool{}
	for _, p := range c.set.Phrases {
		b := block{p.File, p.Of}
		if done[b] || !c.weighs(p.Of) {
			continue
		}
		done[b] = true
		if have := proofs[b]; !have[0] || !have[1] {
			faults = append(faults, &pack.Error{File: p.File, Line: p.Line, Cause: fmt.Sprintf("[%s] has no proof of both kinds", p.Of), Cure: "add a yes: line that must fire and a no: line that must not"})
		}
	}
	return faults
}
