package classifier

import (
	"slices"
	"strings"
	"unicode"
)

// Bounds of a monthly pay in US dollars: what lies outside is a price, a fee,
// a year's turnover or a misreading.
const (
	leastPay = 40
	mostPay  = 60000
)

// hiddenNorm is the pay from which an offer stands out where it goes abroad
// and does not say where.
const hiddenNorm = "unknown"

// readPay reads the sums of the text, brings each to US dollars a month and
// compares the best one with the norm of the destination.
func (r *reading) readPay() {
	r.readAmounts()
	for _, sign := range []int{r.c.ids.typing, r.c.ids.ageFloor} {
		r.dropAmount(sign)
	}
	best, pay := -1, 0.0
	for i, a := range r.amounts {
		m, ok := r.monthly(a)
		if !ok {
			continue
		}
		if m > pay {
			best, pay = i, m
		}
	}
	if best < 0 {
		return
	}
	a := r.amounts[best]
	start, end := r.matcher.folding.cleanSpan(a.from, a.to)
	r.add(r.c.ids.payNamed, start, end, a.to-a.from)
	norm, ok := r.norm()
	switch {
	case !ok || pay < norm.High || r.signs[r.c.ids.negOrdinary].count >= skilledPlaces:
		return
	case pay >= norm.Strong:
		r.add(r.c.ids.payFar, start, end, a.to-a.from)
		r.signs[r.c.ids.payFar].extra = strongPayExtra
	default:
		r.add(r.c.ids.payFar, start, end, a.to-a.from)
	}
}

// skilledPlaces is how many words of a real qualification or of an ordinary
// job's duties make high pay no surprise.
const skilledPlaces = 2

// strongPayExtra lifts pay of eight times the norm from a medium sign to a
// strong one.
const strongPayExtra = 8

// monthly brings a sum to US dollars a month. A sum with neither a period nor
// a word of pay is somebody's price.
func (r *reading) monthly(a amount) (float64, bool) {
	if a.currency < 0 || a.perTask || !a.pay && a.months == 0 {
		return 0, false
	}
	months := a.months
	if months == 0 {
		months = 1
	}
	usd := a.value * r.c.money.rates[a.currency] / months
	return usd, usd >= leastPay && usd <= mostPay
}

// norm is the norm to compare with: that of the most dangerous destination
// named, else of a hidden one where the work is abroad. Elsewhere, and at
// home, high pay is no sign.
func (r *reading) norm() (payNorm, bool) {
	var best payNorm
	for _, country := range r.places {
		n, ok := r.c.money.norms[country]
		if ok && (best.High == 0 || n.High < best.High) {
			best = payNorm{n.High, n.Strong}
		}
	}
	if best.High > 0 {
		return best, true
	}
	ids := &r.c.ids
	if r.signs[ids.abroad].count > 1 && !r.has(ids.foreign) && !r.has(ids.negOrdinary) && len(r.places) == 0 {
		n, ok := r.c.money.norms[hiddenNorm]
		return payNorm{n.High, n.Strong}, ok
	}
	return payNorm{}, false
}

// A payNorm is where pay begins to stand out, in US dollars a month.
type payNorm struct{ High, Strong float64 }

// dropAmount takes back a sign of age whose figures turned out to be money.
func (r *reading) dropAmount(sign int) {
	f := r.signs[sign]
	if f.count != 1 || strings.ContainsFunc(r.text[f.start:f.end], unicode.IsLetter) {
		return
	}
	for _, a := range r.amounts {
		if start, end := r.matcher.folding.cleanSpan(a.from, a.to); start < f.end && f.start < end {
			r.signs[sign] = finding{}
			r.found = slices.DeleteFunc(r.found, func(s int) bool { return s == sign })
			return
		}
	}
}
