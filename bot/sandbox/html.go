package sandbox

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// parseHTML reads Telegram's HTML into a text and its entities. The errors are
// Telegram's words; byte offsets are into the text as given.
func parseHTML(src string) (string, []Entity, error) {
	p := &htmlParser{src: src}
	for p.at < len(src) {
		switch {
		case src[p.at] == '&':
			p.character()
		case src[p.at] != '<':
			r, n := utf8.DecodeRuneInString(src[p.at:])
			p.put(r, src[p.at:p.at+n])
			p.at += n
		case strings.HasPrefix(src[p.at:], "</"):
			if err := p.end(); err != nil {
				return "", nil, err
			}
		default:
			if err := p.start(); err != nil {
				return "", nil, err
			}
		}
	}
	if n := len(p.open); n > 0 {
		return "", nil, unreadable("Can't find end tag corresponding to start tag %q", p.open[n-1].name)
	}
	for i := range p.entities {
		if p.entities[i].Type == "code" {
			p.entities[i].Language = ""
		}
	}
	sortEntities(p.entities)
	return p.out.String(), p.entities, nil
}

// unreadable is an error in Telegram's words, which begin with a capital.
func unreadable(format string, args ...any) error { return markupError(fmt.Sprintf(format, args...)) }

type markupError string

func (e markupError) Error() string { return string(e) }

type htmlParser struct {
	src      string
	at       int
	out      strings.Builder
	units    int // of UTF-16, written to out
	open     []htmlTag
	entities []Entity
}

type htmlTag struct {
	name, argument string
	offset         int // in UTF-16 units
	bytes          int // of out, before it
	from           int // byte of the source
}

func (p *htmlParser) put(r rune, text string) {
	p.out.WriteString(text)
	p.units++
	if r > 0xffff {
		p.units++
	}
}

// character reads what begins with an ampersand: a character by number or one
// of four names, or else the ampersand itself.
func (p *htmlParser) character() {
	r, n := decodeCharacter(p.src[p.at:])
	if n == 0 {
		r, n = '&', 1
	}
	p.put(r, string(r))
	p.at += n
}

// decodeCharacter is the character that s begins with in HTML's spelling, and
// the length of the spelling; 0 if it is none.
func decodeCharacter(s string) (rune, int) {
	if strings.HasPrefix(s, "&#") {
		return decodeNumber(s)
	}
	n := 1
	for n < len(s) && (s[n]|0x20 >= 'a' && s[n]|0x20 <= 'z') {
		n++
	}
	r, ok := map[string]rune{"lt": '<', "gt": '>', "amp": '&', "quot": '"'}[s[1:n]]
	if !ok {
		return 0, 0
	}
	if n < len(s) && s[n] == ';' {
		n++
	}
	return r, n
}

func decodeNumber(s string) (rune, int) {
	base, from := 10, 2
	if len(s) > 2 && s[2]|0x20 == 'x' {
		base, from = 16, 3
	}
	n := from
	for n < len(s) && isDigit(s[n], base) {
		n++
	}
	code, err := strconv.ParseInt(s[from:n], base, 32)
	if err != nil || code == 0 || code >= 0x10ffff || code >= 0xd800 && code <= 0xdfff {
		return 0, 0
	}
	if n < len(s) && s[n] == ';' {
		n++
	}
	return rune(code), n
}

func isDigit(c byte, base int) bool {
	return c >= '0' && c <= '9' || base == 16 && c|0x20 >= 'a' && c|0x20 <= 'f'
}

func isSpace(c byte) bool {
	return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == 0 || c == '\v'
}

// byteAt is the byte at i, or 0 behind the end.
func (p *htmlParser) byteAt(i int) byte {
	if i < len(p.src) {
		return p.src[i]
	}
	return 0
}

func (p *htmlParser) skip(i int, more func(byte) bool) int {
	for i < len(p.src) && more(p.src[i]) {
		i++
	}
	return i
}

