package classifier

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"lurewatch/classifier/pack"
	"lurewatch/classifier/rules"
)

// A phrase is a compiled line of a pack: parts that must follow each other,
// each of them any of several literals.
type phrase struct {
	topic  int32 // what it says: index into phrasebook.topics
	except bool
	parts  int32 // how many
	first  int32 // index of its first part among all parts
	source int32 // index into rules.Set.Phrases
}

// A literal is a run of letters that some phrases hold. Parts of different
// phrases share one literal, and the automaton looks for it once.
type literal struct {
	bytes    int32
	letters  int32 // characters in it
	from, to int32 // its uses, in phrasebook.uses
	later    int32 // where those begin that are not the first part of their phrase
	startIn  bool  // its first letter is of a script that parts words
	anyStart bool  // some use of it may begin inside a word
	anyEnd   bool  // some use of it may end inside a word
	endIn    bool  // its last letter is
	endFree  bool  // its last letter is of a script that hangs endings on words
}

// A use is one place of a literal: part number part of a phrase.
type use struct {
	phrase    int32
	part      int32
	openStart bool // a word may go on before it
	openEnd   bool // a word may go on after it
	variant   int32
}

// A phrasebook is every phrase of every language, ready to be found in one
// pass.
type phrasebook struct {
	machine  *automaton
	literals []literal
	variants []literalForm
	uses     []use
	ofPhrase []int32 // of each use: its phrase, close together for the search
	phrases  []phrase
	slots    []slotForm // of all phrases, one after the other
	topics   []string   // sign ids, "place …", "currency …" and so on
	parts    int        // parts of all phrases together
}

// A slotForm is how a slot of a phrase joins the one before it.
type slotForm struct {
	gap      bool // up to three words may stand between
	optional bool // it may be left out
}

// A literalForm is how one phrase writes a literal: its words and accents.
type literalForm struct {
	breaks []int32
	marks  []uint8
}

// newPhrasebook compiles phrases. The error names the file and line of every
// phrase that holds no letter.
func newPhrasebook(set []rules.Phrase) (*phrasebook, error) {
	b := &phrasebook{}
	c := compiler{book: b, byLetters: map[string]int32{}, byTopic: map[string]int32{}, byForm: map[string]int32{}, folding: folding{table: foldTable()}}
	for i, p := range set {
		if err := c.add(int32(i), p); err != nil {
			return nil, err
		}
	}
	c.finish()
	return b, nil
}

type compiler struct {
	book      *phrasebook
	folding   folding
	byLetters map[string]int32
	byTopic   map[string]int32
	byForm    map[string]int32
	key       []byte
	words     [][]byte
	usesOf    [][]use
	filled    bool // every slot of the phrase at hand that must stand has a word
}

// add compiles one phrase.
func (c *compiler) add(source int32, p rules.Phrase) error {
	topic, known := c.byTopic[p.Of]
	if !known {
		topic = int32(len(c.book.topics))
		c.byTopic[p.Of] = topic
		c.book.topics = append(c.book.topics, p.Of)
	}
	id := int32(len(c.book.phrases))
	ph := phrase{topic: topic, except: p.Except, first: int32(c.book.parts), source: source}
	c.filled = true
	for i, slot := range p.Slots {
		words := 0
		glued := i+1 < len(p.Slots) && p.Slots[i+1].Glued
		for _, text := range slot.Words {
			u := use{phrase: id, part: ph.parts}
			text, u.openStart = strings.CutPrefix(text, "~")
			text, u.openEnd = strings.CutSuffix(text, "~")
			u.openStart, u.openEnd = u.openStart || slot.Glued, u.openEnd || glued
			c.folding.fold(text)
			if len(c.folding.letters) == 0 {
				slot.Optional = i > 0 && i < len(p.Slots)-1 // a sign such as & leaves no trace
				continue
			}
			c.use(u)
			words++
		}
		c.filled = c.filled && (words > 0 || slot.Optional)
		c.book.slots = append(c.book.slots, slotForm{gap: slot.Gap, optional: slot.Optional})
		ph.parts++
	}
	if !c.mandatory(ph) {
		return &pack.Error{File: p.File, Line: p.Line, Cause: fmt.Sprintf("%q has no word with a letter that must stand", p.Text), Cure: "add one or take the line out"}
	}
	c.book.parts += int(ph.parts)
	c.book.phrases = append(c.book.phrases, ph)
	return nil
}

