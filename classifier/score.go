package classifier

import (
	"cmp"
	"slices"

	"lurewatch/classifier/rules"
)

// A groupCap is the most that the signs of one group add together.
type groupCap struct {
	group int
	cap   int
}

// noCap is the cap of a group that signs.txt gives none.
const noCap = 100

// capGroups finds the cap of each sign's group.
func (c *Classifier) capGroups() {
	names := []string{}
	for _, s := range c.set.Signs {
		i := slices.Index(names, s.Group())
		if i < 0 {
			i = len(names)
			names = append(names, s.Group())
		}
		g := groupCap{i, noCap}
		for _, group := range c.set.Groups {
			if group.Name == s.Group() {
				g.cap = group.Cap
			}
		}
		c.groups = append(c.groups, g)
	}
}

// A combination is a rules.Combination with signs as indexes.
type combination struct {
	*rules.Combination
	level Level
	needs []need
	bars  []int
}

type need struct {
	least, times int
	signs        []int
}

// combine compiles the combinations.
func (c *Classifier) combine() {
	index := func(ids []string) (signs []int) {
		for _, id := range ids {
			signs = append(signs, c.signs[id])
		}
		return signs
	}
	for i := range c.set.Combinations {
		source := &c.set.Combinations[i]
		k := combination{Combination: source, level: Caution, bars: index(source.Bars)}
		if source.Level == Danger.String() {
			k.level = Danger
		}
		for _, n := range source.Needs {
			k.needs = append(k.needs, need{n.Least, n.Times, index(n.Signs)})
		}
		c.combos = append(c.combos, k)
	}
}

// met says whether the text shows what the combination needs and none of what
// bars it.
func (k *combination) met(r *reading) bool {
	for _, s := range k.bars {
		if r.has(s) {
			return false
		}
	}
	for _, n := range k.needs {
		found := 0
		for _, s := range n.signs {
			if r.signs[s].count >= n.times {
				found++
			}
		}
		if found < n.least {
			return false
		}
	}
	return true
}

// counterPlaces is how many places of one counter-sign count against a
// combination: one word of honest adverts is soon borrowed, two are rarer.
const counterPlaces = 2

// maxScore bounds a score.
const maxScore = 100

// A weighing is the points of a text being added up.
type weighing struct {
	evidence []Evidence
	score    int
	counters int // places of counter-signs
	signs    int // dangerous signs
	deeds    int // those of them that are more than a place
	strong   bool
	medium   bool
}

// weigh turns the signs found into evidence: dangerous signs first, in the
// order of signs.txt, each capped by its group; then the counter-signs.
func (r *reading) weigh() weighing {
	w := weighing{evidence: []Evidence{}}
	signs := slices.Sorted(slices.Values(r.found))
	groups := map[int]int{}
	for _, s := range signs {
		sign := &r.c.set.Signs[s]
		points := sign.Points + r.signs[s].extra
		if points <= 0 {
			continue
		}
		g := r.c.groups[s]
		points = min(points, g.cap-groups[g.group], maxScore-w.score)
		groups[g.group] += points
		w.strong = w.strong || sign.Class == rules.Strong
		w.medium = w.medium || sign.Class == rules.Medium
		w.signs++
		if s != r.c.ids.hotspot && s != r.c.ids.highRisk {
			w.deeds++
		}
		if points > 0 {
			w.add(r, s, points)
		}
	}
	if w.score == 0 {
		return w
	}
	for _, s := range signs {
		if r.c.set.Signs[s].Class != rules.Counter {
			continue
		}
		w.counters += min(r.signs[s].count, counterPlaces)
		if points := max(r.c.set.Signs[s].Points, -w.score); points < 0 {
			w.add(r, s, points)
		}
	}
	return w
}

func (w *weighing) add(r *reading, sign, points int) {
	f := r.signs[sign]
	w.evidence = append(w.evidence, Evidence{
		Sign: r.c.set.Signs[sign].ID, Quote: r.text[f.start:f.end], Start: f.start, End: f.end, Points: points,
	})
	w.score += points
}

// inOrder sorts evidence by where it stands in the text.
func inOrder(evidence []Evidence) {
	slices.SortStableFunc(evidence, func(a, b Evidence) int { return cmp.Or(a.Start-b.Start, a.End-b.End) })
}
