package rules

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"lurewatch/classifier/pack"
)

// keys are the words that begin a "key: value" line in a pack.
var keys = []string{
	"yes", "no", "except", "what", "class", "points", "kind", "source", "cap",
	"level", "all", "one", "two", "three", "four", "twice", "not", "yields", "caution", "danger",
	"country", "first", "last", "name", "date", "high", "strong", "words",
}

// A reader turns files into a Set and gathers their faults.
type reader struct {
	set    *Set
	faults []error
}

func (r *reader) fault(file string, line int, cause, cure string) {
	r.faults = append(r.faults, &pack.Error{File: file, Line: line, Cause: cause, Cure: cure})
}

func (r *reader) err() error { return errors.Join(r.faults...) }

// file reads the sections of one file by the first word of their names.
func (r *reader) file(f pack.File) {
	for _, s := range f.Sections {
		kind, name, _ := strings.Cut(s.Name, " ")
		switch kind {
		case "sign":
			r.sign(f.Name, name, s)
		case "group":
			r.set.Groups = append(r.set.Groups, Group{name, r.number(f.Name, s, "cap")})
		case "levels":
			r.set.Caution, r.set.Danger = r.number(f.Name, s, "caution"), r.number(f.Name, s, "danger")
		case "combination":
			r.combination(f.Name, name, s)
		case "rates":
			r.rates(f.Name, s)
		case "norm":
			r.norm(f.Name, name, s)
		case "language":
			r.set.Languages = append(r.set.Languages, Language{language(f.Name), s.Value("name")})
			for _, l := range s.Lines {
				if l.Key == "words" {
					for w := range strings.FieldsSeq(l.Text) {
						r.set.Phrases = append(r.set.Phrases, Phrase{Of: "language " + language(f.Name), Text: w, Slots: []Slot{{Words: []string{w}}}, File: f.Name, Line: l.Number})
					}
				}
			}
		case "place":
			r.place(f.Name, name, s)
			r.phrases(f.Name, s)
		default:
			r.phrases(f.Name, s)
		}
	}
}

// phrases reads the phrases and proofs of a section.
func (r *reader) phrases(file string, s pack.Section) {
	for _, l := range s.Lines {
		switch {
		case l.Text == "" && l.Key == "":
		case l.Key == "" || l.Key == "except":
			for _, text := range Unfold(l.Text) {
				r.phrase(Phrase{Of: s.Name, Text: text, Except: l.Key == "except", File: file, Line: l.Number})
			}
		case l.Key == "yes" || l.Key == "no":
			r.set.Proofs = append(r.set.Proofs, Proof{Of: s.Name, Text: l.Text, Fires: l.Key == "yes", File: file, Line: l.Number})
		}
	}
}

// phrase reads the slots of one phrase.
func (r *reader) phrase(p Phrase) {
	slots, err := Slots(p.Text)
	if err != nil {
		r.fault(p.File, p.Line, err.Error(), "write (one|two|three), no bracket inside another, at least one word that is not optional")
		return
	}
	p.Slots = slots
	r.set.Phrases = append(r.set.Phrases, p)
}

var classPoints = map[Class]int{Strong: 18, Medium: 10, Weak: 5, Fact: 0, Counter: -6, Crisis: 0}

func (r *reader) sign(file, id string, s pack.Section) {
	sign := Sign{ID: id, Class: Class(s.Value("class")), Kind: s.Value("kind"), What: s.Value("what"), Source: s.Value("source"), File: file, Line: s.Line}
	points, known := classPoints[sign.Class]
	switch {
	case !known:
		r.fault(file, s.Line, fmt.Sprintf("sign %s has class %q", id, sign.Class), "use strong, medium, weak, fact, counter or crisis")
	case sign.Source == "":
		r.fault(file, s.Line, fmt.Sprintf("sign %s has no source", id), "add a line source: where it was seen")
	case sign.What == "":
		r.fault(file, s.Line, fmt.Sprintf("sign %s does not say what it is", id), "add a line what:")
	}
	sign.Points = points
	if s.Value("points") != "" {
		sign.Points = r.number(file, s, "points")
	}
	r.set.Signs = append(r.set.Signs, sign)
}

