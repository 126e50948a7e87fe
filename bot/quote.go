package bot

import (
	"regexp"
	"strings"
	"unicode"

	"lurewatch/bot/telegram"
	"lurewatch/classifier"
)

// longestQuote is how much of a quote is shown, in runes.
const longestQuote = 60

// shown is a quote as a reader may see it: one line, cut to length, without
// marks that would turn the direction of the words around it or pile up over
// them.
func shown(quote string) string {
	var b strings.Builder
	n, marks, blank := 0, 0, false
	for _, r := range strings.ToValidUTF8(quote, "") {
		switch {
		case unicode.IsSpace(r) || unicode.IsControl(r):
			blank = b.Len() > 0
			continue
		case unicode.Is(unicode.Cf, r) && r != '\u200c' && r != '\u200d':
			continue
		case unicode.Is(unicode.Mn, r):
			if marks++; marks > 3 {
				continue
			}
		default:
			marks = 0
		}
		if n == longestQuote {
			b.WriteString("…")
			break
		}
		if blank {
			b.WriteByte(' ')
			blank = false
		}
		b.WriteRune(r)
		n++
	}
	return b.String()
}

// The marks that keep a quote of another direction of writing to itself.
const isolate, endIsolate = "\u2068", "\u2069"

// rightToLeft says whether a text holds letters written from right to left.
func rightToLeft(text string) bool {
	return strings.IndexFunc(text, func(r rune) bool {
		return unicode.In(r, unicode.Arabic, unicode.Hebrew, unicode.Thaana, unicode.Syriac, unicode.Nko)
	}) >= 0
}

// quoted is a quote between marks, safe in HTML and in any direction of
// writing. What an app would make a link of is shown as code, so that nobody
// writes to a recruiter by a slip of the finger.
func (t *turn) quoted(quote string) string {
	text := telegram.EscapeHTML(shown(quote))
	if linkable.MatchString(quote) {
		text = "<code>" + text + "</code>"
	}
	if rightToLeft(text) != rightToLeft(t.say("foot.wrong")) {
		text = isolate + text + endIsolate
	}
	return "“" + text + "”"
}

// linkable finds what an app may make a link of.
var linkable = regexp.MustCompile(`(?i)@\w|://|\bwww\.|\w\.\w{2}|[+]?\d[\d\s().-]{6,}\d|^/\w`)

// reachable finds what leads to a recruiter.
var reachable = regexp.MustCompile(`(?i)@\w|://|\bwww\.|\b(t|wa|line|zalo|fb|bit)\.(me|ly|com)\b|[+]?\d(?:[\s().-]?\d){6,}`)

// repeats says whether a quote would repeat a contact of the offer.
func repeats(e classifier.Evidence, contacts []classifier.Contact) bool {
	if strings.HasPrefix(e.Sign, "con-") {
		return true
	}
	if !strings.HasPrefix(e.Sign, "pay-") && reachable.MatchString(e.Quote) {
		return true
	}
	quote := strings.ToLower(e.Quote)
	if strings.ContainsAny(quote, "@") || strings.Contains(quote, "://") {
		return true
	}
	for _, c := range contacts {
		bare := strings.ToLower(strings.TrimLeft(c.Value, "@+"))
		if len(bare) > 2 && strings.Contains(quote, bare) {
			return true
		}
	}
	return false
}
