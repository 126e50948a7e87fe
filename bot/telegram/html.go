package telegram

import (
	"html"
	"strings"
	"unicode/utf8"
)

// The longest text and caption Telegram takes, in UTF-16 units after tags and
// entities are read.
const (
	MaxText    = 4096
	MaxCaption = 1024
)

var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;")

// EscapeHTML makes any text safe to stand in a message sent as HTML, within
// words as well as within an attribute. Bytes that are no UTF-8, which
// Telegram refuses, become U+FFFD.
func EscapeHTML(s string) string {
	return escaper.Replace(strings.ToValidUTF8(s, "\uFFFD"))
}

// PlainText is what a reader sees of an HTML text: without tags, entities
// read. It is what to send where Telegram refuses the markup.
func PlainText(s string) string {
	var b strings.Builder
	for _, t := range tokens(s) {
		switch t.kind {
		case entity:
			b.WriteString(html.UnescapeString(t.text))
		case char:
			b.WriteString(t.text)
		}
	}
	return b.String()
}

// VisibleUnits is the length of an HTML text as Telegram counts it.
func VisibleUnits(s string) int {
	n := 0
	for _, t := range tokens(s) {
		n += t.units
	}
	return n
}

type tokenKind int

const (
	char   tokenKind = iota // one rune
	entity                  // &amp; and the like
	opening
	closing
)

// A token is a piece of HTML that must not be cut.
type token struct {
	kind  tokenKind
	text  string
	name  string // of a tag, lower case
	units int    // what it counts for
}

func tokens(s string) []token {
	list := make([]token, 0, len(s))
	for len(s) > 0 {
		t := nextToken(s)
		list = append(list, t)
		s = s[len(t.text):]
	}
	return list
}

func nextToken(s string) token {
	switch s[0] {
	case '<':
		if t, ok := tagToken(s); ok {
			return t
		}
	case '&':
		if t, ok := entityToken(s); ok {
			return t
		}
	}
	r, size := utf8.DecodeRuneInString(s)
	return token{kind: char, text: s[:size], units: runeUnits(r)}
}

// maxTag is the longest tag in bytes; a longer one is taken for text, so that
// many unclosed ones cannot make reading slow.
const maxTag = 4096

// tagToken reads a tag at the start of s; a bare < is none. A > within quotes
// does not end it.
func tagToken(s string) (token, bool) {
	t := token{kind: opening}
	i := 1
	if i < len(s) && s[i] == '/' {
		t.kind = closing
		i++
	}
	start := i
	for i < len(s) && isNameByte(s[i]) {
		i++
	}
	if i == start || s[start] < 'A' {
		return token{}, false // a name begins with a letter
	}
	t.name = strings.ToLower(s[start:i])
	var quote byte
	for end := min(len(s), maxTag); i < end; i++ {
		switch c := s[i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '>':
			t.text = s[:i+1]
			return t, true
		}
	}
	return token{}, false
}

func isNameByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-'
}

// entityToken reads one of the four named entities Telegram knows, or a
// numeric one.
func entityToken(s string) (token, bool) {
	end := strings.IndexByte(s[:min(len(s), 12)], ';')
	if end < 2 {
		return token{}, false
	}
	switch body := s[1:end]; {
	case body == "lt", body == "gt", body == "amp", body == "quot":
	case body[0] == '#' && isNumber(body[1:]):
	default:
		return token{}, false
	}
	text := s[:end+1]
	return token{kind: entity, text: text, units: Units(html.UnescapeString(text))}, true
}

func isNumber(s string) bool {
	digits := "0123456789"
	if strings.HasPrefix(s, "x") || strings.HasPrefix(s, "X") {
		s, digits = s[1:], "0123456789abcdefABCDEF"
	}
	return s != "" && strings.Trim(s, digits) == ""
}
