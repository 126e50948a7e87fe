package classifier_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"lurewatch/classifier"
)

var update = flag.Bool("update", false, "rewrite the golden table; read the difference before you commit it")

// An offer is one labelled message of testdata/offers.
type offer struct {
	id, lang, kind, file, text string
}

// offers reads every labelled message, by language, file and place.
func offers(t testing.TB) []offer {
	t.Helper()
	files, err := filepath.Glob("testdata/offers/*/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no labelled messages: %v", err)
	}
	var all []offer
	for _, name := range files {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range strings.Split("\n"+string(b), "\n=== ")[1:] {
			head, text, _ := strings.Cut(part, "\n")
			f := strings.Fields(head)
			if len(f) < 2 {
				t.Fatalf("%s: the header %q lacks its kind", name, head)
			}
			all = append(all, offer{
				id: f[0], kind: f[1], text: strings.TrimSpace(text),
				lang: filepath.Base(filepath.Dir(name)), file: strings.TrimSuffix(filepath.Base(name), ".txt"),
			})
		}
	}
	return all
}

// right says whether a verdict is what the kind of a message asks for.
func right(kind string, v classifier.Verdict) bool {
	crisis := strings.HasPrefix(string(v.Kind), "crisis")
	switch kind {
	case "compound-recruitment":
		return v.Level == classifier.Danger && !crisis
	case "bare-recruitment":
		return v.Level <= classifier.Caution
	case "task-scam", "mule", "other-job-scam":
		return v.Level >= classifier.Caution && !crisis
	case "crisis-self", "crisis-other":
		return crisis
	}
	return v.Level == classifier.None
}

// group puts the kinds together that a person would count together.
func group(kind string) string {
	switch kind {
	case "compound-recruitment":
		return "lure"
	case "task-scam", "mule", "other-job-scam":
		return "fraud"
	case "crisis-self", "crisis-other":
		return "crisis"
	case "legit-job":
		return "honest job"
	case "news", "warning", "story":
		return "news"
	}
	return "talk"
}

// The table of right verdicts by language, for the messages the packs were
// developed on and for those that their authors did not read. It is a golden
// file: a change of packs that turns verdicts shows in its difference.
func TestOffersGolden(t *testing.T) {
	c := newClassifier(t)
	type cell struct{ right, all int }
	table := map[string]map[string]*cell{}
	for _, o := range offers(t) {
		v := c.Classify(classifier.Offer{Text: o.text})
		checkVerdict(t, o.text, v)
		for _, row := range []string{o.lang + " " + o.file, "all " + o.file} {
			if table[row] == nil {
				table[row] = map[string]*cell{}
			}
			g := group(o.kind)
			if table[row][g] == nil {
				table[row][g] = &cell{}
			}
			table[row][g].all++
			if right(o.kind, v) {
				table[row][g].right++
			}
		}
	}
	columns := []string{"lure", "crisis", "fraud", "honest job", "news", "talk"}
	var b strings.Builder
	fmt.Fprintf(&b, "%-16s", "right of all")
	for _, c := range columns {
		fmt.Fprintf(&b, " %11s", c)
	}
	b.WriteByte('\n')
	rows := []string{}
	for row := range table {
		rows = append(rows, row)
	}
	slices.Sort(rows)
	for _, row := range rows {
		fmt.Fprintf(&b, "%-16s", row)
		for _, column := range columns {
			n := table[row][column]
			if n == nil {
				n = &cell{}
			}
			fmt.Fprintf(&b, " %11s", fmt.Sprintf("%d/%d", n.right, n.all))
		}
		b.WriteByte('\n')
	}
	const golden = "testdata/golden.txt"
	if *update {
		if err := os.WriteFile(golden, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if b.String() != string(want) {
		t.Errorf("verdicts on the labelled messages turned; if that is meant, run go test ./classifier -run Golden -update and read the difference.\nnow:\n%s", b.String())
	}
}
