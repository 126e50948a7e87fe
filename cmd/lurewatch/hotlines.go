package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"strings"
	"time"

	"lurewatch/bot/hotline"
	"lurewatch/bot/locale"
)

func hotlinesVerb() verb {
	return verb{
		name: "hotlines", args: "[-json] [-stale] [COUNTRY]",
		what:  "Lists the numbers for help, each with its source and the day it was checked",
		about: "COUNTRY is a two-letter code, or the name of a country.",
		do:    hotlines,
	}
}

func hotlines(_ context.Context, p program, f *flag.FlagSet, args []string) error {
	asJSON := f.Bool("json", false, "print JSON")
	stale := f.Bool("stale", false, "list only what was not checked for 180 days")
	if err := parse(f, args); err != nil {
		return err
	}
	d, err := hotline.Load(hotline.FS)
	if err != nil {
		return err
	}
	texts, err := locale.Load(locale.FS)
	if err != nil {
		return err
	}
	countries := d.Countries()
	if f.NArg() > 0 {
		wanted := strings.Join(f.Args(), " ")
		cc := countryCode(texts, countries, wanted)
		if cc == "" {
			return fmt.Errorf("there is no number for %q; lurewatch hotlines lists all", wanted)
		}
		countries = []string{cc}
	}
	lines := []hotline.Line{}
	for _, cc := range countries {
		for _, l := range d.Country(cc) {
			if !*stale || l.Stale(time.Now()) {
				lines = append(lines, l)
			}
		}
	}
	if *asJSON {
		return writeLines(p.stdout, lines)
	}
	if len(lines) == 0 {
		_, err := fmt.Fprintln(p.stdout, "Every number was checked within 180 days.")
		return err
	}
	_, err = io.WriteString(p.stdout, strings.TrimLeft(numberList(lines, texts, time.Now()), "\n"))
	return err
}

// countryCode finds a country of the directory by code or English name.
func countryCode(texts *locale.Catalogue, countries []string, wanted string) string {
	for _, cc := range countries {
		if strings.EqualFold(cc, wanted) || strings.EqualFold(texts.Country(locale.Master, cc), wanted) {
			return cc
		}
	}
	return ""
}

// numberList writes lines of help for a terminal.
func numberList(lines []hotline.Line, texts *locale.Catalogue, now time.Time) string {
	var b strings.Builder
	country := ""
	for _, l := range lines {
		if l.Country != country {
			country = l.Country
			fmt.Fprintf(&b, "\n%s (%s)\n", texts.Country(locale.Master, country), country)
		}
		fmt.Fprintf(&b, "  %s [%s]\n", l.Name, l.Kind)
		for _, p := range l.Phones {
			number := p.Dial
			if p.E164 != "" && p.E164 != p.Dial {
				number += "  " + p.E164
			}
			if p.E164 == "" && p.FromAbroad == hotline.No {
				number += "  only from inside " + l.LocatedIn
			}
			fmt.Fprintf(&b, "    %-9s %s\n", p.Channel, number)
		}
		age := "checked"
		if l.Stale(now) {
			age = "NOT CHECKED SINCE"
		}
		fmt.Fprintf(&b, "    %s %s, source of %s: %s\n", age, l.Checked.Format(time.DateOnly), l.SourceDate, l.Source)
	}
	return b.String()
}

// A lineJSON is a line of help for machines.
type lineJSON struct {
	ID          string      `json:"id"`
	Country     string      `json:"country"`
	LocatedIn   string      `json:"located_in"`
	Role        string      `json:"role"`
	Kind        string      `json:"kind"`
	Name        string      `json:"name"`
	Numbers     []phoneJSON `json:"numbers"`
	Languages   []string    `json:"languages"`
	Hours       string      `json:"hours"`
	Scope       []string    `json:"scope"`
	Source      string      `json:"source_url"`
	SourceTitle string      `json:"source_title"`
	SourceDate  string      `json:"source_date"`
	Checked     string      `json:"checked"`
	Stale       bool        `json:"stale"`
	Confidence  string      `json:"confidence"`
}

type phoneJSON struct {
	Dial       string `json:"dial"`
	E164       string `json:"e164"`
	Channel    string `json:"channel"`
	FromAbroad *bool  `json:"from_abroad"` // null where unknown
}

func writeLines(w io.Writer, lines []hotline.Line) error {
	out := make([]lineJSON, 0, len(lines))
	for _, l := range lines {
		j := lineJSON{
			l.ID, l.Country, l.LocatedIn, l.Role, l.Kind, l.Name, []phoneJSON{}, list(l.Languages), l.Hours, list(l.Scope),
			l.Source, l.SourceTitle, l.SourceDate, l.Checked.Format(time.DateOnly), l.Stale(time.Now()), l.Confidence,
		}
		for _, p := range l.Phones {
			j.Numbers = append(j.Numbers, phoneJSON{p.Dial, p.E164, p.Channel, reach(p.FromAbroad)})
		}
		out = append(out, j)
	}
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(out)
}

func reach(r hotline.Reach) *bool {
	switch r {
	case hotline.Yes, hotline.No:
		yes := r == hotline.Yes
		return &yes
	}
	return nil
}
