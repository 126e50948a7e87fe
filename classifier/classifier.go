// Package classifier judges whether a text recruits people into a scam
// compound. It is pure: the same text, packs and reputation always give the
// same verdict, byte for byte, and every point of a verdict has a quote.
package classifier

import "fmt"

// A Level is how dangerous a text is. There is no level that means safe.
type Level int

// The levels. None says only that no known sign was found.
const (
	None Level = iota
	Caution
	Danger
)

var levelNames = [...]string{"none", "caution", "danger"}

// String is the level's fixed lower-case name.
func (l Level) String() string {
	if l < None || l > Danger {
		return fmt.Sprintf("Level(%d)", int(l))
	}
	return levelNames[l]
}

// MarshalText writes the name.
func (l Level) MarshalText() ([]byte, error) { return []byte(l.String()), nil }

// UnmarshalText reads the name; any other word is an error.
func (l *Level) UnmarshalText(text []byte) error {
	for i, name := range levelNames {
		if string(text) == name {
			*l = Level(i)
			return nil
		}
	}
	return fmt.Errorf("unknown level %q: want none, caution or danger", text)
}

// A Kind says what a text is about when its level is not None.
type Kind string

// The kinds of a verdict.
const (
	KindNone        Kind = "none"
	KindLure        Kind = "lure"         // recruitment into a compound
	KindFraud       Kind = "fraud"        // another job fraud: fee, task, account, identity
	KindCrisisSelf  Kind = "crisis-self"  // the writer is held
	KindCrisisOther Kind = "crisis-other" // somebody the writer knows is held
)

// An Offer is what is judged: the text, and the addresses hidden behind words
// of it. Its zero Reputation is that of a text never seen before.
type Offer struct {
	Text       string
	Links      []Link
	Reputation Reputation
}

// A Link is an address behind the words Text[Start:End] (byte offsets).
type Link struct {
	Start, End int
	URL        string
}

// Reputation is what other chats reported of the offer's contacts or campaign.
type Reputation struct {
	// Chats is the number of different chats that sent the same contact or
	// a near copy which was judged dangerous.
	Chats int
}

// A Verdict is the judgement of one offer. The points of Evidence add up to
// Score, which lies within 0 and 100.
type Verdict struct {
	Level        Level      `json:"level"`
	Kind         Kind       `json:"kind"`
	Score        int        `json:"score"`
	Lang         string     `json:"lang"`         // BCP 47 code the text seems to be in, "und" if open; never a feature
	Rules        string     `json:"rules"`        // hash of the packs
	Combinations []string   `json:"combinations"` // names of the combinations that lifted the level
	Evidence     []Evidence `json:"evidence"`     // in order of Start
	Places       []string   `json:"places"`       // ISO 3166 codes of the destinations named
	Contacts     []Contact  `json:"contacts"`
}

// Evidence is one sign with the very words that show it: Quote is
// text[Start:End], byte offsets into the text as given. Points is what the
// sign contributed after its group's cap; counter-signs are negative.
type Evidence struct {
	Sign   string `json:"sign"`
	Quote  string `json:"quote"`
	Start  int    `json:"start"`
	End    int    `json:"end"`
	Points int    `json:"points"`
}

// A Contact is a way to reach the recruiter, in normal form.
type Contact struct {
	Type  string `json:"type"`  // telegram, whatsapp, zalo, line, wechat, viber, signal, phone, email, link
	Value string `json:"value"` // "@handle", E.164 number, address
}
