package hotline

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"lurewatch/classifier/pack"
)

// A block is one section of a country's file while it is read.
type block struct {
	file, country string
	section       pack.Section
}

func (b block) fault(cause, cure string) error {
	return &pack.Error{File: b.file, Line: b.section.Line, Cause: cause, Cure: cure}
}

func (b block) faultAt(line int, cause, cure string) error {
	return &pack.Error{File: b.file, Line: line, Cause: cause, Cure: cure}
}

// plain refuses lines without a key, where a slip of the pen hides.
func (b block) plain() error {
	for _, l := range b.section.Lines {
		switch {
		case l.Key == "" && l.Text != "":
			return b.faultAt(l.Number, fmt.Sprintf("%q has no key", l.Text), "begin the line with one of "+strings.Join(keys[:], ", "))
		case l.Key != "" && l.Text == "":
			return b.faultAt(l.Number, l.Key+": is empty", "write the value, or take the line out")
		}
	}
	return nil
}

// one is the single value of key; no or several values are a fault.
func (b block) one(key string) (string, error) {
	values := b.section.Values(key)
	switch len(values) {
	case 1:
		return values[0], nil
	case 0:
		return "", b.fault("["+b.section.Name+"] has no "+key+":", "add "+key+": and its value")
	}
	return "", b.fault("["+b.section.Name+"] has "+key+": more than once", "keep one of them")
}

// choice is the value of key when it is one of words.
func (b block) choice(key string, words ...string) (string, error) {
	value, err := b.one(key)
	if err != nil {
		return "", err
	}
	if !slices.Contains(words, value) {
		return "", b.fault(fmt.Sprintf("%s: %q", key, value), "write one of "+strings.Join(words, ", "))
	}
	return value, nil
}

// countries are the ISO codes after key, parted by blanks.
func (b block) countries(key string) ([]string, error) {
	var codes []string
	for _, cc := range strings.Fields(b.section.Value(key)) {
		if !isCountry(cc) {
			return nil, b.fault(fmt.Sprintf("%s: %q is not a country", key, cc), "write the two capital letters of ISO 3166")
		}
		codes = append(codes, cc)
	}
	return codes, nil
}

// source is the page that states the number, which every block must have.
func (b block) source() (string, error) {
	value, err := b.one("source")
	if err != nil {
		return "", err
	}
	if u, err := url.Parse(value); err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return "", b.fault(fmt.Sprintf("source: %q is no web address", value), "write the page that states the number, beginning with https://")
	}
	return value, nil
}

// checked is the day the source was read.
func (b block) checked() (time.Time, error) {
	value, err := b.one("checked")
	if err != nil {
		return time.Time{}, err
	}
	day, err := date(value)
	if err != nil {
		return time.Time{}, b.fault(fmt.Sprintf("checked: %q is no day", value), "write it as YYYY-MM-DD")
	}
	return day, nil
}

// check reads a [licence] block. Its checked: may be missing where nobody
// noted the day.
func (b block) check() (Check, error) {
	source, err := b.source()
	if err != nil {
		return Check{}, err
	}
	text, err := b.one("note")
	if err != nil {
		return Check{}, err
	}
	c := Check{Country: b.country, Where: b.section.Values("where"), Text: text, Source: source}
	if b.section.Value("checked") != "" {
		c.Checked, err = b.checked()
	}
	return c, err
}

// mission reads a [mission XX] block.
func (b block) mission(at string) (Mission, error) {
	m := Mission{Home: b.country, At: at, Note: b.section.Value("note")}
	if !isCountry(at) {
		return m, b.fault(fmt.Sprintf("mission %q is not a country", at), "write [mission KH] with the two capital letters of ISO 3166")
	}
	has, err := b.choice("has", "yes", "no", "unknown")
	if err != nil {
		return m, err
	}
	m.Has = map[string]Reach{"yes": Yes, "no": No, "unknown": Unknown}[has]
	if m.Posts, err = b.countries("posts"); err != nil {
		return m, err
	}
	m.Of, err = b.countries("of")
	return m, err
}
