package hotline

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"lurewatch/classifier/pack"
)

// keys are the words that begin a "key: value" line; README.md explains each.
var keys = [...]string{
	"name", "role", "kind", "in", "phone", "from", "languages", "hours", "scope", "order",
	"source", "title", "dated", "also", "confidence", "checked", "note",
	"where", "has", "posts", "of",
}

// Load reads every cc.txt of fsys. It refuses whatever could put a wrong or
// unsourced number before a person; the error names file and line and says
// what to do.
func Load(fsys fs.FS) (*Directory, error) {
	names, err := fs.Glob(fsys, "*.txt")
	if err != nil {
		return nil, fmt.Errorf("listing hotlines: %w", err)
	}
	d := &Directory{
		lines: make(map[string][]Line), checks: make(map[string][]Check),
		missions: make(map[string][]Mission), neighbours: make(map[string][]string),
	}
	seen := make(map[string]string)
	for _, name := range names {
		raw, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, fmt.Errorf("reading hotlines: %w", err)
		}
		if err := d.read(name, string(raw), seen); err != nil {
			return nil, err
		}
	}
	for cc := range d.lines {
		d.countries = append(d.countries, cc)
	}
	slices.Sort(d.countries)
	return d, nil
}

// read adds one country's file; seen holds the ids met so far.
func (d *Directory) read(name, text string, seen map[string]string) error {
	country := upper(strings.TrimSuffix(path.Base(name), ".txt"))
	if !isCountry(country) {
		return &pack.Error{File: name, Cause: "the name is not a country", Cure: "call the file by the two letters of ISO 3166, as kh.txt"}
	}
	file, err := pack.Parse(name, text, keys[:]...)
	if err != nil {
		return err
	}
	for _, s := range file.Sections {
		b := block{file: name, country: country, section: s}
		if err := b.plain(); err != nil {
			return err
		}
		if at, twice := seen[s.Name]; twice && !strings.HasPrefix(s.Name, "mission ") && s.Name != "licence" && s.Name != "neighbours" {
			return b.fault("["+s.Name+"] stands in "+at+" too", "give each line of help its own id")
		}
		seen[s.Name] = name
		if err := d.add(b); err != nil {
			return err
		}
	}
	return nil
}

// add puts one block where it belongs.
func (d *Directory) add(b block) error {
	cc := b.country
	switch name := b.section.Name; {
	case name == "licence":
		check, err := b.check()
		d.checks[cc] = append(d.checks[cc], check)
		return err
	case name == "neighbours":
		posts, err := b.countries("posts")
		d.neighbours[cc] = posts
		return err
	case strings.HasPrefix(name, "mission "):
		mission, err := b.mission(strings.TrimPrefix(name, "mission "))
		d.missions[cc] = append(d.missions[cc], mission)
		return err
	default:
		line, err := b.line()
		d.lines[cc] = append(d.lines[cc], line)
		return err
	}
}

// isCountry says whether s has the form of an ISO 3166 alpha-2 code.
func isCountry(s string) bool {
	return len(s) == 2 && s[0] >= 'A' && s[0] <= 'Z' && s[1] >= 'A' && s[1] <= 'Z'
}

func upper(cc string) string { return strings.ToUpper(strings.TrimSpace(cc)) }

// yearOf is the latest year written in a source's date, or 0: "about 2019-20
// (cites 2019 figures)" is 2019.
func yearOf(date string) int {
	latest := 0
	for i := 0; i+4 <= len(date); i++ {
		year, err := strconv.Atoi(date[i : i+4])
		if err != nil || year < 1990 || year > 2100 {
			continue
		}
		latest = max(latest, year)
	}
	return latest
}

// date reads a day written YYYY-MM-DD.
func date(s string) (time.Time, error) { return time.ParseInLocation(time.DateOnly, s, time.UTC) }
