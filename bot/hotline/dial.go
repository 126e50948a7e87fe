package hotline

import (
	"cmp"
	"slices"
)

// An access says how sure it is that a number can be reached, best first.
type access int

const (
	reachable  access = iota // a source says so, or the person is in its country
	perhaps                  // it has an international form, but no source says it works
	insideOnly               // a short code, or said not to work from abroad
)

// From says whether p can be reached by a person in country at, "" being
// unknown: Yes, No, or Unknown where no source says.
func (l Line) From(p Phone, at string) Reach {
	switch accessOf(l, p, upper(at)) {
	case reachable:
		return Yes
	case insideOnly:
		return No
	}
	return Unknown
}

func accessOf(l Line, p Phone, at string) access {
	switch {
	case at == l.LocatedIn, p.FromAbroad == Yes:
		return reachable
	case p.FromAbroad == No:
		return insideOnly
	case p.E164 != "", p.Channel == "web", p.Channel == "email", p.Channel == "app":
		return perhaps
	}
	return insideOnly
}

// dialable are the phones of l for a person in country at, the surest first,
// and how sure the first one is. Where the country is known, numbers that do
// not work from there are left out.
func dialable(l Line, at string) ([]Phone, access) {
	phones := slices.Clone(l.Phones)
	if at != "" {
		phones = slices.DeleteFunc(phones, func(p Phone) bool { return accessOf(l, p, at) == insideOnly })
	}
	slices.SortStableFunc(phones, func(a, b Phone) int {
		return cmp.Compare(accessOf(l, a, at), accessOf(l, b, at))
	})
	if len(phones) == 0 {
		return nil, insideOnly
	}
	return phones, accessOf(l, phones[0], at)
}
