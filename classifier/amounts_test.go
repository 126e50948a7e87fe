package classifier

import (
	"math"
	"testing"

	"lurewatch/classifier/rules"
)

// Sums of money in the forms people write them, and what each is in its
// currency: ranges count as their middle.
func TestAmounts(t *testing.T) {
	c, err := New(rules.FS)
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]struct {
		value    float64
		currency string
		months   float64
	}{
		"salary $1,500 per month":  {1500, "USD", 1},
		"salary 1.500.000 dollars": {1500000, "USD", 0},
		"lương 15-30 triệu":        {22.5e6, "VND", 0},
		"lương 15tr mỗi tháng":     {15e6, "VND", 1},
		"pay $3OOO a month":        {3000, "USD", 1},
		"月薪1.5万":                   {15000, "CNY", 1},
		"月入十五万":                    {150000, "CNY", 1},
		"月薪8000-15000元":            {11500, "CNY", 1},
		"เงินเดือน ๒๕,๐๐๐ บาท":                {25000, "THB", 1},
		"เงินเดือน 2.5 หมื่น":                 {25000, "THB", 1},
		"gaji 8-12 juta per bulan":            {10e6, "IDR", 1},
		"salary USD 800–1,000 monthly":        {900, "USD", 1},
		"earn 20 dollars an hour":             {20, "USD", 1.0 / 208},
		"salary １２００ dollars per month":       {1200, "USD", 1},
		"зарплата 3000-5000 долларов в месяц": {4000, "USD", 1},
	} {
		r := newReading(c)
		r.reset(Offer{Text: text})
		r.matcher.match(text)
		r.silence()
		for _, m := range r.matcher.matches {
			r.take(m)
		}
		r.readAmounts()
		if len(r.amounts) == 0 {
			t.Errorf("%q: no amount", text)
			continue
		}
		a := r.amounts[0]
		currency := "none"
		if a.currency >= 0 {
			currency = c.money.currencies[a.currency]
		}
		if math.Abs(a.value-want.value) > 0.01 || currency != want.currency || math.Abs(a.months-want.months) > 1e-6 {
			t.Errorf("%q: %v %s for %v months, want %v %s for %v", text, a.value, currency, a.months, want.value, want.currency, want.months)
		}
	}
}

// High pay is high only beside the norm of the destination.
func TestPayAgainstTheDestination(t *testing.T) {
	c, err := New(rules.FS)
	if err != nil {
		t.Fatal(err)
	}
	far := func(text string) bool {
		for _, f := range c.Facts(Offer{Text: text}) {
			if f.Sign == "pay-far-above-norm" {
				return true
			}
		}
		return false
	}
	for text, want := range map[string]bool{
		"Job in Cambodia, salary $1500 per month":                                      true,
		"Job in Cambodia, salary $250 per month":                                       false,
		"Job in Korea, salary $1500 per month":                                         false,
		"Job in Phnom Penh, salary $1500 a month. Bachelor degree, 3 years experience": false,
	} {
		if got := far(text); got != want {
			t.Errorf("%q: far above the norm is %v, want %v", text, got, want)
		}
	}
}