var htmlTags = []string{"a", "b", "strong", "i", "em", "s", "strike", "del", "u", "ins", "tg-spoiler", "tg-emoji",
	"tg-time", "span", "pre", "code", "blockquote"}

// start reads a start tag with its attributes.
func (p *htmlParser) start() error {
	from := p.at
	i := p.skip(from+1, func(c byte) bool { return !isSpace(c) && c != '>' })
	if i == len(p.src) {
		return unreadable("Unclosed start tag at byte offset %d", from)
	}
	tag := htmlTag{name: strings.ToLower(p.src[from+1 : i]), offset: p.units, bytes: p.out.Len(), from: from}
	if !slices.Contains(htmlTags, tag.name) {
		return unreadable("Unsupported start tag %q at byte offset %d", tag.name, from)
	}
	for p.byteAt(i) != '>' {
		i = p.skip(i, isSpace)
		if p.byteAt(i) == '>' {
			break
		}
		next, err := p.attribute(&tag, i)
		if err != nil {
			return err
		}
		i = next
	}
	if tag.name == "span" && tag.argument != "spoiler" {
		return unreadable("Tag \"span\" must have class \"tg-spoiler\" at byte offset %d", from)
	}
	p.open = append(p.open, tag)
	p.at = i + 1
	return nil
}

// attribute reads one attribute at i and returns where it ends.
func (p *htmlParser) attribute(tag *htmlTag, i int) (int, error) {
	end := p.skip(i, func(c byte) bool { return !isSpace(c) && c != '=' && c != '>' })
	name := p.src[i:end]
	if name == "" {
		return 0, unreadable("Empty attribute name in the tag %q at byte offset %d", tag.name, tag.from)
	}
	i = p.skip(end, isSpace)
	if p.byteAt(i) != '=' {
		if tag.name == "blockquote" && name == "expandable" && i < len(p.src) {
			tag.argument = "expandable"
			return i, nil
		}
		return 0, unreadable("Expected equal sign in declaration of an attribute of the tag %q at byte offset %d", tag.name, tag.from)
	}
	i = p.skip(i+1, isSpace)
	if i == len(p.src) {
		return 0, unreadable("Unclosed start tag %q at byte offset %d", tag.name, tag.from)
	}
	value, i, err := p.value(i)
	if err != nil {
		return 0, err
	}
	if i >= len(p.src) {
		return 0, unreadable("Unclosed start tag at byte offset %d", tag.from)
	}
	tag.set(name, value)
	return i, nil
}

func (p *htmlParser) value(i int) (string, int, error) {
	quote := p.src[i]
	if quote != '"' && quote != '\'' {
		end := p.skip(i, func(c byte) bool {
			return c == '.' || c == '-' || isDigit(c, 10) || c|0x20 >= 'a' && c|0x20 <= 'z'
		})
		if c := p.byteAt(end); !isSpace(c) && c != '>' {
			return "", 0, unreadable("Unexpected end of name token at byte offset %d", i)
		}
		return strings.ToLower(p.src[i:end]), end, nil
	}
	var value strings.Builder
	for i++; i < len(p.src) && p.src[i] != quote; {
		if p.src[i] == '&' {
			if r, n := decodeCharacter(p.src[i:]); n > 0 {
				value.WriteRune(r)
				i += n
				continue
			}
		}
		value.WriteByte(p.src[i])
		i++
	}
	return value.String(), i + 1, nil
}

// set keeps what an attribute says, if its tag has a use for it.
func (t *htmlTag) set(name, value string) {
	switch {
	case t.name == "a" && name == "href", t.name == "tg-emoji" && name == "emoji-id":
		t.argument = value
	case t.name == "code" && name == "class":
		t.argument, _ = strings.CutPrefix(value, "language-")
	case t.name == "span" && name == "class":
		t.argument, _ = strings.CutPrefix(value, "tg-")
	case t.name == "blockquote" && name == "expandable":
		t.argument = name
	}
}
