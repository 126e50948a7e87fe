package hotline_test

import (
	"slices"
	"testing"

	"lurewatch/bot/hotline"

	"github.com/google/go-cmp/cmp"
)

func load(t *testing.T) *hotline.Directory {
	t.Helper()
	d, err := hotline.Load(hotline.FS)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func ids(lines []hotline.Line) []string {
	var ids []string
	for _, l := range lines {
		ids = append(ids, l.ID)
	}
	return ids
}

func TestOrderOfLines(t *testing.T) {
	d := load(t)
	for _, tt := range []struct {
		name string
		q    hotline.Query
		want []string
	}{
		{"a Vietnamese at home with an offer in Cambodia", hotline.Query{Home: "VN", At: "VN", Places: []string{"KH"}},
			[]string{"vn-mofa", "vn-trafficking", "vn-mission-kh", "kh-aple", "kh-police-telegram"}},
		{"a Vietnamese in Cambodia", hotline.Query{Home: "VN", At: "KH"},
			[]string{"vn-mission-kh", "vn-mofa", "kh-aple", "kh-police-telegram", "kh-police-117", "kh-police-1288", "kh-police-foreigners"}},
		{"an Indonesian held in Cambodia, place from the message", hotline.Query{Home: "id", Places: []string{"kh"}, Held: true},
			[]string{"id-mission-kh", "id-kemlu", "id-portal", "id-kp2mi", "kh-aple", "kh-police-telegram", "kh-police-117", "kh-police-1288", "kh-police-foreigners"}},
		{"a Kenyan in Myanmar", hotline.Query{Home: "KE", At: "MM", Held: true},
			[]string{"ke-diaspora", "mm-police"}},
		{"a Taiwanese in Cambodia", hotline.Query{Home: "TW", At: "KH", Held: true},
			[]string{"tw-mofa", "kh-aple", "kh-police-telegram", "kh-police-117", "kh-police-1288", "kh-police-foreigners"}},
		{"an Indonesian in Myanmar has Bangkok next door", hotline.Query{Home: "ID", At: "MM", Held: true},
			[]string{"id-mission-mm", "id-kemlu", "id-portal", "id-kp2mi", "id-mission-th", "mm-police"}},
		{"a Chinese in Cambodia: 12308 before the embassy", hotline.Query{Home: "CN", At: "KH"},
			[]string{"cn-mfa", "cn-mission-kh", "kh-aple", "kh-police-telegram", "kh-police-117", "kh-police-1288", "kh-police-foreigners"}},
		{"a Pakistani in Myanmar: the crisis unit before officers' mobiles", hotline.Query{Home: "PK", At: "MM"},
			[]string{"pk-crisis-unit", "pk-mission-mm", "pk-mission-th", "mm-police"}},
		{"a Hongkonger in Cambodia: the Chinese embassy helps", hotline.Query{Home: "HK", At: "KH"},
			[]string{"hk-immd", "cn-mission-kh", "kh-aple", "kh-police-telegram", "kh-police-117", "kh-police-1288", "kh-police-foreigners"}},
		{"nobody knows whose citizen, Cambodia named", hotline.Query{Places: []string{"KH"}},
			[]string{"cn-mission-kh", "id-mission-kh", "in-mission-kh", "jp-mission-kh", "ph-mission-kh", "vn-mission-kh", "kh-aple", "kh-police-telegram", "kh-police-117", "kh-police-1288", "kh-police-foreigners"}},
		{"nothing known", hotline.Query{}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := ids(d.For(tt.q))
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("lines differ (-want +got):\n%s", diff)
			}
		})
	}
}

// A short code must never reach a person who is in another country, and police
// must never stand before anything else.
func TestRulesForEveryPair(t *testing.T) {
	d := load(t)
	places := []string{"KH", "MM", "LA", "TH", "PH", "AE", "VN", "CN", "MY"}
	for _, home := range append(d.Countries(), "", "RU", "XX") {
		for _, at := range append(places, "", home) {
			for _, held := range []bool{false, true} {
				lines := d.For(hotline.Query{Home: home, At: at, Places: places, Held: held})
				last := ""
				for _, l := range lines {
					police := l.Kind == "police" || slices.Contains(l.Scope, "embassy-first")
					if !police && last != "" {
						t.Fatalf("home %q at %q: %s stands after the police line %s", home, at, l.ID, last)
					}
					if police {
						last = l.ID
					}
					for _, p := range l.Phones {
						if at != "" && l.From(p, at) == hotline.No {
							t.Fatalf("home %q at %q: %s gives %s, which does not work there", home, at, l.ID, p.Dial)
						}
					}
				}
			}
		}
	}
}

func TestPhonesOfALineComeInTheOrderTheyWork(t *testing.T) {
	d := load(t)
	for _, tt := range []struct{ home, at, id, want string }{
		{"AU", "KH", "au-dfat", "+61 2 6261 3305"},
		{"AU", "", "au-dfat", "+61 2 6261 3305"},
		{"AU", "AU", "au-dfat", "1300 555 135"},
		{"TW", "KH", "tw-mofa", "0800-085-095"},
		{"US", "LA", "us-state", "+1 202 501 4444"},
	} {
		lines := d.For(hotline.Query{Home: tt.home, At: tt.at})
		i := slices.IndexFunc(lines, func(l hotline.Line) bool { return l.ID == tt.id })
		if i < 0 {
			t.Fatalf("%s at %q: no %s in %v", tt.home, tt.at, tt.id, ids(lines))
		}
		if got := lines[i].Phones[0].Dial; got != tt.want {
			t.Errorf("%s at %q: %s first, want %s", tt.home, tt.at, got, tt.want)
		}
	}
}

func TestForLeavesTheDirectoryAsItWas(t *testing.T) {
	d := load(t)
	before := d.Country("AU")
	d.For(hotline.Query{Home: "AU", At: "KH"})
	if diff := cmp.Diff(before, d.Country("AU"), cmp.Comparer(func(a, b hotline.Line) bool {
		return a.ID == b.ID && slices.Equal(a.Phones, b.Phones)
	})); diff != "" {
		t.Error(diff)
	}
}

func TestWhoActsWhereThereIsNoPost(t *testing.T) {
	d := load(t)
	for _, tt := range []struct {
		home, at string
		has      hotline.Reach
		posts    []string
	}{
		{"TW", "KH", hotline.No, []string{"VN"}},
		{"KE", "MM", hotline.No, []string{"TH"}},
		{"NP", "KH", hotline.Unknown, []string{"TH"}},
		{"UG", "LA", hotline.No, []string{"MY"}},
		{"VN", "KH", hotline.Yes, nil},
		{"MN", "KH", hotline.Unknown, nil},
	} {
		m := d.Mission(tt.home, tt.at)
		if m.Has != tt.has || !slices.Equal(m.Posts, tt.posts) {
			t.Errorf("%s at %s: has %v, posts %v; want %v, %v", tt.home, tt.at, m.Has, m.Posts, tt.has, tt.posts)
		}
	}
}
