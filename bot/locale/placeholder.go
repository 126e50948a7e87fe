package locale

import (
	"slices"
	"strings"
)

// Placeholders lists the {names} in text, each once, in the order met.
func Placeholders(text string) []string {
	var names []string
	for text != "" {
		_, name, rest := nextPlaceholder(text)
		if name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
		text = rest
	}
	return names
}

// nextPlaceholder parts text at its first {name}: what stands before it, the
// name, and the rest. Without one, before is the whole text.
func nextPlaceholder(text string) (before, name, rest string) {
	for from := 0; ; {
		open := strings.IndexByte(text[from:], '{')
		if open < 0 {
			return text, "", ""
		}
		open += from
		length := strings.IndexFunc(text[open+1:], func(r rune) bool { return !nameRune(r) })
		if length > 0 && text[open+1+length] == '}' {
			return text[:open], text[open+1 : open+1+length], text[open+length+2:]
		}
		from = open + 1
	}
}

func nameRune(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '_'
}

// fill puts the values of args, pairs of name and value, in place of their
// placeholders. One pass, so that a value which looks like a placeholder stays
// as it is; a placeholder without a value stays too.
func fill(text string, args []string) string {
	if len(args) < 2 || !strings.Contains(text, "{") {
		return text
	}
	var b strings.Builder
	for text != "" {
		before, name, rest := nextPlaceholder(text)
		b.WriteString(before)
		if name != "" {
			b.WriteString(value(name, args))
		}
		text = rest
	}
	return b.String()
}

func value(name string, args []string) string {
	for i := 0; i+1 < len(args); i += 2 {
		if args[i] == name {
			return args[i+1]
		}
	}
	return "{" + name + "}"
}
