package classifier

import (
	"cmp"
	"slices"
)

// An amount is a sum of money found in the text.
type amount struct {
	from, to int     // clean bytes, with its currency
	value    float64 // the middle of a range, in its currency
	currency int     // index, -1 where none is named or meant
	months   float64 // months it pays for; 0 where no period is named
	pay      bool    // a pay word stands near
	perTask  bool
}

// A number is a figure in clean[from:to].
type number struct {
	from, to int
	value    float64
}

// readAmounts finds the sums of money: figures with a currency or a
// multiplier beside them, ranges as one.
func (r *reading) readAmounts() {
	f := &r.matcher.folding
	if len(r.units) == 0 {
		return
	}
	for i := range r.units {
		u := &r.units[i]
		u.from, u.to = int(f.info[u.start].at), int(f.info[u.end-1].at)+1
	}
	slices.SortFunc(r.units, func(a, b unit) int { return cmp.Or(a.from-b.from, b.to-a.to, int(a.kind)-int(b.kind)) })
	for at := 0; at < len(f.clean); {
		n, ok := f.nextNumber(at)
		if !ok {
			return
		}
		a := r.amountAt(n)
		at = max(n.to, a.to)
		if a.currency >= 0 || a.pay && a.months > 0 {
			r.amounts = append(r.amounts, a)
		}
	}
}

// amountAt reads the sum that begins with n: a second figure if it is a range,
// the multiplier, the currency before or after, the period after.
func (r *reading) amountAt(n number) amount {
	f := &r.matcher.folding
	c := cursor{r: r, from: n.from, to: n.to}
	a := amount{from: n.from, to: n.to, value: n.value, currency: -1}
	first := c.multiplier(&a)
	c.currencyAfter(&a)
	if second, ok := f.rangeEnd(c.to); ok {
		c.to = second.to
		low := n.value
		b := amount{value: second.value, currency: a.currency}
		factor := c.multiplier(&b)
		c.currencyAfter(&b)
		if first == 1 {
			low *= factor
		} else {
			low *= first
		}
		high := second.value * factor
		if high >= low && high < low*20 {
			a.value, a.to = (low+high)/2, c.to
			if b.currency >= 0 {
				a.currency = b.currency
			}
		} else {
			a.value = n.value * first
			c.to = a.to
		}
	} else {
		a.value = n.value * first
	}
	c.currencyBefore(&a)
	a.from, a.to = c.from, c.to
	c.around(&a)
	return a
}

// nextNumber finds the first figure at or after clean[at].
func (f *folding) nextNumber(at int) (number, bool) {
	for i := at; i < len(f.clean); i++ {
		if f.clean[i] >= '0' && f.clean[i] <= '9' {
			return f.number(i), true
		}
		if v, size, ok := hanNumber(f.clean[i:]); ok {
			return number{i, i + size, v}, true
		}
	}
	return number{}, false
}

// number reads the figure that begins at clean[i]. A point or comma before
// exactly three digits parts thousands, as in 1.500.000 and 1,00,000; before
// one or two it is a decimal point.
func (f *folding) number(i int) number {
	n := number{from: i}
	value, scale := 0.0, 0.0
	end := i
	for end < len(f.clean) {
		c := f.clean[end]
		if c == 'o' && end > i && end+1 <= len(f.clean) && f.zeroLike(end) {
			c = '0'
		}
		if c >= '0' && c <= '9' {
			if scale > 0 {
				value += float64(c-'0') * scale
				scale /= 10
			} else {
				value = value*10 + float64(c-'0')
			}
			end++
			continue
		}
		run := f.digitRun(end + 1)
		if scale > 0 || (c != '.' && c != ',' && c != ' ' && c != '\'') || run == 0 {
			break
		}
		switch {
		case run == 3, run == 2 && c == ',' && f.groupsFollow(end+1):
			end++
		case (c == '.' || c == ',') && run <= 2:
			scale = 0.1
			end++
		default:
			n.value, n.to = value, end
			return n
		}
	}
	n.value, n.to = value, end
	return n
}

// digitRun counts the digits from clean[i].
func (f *folding) digitRun(i int) int {
	n := 0
	for i+n < len(f.clean) && f.clean[i+n] >= '0' && f.clean[i+n] <= '9' {
		n++
	}
	return n
}

// groupsFollow says whether the two digits at clean[i] are followed by a comma
// and three more: 1,00,000.
func (f *folding) groupsFollow(i int) bool {
	return i+2 < len(f.clean) && f.clean[i+2] == ',' && f.digitRun(i+3) >= 2
}

// zeroLike says whether the letter o at clean[i] stands among digits: 3OOO.
func (f *folding) zeroLike(i int) bool {
	for i < len(f.clean) && f.clean[i] == 'o' {
		i++
	}
	return i >= len(f.clean) || !isLatin(rune(f.clean[i])) || f.clean[i] == 'k'
}
