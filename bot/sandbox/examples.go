package sandbox

import (
	_ "embed" // the examples
	"fmt"
	"strings"
)

// The kinds of an Example.
const (
	Offer    = "offer"    // recruits into a compound, or tries to
	Harmless = "harmless" // must not be warned of
	Crisis   = "crisis"   // somebody is held and asks for help
)

// An Example is a message one click away on the chat page.
type Example struct {
	Label string `json:"label"` // a few words, in the message's language
	Lang  string `json:"lang"`  // BCP 47, for the page's lang attribute
	Kind  string `json:"kind"`  // Offer, Harmless or Crisis
	Text  string `json:"text"`
}

//go:embed examples.txt
var examplesFile string

// DefaultExamples are the examples the package brings along: made-up offers,
// harmless messages and calls for help in six languages.
func DefaultExamples() []Example {
	out, err := ParseExamples(examplesFile)
	if err != nil {
		panic("sandbox: " + err.Error()) // a test reads the same file
	}
	return out
}

// ParseExamples reads examples in the form of examples.txt. Errors name the
// line.
func ParseExamples(text string) ([]Example, error) {
	var out []Example
	for i, line := range strings.Split(text, "\n") {
		switch head, ok := strings.CutPrefix(line, "== "); {
		case ok:
			about, label, named := strings.Cut(head, ": ")
			lang, kind, both := strings.Cut(about, " ")
			if !named || !both || kind != Offer && kind != Harmless && kind != Crisis {
				return nil, fmt.Errorf("examples:%d: want \"== LANGUAGE offer|harmless|crisis: LABEL\", have %q", i+1, line)
			}
			out = append(out, Example{Label: strings.TrimSpace(label), Lang: lang, Kind: kind})
		case len(out) > 0:
			out[len(out)-1].Text += line + "\n"
		case line != "" && !strings.HasPrefix(line, "#"):
			return nil, fmt.Errorf("examples:%d: words before the first header", i+1)
		}
	}
	for i := range out {
		if out[i].Text = strings.TrimSpace(out[i].Text); out[i].Text == "" {
			return nil, fmt.Errorf("examples: %q has no text", out[i].Label)
		}
	}
	return out, nil
}
