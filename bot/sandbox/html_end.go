package sandbox

import (
	"strconv"
	"strings"
)

// end reads an end tag and closes what it ends.
func (p *htmlParser) end() error {
	from := p.at
	if len(p.open) == 0 {
		return unreadable("Unexpected end tag at byte offset %d", from)
	}
	i := p.skip(from+2, func(c byte) bool { return !isSpace(c) && c != '>' })
	name := strings.ToLower(p.src[from+2 : i])
	i = p.skip(i, isSpace)
	if p.byteAt(i) != '>' {
		return unreadable("Unclosed end tag at byte offset %d", from)
	}
	tag := p.open[len(p.open)-1]
	if name != "" && name != tag.name {
		return unreadable("Unmatched end tag at byte offset %d, expected \"</%s>\", found \"</%s>\"", from, tag.name, name)
	}
	p.open = p.open[:len(p.open)-1]
	p.at = i + 1
	if p.units == tag.offset {
		return nil
	}
	return p.entity(tag)
}

var htmlTypes = map[string]string{"b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline",
	"ins": "underline", "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "span": "spoiler",
	"tg-spoiler": "spoiler", "code": "code", "pre": "pre", "a": "text_link", "tg-emoji": "custom_emoji"}

// entity marks what stood between a tag and its end.
func (p *htmlParser) entity(tag htmlTag) error {
	e := Entity{Type: htmlTypes[tag.name], Offset: tag.offset, Length: p.units - tag.offset}
	switch tag.name {
	case "blockquote":
		e.Type = "blockquote"
		if tag.argument != "" {
			e.Type = "expandable_blockquote"
		}
	case "tg-emoji":
		if n, err := strconv.ParseInt(tag.argument, 10, 64); err != nil || n == 0 {
			return unreadable("Invalid custom emoji identifier specified")
		}
		e.CustomEmojiID = tag.argument
	case "a":
		e.URL = tag.argument
		if e.URL == "" {
			e.URL = p.out.String()[tag.bytes:]
		}
		if e.URL = checkedLink(e.URL); e.URL == "" {
			return nil
		}
	case "pre", "code":
		if n := len(p.entities); n > 0 {
			last := &p.entities[n-1]
			if inner := last.Type == "code" || last.Type == "pre"; inner && last.Type != e.Type && last.Offset == e.Offset && last.Length == e.Length {
				last.Type, last.Language = "pre", last.Language+tag.argument
				return nil
			}
		}
		e.Language = tag.argument
	case "tg-time":
		return nil
	}
	p.entities = append(p.entities, e)
	return nil
}

// checkedLink is the address that Telegram makes of an href: http is added, a
// word that is no address gives "".
func checkedLink(href string) string {
	href = strings.TrimSpace(href)
	scheme, _, has := strings.Cut(href, ":")
	switch strings.ToLower(scheme) {
	case "http", "https", "tg", "ton", "tonsite":
		if has {
			return href
		}
	}
	host, _, _ := strings.Cut(strings.TrimPrefix(href, "//"), "/")
	if !strings.Contains(host, ".") || strings.ContainsAny(host, " \t\n<>\"'") || has && !strings.Contains(scheme, ".") {
		return ""
	}
	return "http://" + strings.TrimPrefix(href, "//")
}
