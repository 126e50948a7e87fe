package classifier

import (
	"fmt"
	"io/fs"
	"strings"
	"sync"

	"lurewatch/classifier/rules"
)

// A Classifier judges offers by one set of packs. It is safe for concurrent
// use.
type Classifier struct {
	set      *rules.Set
	book     *phrasebook
	topics   []topic // by index in phrasebook.topics
	signs    map[string]int
	places   map[string]*rules.Place
	groups   []groupCap // by sign: the place of its group
	combos   []combination
	money    money
	langs    []string
	matchers sync.Pool
	ids      signIDs
	voice    []bool // by sign: it tells about offers, see context.go
}

// A topic is what a phrase says, worked out once.
type topic struct {
	kind  topicKind
	sign  int          // of topicSign and topicPlace
	place *rules.Place // of topicPlace
	lang  int          // of topicLanguage
	money int          // of the money topics: index into money's tables
}

type topicKind uint8

const (
	topicSign topicKind = iota
	topicPlace
	topicLanguage
	topicCurrency
	topicTimes
	topicPeriod
	topicPayWord
)

// New makes a classifier of the packs in fsys. The error names file, line and
// cure of every fault.
func New(fsys fs.FS) (*Classifier, error) {
	set, err := rules.Load(fsys)
	if err != nil {
		return nil, fmt.Errorf("loading rule packs: %w", err)
	}
	return compile(set)
}

func compile(set *rules.Set) (*Classifier, error) {
	book, err := newPhrasebook(set.Phrases)
	if err != nil {
		return nil, fmt.Errorf("compiling rule packs: %w", err)
	}
	for i := range set.Phrases {
		set.Phrases[i].Slots = nil // compiled; only the text is shown later
	}
	c := &Classifier{set: set, book: book, signs: map[string]int{}, places: map[string]*rules.Place{}}
	for i, s := range set.Signs {
		c.signs[s.ID] = i
	}
	if err := c.ids.resolve(c.signs); err != nil {
		return nil, fmt.Errorf("compiling rule packs: %w", err)
	}
	c.voice = make([]bool, len(set.Signs))
	for _, s := range c.ids.voices() {
		c.voice[s] = true
	}
	for i := range set.Places {
		c.places[set.Places[i].ID] = &set.Places[i]
	}
	c.capGroups()
	c.combine()
	c.money = newMoney(set)
	for _, name := range book.topics {
		c.topics = append(c.topics, c.topic(name))
	}
	c.matchers.New = func() any { return newReading(c) }
	return c, nil
}

// topic works out what the phrases of one section say.
func (c *Classifier) topic(section string) topic {
	kind, name, _ := strings.Cut(section, " ")
	switch kind {
	case "place":
		p := c.places[name]
		return topic{kind: topicPlace, place: p, sign: c.ids.ofPlace(p.Class)}
	case "language":
		for i, l := range c.langs {
			if l == name {
				return topic{kind: topicLanguage, lang: i}
			}
		}
		c.langs = append(c.langs, name)
		return topic{kind: topicLanguage, lang: len(c.langs) - 1}
	case "currency":
		return topic{kind: topicCurrency, money: c.money.currency(name)}
	case "times":
		return topic{kind: topicTimes, money: c.money.multiplier(name)}
	case "period":
		return topic{kind: topicPeriod, money: c.money.period(name)}
	case "salary":
		return topic{kind: topicPayWord}
	}
	return topic{kind: topicSign, sign: c.signs[section]}
}

// Hash names the packs: verdicts of classifiers with one hash agree.
func (c *Classifier) Hash() string { return c.set.Hash }

// Signs are all signs of the packs in the order of signs.txt.
func (c *Classifier) Signs() []rules.Sign { return c.set.Signs }

// signIDs are the signs that the code itself finds or asks for.
type signIDs struct {
	payFar, payOdd, payNamed                                    int
	contactNamed, contactOwn, freeMail, imNamed, imOnly         int
	highRisk, hotspot, border, hub, foreign                     int
	news, warning, story, question, talk                        int
	hire, contact, invite, abroad, work                         int
	negWarning, negOrdinary                                     int
	typing, ageFloor                                            int
	heldState, heldRansom, surrender, denial, compound, penalty int
	repeat, held, relativeHeld, role, gambling                  int
}

// resolve finds every id, so that a renamed sign is an error at load.
func (ids *signIDs) resolve(signs map[string]int) error {
	for name, at := range map[string]*int{
		"pay-far-above-norm": &ids.payFar, "pay-odd-form": &ids.payOdd, "pay-named": &ids.payNamed,
		"contact-named": &ids.contactNamed, "contact-own": &ids.contactOwn, "con-im-only": &ids.imOnly, "contact-messenger": &ids.imNamed, "con-free-mail": &ids.freeMail,
		"dest-high-risk-country": &ids.highRisk, "dest-hotspot": &ids.hotspot,
		"place-border": &ids.border, "place-hub": &ids.hub, "place-foreign": &ids.foreign,
		"ctx-news": &ids.news, "ctx-warning": &ids.warning, "ctx-story": &ids.story,
		"ctx-question": &ids.question, "ctx-talk": &ids.talk,
		"act-hire": &ids.hire, "act-contact": &ids.contact, "act-invite": &ids.invite,
		"act-abroad": &ids.abroad, "act-work": &ids.work,
		"req-typing-language": &ids.typing, "fraud-age-floor": &ids.ageFloor, "held-state": &ids.heldState, "held-ransom": &ids.heldRansom, "doc-surrender": &ids.surrender,
		"con-denial": &ids.denial, "dest-compound-living": &ids.compound, "debt-exit-penalty": &ids.penalty,
		"neg-warning-text": &ids.negWarning, "neg-ordinary-job": &ids.negOrdinary,
		"con-repeat-campaign": &ids.repeat, "crisis-held": &ids.held, "crisis-relative-held": &ids.relativeHeld,
		"role-online-chat": &ids.role, "role-gambling-crypto-scam": &ids.gambling,
	} {
		i, ok := signs[name]
		if !ok {
			return fmt.Errorf("signs.txt lacks [sign %s], which the program finds by itself; add it back", name)
		}
		*at = i
	}
	return nil
}

// ofPlace is the sign that a place of a class shows.
func (ids *signIDs) ofPlace(class string) int {
	switch class {
	case "hotspot":
		return ids.hotspot
	case "risk":
		return ids.highRisk
	case "border":
		return ids.border
	case "hub":
		return ids.hub
	}
	return ids.foreign
}
