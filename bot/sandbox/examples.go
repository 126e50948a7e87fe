package sandbox

// The kinds of an Example.
const (
	Offer    = "offer"    // recruits into a compound, or tries to
	Harmless = "harmless" // must not be warned of
)

// An Example is a message one click away on the chat page.
type Example struct {
	Label string // a few words, in English
	Lang  string // BCP 47, for the page's lang attribute
	Kind  string // Offer or Harmless
	Text  string
}

// DefaultExamples are the examples the package brings along.
func DefaultExamples() []Example { return nil }
