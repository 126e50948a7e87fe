package classifier

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"lurewatch/classifier/rules"
)

// money is the dated table of pay.txt in the form the reader of amounts uses.
type money struct {
	currencies []string
	rates      []float64 // US dollars for one unit, by currency
	times      []multiplier
	periods    []float64 // months in a period
	norms      map[string]rules.Norm
}

// A multiplier is a word such as million; its currency is the one meant where
// none is named, or -1.
type multiplier struct {
	factor   float64
	currency int
}

// A unit is a word of money or time found in the text.
type unit struct {
	kind       topicKind
	index      int
	phrase     int32 // that found it, for the language of its pack
	start, end int32 // letters
	from, to   int   // the same in clean
}

func newMoney(set *rules.Set) money {
	m := money{norms: map[string]rules.Norm{}}
	for _, n := range set.Norms {
		m.norms[n.Country] = n
	}
	m.currencies = slices.Sorted(maps.Keys(set.Rates))
	for _, code := range m.currencies {
		m.rates = append(m.rates, set.Rates[code])
	}
	return m
}

// currency is the index of a currency of [rates].
func (m *money) currency(code string) int { return slices.Index(m.currencies, code) }

// multiplier is the index of a section "times 1000000" or "times 1000000 VND".
func (m *money) multiplier(name string) int {
	number, code, named := strings.Cut(name, " ")
	factor, _ := strconv.ParseFloat(number, 64)
	t := multiplier{factor, -1}
	if named {
		t.currency = m.currency(code)
	}
	m.times = append(m.times, t)
	return len(m.times) - 1
}

// Months in a period of work: 26 days or 208 hours a month are the ordinary
// full time of the places that lures name.
var periodMonths = map[string]float64{
	"hour": 1.0 / 208, "day": 1.0 / 26, "week": 7.0 / 30, "fortnight": 14.0 / 30, "month": 1, "year": 12, "task": 0,
}

// period is the index of a section "period month".
func (m *money) period(name string) int {
	m.periods = append(m.periods, periodMonths[name])
	return len(m.periods) - 1
}
