package hotline

import (
	"fmt"
	"slices"
	"strings"
)

// What a block may say. Channel and scope words have a text of the same name
// in the translations.
var (
	roles    = [...]string{"home", "destination", "both"}
	kinds    = [...]string{"consular", "anti-trafficking", "migrant-worker", "police", "anti-scam"}
	channels = [...]string{"voice", "whatsapp", "telegram", "line", "email", "web", "app"}
	scopes   = [...]string{"embassy-first", "children-only", "not-rescue", "money-lost", "emergencies-only", "may-change", "write-english"}
	levels   = [...]string{"high", "medium"}
)

// line reads a block that is a line of help.
func (b block) line() (Line, error) {
	s := b.section
	l := Line{
		ID: s.Name, Country: b.country, LocatedIn: b.country, Hours: s.Value("hours"), SourceTitle: s.Value("title"),
		SourceDate: s.Value("dated"), Others: s.Values("also"), Note: s.Value("note"),
		Scope: strings.Fields(s.Value("scope")), last: s.Value("order") == "last",
	}
	if err := b.whose(&l); err != nil {
		return l, err
	}
	if err := b.proof(&l); err != nil {
		return l, err
	}
	for _, word := range l.Scope {
		if !slices.Contains(scopes[:], word) {
			return l, b.fault(fmt.Sprintf("scope: %q", word), "write one or more of "+strings.Join(scopes[:], ", "))
		}
	}
	if value := s.Value("order"); value != "" && value != "last" {
		return l, b.fault(fmt.Sprintf("order: %q", value), "write order: last, or take the line out")
	}
	for _, language := range strings.Split(s.Value("languages"), ";") {
		if language = strings.TrimSpace(language); language != "" {
			l.Languages = append(l.Languages, language)
		}
	}
	var err error
	l.Phones, err = b.phones()
	return l, err
}

// whose reads whom the line serves and where it stands.
func (b block) whose(l *Line) (err error) {
	if l.Name, err = b.one("name"); err != nil {
		return err
	}
	if l.Role, err = b.choice("role", roles[:]...); err != nil {
		return err
	}
	if l.Kind, err = b.choice("kind", kinds[:]...); err != nil {
		return err
	}
	in, err := b.countries("in")
	if err != nil || len(in) == 0 {
		return err
	}
	l.LocatedIn = in[0]
	return nil
}

// proof reads how we know of the line.
func (b block) proof(l *Line) (err error) {
	if l.Source, err = b.source(); err != nil {
		return err
	}
	if l.Checked, err = b.checked(); err != nil {
		return err
	}
	l.Confidence, err = b.choice("confidence", levels[:]...)
	return err
}

// phones reads the phone: lines, each with the from: line below it.
func (b block) phones() ([]Phone, error) {
	var phones []Phone
	open := false // a phone: without its from: yet
	for _, l := range b.section.Lines {
		switch l.Key {
		case "phone":
			p, cause := readPhone(l.Text)
			if cause != "" {
				return nil, b.faultAt(l.Number, "phone: "+cause, "write phone: as dialled there | +E.164 or - | "+strings.Join(channels[:], ", "))
			}
			if slices.Contains(phones, p) {
				return nil, b.faultAt(l.Number, "phone: stands here twice", "keep one of the two")
			}
			phones, open = append(phones, p), true
		case "from":
			reach, known := map[string]Reach{"anywhere": Yes, "inside": No, "unknown": Unknown}[l.Text]
			if !known || !open {
				return nil, b.faultAt(l.Number, fmt.Sprintf("from: %q", l.Text), "write from: anywhere, inside or unknown, once below each phone:")
			}
			phones[len(phones)-1].FromAbroad, open = reach, false
		}
	}
	if len(phones) == 0 {
		return nil, b.fault("["+b.section.Name+"] has no phone:", "add phone: as dialled there | +E.164 or - | channel")
	}
	return phones, nil
}

// readPhone reads "dial | e164 | channel"; cause says what is wrong.
func readPhone(text string) (p Phone, cause string) {
	parts := strings.Split(text, "|")
	if len(parts) != 3 {
		return Phone{}, fmt.Sprintf("%q has not three parts", text)
	}
	p = Phone{Dial: strings.TrimSpace(parts[0]), E164: strings.TrimSpace(parts[1]), Channel: strings.TrimSpace(parts[2])}
	if p.E164 == "-" {
		p.E164 = ""
	}
	switch {
	case p.Dial == "":
		return p, "nothing to dial"
	case !slices.Contains(channels[:], p.Channel):
		return p, fmt.Sprintf("%q is no channel", p.Channel)
	case p.E164 != "" && !isE164(p.E164):
		return p, fmt.Sprintf("%q is not in international form", p.E164)
	case p.E164 != "" && !agrees(p.Dial, p.E164):
		return p, fmt.Sprintf("%q and %q end in different digits", p.Dial, p.E164)
	}
	return p, ""
}

// isE164 accepts a plus and up to 15 digits. Short ones are right too: +852
// 1868 is a number.
func isE164(s string) bool {
	return len(s) >= 6 && len(s) <= 16 && s[0] == '+' && s[1] != '0' && strings.Trim(s[1:], "0123456789") == ""
}

// agrees finds a slip in copying: the two forms of a number end alike, at
// least in four digits.
func agrees(dial, e164 string) bool {
	digits := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, dial)
	national := strings.TrimLeft(digits, "0")
	return len(national) >= 3 && strings.HasSuffix(e164, national)
}
