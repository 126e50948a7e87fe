package bot

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"lurewatch/bot/locale"
)

// A talk is small talk by what it wants, "" for none.
type talk string

// The kinds of small talk, each the name of a word list [words.…] and of the
// text [talk.…] that answers it.
const (
	talkGreeting talk = "greeting"
	talkThanks   talk = "thanks"
	talkBye      talk = "bye"
	talkOK       talk = "ok"
	talkWho      talk = "who"
	talkHow      talk = "how"
	talkReal     talk = "real"
	talkJob      talk = "job"
	talkQuestion talk = "question"
)

// answerKey is the text that answers each kind.
var answerKey = map[talk]string{
	talkGreeting: "talk.greeting", talkThanks: "talk.thanks", talkBye: "talk.bye", talkOK: "talk.ok",
	talkWho: "talk.who", talkHow: "talk.how", talkReal: "talk.is-it-real", talkJob: "talk.about-job",
	talkQuestion: "talk.question",
}

// The lengths in runes up to which a text may be small talk: a longer one may
// hide an offer and is judged.
const (
	longestTalk     = 40  // greetings, thanks, yes and no
	longestQuestion = 160 // questions to the bot
)

// phrases are the small-talk phrases of all languages.
type phrases struct {
	of    map[talk][]string // folded, by kind
	langs map[string]string // the language of a phrase that only one has
}

// readPhrases collects the word lists of every language.
func readPhrases(texts *locale.Catalogue) phrases {
	p := phrases{of: map[talk][]string{}, langs: map[string]string{}}
	for kind := range answerKey {
		key := "words." + string(kind)
		if !texts.Has(key) {
			continue
		}
		english := texts.Text(locale.Master, key)
		for _, l := range texts.Languages() {
			list := texts.Text(l.Code, key)
			if l.Code != locale.Master && list == english {
				continue // English stands in
			}
			for line := range strings.Lines(list) {
				p.add(kind, l.Code, foldTalk(line))
			}
		}
	}
	return p
}

func (p *phrases) add(kind talk, lang, phrase string) {
	if phrase == "" {
		return
	}
	if other, known := p.langs[phrase]; known && other != lang {
		p.langs[phrase] = ""
	} else {
		p.langs[phrase] = lang
	}
	if !slices.Contains(p.of[kind], phrase) {
		p.of[kind] = append(p.of[kind], phrase)
	}
}

// language is the language of a text that is nothing but a phrase of only one
// language, else "".
func (p phrases) language(text string) string { return p.langs[foldTalk(text)] }

// kind says what small talk a text is, if any.
func (p phrases) kind(text string) talk {
	length := utf8.RuneCountInString(strings.TrimSpace(text))
	folded := foldTalk(text)
	if folded == "" || length > longestQuestion {
		return ""
	}
	for _, k := range []talk{talkWho, talkHow, talkReal, talkJob} {
		for _, phrase := range p.of[k] {
			if containsWords(folded, phrase) {
				return k
			}
		}
	}
	if length <= longestTalk {
		for _, k := range []talk{talkThanks, talkGreeting, talkBye, talkOK} {
			for _, phrase := range p.of[k] {
				if opens(folded, phrase, k == talkOK) {
					return k
				}
			}
		}
	}
	if strings.ContainsAny(text, "?？؟⁇፧") {
		return talkQuestion
	}
	return ""
}

// opens says whether text is the phrase, or begins with it and says little
// more; alone wants nothing more at all.
func opens(text, phrase string, alone bool) bool {
	rest, ok := strings.CutPrefix(text, phrase)
	if !ok {
		return false
	}
	if rest == "" {
		return true
	}
	edge := rest[0] == ' ' || !spaced(phrase)
	return edge && !alone && utf8.RuneCountInString(rest) <= 20
}

// containsWords finds a phrase in a text at the edges of words, or anywhere in
// scripts that do not part words.
func containsWords(text, phrase string) bool {
	if !spaced(phrase) {
		return strings.Contains(text, phrase)
	}
	return strings.Contains(" "+text+" ", " "+phrase+" ")
}

// spaced says whether a phrase is of a script that parts words by blanks.
func spaced(phrase string) bool {
	for _, r := range phrase {
		if unicode.In(r, unicode.Han, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar, unicode.Hiragana, unicode.Katakana) {
			return false
		}
	}
	return true
}

// foldTalk is a text in lower case with single blanks and without
// punctuation, emoji and marks that do not print.
func foldTalk(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsLetter(r), unicode.IsMark(r), unicode.IsDigit(r):
			return unicode.ToLower(r)
		case r == '\'' || r == '’':
			return '\''
		case unicode.Is(unicode.Cf, r):
			return -1
		}
		return ' '
	}, s)
	return strings.Join(strings.Fields(s), " ")
}