// needWords are the keys of a combination's needs and how many each asks for;
// all asks for every sign of its line.
var needWords = map[string]int{"all": 0, "one": 1, "two": 2, "three": 3, "four": 4}

func (r *reader) combination(file, name string, s pack.Section) {
	c := Combination{Name: name, Level: s.Value("level"), Kind: s.Value("kind"), Source: s.Value("source"), File: file, Line: s.Line}
	if s.Value("yields") != "" {
		c.Yields = r.number(file, s, "yields")
	}
	for _, l := range s.Lines {
		signs := strings.Fields(l.Text)
		least, isNeed := needWords[l.Key]
		switch {
		case l.Key == "all":
			for _, id := range signs {
				c.Needs = append(c.Needs, Need{1, 1, []string{id}})
			}
		case l.Key == "twice":
			c.Needs = append(c.Needs, Need{1, 2, signs})
		case isNeed:
			c.Needs = append(c.Needs, Need{least, 1, signs})
		case l.Key == "not":
			c.Bars = append(c.Bars, signs...)
		}
	}
	if c.Level != "caution" && c.Level != "danger" {
		r.fault(file, s.Line, fmt.Sprintf("combination %s has level %q", name, c.Level), "use caution or danger")
	}
	if len(c.Needs) == 0 {
		r.fault(file, s.Line, fmt.Sprintf("combination %s needs nothing", name), "add a line all:, one:, two: or three:")
	}
	r.set.Combinations = append(r.set.Combinations, c)
}

func (r *reader) place(file, id string, s pack.Section) {
	p := Place{ID: id, Country: s.Value("country"), Class: s.Value("class"), First: s.Value("first"), Last: s.Value("last"), Source: s.Value("source"), File: file, Line: s.Line}
	if p.Country == "" && p.Class == "" {
		return // a language pack adding names
	}
	switch p.Class {
	case "hotspot", "border", "hub", "risk", "foreign":
	default:
		r.fault(file, s.Line, fmt.Sprintf("place %s has class %q", id, p.Class), "use hotspot, border, hub, risk or foreign")
	}
	if p.Source == "" {
		r.fault(file, s.Line, fmt.Sprintf("place %s has no source", id), "add a line source: where it was seen")
	}
	r.set.Places = append(r.set.Places, p)
}

func (r *reader) rates(file string, s pack.Section) {
	r.set.RatesDate = s.Value("date")
	for _, l := range s.Lines {
		if l.Key != "" || l.Text == "" {
			continue
		}
		code, value, _ := strings.Cut(l.Text, " ")
		rate, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
		if err != nil || rate <= 0 {
			r.fault(file, l.Number, fmt.Sprintf("rate %q is not a positive number", l.Text), "write CODE and US dollars for one unit, as in: VND 0.000039")
			continue
		}
		r.set.Rates[code] = rate
	}
}

func (r *reader) norm(file, country string, s pack.Section) {
	n := Norm{Country: country, Source: s.Value("source")}
	n.High, n.Strong = float64(r.number(file, s, "high")), float64(r.number(file, s, "strong"))
	if n.Source == "" {
		r.fault(file, s.Line, fmt.Sprintf("norm %s has no source", country), "add a line source:")
	}
	r.set.Norms = append(r.set.Norms, n)
}

// number is the whole number of a key, or a fault and 0.
func (r *reader) number(file string, s pack.Section, key string) int {
	n, err := strconv.Atoi(s.Value(key))
	if err != nil {
		r.fault(file, s.Line, fmt.Sprintf("[%s] has %s: %q", s.Name, key, s.Value(key)), "write a whole number")
	}
	return n
}