// mandatory says whether the first and the last slot of ph must be filled.
func (c *compiler) mandatory(ph phrase) bool {
	slots := c.book.slots[ph.first:]
	return len(slots) > 0 && !slots[0].optional && !slots[len(slots)-1].optional && c.filled
}

// use files the text just folded as part of a phrase.
func (c *compiler) use(u use) {
	f := &c.folding
	word, known := c.byLetters[string(f.letters)]
	if !known {
		word = int32(len(c.words))
		letters := append([]byte(nil), f.letters...)
		c.byLetters[string(letters)] = word
		c.words = append(c.words, letters)
		first, _ := utf8.DecodeRune(letters)
		last, _ := utf8.DecodeLastRune(letters)
		n := utf8.RuneCount(letters)
		c.book.literals = append(c.book.literals, literal{
			bytes: int32(len(letters)), letters: int32(n), startIn: isSpaced(first), endIn: isSpaced(last), endFree: n >= 3 && hangsEndings(last),
		})
		c.usesOf = append(c.usesOf, nil)
	}
	var form literalForm
	for i, letter := range f.info {
		if i > 0 && letter.gap >= faintBreak {
			form.breaks = append(form.breaks, int32(i))
		}
	}
	if f.accented {
		for _, letter := range f.info {
			form.marks = append(form.marks, letter.mark)
		}
	}
	u.variant = c.variant(form)
	c.usesOf[word] = append(c.usesOf[word], u)
}

// variant is the index of a form, which phrases that write a literal alike
// share.
func (c *compiler) variant(form literalForm) int32 {
	c.key = c.key[:0]
	for _, b := range form.breaks {
		c.key = binary.AppendVarint(c.key, int64(b))
	}
	c.key = append(append(c.key, 0xFF), form.marks...)
	index, known := c.byForm[string(c.key)]
	if !known {
		index = int32(len(c.book.variants))
		c.byForm[string(c.key)] = index
		c.book.variants = append(c.book.variants, form)
	}
	return index
}

// finish lays the uses out by literal and builds the machine.
func (c *compiler) finish() {
	b := c.book
	for i, uses := range c.usesOf {
		b.literals[i].from = int32(len(b.uses))
		for _, u := range uses {
			b.literals[i].anyStart = b.literals[i].anyStart || u.openStart
			b.literals[i].anyEnd = b.literals[i].anyEnd || u.openEnd
		}
		slices.SortStableFunc(uses, func(a, b use) int {
			return cmp.Or(min(int(a.part), 1)-min(int(b.part), 1), int(a.variant-b.variant))
		})
		b.literals[i].later = int32(len(b.uses))
		for _, u := range uses {
			b.uses = append(b.uses, u)
			b.ofPhrase = append(b.ofPhrase, u.phrase)
			if u.part == 0 {
				b.literals[i].later++
			}
		}
		b.literals[i].to = int32(len(b.uses))
	}
	b.machine = newAutomaton(c.words)
}

// hangsEndings says whether the script of r writes endings and particles on
// the word itself, so that a phrase may be followed by more letters.
func hangsEndings(r rune) bool {
	switch {
	case r >= 0x0900 && r <= 0x0DFF: // the scripts of India and Sri Lanka
		return true
	case r >= 0x1200 && r <= 0x137F: // Ethiopic
		return true
	case r >= 0xAC00 && r <= 0xD7A3: // Hangul
		return true
	}
	return false
}
