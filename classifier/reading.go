package classifier

import (
	"slices"
	"strings"
)

// A reading is what one text shows, gathered before it is judged. It is kept
// between texts for its memory.
type reading struct {
	c        *Classifier
	matcher  *matcher
	text     string
	signs    []finding // by sign
	found    []int     // signs with a finding, in the order first met
	hidden   []match   // except matches
	heard    []match   // of the voices, held back until the signs are known
	votes    []int     // by language
	units    []unit    // currencies, multipliers, periods and pay words, by place
	places   []string
	amounts  []amount
	contacts []contactMention
	offer    Offer
}

// A finding is the best quote of one sign and how many different phrases
// showed it.
type finding struct {
	count      int // different places
	start, end int // bytes of the text as given
	last       int // where the last place counted ends
	length     int // letters, to choose the fullest quote
	extra      int // points beyond the sign's own
}

func newReading(c *Classifier) *reading {
	return &reading{
		c: c, matcher: newMatcher(c.book),
		signs: make([]finding, len(c.set.Signs)), votes: make([]int, len(c.langs)),
	}
}

// read fills r with what the offer shows.
func (r *reading) read(o Offer) {
	r.reset(o)
	r.matcher.match(o.Text)
	r.silence()
	for _, m := range r.matcher.matches {
		r.take(m)
	}
	r.hearVoices()
	r.readPay()
	r.readContacts()
	if o.Reputation.Chats >= repeatChats && len(r.found) > 0 {
		f := r.signs[r.found[0]]
		r.add(r.c.ids.repeat, f.start, f.end, f.length)
	}
}

// repeatChats is how many different chats must have sent the same offer
// before it counts: one report never raises a level.
const repeatChats = 3

func (r *reading) reset(o Offer) {
	for _, s := range r.found {
		r.signs[s] = finding{}
	}
	clear(r.votes)
	r.offer, r.text = o, o.Text
	r.found, r.hidden, r.heard, r.units = r.found[:0], r.hidden[:0], r.heard[:0], r.units[:0]
	r.places, r.amounts = nil, r.amounts[:0]
}

// silence takes out the matches that an exception of the same section covers
// where they begin.
func (r *reading) silence() {
	book := r.c.book
	for _, m := range r.matcher.matches {
		if book.phrases[m.phrase].except {
			r.hidden = append(r.hidden, m)
		}
	}
	r.matcher.matches = slices.DeleteFunc(r.matcher.matches, func(m match) bool {
		p := &book.phrases[m.phrase]
		if p.except {
			return true
		}
		for _, h := range r.hidden {
			if book.phrases[h.phrase].topic == p.topic && h.start <= m.start && m.start < h.end {
				return true
			}
		}
		return false
	})
}

// take notes what one match says.
func (r *reading) take(m match) {
	t := &r.c.topics[r.c.book.phrases[m.phrase].topic]
	switch t.kind {
	case topicLanguage:
		r.votes[t.lang]++
	case topicCurrency, topicTimes, topicPeriod, topicPayWord:
		r.units = append(r.units, unit{kind: t.kind, index: t.money, phrase: m.phrase, start: m.start, end: m.end})
	case topicPlace:
		r.addPlace(t, m)
	default:
		if r.c.voice[t.sign] {
			r.heard = append(r.heard, m)
			return
		}
		r.addMatch(t.sign, m)
	}
}

// hearVoices notes the voices of news, warning, story, question and talk, but
// not where their words are part of a dangerous sign: "say you are on holiday"
// is no holiday.
func (r *reading) hearVoices() {
	for _, m := range r.heard {
		start, end := r.matcher.folding.span(int(m.start), int(m.end))
		if !slices.ContainsFunc(r.found, func(s int) bool {
			f := &r.signs[s]
			return r.c.set.Signs[s].Points > 0 && start < f.end && f.start < end
		}) {
			r.add(r.c.topics[r.c.book.phrases[m.phrase].topic].sign, start, end, int(m.end-m.start))
		}
	}
}

func (r *reading) addMatch(sign int, m match) {
	start, end := r.matcher.folding.span(int(m.start), int(m.end))
	r.add(sign, start, end, int(m.end-m.start))
}

// add notes a sign at text[start:end]; of several quotes the longest stands,
// of equally long ones the first.
func (r *reading) add(sign, start, end, length int) {
	f := &r.signs[sign]
	if f.count == 0 {
		r.found = append(r.found, sign)
		f.last = start
	}
	if f.count == 0 || length > f.length {
		f.start, f.end, f.length = start, end, length
	}
	if start >= f.last {
		f.count++
		f.last = end
	}
}

func (r *reading) addPlace(t *topic, m match) {
	if t.place.Class != "foreign" && t.place.Country != "" && !slices.Contains(r.places, t.place.Country) {
		r.places = append(r.places, t.place.Country)
	}
	r.addMatch(t.sign, m)
}

// has says whether a sign was found.
func (r *reading) has(sign int) bool { return r.signs[sign].count > 0 }

// quote is the sign's own words.
func (r *reading) quote(sign int) string {
	f := r.signs[sign]
	return r.text[f.start:f.end]
}

// language is the likeliest language of the text: the one with most of its
// common words, else the one of its script.
func (r *reading) language() string {
	best, most := "", 0
	for i, v := range r.votes {
		if v > most {
			best, most = r.c.langs[i], v
		}
	}
	script := r.matcher.folding.table.scriptLanguage(r.text)
	if script != "" && (best == "" || !sameScript(best, script)) {
		return script
	}
	if best == "" {
		return "und"
	}
	return best
}

// sameScript says whether the guess by words may stand beside the guess by
// script.
func sameScript(words, script string) bool {
	for _, family := range []string{"hi ne mr", "ar ur fa", "ru mn uk kk ky"} {
		fields := strings.Fields(family)
		if slices.Contains(fields, words) && slices.Contains(fields, script) {
			return true
		}
	}
	return words == script
}

// countries are the destinations named, in a fixed order.
func (r *reading) countries() []string { return slices.Sorted(slices.Values(r.places)) }
