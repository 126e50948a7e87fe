// Package hotline is the directory of numbers a person in danger, a worried
// relative or a jobseeker can call. Every number has a source that was read
// and the day it was read; one that cannot be sourced is not here. README.md
// beside this file says how to add one.
package hotline

import (
	"embed"
	"slices"
	"time"
)

// FS holds the directory that ships with the program, a file a country.
//
//go:embed *.txt
var FS embed.FS

// StaleAfter is how long a checked number is shown unmarked.
const StaleAfter = 180 * 24 * time.Hour

// A Line is one line of help: whose citizens it serves, where it stands, its
// numbers and how we know of it.
type Line struct {
	ID          string   // unique: "vn-embassy-kh"
	Country     string   // ISO 3166 code of the country whose citizens, or whose guests, it serves
	LocatedIn   string   // ISO 3166 code of the country it stands in
	Role        string   // home, destination or both
	Kind        string   // consular, anti-trafficking, migrant-worker, police or anti-scam
	Name        string   // as its owner calls it
	Phones      []Phone  // at least one
	Languages   []string // BCP 47 codes, or words where the source gives only those
	Hours       string   // as the source gives them
	Scope       []string // what a reader must know: embassy-first, children-only, not-rescue
	Source      string   // address of the page
	SourceTitle string
	SourceDate  string    // as the source gives it: "2025-03-28", "about 2016"
	Others      []string  // further pages that say the same
	Checked     time.Time // the day the page was read, UTC
	Confidence  string    // high or medium
	Note        string    // for the people who keep the directory, in English; never shown: it may name numbers that no longer serve
	last        bool      // after the country's other lines of its kind
}

// A Phone is one way to reach a Line.
type Phone struct {
	Dial       string // as dialled where the line stands; or an address
	E164       string // international form, empty where none is sourced
	Channel    string // voice, whatsapp, telegram, line, email, web, app
	FromAbroad Reach
}

// Reach says whether a number works from outside the country it stands in.
type Reach int

// The three answers. Unknown must be shown as unknown.
const (
	Unknown Reach = iota
	Yes
	No
)

// Stale says whether the line was last checked too long before now to be shown
// unmarked.
func (l Line) Stale(now time.Time) bool { return now.Sub(l.Checked) > StaleAfter }

// OldSource is the year of the source when that is more than three years
// before now, else 0: such a line is shown with its year.
func (l Line) OldSource(now time.Time) int {
	year := yearOf(l.SourceDate)
	if year == 0 || now.Year()-year <= 3 {
		return 0
	}
	return year
}

// A Directory holds all lines. It never changes after Load.
type Directory struct {
	countries []string
	lines     map[string][]Line // by Country, in the order written
	checks    map[string][]Check
	missions  map[string][]Mission
	// neighbours are the countries whose missions matter to people in the key.
	neighbours map[string][]string
}

// Countries lists the codes that have lines, in order.
func (d *Directory) Countries() []string { return slices.Clone(d.countries) }

// Country lists the lines of one country in the order written, or none.
func (d *Directory) Country(cc string) []Line { return slices.Clone(d.lines[upper(cc)]) }

// A Check is where a jobseeker can look up whether a recruiter is licensed.
type Check struct {
	Country string
	Where   []string // addresses or short codes, as sourced; empty where none is
	Text    string   // what to do there, in English
	Source  string
	Checked time.Time
}

// Licence lists where the citizens of a country check a recruiter's licence.
func (d *Directory) Licence(cc string) []Check { return slices.Clone(d.checks[upper(cc)]) }

// A Mission says which post acts for a country's citizens at a destination.
type Mission struct {
	Home  string   // whose citizens
	At    string   // where they are
	Has   Reach    // whether their country has a post there; Unknown is to be said as "ask your foreign ministry"
	Posts []string // countries in which another post of Home stands that acts for At
	Of    []string // countries whose posts at At help the citizens of Home
	Note  string   // what is known, in English
}

// Mission is what is known of home's post at a destination.
func (d *Directory) Mission(home, at string) Mission {
	home, at = upper(home), upper(at)
	for _, m := range d.missions[home] {
		if m.At == at {
			return m
		}
	}
	return Mission{Home: home, At: at}
}
