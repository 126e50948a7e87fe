package bot

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"lurewatch/bot/hotline"
	"lurewatch/bot/telegram"
)

// roomForNumbers is how much of one message numbers may fill, in UTF-16 units.
const roomForNumbers = 2400

// askedNote remembers that a person was asked for the home country.
const askedNote = "asked-country"

const askedFor = 90 * 24 * time.Hour

// A homeland is the country of a person, as far as known.
type homeland struct {
	country string
	guessed bool
}

// home is the person's country: the one set, else a guess.
func (a answer) home() homeland {
	if p, err := a.b.o.Store.Prefs(a.Chat); err == nil && p.Country != "" {
		return homeland{country: p.Country}
	}
	cc := SuggestHome(a.verdict, a.lang)
	return homeland{cc, cc != ""}
}

// numbers are the lines at home and where the offer leads, and the buttons
// that ask for the country where it is open.
func (a answer) numbers() (string, [][]button) {
	home := a.home()
	text := a.lineList(hotline.Query{Home: home.country, Places: a.verdict.Places, At: home.country, Now: a.b.now()}, home, roomForNumbers)
	if text != "" {
		text = a.say("numbers.head") + "\n" + text
	}
	ask, buttons := a.askCountry(home, "v", a.verdict.Places)
	return paragraphs(text, ask), buttons
}

// askCountry asks for the home country where it is open: about offers only
// once, in a call for help each time.
func (t *turn) askCountry(home homeland, purpose string, places []string) (string, [][]button) {
	if home.country != "" {
		return "", nil
	}
	_, asked, err := t.b.o.Store.Note(t.Chat, askedNote)
	if purpose == "v" && (err != nil || asked) {
		return "", nil
	}
	t.note(askedNote, "1", askedFor)
	key := "numbers.ask-country"
	if purpose == "s" {
		key = "crisis-self.country"
	}
	return t.say(key), t.countryButtons(purpose, places, false)
}

// lineList writes the lines for a query, grouped under whom they serve, the
// one to try first first, as far as there is room.
func (t *turn) lineList(q hotline.Query, home homeland, room int) string {
	lines := t.b.o.Lines.For(q)
	var parts []string
	if home.country != "" && !slices.ContainsFunc(lines, func(l hotline.Line) bool { return l.Country == home.country }) {
		parts = append(parts, t.say("numbers.none", "country", t.country(home.country)))
	}
	list, all := t.lineBlocks(lines, q, home, room)
	parts = append(parts, list...)
	if !all {
		parts = append(parts, t.say("numbers.more"))
	}
	return strings.Join(parts, "\n")
}

// lineBlocks writes lines until the room is used up, and says whether all of
// them found room.
func (t *turn) lineBlocks(lines []hotline.Line, q hotline.Query, home homeland, room int) ([]string, bool) {
	var parts []string
	header := ""
	for _, l := range lines {
		block, h := t.line(l), t.headerOf(l, q, home)
		if home.country == "" && l.Role == "home" {
			// Of a stranger's possible embassies each gets a short line.
			block, h = t.shortLine(l), t.say("kind."+l.Kind)
		}
		if h != header {
			header = h
			block = h + "\n" + block
		}
		if room -= telegram.VisibleUnits(block) + 1; room < 0 {
			return parts, false
		}
		parts = append(parts, block)
	}
	return parts, true
}

// headerOf says whom a line serves.
func (t *turn) headerOf(l hotline.Line, q hotline.Query, home homeland) string {
	switch {
	case l.Country == home.country && home.guessed:
		return t.say("numbers.home-guess", "country", t.country(l.Country))
	case l.Country == home.country:
		return t.say("numbers.home", "country", t.country(l.Country))
	case l.Role != "home" && (slices.Contains(q.Places, l.LocatedIn) || l.LocatedIn == q.At):
		return t.say("numbers.there", "country", t.country(l.LocatedIn))
	}
	return t.say("numbers.home", "country", t.country(l.Country))
}

// line writes one line of help: its name, its numbers with the country they
// stand in, and when and where they were read.
func (t *turn) line(l hotline.Line) string {
	kind := t.say("kind." + l.Kind)
	rows := []string{"• " + t.say("numbers.line", "name", telegram.EscapeHTML(l.Name), "kind", kind)}
	for _, text := range t.phones(l) {
		rows = append(rows, "  "+text)
	}
	return strings.Join(append(rows, "  "+t.facts(l)), "\n")
}

// shortLine writes a line of help on one row, under the name of the country
// whose citizens it serves.
func (t *turn) shortLine(l hotline.Line) string {
	var numbers []string
	for _, p := range l.Phones {
		if n := telegram.EscapeHTML(dialled(p)); !slices.Contains(numbers, n) {
			numbers = append(numbers, n)
		}
	}
	return "• <b>" + t.country(l.Country) + "</b>: " + strings.Join(numbers, ", ") + " · " + t.facts(l)
}

