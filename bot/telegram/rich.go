package telegram

import (
	"bytes"
	"encoding/json"
	"strings"
)

// Keys of a rich message whose strings a reader sees. Everything else in it
// (types, ids, sizes) is machinery. Unknown blocks of later versions are read
// too as long as they keep their words under one of these.
func richWords(key string) bool {
	switch key {
	case "text", "caption", "credit", "title", "subtitle", "summary", "label", "header", "footer",
		"author", "description", "alternative_text", "expression", "address":
		return true
	}
	return false
}

// rich adds the words and addresses of a rich message, a block a line.
func (p *parts) rich(raw json.RawMessage) {
	if len(raw) == 0 {
		return
	}
	w := richWalk{dec: json.NewDecoder(bytes.NewReader(raw))}
	w.dec.UseNumber()
	w.value("", false)
	text := strings.TrimRight(w.text.String(), "\n")
	for i := range w.links {
		w.links[i].Start = min(w.links[i].Start, len(text))
		w.links[i].End = min(w.links[i].End, len(text))
	}
	p.linked(PartRich, text, w.links)
}

// A richWalk goes through nested JSON in the order it is written, which a map
// would lose.
type richWalk struct {
	dec     *json.Decoder
	text    strings.Builder
	links   []Link
	newLine bool // the next words begin a line
}

// value reads one value found under key. Inline values belong to the line
// begun before them. It is false at the end or on an error, where what was
// gathered so far stands.
func (w *richWalk) value(key string, inline bool) bool {
	token, err := w.dec.Token()
	if err != nil {
		return false
	}
	switch t := token.(type) {
	case string:
		if inline || richWords(key) {
			w.breakUnless(!w.newLine)
			w.newLine = false
			w.text.WriteString(t)
			w.breakUnless(inline)
		}
	case json.Delim:
		if t == '{' {
			return w.object(inline || richWords(key), inline)
		}
		start, within := w.text.Len(), inline || richWords(key)
		for w.dec.More() {
			if !w.value(key, within) {
				return false
			}
		}
		if _, err := w.dec.Token(); err != nil {
			return false
		}
		w.breakUnless(inline || w.text.Len() == start)
	}
	return true
}

// addressScheme is what to put before the value of a key that holds an
// address rather than words.
func addressScheme(key string) (scheme string, ok bool) {
	switch key {
	case "url":
		return "", true
	case "email_address":
		return "mailto:", true
	case "phone_number":
		return "tel:", true
	}
	return "", false
}

// object reads the members of an object; words is whether they are part of a
// text, so that text within text stays on one line.
func (w *richWalk) object(words, inline bool) bool {
	start, address, scheme := w.text.Len(), "", ""
	for w.dec.More() {
		token, err := w.dec.Token()
		if err != nil {
			return false
		}
		key, _ := token.(string)
		if s, ok := addressScheme(key); ok {
			scheme = s
			if !w.address(&address) {
				return false
			}
			continue
		}
		w.newLine = w.text.Len() > start // words under another key of the same object
		if !w.value(key, words && richWords(key)) {
			return false
		}
		w.newLine = false
	}
	if _, err := w.dec.Token(); err != nil {
		return false
	}
	if address != "" {
		w.link(start, scheme, address)
	}
	w.breakUnless(inline || w.text.Len() == start)
	return true
}

func (w *richWalk) address(into *string) bool {
	var value any
	if w.dec.Decode(&value) != nil {
		return false
	}
	*into, _ = value.(string)
	return true
}

// link puts an address behind the words written since start; where there are
// none the address itself becomes the words.
func (w *richWalk) link(start int, scheme, address string) {
	words := w.text.String()[start:]
	trimmed := strings.TrimRight(words, "\n")
	switch {
	case trimmed == "":
		w.text.WriteString(address)
	case trimmed != address:
		w.links = append(w.links, Link{start, start + len(trimmed), scheme + address})
	}
}

func (w *richWalk) breakUnless(inline bool) {
	s := w.text.String()
	if !inline && s != "" && !strings.HasSuffix(s, "\n") {
		w.text.WriteByte('\n')
	}
}
