package hotline_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"lurewatch/bot/hotline"
)

// reachWords are the words of the files for a Reach.
var reachWords = map[hotline.Reach]string{hotline.Yes: "anywhere", hotline.No: "inside", hotline.Unknown: "unknown"}

// Every number that was once taken from a page stays as that page gives it: a
// digit lost in an edit must not pass.
func TestEveryNumberIsAsItsSourceGivesIt(t *testing.T) {
	d := load(t)
	have := make(map[string]bool)
	for _, cc := range d.Countries() {
		for _, l := range d.Country(cc) {
			for _, p := range l.Phones {
				e164 := p.E164
				if e164 == "" {
					e164 = "-"
				}
				have[strings.Join([]string{l.Country, l.LocatedIn, p.Dial, e164, p.Channel, reachWords[p.FromAbroad], l.Source, l.Checked.Format(time.DateOnly)}, " | ")] = true
			}
		}
	}
	golden, err := os.ReadFile("testdata/numbers.txt")
	if err != nil {
		t.Fatal(err)
	}
	count := 0
	for want := range strings.Lines(string(golden)) {
		want = strings.TrimSpace(want)
		if want == "" || strings.HasPrefix(want, "#") {
			continue
		}
		count++
		if !have[want] {
			t.Errorf("not in the directory: %s", want)
		}
	}
	if count != 148 {
		t.Errorf("%d numbers compared, want 148", count)
	}
}

func TestEveryLineCanBeTraced(t *testing.T) {
	d := load(t)
	seen := make(map[string]bool)
	for _, cc := range d.Countries() {
		for _, l := range d.Country(cc) {
			switch {
			case l.Source == "" || l.SourceTitle == "":
				t.Errorf("%s: no source or no title", l.ID)
			case l.Checked.IsZero():
				t.Errorf("%s: no day of checking", l.ID)
			case seen[l.ID]:
				t.Errorf("%s stands twice", l.ID)
			case !strings.HasPrefix(l.ID, strings.ToLower(cc)+"-"):
				t.Errorf("%s: an id begins with its country", l.ID)
			}
			seen[l.ID] = true
		}
	}
	if len(seen) < 86 {
		t.Errorf("%d lines, want at least 86", len(seen))
	}
}

func TestLicenceChecks(t *testing.T) {
	d := load(t)
	for _, cc := range []string{"PH", "ID", "IN", "LK", "TH", "BD", "VN", "NP", "KE", "MY"} {
		checks := d.Licence(cc)
		if len(checks) != 1 || checks[0].Source == "" || checks[0].Text == "" {
			t.Errorf("%s: %+v", cc, checks)
		}
	}
	if got := d.Licence("PH")[0].Where; len(got) != 2 {
		t.Errorf("PH: %v, want two addresses", got)
	}
	if got := d.Licence("VN")[0].Where; len(got) != 0 {
		t.Errorf("VN: %v, but no address could be sourced", got)
	}
}

func TestAge(t *testing.T) {
	l := hotline.Line{Checked: time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC), SourceDate: "about 2019-20 (cites 2019 figures)"}
	if l.Stale(l.Checked.AddDate(0, 0, 180)) {
		t.Error("stale on day 180")
	}
	if !l.Stale(l.Checked.AddDate(0, 0, 181)) {
		t.Error("not stale on day 181")
	}
	if got := l.OldSource(l.Checked); got != 2019 {
		t.Errorf("year %d, want 2019", got)
	}
	l.SourceDate = "2025-03-28"
	if got := l.OldSource(l.Checked); got != 0 {
		t.Errorf("year %d, want none", got)
	}
}

const good = `[kh-x]
name: A line
role: home
kind: consular
phone: 012 345 678 | +85512345678 | voice
from: anywhere
source: https://example.org/page
confidence: high
checked: 2026-11-22
`

func TestFaultsNameFileAndLine(t *testing.T) {
	for _, tt := range []struct{ name, file, text, want string }{
		{"good", "kh.txt", good, ""},
		{"no source", "kh.txt", strings.Replace(good, "source: https://example.org/page\n", "", 1), "kh.txt:1: [kh-x] has no source:"},
		{"source is no page", "kh.txt", strings.Replace(good, "https://example.org/page", "I know it", 1), "kh.txt:1: source:"},
		{"no phone", "kh.txt", strings.Replace(strings.Replace(good, "phone: 012 345 678 | +85512345678 | voice\n", "", 1), "from: anywhere\n", "", 1), "has no phone:"},
		{"digits differ", "kh.txt", strings.Replace(good, "+85512345678", "+85512345679", 1), "kh.txt:5: phone:"},
		{"two parts", "kh.txt", strings.Replace(good, " | voice", "", 1), "kh.txt:5: phone:"},
		{"channel", "kh.txt", strings.Replace(good, "| voice", "| fax", 1), `kh.txt:5: phone: "fax" is no channel`},
		{"from", "kh.txt", strings.Replace(good, "from: anywhere", "from: moon", 1), `kh.txt:6: from: "moon"`},
		{"day", "kh.txt", strings.Replace(good, "2026-11-22", "22.11.2026", 1), "kh.txt:1: checked:"},
		{"role", "kh.txt", strings.Replace(good, "role: home", "role: guest", 1), "kh.txt:1: role:"},
		{"no key", "kh.txt", good + "call early\n", `kh.txt:10: "call early" has no key`},
		{"empty", "kh.txt", good + "hours:\n", "kh.txt:10: hours: is empty"},
		{"twice", "kh.txt", good + "\n" + good, "kh.txt:11: [kh-x] stands in kh.txt too"},
		{"scope", "kh.txt", good + "scope: whenever\n", "kh.txt:1: scope:"},
		{"order", "kh.txt", good + "order: first\n", "kh.txt:1: order:"},
		{"in", "kh.txt", good + "in: Thailand\n", "kh.txt:1: in:"},
		{"file", "cambodia.txt", good, "cambodia.txt: the name is not a country"},
		{"mission", "kh.txt", good + "[mission Laos]\nhas: yes\n", "kh.txt:10: mission"},
		{"has", "kh.txt", good + "[mission LA]\nhas: perhaps\n", "kh.txt:10: has:"},
		{"licence", "kh.txt", good + "[licence]\nwhere: example.org\n", "kh.txt:10: [licence] has no source:"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := hotline.Load(fstest.MapFS{tt.file: {Data: []byte(tt.text)}})
			if got := fmt.Sprint(err); tt.want == "" && err != nil || !strings.Contains(got, tt.want) && tt.want != "" {
				t.Errorf("error %q, want %q in it", got, tt.want)
			}
		})
	}
}

func FuzzLoad(f *testing.F) {
	f.Add("kh.txt", good)
	f.Add("mm.txt", "[neighbours]\nposts: TH\n[mission KH]\nhas: no\nposts: VN\nof: CN\n")
	f.Add("th.txt", "[licence]\nwhere: 1506\nnote: Ask.\nsource: https://example.org\n")
	f.Fuzz(func(t *testing.T, name, text string) {
		d, err := hotline.Load(fstest.MapFS{"kh.txt": {Data: []byte(text)}, "mm.txt": {Data: []byte(good)}})
		if err != nil {
			return
		}
		for _, at := range append(d.Countries(), "") {
			for _, l := range d.For(hotline.Query{Home: "KH", At: at, Places: []string{"MM", name}, Held: true}) {
				if l.Source == "" || l.Checked.IsZero() || len(l.Phones) == 0 {
					t.Errorf("%s was let in without source, day or number", l.ID)
				}
			}
		}
	})
}
