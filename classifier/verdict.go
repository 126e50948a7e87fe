package classifier

import (
	"slices"
	"strings"
)

// Classify judges one offer. It never fails: a text without a known sign, an
// empty one among them, is None.
func (c *Classifier) Classify(o Offer) Verdict {
	r := c.matchers.Get().(*reading)
	defer c.matchers.Put(r)
	r.read(o)
	return r.verdict()
}

// verdict decides level and kind of what was read.
func (r *reading) verdict() Verdict {
	v := Verdict{Kind: KindNone, Lang: r.language(), Rules: r.c.Hash(), Combinations: []string{}, Evidence: []Evidence{}, Places: []string{}, Contacts: []Contact{}}
	if r.crisis(&v) {
		return v
	}
	w := r.weigh()
	offered := r.isOffer(w.signs, w.score)
	if !offered {
		r.discount(&w)
	}
	v.Evidence, v.Score = w.evidence, w.score
	switch {
	case w.deeds == 0: // people live in such places and travel there
	case w.score >= r.c.set.Danger && (w.strong || w.medium):
		v.Level = Danger
	case w.score >= r.c.set.Caution:
		v.Level = Caution
	}
	if offered {
		r.lift(&v, &w)
	}
	v.Places = append(v.Places, r.countries()...)
	inOrder(v.Evidence)
	if v.Level == None {
		v.Kind = KindNone
		return v
	}
	if v.Kind == KindNone {
		v.Kind = r.kind(v.Evidence)
	}
	v.Contacts = r.normalContacts(v.Lang)
	return v
}

// crisis answers a call for help before anything else: it has no score.
func (r *reading) crisis(v *Verdict) bool {
	if !r.mayBeCrisis() {
		return false
	}
	for i := range r.c.combos {
		k := &r.c.combos[i]
		if !strings.HasPrefix(k.Kind, "crisis") || !k.met(r) {
			continue
		}
		v.Level, v.Kind = Danger, Kind(k.Kind)
		v.Combinations = append(v.Combinations, k.Name)
		for _, n := range k.needs {
			for _, s := range n.signs {
				if r.has(s) && !slices.ContainsFunc(v.Evidence, func(e Evidence) bool { return e.Sign == r.c.set.Signs[s].ID }) {
					f := r.signs[s]
					v.Evidence = append(v.Evidence, Evidence{Sign: r.c.set.Signs[s].ID, Quote: r.quote(s), Start: f.start, End: f.end})
				}
			}
		}
		v.Places = append(v.Places, r.countries()...)
		inOrder(v.Evidence)
		return true
	}
	return false
}

// lift raises the level by the combinations that are met. Enough counter-signs
// take a lift one level down.
func (r *reading) lift(v *Verdict, w *weighing) {
	for i := range r.c.combos {
		k := &r.c.combos[i]
		if strings.HasPrefix(k.Kind, "crisis") || len(v.Evidence) == 0 || !k.met(r) {
			continue
		}
		level := k.level
		if k.Yields > 0 {
			level -= Level(min(w.counters/k.Yields, int(level)))
		}
		if level == None {
			continue
		}
		v.Combinations = append(v.Combinations, k.Name)
		if level > v.Level {
			v.Level = level
		}
		if v.Kind == KindNone && k.Kind != "" {
			v.Kind = Kind(k.Kind)
		}
	}
}

// kind is that of the signs with most points; a sign of both kinds counts for
// neither, and a tie is a lure.
func (r *reading) kind(evidence []Evidence) Kind {
	lure, fraud := 0, 0
	for _, e := range evidence {
		switch r.c.set.Signs[r.c.signs[e.Sign]].Kind {
		case string(KindLure):
			lure += e.Points
		case string(KindFraud):
			fraud += e.Points
		}
	}
	if fraud > lure {
		return KindFraud
	}
	return KindLure
}

// discount takes off the points of a text that speaks about offers without
// making one, with the words that show it.
func (r *reading) discount(w *weighing) {
	if w.score == 0 {
		return
	}
	voice := r.loudestVoice()
	if voice < 0 {
		return
	}
	f := r.signs[voice]
	w.evidence = append(w.evidence, Evidence{
		Sign: r.c.set.Signs[r.c.ids.negWarning].ID, Quote: r.quote(voice), Start: f.start, End: f.end, Points: -w.score,
	})
	w.score = 0
}
