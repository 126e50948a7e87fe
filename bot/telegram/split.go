package telegram

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// SplitHTML cuts an HTML text into messages of at most limit UTF-16 units as
// Telegram counts them (0 means MaxText): at the end of a paragraph, a line
// or a word where it can, never inside a tag, an entity or a composed
// character. Tags open at a cut are closed before and opened again after it.
// White space around a cut is dropped, and so are messages with nothing to see.
func SplitHTML(text string, limit int) []string {
	if limit <= 0 {
		limit = MaxText
	}
	var pieces []string
	var open []token
	rest := tokens(text)
	for len(rest) > 0 {
		n := cut(rest, limit)
		piece, after := render(rest[:n], open)
		if piece != "" {
			pieces = append(pieces, piece)
		}
		rest, open = trimStart(rest[n:]), after
	}
	return pieces
}

// CutHTML is the text itself if it fits into limit units, else its beginning
// and an ellipsis.
func CutHTML(text string, limit int) string {
	if VisibleUnits(text) <= limit {
		return text
	}
	if limit < 2 {
		return strings.Repeat("…", max(limit, 0))
	}
	pieces := SplitHTML(text, limit-1)
	if len(pieces) == 0 {
		return ""
	}
	return pieces[0] + "…"
}

// cut is how many tokens the next message takes: at least one. It looks for
// a good place in the second half of what would fit.
func cut(list []token, limit int) int {
	n, units := 0, 0
	for n < len(list) && units+list[n].units <= limit {
		units += list[n].units
		n++
	}
	if n == len(list) {
		return n
	}
	if n == 0 {
		return 1 // one character over the limit: nothing smaller exists
	}
	for _, fits := range []func(list []token, at int) bool{paragraphEnd, lineEnd, wordEnd, characterEnd} {
		for at := n; at > (n-1)/2; at-- {
			if fits(list, at) {
				return besideTags(list, at)
			}
		}
	}
	return besideTags(list, n)
}

// besideTags moves a cut so that tags which close there stay with what they
// close, and tags which open there go with what follows.
func besideTags(list []token, at int) int {
	for at < len(list) && list[at].kind == closing {
		at++
	}
	for at > 1 && list[at-1].kind == opening {
		at--
	}
	return at
}

func isChar(list []token, i int, c string) bool {
	return i >= 0 && i < len(list) && list[i].kind == char && list[i].text == c
}

func paragraphEnd(list []token, at int) bool {
	return isChar(list, at, "\n") && isChar(list, at+1, "\n")
}

func lineEnd(list []token, at int) bool { return isChar(list, at, "\n") }

func wordEnd(list []token, at int) bool { return isSpace(list[at]) }

// characterEnd is false between the parts of one visible character: before a
// combining mark or a joiner, after a joiner, between regional letters.
func characterEnd(list []token, at int) bool {
	if list[at].kind != char || list[at-1].kind != char {
		return true
	}
	next, _ := utf8.DecodeRuneInString(list[at].text)
	before, _ := utf8.DecodeRuneInString(list[at-1].text)
	const joiner = '\u200d'
	switch {
	case unicode.Is(unicode.M, next), next == joiner, before == joiner:
		return false
	case next >= 0x1F3FB && next <= 0x1F3FF: // skin tones
		return false
	case isRegional(next) && isRegional(before):
		return false
	}
	return true
}

func isRegional(r rune) bool { return r >= 0x1F1E6 && r <= 0x1F1FF }

func isSpace(t token) bool {
	r, _ := utf8.DecodeRuneInString(t.text)
	return t.kind == char && unicode.IsSpace(r)
}

// trimStart drops white space that a cut left at the start of a message. Tags
// before it stay.
func trimStart(list []token) []token {
	for len(list) > 0 && isSpace(list[0]) {
		list = list[1:]
	}
	return list
}

// render writes one message: the tags still open from before, the tokens, and
// the closing tags. It also tells what stays open, and is "" where there is
// nothing to see.
func render(list, open []token) (string, []token) {
	var b strings.Builder
	for _, t := range open {
		b.WriteString(t.text)
	}
	open = append([]token(nil), open...)
	visible := false
	last := len(list)
	for last > 0 && isSpace(list[last-1]) {
		last--
	}
	for _, t := range list[:last] {
		switch t.kind {
		case opening:
			open = append(open, t)
		case closing:
			if n := len(open); n > 0 && open[n-1].name == t.name {
				open = open[:n-1]
			}
		default:
			visible = visible || !isSpace(t)
		}
		b.WriteString(t.text)
	}
	for i := len(open) - 1; i >= 0; i-- {
		b.WriteString("</" + open[i].name + ">")
	}
	if !visible {
		return "", open
	}
	return b.String(), open
}
