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
		"author", "description", "alternative_text", "expression", "email_address", "phone_number", "address":
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
	dec   *json.Decoder
	text  strings.Builder
	links []Link
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
			w.text.WriteString(t)
			w.breakUnless(inline)
		}
	case json.Delim:
		if t == '{' {
			return w.object(inline || richWords(key), inline)
		}
		within := inline || key == "text"
		for w.dec.More() {
			if !w.value(key, within) {
				return false
			}
		}
		if _, err := w.dec.Token(); err != nil {
			return false
		}
		w.breakUnless(inline)
	}
	return true
}

// object reads the members of an object; words is whether they are part of a
// text, so that text within text stays on one line.
func (w *richWalk) object(words, inline bool) bool {
	start, address := w.text.Len(), ""
	for w.dec.More() {
		token, err := w.dec.Token()
		if err != nil {
			return false
		}
		key, _ := token.(string)
		if key == "url" {
			if !w.address(&address) {
				return false
			}
			continue
		}
		if !w.member(key, words) {
			return false
		}
	}
	if _, err := w.dec.Token(); err != nil {
		return false
	}
	if address != "" {
		w.link(start, address)
	}
	w.breakUnless(inline)
	return true
}

// member reads the value of one key. Only what a reader sees may be inline:
// the type of a bold run is a string as well.
func (w *richWalk) member(key string, words bool) bool {
	if richWords(key) {
		return w.value(key, words)
	}
	token := w.text.Len()
	ok := w.value(key, false)
	if words && w.text.Len() > token {
		w.breakUnless(false)
	}
	return ok
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
func (w *richWalk) link(start int, address string) {
	words := w.text.String()[start:]
	trimmed := strings.TrimRight(words, "\n")
	switch {
	case trimmed == "":
		w.text.WriteString(address)
	case trimmed != address:
		w.links = append(w.links, Link{start, start + len(trimmed), address})
	}
}

func (w *richWalk) breakUnless(inline bool) {
	s := w.text.String()
	if !inline && s != "" && !strings.HasSuffix(s, "\n") {
		w.text.WriteByte('\n')
	}
}
