package hotline

import (
	"slices"
	"time"
)

// A Query asks for the numbers of one person.
type Query struct {
	Home   string    // the person's country, "" unknown
	Places []string  // where the offer leads
	At     string    // where the person is, "" unknown
	Held   bool      // the person, or the one asked for, is held: at Places if At is unknown
	Now    time.Time // not used for the order: an old number is marked, never moved
}

// A tier is a step in the order in which a person should try lines.
type tier int

// The tiers. Police come last of all: some passed on what they were told.
const (
	tierHere      tier = iota // own post where the person is
	tierMinistry              // own foreign ministry
	tierBackup                // own posts that stand behind the ministry's line
	tierHome                  // other lines at home
	tierPost                  // own posts where the offer leads
	tierNeighbour             // own posts next door, or another country's that help
	tierForeign               // where home is unknown: everybody's posts there
	tierThere                 // helplines there
	tierInside                // what works only inside a country, when nobody said where the person is
	tierChildren              // lines for children only
	tierPolice                // police, and what is called only after the embassy
)

// For lists the lines for one person, the one to try first first, each with
// the numbers that can be dialled from where the person is, in that order. A
// number that works only inside its own country is left out when the person is
// known to be elsewhere, and comes late when that is unknown.
func (d *Directory) For(q Query) []Line {
	q.Home, q.At = upper(q.Home), upper(q.At)
	s := search{d: d, q: q, places: destinations(q)}
	s.here = q.At
	if q.Held && q.At == "" && len(s.places) == 1 {
		s.here = s.places[0]
	}
	if q.Home == "" {
		s.strangers()
	} else {
		s.home()
		s.abroad()
	}
	for _, place := range s.places {
		s.there(place)
	}
	slices.SortStableFunc(s.found, func(a, b ranked) int {
		if a.tier != b.tier {
			return int(a.tier - b.tier)
		}
		return int(a.reach - b.reach)
	})
	lines := make([]Line, len(s.found))
	for i, r := range s.found {
		lines[i] = r.line
	}
	return lines
}

// destinations are the countries that matter, each once, where the person is
// before where the offer leads.
func destinations(q Query) []string {
	var places []string
	for _, cc := range append([]string{q.At}, q.Places...) {
		if cc = upper(cc); cc != "" && !slices.Contains(places, cc) {
			places = append(places, cc)
		}
	}
	return places
}

// A search gathers the lines for one query.
type search struct {
	d      *Directory
	q      Query
	here   string   // where the person is, or is held
	places []string // here and where the offer leads
	found  []ranked
}

// A ranked line has its place in the order.
type ranked struct {
	line  Line
	tier  tier
	reach access
}

// add puts l into its tier, once, unless nothing of it can be dialled.
func (s *search) add(l Line, t tier) {
	if slices.ContainsFunc(s.found, func(r ranked) bool { return r.line.ID == l.ID }) {
		return
	}
	phones, best := dialable(l, s.q.At)
	if len(phones) == 0 {
		return
	}
	l.Phones = phones
	switch {
	case l.Kind == "police" || slices.Contains(l.Scope, "embassy-first"):
		t = tierPolice
	case slices.Contains(l.Scope, "children-only"):
		t = tierChildren
	case best == insideOnly:
		t = tierInside
	}
	s.found = append(s.found, ranked{l, t, best})
}

// home adds what the person's own country runs at home.
func (s *search) home() {
	for _, l := range s.d.lines[s.q.Home] {
		switch {
		case l.LocatedIn != s.q.Home:
		case l.Role == "destination" && (l.Kind == "migrant-worker" || !slices.Contains([]string{"", s.q.Home}, s.q.At)):
			// for guests of the country, not for its people abroad
		case l.Kind == "consular":
			s.add(l, tierMinistry)
		default:
			s.add(l, tierHome)
		}
	}
}

// abroad adds the posts that help the person at the destinations.
func (s *search) abroad() {
	for _, place := range s.places {
		if place == s.q.Home {
			continue
		}
		s.posts(s.q.Home, place, place == s.here)
		m := s.d.Mission(s.q.Home, place)
		for _, country := range m.Of {
			s.each(country, place, tierNeighbour)
		}
		for _, next := range append(slices.Clone(m.Posts), s.d.neighbours[place]...) {
			s.each(s.q.Home, next, tierNeighbour)
		}
	}
}

// posts adds a country's own posts at place.
func (s *search) posts(country, place string, here bool) {
	for _, l := range s.d.lines[country] {
		switch {
		case l.LocatedIn != place:
		case here && l.last:
			s.add(l, tierBackup)
		case here:
			s.add(l, tierHere)
		default:
			s.add(l, tierPost)
		}
	}
}

// each adds every line that a country has abroad at place.
func (s *search) each(country, place string, t tier) {
	for _, l := range s.d.lines[country] {
		if l.LocatedIn == place && l.LocatedIn != l.Country {
			s.add(l, t)
		}
	}
}

// strangers adds every country's posts at the destinations, for a person whose
// home is unknown.
func (s *search) strangers() {
	for _, place := range s.places {
		for _, country := range s.d.countries {
			s.each(country, place, tierForeign)
		}
	}
}

// there adds the lines of a place for the people who are there.
func (s *search) there(place string) {
	for _, l := range s.d.lines[place] {
		if l.LocatedIn == place && l.Role != "home" {
			s.add(l, tierThere)
		}
	}
}
