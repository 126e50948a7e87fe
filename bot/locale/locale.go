// Package locale holds every text a person reads, in every language, as plain
// files that translators edit without Go: see README.md beside this file.
package locale

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"

	"lurewatch/classifier/pack"
)

// FS holds the texts that ship with the program.
//
//go:embed *.txt
var FS embed.FS

// Master is the code of the language in which every text is first written and
// to which every other falls back.
const Master = "en"

// statusFile says who has read which language; it holds no texts.
const statusFile = "status.txt"

// A Language is one of the languages of a Catalogue.
type Language struct {
	Code        string // the file's name: "vi", "zh-Hant"
	Name        string // what its speakers call it
	RightToLeft bool
	Reviewed    bool // a native speaker has read every text; false is written by machine
}

// A Catalogue holds the texts of all languages. It never changes after Load,
// so that any number of goroutines may use it.
type Catalogue struct {
	texts     map[string]map[string]string // language → key → text
	keys      []string                     // the master's, in the order written
	languages []Language
}

// Load reads every <lang>.txt of fsys, and status.txt. It refuses a file that
// cannot be read as meant: broken form, a key twice, an empty text, a
// placeholder the English text does not have. A text that is missing is no
// error, because English stands in for it. Errors name file and line.
func Load(fsys fs.FS) (*Catalogue, error) {
	names, err := fs.Glob(fsys, "*.txt")
	if err != nil {
		return nil, fmt.Errorf("listing languages: %w", err)
	}
	if !slices.Contains(names, Master+".txt") {
		return nil, fmt.Errorf("no %s.txt: every text must exist in English", Master)
	}
	c := &Catalogue{texts: make(map[string]map[string]string)}
	if err := c.read(fsys, Master+".txt"); err != nil {
		return nil, err
	}
	for _, name := range names {
		if name == statusFile || name == Master+".txt" {
			continue
		}
		if err := c.read(fsys, name); err != nil {
			return nil, err
		}
	}
	reviewed, err := readStatus(fsys)
	if err != nil {
		return nil, err
	}
	c.list(reviewed)
	return c, nil
}

// read adds one language's file to c.
func (c *Catalogue) read(fsys fs.FS, name string) error {
	raw, err := fs.ReadFile(fsys, name)
	if err != nil {
		return fmt.Errorf("reading texts: %w", err)
	}
	file, err := pack.Parse(name, string(raw))
	if err != nil {
		return err
	}
	lang := strings.TrimSuffix(path.Base(name), ".txt")
	texts := make(map[string]string, len(file.Sections))
	for _, s := range file.Sections {
		if err := c.admit(name, lang, s, texts); err != nil {
			return err
		}
		texts[s.Name] = s.Text()
		if lang == Master {
			c.keys = append(c.keys, s.Name)
		}
	}
	c.texts[lang] = texts
	return nil
}

// admit refuses a section that would put a wrong text before a reader.
func (c *Catalogue) admit(name, lang string, s pack.Section, seen map[string]string) error {
	fault := func(cause, cure string) error {
		return &pack.Error{File: name, Line: s.Line, Cause: cause, Cure: cure}
	}
	if _, twice := seen[s.Name]; twice {
		return fault(fmt.Sprintf("[%s] stands here a second time", s.Name), "keep one of the two")
	}
	if strings.TrimSpace(s.Text()) == "" {
		return fault(fmt.Sprintf("[%s] has no text", s.Name), "write the text below it, or take the line out")
	}
	master, known := c.texts[Master][s.Name]
	if lang == Master || !known {
		return nil
	}
	for _, p := range Placeholders(s.Text()) {
		if !slices.Contains(Placeholders(master), p) {
			return fault(fmt.Sprintf("{%s} is not in the English [%s]", p, s.Name), "use only the {words} of the English text, spelt the same")
		}
	}
	return nil
}

// list fills c.languages: English first, the others by code.
func (c *Catalogue) list(reviewed map[string]bool) {
	codes := make([]string, 0, len(c.texts))
	for code := range c.texts {
		if code != Master {
			codes = append(codes, code)
		}
	}
	slices.Sort(codes)
	for _, code := range append([]string{Master}, codes...) {
		name := c.texts[code]["name"]
		if name == "" {
			name = code
		}
		c.languages = append(c.languages, Language{
			Code: code, Name: name, RightToLeft: rightToLeft(code), Reviewed: reviewed[code],
		})
	}
}

// Languages lists the languages, English first, the others by code.
func (c *Catalogue) Languages() []Language { return slices.Clone(c.languages) }

// Keys lists the keys of the English texts in the order written.
func (c *Catalogue) Keys() []string { return slices.Clone(c.keys) }

// Has says whether key exists in English, and so in every language.
func (c *Catalogue) Has(key string) bool {
	_, ok := c.texts[Master][key]
	return ok
}

// Text is the text of key in lang, or in English where lang or the text is
// missing. args are pairs of a placeholder's name and its value; values are
// inserted as given, so the caller escapes HTML. A key with several wordings
// gives the first; a key nobody wrote comes back as the key itself, so that a
// slip shows and nothing fails.
func (c *Catalogue) Text(lang, key string, args ...string) string {
	for _, k := range []string{key, key + ".1"} {
		for _, l := range []string{lang, Master} {
			if text, ok := c.texts[l][k]; ok {
				return fill(text, args)
			}
		}
	}
	return key
}

// Variants is how many wordings key has: the number of keys key.1, key.2 … in
// English. It is 0 for a key with one wording.
func (c *Catalogue) Variants(key string) int {
	n := 0
	for c.Has(key + "." + strconv.Itoa(n+1)) {
		n++
	}
	return n
}

// Variant is wording number n of key, counted from 0 and wrapping round, so
// that a caller may count answers up and never see the same opening twice in
// a row. A key with one wording gives that.
func (c *Catalogue) Variant(lang, key string, n int, args ...string) string {
	count := c.Variants(key)
	if count == 0 {
		return c.Text(lang, key, args...)
	}
	n = ((n % count) + count) % count
	return c.Text(lang, key+"."+strconv.Itoa(n+1), args...)
}

// Country is the name of an ISO 3166 country in lang, or the code itself where
// no text names it.
func (c *Catalogue) Country(lang, cc string) string {
	if key := "country." + strings.ToUpper(cc); c.Has(key) {
		return c.Text(lang, key)
	}
	return strings.ToUpper(cc)
}
