// Package pack reads the plain text files in which Lurewatch keeps what
// people edit: rules, translations, hotlines, places. A file is a list of
// sections; a section is a name in brackets and the lines below it:
//
//	[doc-surrender]            # a comment runs from " # " to the end of a line
//	keep your passport         # a plain line
//	yes: We keep your passport.
//
// There are no quotes, no escapes and no tabs to get wrong, and right-to-left
// or unspaced scripts stay readable in a diff. Every error names the file, the
// line, what is wrong and what to do.
package pack

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// A File is one text file, its sections in the order written.
type File struct {
	Name     string
	Sections []Section
}

// A Section is a bracketed name and the lines up to the next one. Name is
// never empty. Blank lines are kept, because in a translation they part
// paragraphs; blank lines at either end are not.
type Section struct {
	Name  string
	Line  int // line of the bracketed name, from 1
	Lines []Line
}

// A Line is one line of a section without its comment. Key is one of the keys
// given to Parse, or empty for a plain line; Text is what follows.
type Line struct {
	Number int // from 1
	Key    string
	Text   string
}

// An Error is a fault in a file that a person can mend: where it is, what is
// wrong and what to do about it.
type Error struct {
	File  string
	Line  int // 0 when the fault is the whole file's
	Cause string
	Cure  string
}

// Error says file:line: cause; cure.
func (e *Error) Error() string {
	at := e.File
	if e.Line > 0 {
		at = fmt.Sprintf("%s:%d", e.File, e.Line)
	}
	if e.Cure == "" {
		return at + ": " + e.Cause
	}
	return at + ": " + e.Cause + "; " + e.Cure
}

// Parse reads the text of one file. Only the words in keys are read as keys
// of "key: value" lines, so that a phrase may hold a colon. The error is an
// *Error.
func Parse(name, text string, keys ...string) (File, error) {
	f := File{Name: name}
	text = strings.TrimPrefix(text, "\ufeff")
	number := 0
	for raw := range strings.Lines(text) {
		number++
		if err := checkLine(name, number, raw); err != nil {
			return File{}, err
		}
		line := strings.TrimSpace(cutComment(raw))
		if header, ok := sectionName(line); ok {
			if header == "" {
				return File{}, &Error{name, number, "empty section name", "write a name between the brackets"}
			}
			f.Sections = append(f.Sections, Section{Name: header, Line: number})
			continue
		}
		if len(f.Sections) == 0 {
			if line == "" {
				continue
			}
			return File{}, &Error{name, number, fmt.Sprintf("%q stands before any [section]", line), "put it under the section it belongs to"}
		}
		key, value := splitKey(line, keys)
		s := &f.Sections[len(f.Sections)-1]
		if isComment := line == "" && strings.TrimSpace(raw) != ""; !isComment {
			s.Lines = append(s.Lines, Line{Number: number, Key: key, Text: value})
		}
	}
	for i := range f.Sections {
		f.Sections[i].Lines = trimBlank(f.Sections[i].Lines)
	}
	return f, nil
}

// checkLine refuses what an editor hides: broken UTF-8, tabs, and the bidi
// controls that make a line read other than it is stored.
func checkLine(name string, number int, raw string) error {
	if !utf8.ValidString(raw) {
		return &Error{name, number, "not valid UTF-8", "save the file as UTF-8"}
	}
	for _, r := range raw {
		switch {
		case r == '\t':
			return &Error{name, number, "a tab", "use spaces"}
		case r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069, r == 0x200E, r == 0x200F:
			return &Error{name, number, fmt.Sprintf("a hidden direction mark U+%04X", r), "delete it: the line must read as it is stored"}
		}
	}
	return nil
}

// cutComment drops a comment: a # at the start of a line, or one with a blank
// on both sides, so that "#1" and "C#" stay text.
func cutComment(s string) string {
	if t := strings.TrimLeft(s, " "); strings.HasPrefix(t, "#") {
		return ""
	}
	if i := strings.Index(s, " # "); i >= 0 {
		return s[:i]
	}
	return s
}

func sectionName(line string) (string, bool) {
	if strings.HasPrefix(line, "[") && strings.HasSuffix(line, "]") {
		return strings.TrimSpace(line[1 : len(line)-1]), true
	}
	return "", false
}

func splitKey(line string, keys []string) (key, value string) {
	before, after, found := strings.Cut(line, ":")
	if found {
		for _, k := range keys {
			if before == k {
				return k, strings.TrimSpace(after)
			}
		}
	}
	return "", line
}

func trimBlank(lines []Line) []Line {
	blank := func(l Line) bool { return l.Key == "" && l.Text == "" }
	for len(lines) > 0 && blank(lines[0]) {
		lines = lines[1:]
	}
	for len(lines) > 0 && blank(lines[len(lines)-1]) {
		lines = lines[:len(lines)-1]
	}
	return lines
}

// Text is the section's plain lines joined by newlines: a translation as it
// will be read.
func (s Section) Text() string {
	var b strings.Builder
	for i, l := range s.Lines {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(l.Text)
	}
	return b.String()
}

// Values are the values of a key in the order written.
func (s Section) Values(key string) []string {
	var values []string
	for _, l := range s.Lines {
		if l.Key == key {
			values = append(values, l.Text)
		}
	}
	return values
}

// Value is the first value of a key, or empty.
func (s Section) Value(key string) string {
	if v := s.Values(key); len(v) > 0 {
		return v[0]
	}
	return ""
}