// facts says what limits a line, and when and where it was read.
func (t *turn) facts(l hotline.Line) string {
	now := t.b.now()
	var facts []string
	for _, s := range l.Scope {
		if key := "scope." + s; t.b.o.Texts.Has(key) {
			facts = append(facts, t.say(key))
		}
	}
	day := l.Checked.Format(time.DateOnly)
	if l.Stale(now) {
		facts = append(facts, t.say("numbers.stale", "date", day))
	} else {
		facts = append(facts, t.say("numbers.checked", "date", day))
	}
	if year := l.OldSource(now); year != 0 {
		facts = append(facts, t.say("numbers.old-source", "year", strconv.Itoa(year)))
	}
	if l.Source != "" {
		facts = append(facts, `<a href="`+telegram.EscapeHTML(l.Source)+`">`+t.say("numbers.source")+`</a>`)
	}
	return strings.Join(facts, " · ")
}

// phones writes the numbers of a line, one that serves several channels once.
func (t *turn) phones(l hotline.Line) []string {
	var texts []string
	done := map[string]bool{}
	for _, p := range l.Phones {
		number := dialled(p)
		if done[number] {
			continue
		}
		done[number] = true
		var channels []string
		for _, other := range l.Phones {
			if dialled(other) == number {
				channels = append(channels, t.say("channel."+other.Channel))
			}
		}
		texts = append(texts, t.phone(l, p, strings.Join(channels, ", ")))
	}
	return texts
}

// dialled is a number as it is dialled at home and, if known, from abroad.
func dialled(p hotline.Phone) string {
	if p.E164 == "" || strings.HasPrefix(p.Dial, "+") {
		return p.Dial
	}
	return p.Dial + " / " + p.E164
}

// phone writes one number with the country it stands in.
func (t *turn) phone(l hotline.Line, p hotline.Phone, channel string) string {
	if p.Channel == "email" || p.Channel == "web" || p.Channel == "app" {
		return t.say("numbers.phone.web", "channel", channel, "number", telegram.EscapeHTML(p.Dial))
	}
	where := t.country(l.LocatedIn)
	text := t.say("numbers.phone", "channel", channel, "country", where, "number", telegram.EscapeHTML(dialled(p)))
	if p.E164 != "" {
		return text
	}
	switch p.FromAbroad {
	case hotline.No:
		text += " – " + t.say("numbers.inside-only", "country", where)
	case hotline.Unknown:
		text += " – " + t.say("numbers.abroad-unknown", "country", where)
	}
	return text
}

// country is the name of a country, safe in HTML.
func (t *turn) country(cc string) string {
	return telegram.EscapeHTML(t.b.o.Texts.Country(t.lang, cc))
}

// fewCountries is how many countries are asked for before "another country".
const fewCountries = 9

// countryButtons offers countries, those of the language first. A press says
// purpose, country and places; all offers every country of the directory.
func (t *turn) countryButtons(purpose string, places []string, all bool) [][]button {
	order := t.likelyCountries()
	if !all {
		order = order[:min(len(order), fewCountries)]
	}
	about := strings.Join(places[:min(len(places), 6)], ",")
	var flat []button
	for _, cc := range order {
		flat = append(flat, button{Text: t.b.o.Texts.Country(t.lang, cc), Data: "c:" + purpose + ":" + cc + ":" + about})
	}
	rows := inRows(flat, 3)
	if !all {
		rows = append(rows, []button{{Text: t.say("button.other-country"), Data: "m:" + purpose + ":" + about}})
	}
	return rows
}

// likelyCountries are the countries of the directory, those of the language
// first.
func (t *turn) likelyCountries() []string {
	order := slices.Clone(languageCandidates[t.lang])
	if cc := languageHome[t.lang]; cc != "" {
		order = append(order, cc)
	}
	known := t.b.o.Lines.Countries()
	order = slices.DeleteFunc(order, func(cc string) bool { return !slices.Contains(known, cc) })
	for _, cc := range known {
		if !slices.Contains(order, cc) {
			order = append(order, cc)
		}
	}
	return order
}

// ministries gives each country's own line at home, for a person in danger of
// whom neither the country nor the place is known.
func (t *turn) ministries(room int) string {
	rows := []string{t.say("numbers.ministry")}
	for _, cc := range t.likelyCountries() {
		lines := t.b.o.Lines.Country(cc)
		i := slices.IndexFunc(lines, func(l hotline.Line) bool { return l.Kind == "consular" && l.LocatedIn == cc })
		if i < 0 {
			continue
		}
		row := t.shortLine(lines[i])
		if room -= telegram.VisibleUnits(row) + 1; room < 0 {
			break
		}
		rows = append(rows, row)
	}
	return strings.Join(append(rows, t.say("numbers.more")), "\n")
}

// inRows lays buttons out, some to a row.
func inRows(flat []button, width int) [][]button {
	var rows [][]button
	for row := range slices.Chunk(flat, width) {
		rows = append(rows, row)
	}
	return rows
}
