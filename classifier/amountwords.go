package classifier

import (
	"strings"
	"unicode/utf8"
)

// A cursor walks outwards from a figure, clean[from:to], over the words of
// money that touch it.
type cursor struct {
	r        *reading
	from, to int
}

// multiplier takes the word for thousands or millions right after the figure,
// and the currency it means where it means one. It gives 1 where none stands.
func (c *cursor) multiplier(a *amount) float64 {
	factor := 1.0
	for range 2 { // "1.5 triệu", and the k of "1.5k" before another word
		u, ok := c.touching(topicTimes)
		if !ok {
			break
		}
		t := c.r.c.money.times[u.index]
		factor *= t.factor
		if t.currency >= 0 && a.currency < 0 {
			a.currency = t.currency
		}
		c.to = u.to
	}
	return factor
}

func (c *cursor) currencyAfter(a *amount) {
	if u, ok := c.touching(topicCurrency); ok {
		a.currency = u.index
		c.to = u.to
	}
}

// currencyBefore takes a sign or word right before the figure: "$800", "Rp 5".
func (c *cursor) currencyBefore(a *amount) {
	for _, u := range c.r.units {
		if u.kind == topicCurrency && u.to <= c.from && c.blank(u.to, c.from) {
			if a.currency < 0 || c.to == a.to {
				a.currency = u.index
			}
			c.from = u.from
			return
		}
	}
}

// touching finds the longest unit of a kind that begins where the cursor ends.
// Of units that several languages write alike (万 is ten thousand yuan or yen)
// that of the text's own language stands.
func (c *cursor) touching(kind topicKind) (unit, bool) {
	var best unit
	found := false
	for _, u := range c.r.units {
		switch {
		case u.kind != kind || u.from < c.to || !c.blank(c.to, u.from):
		case !found:
			best, found = u, true
		case u.from == best.from && u.to == best.to && u.index != best.index && c.r.packOf(u) == c.r.language():
			return u, true
		}
	}
	return best, found
}

// packOf is the language of the pack whose phrase found u.
func (r *reading) packOf(u unit) string {
	file := r.c.set.Phrases[r.c.book.phrases[u.phrase].source].File
	return strings.TrimSuffix(file, ".txt")
}

// blank says whether clean[from:to] is at most two blanks or plus signs.
func (c *cursor) blank(from, to int) bool {
	if to-from > 2 {
		return false
	}
	for _, b := range c.r.matcher.folding.clean[from:to] {
		if b != ' ' && b != '+' && b != '.' && b != '/' && b != '-' && b != ':' {
			return false
		}
	}
	return true
}

// How far, in bytes, a period and a word of pay may stand from a sum.
const (
	periodBefore = 30
	periodAfter  = 34
	payBefore    = 80
	payAfter     = 40
)

// around looks for the period nearest to the sum and for a word of pay.
func (c *cursor) around(a *amount) {
	nearest := periodBefore + periodAfter
	for _, u := range c.r.units {
		before, after := a.from-u.to, u.from-a.to
		switch u.kind {
		case topicPeriod:
			distance := after
			if after < 0 {
				distance = before + 4 // what follows binds closer
			}
			if (after >= 0 && after <= periodAfter || before >= 0 && before <= periodBefore) && distance < nearest {
				nearest = distance
				a.months = c.r.c.money.periods[u.index]
				a.perTask = a.months == 0
			}
		case topicPayWord:
			if before >= 0 && before <= payBefore || after >= 0 && after <= payAfter || u.from >= a.from && u.from <= a.to {
				a.pay = true
			}
		}
	}
}

// rangeSigns part the two figures of a range.
var rangeSigns = []string{"-", "–", "—", "~", "～", "to", "至", "到", "đến", "den", "ถึง", "sampai", "hingga", "a", "à", "से", "до", "から", "에서", "đen", "ដល់", "ຫາ"}

// rangeEnd reads the second figure of a range whose first ends at clean[at].
func (f *folding) rangeEnd(at int) (number, bool) {
	rest := strings.TrimLeft(string(f.clean[at:min(len(f.clean), at+24)]), " ")
	skipped := min(len(f.clean), at+24) - at - len(rest)
	for _, sign := range rangeSigns {
		after, ok := strings.CutPrefix(rest, sign)
		if !ok {
			continue
		}
		i := at + skipped + len(sign) + len(after) - len(strings.TrimLeft(after, " $€£¥₱฿₹₩₫৳rps."))
		if i < len(f.clean) && f.clean[i] >= '0' && f.clean[i] <= '9' {
			return f.number(i), true
		}
		if i < len(f.clean) {
			if v, size, ok := hanNumber(f.clean[i:]); ok {
				return number{i, i + size, v}, true
			}
		}
	}
	return number{}, false
}

var hanDigits = map[rune]float64{'一': 1, '二': 2, '两': 2, '三': 3, '四': 4, '五': 5, '六': 6, '七': 7, '八': 8, '九': 9}

// hanNumber reads a figure written in Han numerals below ten thousand, such
// as 十五 or 三千: what follows (万, 块) is a unit like any other.
func hanNumber(b []byte) (value float64, size int, ok bool) {
	if len(b) < 3 || b[0] < 0xE4 || b[0] > 0xE9 {
		return 0, 0, false
	}
	digit, total := 0.0, 0.0
	for size < len(b) {
		r, n := utf8.DecodeRune(b[size:])
		d, isDigit := hanDigits[r]
		scale := map[rune]float64{'十': 10, '百': 100, '千': 1000}[r]
		switch {
		case isDigit:
			digit = d
		case scale > 0:
			total += max(digit, 1) * scale
			digit = 0
		default:
			return total + digit, size, size > 0
		}
		size += n
	}
	return total + digit, size, size > 0
}
