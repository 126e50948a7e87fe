package hotline_test

import (
	"os"
	"strings"
	"testing"
)

// What a line says of itself in single words is shown to people, so each word
// needs a text.
func TestEveryWordHasAText(t *testing.T) {
	raw, err := os.ReadFile("../locale/en.txt")
	if err != nil {
		t.Fatal(err)
	}
	d := load(t)
	for _, cc := range d.Countries() {
		keys := []string{"country." + cc}
		for _, l := range d.Country(cc) {
			keys = append(keys, "kind."+l.Kind, "country."+l.LocatedIn)
			for _, word := range l.Scope {
				keys = append(keys, "scope."+word)
			}
			for _, p := range l.Phones {
				keys = append(keys, "channel."+p.Channel)
			}
		}
		for _, key := range keys {
			if !strings.Contains(string(raw), "\n["+key+"]\n") {
				t.Errorf("%s.txt uses %s, which has no text in en.txt", strings.ToLower(cc), key)
			}
		}
	}
}
