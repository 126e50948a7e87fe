// Package rules holds what Lurewatch knows of lures, as text files that people
// edit: the signs and how they join (signs.txt), the places (places.txt), pay
// and money (pay.txt), and the phrases of each language (<lang>.txt). It reads
// and checks them; package classifier applies them.
package rules

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"lurewatch/classifier/pack"
)

// FS holds the embedded packs.
//
//go:embed *.txt
var FS embed.FS

// A Class says how much a sign weighs and what it does.
type Class string

// The classes of signs. Strong, medium and weak are those of the ILO's
// operational indicators; a fact weighs nothing alone but takes part in
// combinations; a counter takes points off; a crisis switches the answer.
const (
	Strong  Class = "strong"
	Medium  Class = "medium"
	Weak    Class = "weak"
	Fact    Class = "fact"
	Counter Class = "counter"
	Crisis  Class = "crisis"
)

// A Sign is one reason a text can be dangerous, or one fact about it.
type Sign struct {
	ID     string
	Class  Class
	Points int // what it adds before its group's cap; negative for a counter
	Kind   string
	What   string
	Source string
	File   string
	Line   int
}

// Group is the first word of the sign's id.
func (s Sign) Group() string { return strings.SplitN(s.ID, "-", 2)[0] }

// A Group limits what signs of one group add together.
type Group struct {
	Name string
	Cap  int
}

// A Need is met when at least Least of Signs were found, each in as many
// places as Times.
type Need struct {
	Least, Times int
	Signs        []string
}

// A Combination lifts the level of a text that meets all its needs and none
// of its bars.
type Combination struct {
	Name   string
	Level  string
	Kind   string
	Needs  []Need
	Bars   []string
	Yields int // counter-signs that take the lift one level down; 0 for never
	Source string
	File   string
	Line   int
}

// A Phrase is one way to say a sign, a place, a unit of money or of time.
// Except phrases silence others of their sign.
type Phrase struct {
	Of     string // sign id, or "place …", "currency …", "times …", "period …", "language …"
	Text   string // as written
	Slots  []Slot // what it stands for
	Except bool
	File   string
	Line   int
}

// A Proof is a sentence that must fire its sign, or must not.
type Proof struct {
	Of    string
	Text  string
	Fires bool
	File  string
	Line  int
}

// A Place is somewhere a lure leads to, or a country.
type Place struct {
	ID      string
	Country string // ISO 3166 code
	Class   string // hotspot, border, hub, risk, foreign
	First   string // year first seen
	Last    string
	Source  string
	File    string
	Line    int
}

// A Language is one pack's own name for its language.
type Language struct {
	Code string
	Name string
}

// A Norm is the entry-level pay of a country in US dollars a month from which
// an offer stands out, and from which it is strongly above the norm.
type Norm struct {
	Country      string
	High, Strong float64
	Source       string
}

// A Set is everything the packs say.
type Set struct {
	Signs        []Sign
	Groups       []Group
	Combinations []Combination
	Caution      int // score from which a text is at caution
	Danger       int
	Phrases      []Phrase
	Proofs       []Proof
	Places       []Place
	Languages    []Language
	Norms        []Norm
	Rates        map[string]float64 // US dollars for one unit of a currency
	RatesDate    string
	Hash         string // of all files, hex
}

// Load reads every *.txt of fsys. All faults found are joined in one error,
// each an *pack.Error.
func Load(fsys fs.FS) (*Set, error) {
	names, err := fs.Glob(fsys, "*.txt")
	if err != nil {
		return nil, fmt.Errorf("listing packs: %w", err)
	}
	if len(names) == 0 {
		return nil, fmt.Errorf("no packs: the folder has no .txt file")
	}
	r := &reader{set: &Set{Rates: map[string]float64{}}}
	sum := sha256.New()
	for _, name := range names {
		text, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, fmt.Errorf("reading pack: %w", err)
		}
		fmt.Fprintf(sum, "%s %d\n%s", name, len(text), text)
		f, err := pack.Parse(name, string(text), keys...)
		if err != nil {
			r.faults = append(r.faults, err)
			continue
		}
		r.file(f)
	}
	r.check()
	if err := r.err(); err != nil {
		return nil, err
	}
	r.set.Hash = hex.EncodeToString(sum.Sum(nil))[:16]
	return r.set, nil
}

// language is the code of a pack's file name: "zh-Hans" of "zh-Hans.txt".
func language(file string) string { return strings.TrimSuffix(path.Base(file), ".txt") }

// check finds what only the whole of the packs can show.
func (r *reader) check() {
	known := map[string]bool{}
	for _, s := range r.set.Signs {
		if known[s.ID] {
			r.fault(s.File, s.Line, fmt.Sprintf("sign %s is declared twice", s.ID), "keep one")
		}
		known[s.ID] = true
	}
	places := map[string]bool{}
	for _, p := range r.set.Places {
		if places[p.ID] {
			r.fault(p.File, p.Line, fmt.Sprintf("place %s is declared twice", p.ID), "keep one")
		}
		places[p.ID] = true
	}
	for _, p := range r.set.Phrases {
		kind, name, _ := strings.Cut(p.Of, " ")
		switch {
		case name == "" && p.Of != "salary" && !known[p.Of]:
			r.fault(p.File, p.Line, fmt.Sprintf("unknown sign [%s]", p.Of), "use a sign of signs.txt or declare it there"+nearest(p.Of, known))
		case kind == "place" && !places[name]:
			r.fault(p.File, p.Line, fmt.Sprintf("unknown place %q", name), "declare it in places.txt with country and class"+nearest(name, places))
		case kind == "currency" && r.set.Rates[name] == 0:
			r.fault(p.File, p.Line, fmt.Sprintf("currency %q has no rate", name), "add it to [rates] in pay.txt")
		}
	}
	for _, c := range r.set.Combinations {
		for _, id := range slices.Concat(c.needed(), c.Bars) {
			if !known[id] {
				r.fault(c.File, c.Line, fmt.Sprintf("combination %s names the unknown sign %s", c.Name, id), "use a sign of this file"+nearest(id, known))
			}
		}
	}
}

func (c Combination) needed() []string {
	var ids []string
	for _, n := range c.Needs {
		ids = append(ids, n.Signs...)
	}
	return ids
}

// nearest suggests the known name that shares the longest start with name.
func nearest(name string, known map[string]bool) string {
	best, length := "", 3
	for k := range known {
		n := 0
		for n < len(k) && n < len(name) && k[n] == name[n] {
			n++
		}
		if n > length || n == length && k < best {
			best, length = k, n
		}
	}
	if best == "" {
		return ""
	}
	return fmt.Sprintf(" (did you mean %s?)", best)
}
