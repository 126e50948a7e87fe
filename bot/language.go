package bot

import (
	"time"

	"lurewatch/bot/locale"
	"lurewatch/classifier"
)

// spokeNote remembers which language a person last typed, for the answer to
// what he only forwards.
const spokeNote = "spoke"

const spokeFor = 90 * 24 * time.Hour

// languageOf is the language to answer in: the one set by /language, else that
// of the person's own typed words, now or before, else the app's. Forwarded
// words never count. In a group it is the setting, else the poster's app.
func (b *Bot) languageOf(in *incoming, own string) string {
	chat := in.chat()
	if p, err := b.o.Store.Prefs(chat); err == nil && p.Language != "" {
		if l := b.o.Texts.Match(p.Language); l != "" {
			return l
		}
	}
	if in.private() {
		if l := b.typed(own); l != "" {
			return l
		}
		if spoke, ok, err := b.o.Store.Note(chat, spokeNote); err == nil && ok {
			if l := b.o.Texts.Match(spoke); l != "" {
				return l
			}
		}
	}
	if l := b.o.Texts.Match(in.app()); l != "" {
		return l
	}
	return locale.Master
}

// languageOfPress is the language in which to answer a pressed button: that of
// the message it stands under, unless another was set since.
func (b *Bot) languageOfPress(in *incoming, lang string) string {
	if p, err := b.o.Store.Prefs(in.chat()); err == nil && p.Language == "" {
		if l := b.o.Texts.Match(lang); l != "" {
			return l
		}
	}
	return b.languageOf(in, "")
}

// typed is the language of words a person typed, "" if they do not tell.
func (b *Bot) typed(own string) string {
	if own == "" {
		return ""
	}
	if l := b.phrases.language(own); l != "" {
		return l
	}
	v := b.o.Judge.Classify(classifier.Offer{Text: own})
	return b.o.Texts.Match(v.Lang)
}

// rememberSpoken notes the language a person typed. Small talk and questions
// are surely the person's own words; a pasted offer may not be, so it counts
// only where nothing else tells.
func (t *turn) rememberSpoken(in *incoming, own string, offer bool) {
	l := t.b.typed(own)
	if l == "" {
		return
	}
	old, known, err := t.b.o.Store.Note(t.Chat, spokeNote)
	if err != nil || known && old == l || offer && (known || t.b.o.Texts.Match(in.app()) != "") {
		return
	}
	t.note(spokeNote, l, spokeFor)
}
