package rules_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"lurewatch/classifier/rules"
)

func TestEmbeddedPacksLoad(t *testing.T) {
	set, err := rules.Load(rules.FS)
	if err != nil {
		t.Fatal(err)
	}
	if len(set.Signs) < 40 || len(set.Places) < 20 || len(set.Languages) < 5 || set.RatesDate == "" {
		t.Errorf("%d signs, %d places, %d languages, rates of %q", len(set.Signs), len(set.Places), len(set.Languages), set.RatesDate)
	}
	for _, p := range set.Places {
		if p.Class == "hotspot" && (p.First == "" || p.Last == "") {
			t.Errorf("%s:%d: hotspot %s does not say when it was seen", p.File, p.Line, p.ID)
		}
	}
}

// A broken pack is refused with the place, the cause and the cure of each of
// its faults.
func TestLoadFaults(t *testing.T) {
	const signs = "[sign pay-high]\nwhat: much\nclass: medium\nsource: a paper\n[levels]\ncaution: 18\ndanger: 24\n"
	for name, c := range map[string]struct{ text, want string }{
		"unknown sign":      {"[pay-hihg]\nmuch\n", "xx.txt:2: unknown sign [pay-hihg]; use a sign of signs.txt or declare it there (did you mean pay-high?)"},
		"unknown place":     {"[place nowhere]\nNowhere\n", `xx.txt:2: unknown place "nowhere"; declare it in places.txt with country and class`},
		"no rate":           {"[currency XYZ]\nxyz\n", `xx.txt:2: currency "XYZ" has no rate; add it to [rates] in pay.txt`},
		"bad rate":          {"[rates]\nUSD many\n", `rate "USD many" is not a positive number`},
		"open bracket":      {"[pay-high]\n(much|more\n", "has a bracket that is not closed"},
		"closed bracket":    {"[pay-high]\nmuch)\n", "closes a bracket that is not open"},
		"only optional":     {"[pay-high]\n(much|)\n", "has only words that may be left out"},
		"bad class":         {"[sign pay-low]\nwhat: x\nclass: huge\nsource: y\n", `xx.txt:1: sign pay-low has class "huge"; use strong, medium, weak, fact, counter or crisis`},
		"no source":         {"[sign pay-low]\nwhat: x\nclass: weak\n", "sign pay-low has no source"},
		"sign twice":        {"[sign pay-high]\nwhat: x\nclass: weak\nsource: y\n", "sign pay-high is declared twice"},
		"bad number":        {"[group pay]\ncap: lots\n", `[group pay] has cap: "lots"; write a whole number`},
		"bad combination":   {"[combination Z]\nlevel: danger\nall: pay-low\n", "combination Z names the unknown sign pay-low"},
		"empty combination": {"[combination Z]\nlevel: danger\n", "combination Z needs nothing"},
		"bad level":         {"[combination Z]\nlevel: high\nall: pay-high\n", `combination Z has level "high"; use caution or danger`},
		"bad place class":   {"[place x]\ncountry: KH\nclass: bad\nsource: y\n", `place x has class "bad"; use hotspot, border, hub, risk or foreign`},
	} {
		_, err := rules.Load(fstest.MapFS{"signs.txt": {Data: []byte(signs)}, "xx.txt": {Data: []byte(c.text)}})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %s", name, err, c.want)
		}
	}
	if _, err := rules.Load(fstest.MapFS{}); err == nil {
		t.Error("a folder without packs loads")
	}
}

func TestSlots(t *testing.T) {
	for text, want := range map[string][]rules.Slot{
		"keep your passport": {{Words: []string{"keep your passport"}}},
		"free (flight|visa)": {{Words: []string{"free flight", "free visa"}}},
		"(the|) ticket":      {{Words: []string{"ticket"}}},
		"pay * fee":          {{Words: []string{"pay"}}, {Words: []string{"fee"}, Gap: true}},
		"高(薪|工资)":            {{Words: []string{"高薪", "高工资"}}},
		"паспорт~ (сдать|хранить)": {{Words: []string{"паспорт~"}}, {Words: []string{"сдать", "хранить"}}},
		"is (:|-) free":              {{Words: []string{"is free"}}},
		"the boss (will|) keep it *": {{Words: []string{"the boss"}}, {Words: []string{"will"}, Optional: true}, {Words: []string{"keep it"}}},
	} {
		got, err := rules.Slots(text)
		if err != nil {
			t.Errorf("%q: %v", text, err)
			continue
		}
		if d := cmp.Diff(want, got, cmp.FilterPath(func(p cmp.Path) bool { return p.Last().String() == ".sign" }, cmp.Ignore())); d != "" {
			t.Errorf("%q: %s", text, d)
		}
	}
}

func TestUnfold(t *testing.T) {
	got := rules.Unfold("(sold|sent~ away) now")
	if d := cmp.Diff([]string{"sent~ away now", "(sold) now"}, got); d != "" {
		t.Error(d)
	}
}

func FuzzSlots(f *testing.F) {
	f.Add("(a|b|) c * (d|e)~ f")
	f.Add("((")
	f.Fuzz(func(t *testing.T, text string) {
		for _, line := range rules.Unfold(text) {
			slots, err := rules.Slots(line)
			if err == nil && (len(slots) == 0 || slots[0].Optional || slots[len(slots)-1].Optional) {
				t.Errorf("%q begins or ends with what may be left out: %+v", line, slots)
			}
		}
	})
}
