package sandbox

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode/utf16"
)

// len16 is the length of a text in UTF-16 units.
func len16(s string) int {
	n := 0
	for _, r := range s {
		n += utf16.RuneLen(r)
	}
	return n
}

// byte16 is the byte at which a UTF-16 offset lies, the text's length if it
// lies behind it.
func byte16(s string, offset int) int {
	n := 0
	for i, r := range s {
		if n >= offset {
			return i
		}
		n += utf16.RuneLen(r)
	}
	return len(s)
}

// cut16 is the part of a text that an entity marks.
func cut16(s string, offset, length int) string {
	from := byte16(s, offset)
	return s[from : from+byte16(s[from:], length)]
}

// trimmed is a text without white space around it, its entities moved along.
func trimmed(text string, entities []Entity) (string, []Entity) {
	right := strings.TrimRight(text, " \t\r\n")
	out := strings.TrimLeft(right, " \t\r\n")
	shift, end := len16(right[:len(right)-len(out)]), len16(out)
	kept := []Entity{}
	for _, e := range entities {
		from := max(e.Offset-shift, 0)
		to := min(e.Offset-shift+e.Length, end)
		if to > from {
			e.Offset, e.Length = from, to-from
			kept = append(kept, e)
		}
	}
	if len(kept) == 0 {
		kept = nil
	}
	return out, kept
}

// found are the entities that Telegram finds by itself. The expressions'
// first group is the entity.
var found = []struct {
	kind string
	form *regexp.Regexp
}{
	{"bot_command", regexp.MustCompile(`(?:^|[^\pL\pN_/@<>])(/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?)(?:[^\pL\pN_/@]|$)`)},
	{"url", regexp.MustCompile(`(?i)(?:^|[^\pL\pN_@/.])(https?://[^\s<>"'«»]*[^\s<>"'«».,;:!?)\]])`)},
	{"email", regexp.MustCompile(`(?i)(?:^|[^\pL\pN_.+-])([a-z0-9_.+-]{1,64}@(?:[a-z0-9-]+\.)+[a-z]{2,12})`)},
	{"url", regexp.MustCompile(`(?i)(?:^|[^\pL\pN_@/.-])((?:[a-z0-9-]+\.)+(?:com|net|org|io|me|info|vn|th|id|cn|tw|my|ph|sg|kh|la|mm|app|site|shop|top|xyz|cc|link)(?:/[^\s<>"'«»]*[^\s<>"'«».,;:!?)\]])?)(?:[^\pL\pN_-]|$)`)},
	{"mention", regexp.MustCompile(`(?:^|[^\pL\pN_/@])(@[A-Za-z][A-Za-z0-9_]{2,31})(?:[^\pL\pN_]|$)`)},
	{"hashtag", regexp.MustCompile(`(?:^|[^\pL\pN_/&])(#[\pL\pN_]*\pL[\pL\pN_]*)`)},
	{"phone_number", regexp.MustCompile(`(?:^|[^\pL\pN_+])(\+[0-9]{7,15})(?:[^0-9]|$)`)},
}

// detect adds the entities that Telegram finds by itself where none of the
// given ones forbids it, and sorts all.
func detect(text string, entities []Entity) []Entity {
	out := slices.Clone(entities)
	for _, f := range found {
		for at := 0; at <= len(text); {
			loc := f.form.FindStringSubmatchIndex(text[at:])
			if loc == nil {
				break
			}
			from, to := at+loc[2], at+loc[3]
			e := Entity{Type: f.kind, Offset: len16(text[:from]), Length: len16(text[from:to])}
			if free(e, out) {
				out = append(out, e)
			}
			at = to
		}
	}
	sortEntities(out)
	return out
}

// free says that an entity that was found meets none that it may not meet.
func free(e Entity, others []Entity) bool {
	for _, o := range others {
		switch o.Type {
		case "bold", "italic", "underline", "strikethrough", "spoiler", "blockquote", "expandable_blockquote":
			continue
		}
		if e.Offset < o.Offset+o.Length && o.Offset < e.Offset+e.Length {
			return false
		}
	}
	return true
}

// sortEntities orders by beginning, the longer first, so that what lies inside
// another comes after it.
func sortEntities(e []Entity) {
	slices.SortStableFunc(e, func(a, b Entity) int {
		return cmp.Or(cmp.Compare(a.Offset, b.Offset), cmp.Compare(b.Length, a.Length), cmp.Compare(a.Type, b.Type))
	})
}
