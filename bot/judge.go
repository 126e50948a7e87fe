package bot

import (
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"lurewatch/bot/telegram"
	"lurewatch/classifier"
	"lurewatch/store"
)

// judgedFor is how long the verdict on a message is remembered, so that an
// edit which changes nothing is not answered again.
const judgedFor = 48 * time.Hour

// longestLetter is the longest text of one letter that is judged, in bytes: a hundred
// forwards of the longest kind still fit.
const longestLetter = 2 << 20

// private answers one message of a private chat that stands alone.
func (b *Bot) private(in *incoming) *turn {
	m := in.Msg()
	if name, args, ok := m.Command(b.me.UserName); ok {
		return b.command(in, name, args)
	}
	if m.MigrateToChatID != 0 || m.MigrateFromChatID != 0 || m.Content() == "" && len(m.Parts()) == 0 {
		return nil // a service message
	}
	return b.judge([]*incoming{in}, b.letter(m))
}

// bundled answers messages that belong together.
func (b *Bot) bundled(g *bundle) *turn {
	messages := make([]*telegram.Message, len(g.parts))
	for i, p := range g.parts {
		messages[i] = p.Msg()
	}
	t := b.judge(g.parts, b.letter(messages...))
	for _, in := range g.old {
		t.Done = append(t.Done, in.seq)
	}
	return t
}

// judge answers one letter: a call for help before anything else, then an
// offer, then small talk.
func (b *Bot) judge(in []*incoming, l letter) *turn {
	last := in[len(in)-1]
	t := b.begin(last.chat(), b.languageOf(last, l.own), in...)
	a := answer{turn: t, in: last, letter: l, n: int(last.UpdateID)}
	late := last.late(b.o.MaxAge)
	if strings.TrimSpace(l.text) == "" && !late {
		return a.wordless()
	}
	a.verdict = b.classify(t.Chat, l)
	switch {
	case isCrisis(a.verdict.Kind):
		return a.crisis()
	case late:
		t.tooOld()
		return t
	}
	if !l.forwarded && a.verdict.Level == classifier.None {
		if k := b.phrases.kind(l.text); k != "" {
			t.rememberSpoken(last, l.own, false)
			t.count("talk", string(k))
			t.send(message{key: a.key(), html: t.say(answerKey[k])})
			return t
		}
		if !hasLetter(l.text) {
			t.send(message{key: a.key(), html: t.say("talk.unclear")})
			return t
		}
	}
	if old, ok := b.remarkOn(t.Chat, l); ok {
		return a.remark(old)
	}
	if l.forwarded {
		b.recent.keep(t.Chat, l, a.verdict.Level)
	} else {
		t.rememberSpoken(last, l.own, a.verdict.Level > classifier.None)
	}
	return a.whole()
}

// tooOld says once a day and chat that the bot was away.
func (t *turn) tooOld() {
	t.send(message{key: "too-old" + t.b.now().UTC().Format("0102"), html: t.say("too-old")})
}

// classify judges a letter, with what other chats reported of its contacts.
func (b *Bot) classify(chat int64, l letter) classifier.Verdict {
	if len(l.text) > longestLetter {
		l.text = strings.ToValidUTF8(l.text[:longestLetter], "")
	}
	o := classifier.Offer{Text: l.text, Links: l.links}
	v := b.o.Judge.Classify(o)
	if len(v.Contacts) == 0 {
		return v
	}
	n, err := b.o.Store.Reported(contactNames(v), chat)
	if err != nil {
		b.log.Error("looking up contacts failed", "err", err)
		return v
	}
	if n == 0 {
		return v
	}
	o.Reputation.Chats = n
	return b.o.Judge.Classify(o)
}

// contactNames are the contacts of a verdict as the store knows them.
func contactNames(v classifier.Verdict) []string {
	names := make([]string, len(v.Contacts))
	for i, c := range v.Contacts {
		names[i] = c.Type + ":" + c.Value
	}
	return names
}

// remarkOn finds the offer that a line was typed about a moment ago.
func (b *Bot) remarkOn(chat int64, l letter) (background, bool) {
	if l.forwarded || utf8.RuneCountInString(l.text) > longestRemark {
		return background{}, false
	}
	return b.recent.get(chat)
}

// remark answers a line typed about an offer: both are judged as one.
func (a answer) remark(old background) *turn {
	line := a.letter
	joined := letter{text: old.text + "\n", links: append([]classifier.Link{}, old.links...), own: line.own, forwarded: true}
	at := len(joined.text)
	joined.text += line.text
	for _, k := range line.links {
		joined.links = append(joined.links, classifier.Link{Start: at + k.Start, End: at + k.End, URL: k.URL})
	}
	v := a.b.classify(a.Chat, joined)
	a.letter, a.verdict = joined, v
	if isCrisis(v.Kind) {
		return a.crisis()
	}
	a.b.recent.keep(a.Chat, joined, v.Level)
	for _, e := range v.Evidence {
		if e.End > at && e.Points > 0 {
			return a.whole()
		}
	}
	if v.Level != old.level {
		return a.whole()
	}
	return a.again()
}

// edited answers an edited message of a private chat, where that changes the
// verdict: the earlier answer is edited too.
func (b *Bot) edited(in *incoming) *turn {
	m := in.Msg()
	if _, _, ok := m.Command(b.me.UserName); ok || m.EditDate == 0 {
		return nil
	}
	l := b.letter(m)
	was, known, err := b.o.Store.Note(in.chat(), judgedNote(m.MessageID))
	hash := campaignOf(l.text)
	if err != nil || strings.TrimSpace(l.text) == "" || strings.HasPrefix(was, hash) {
		return nil
	}
	t := b.begin(in.chat(), b.languageOf(in, l.own), in)
	a := answer{turn: t, in: in, letter: l, n: m.MessageID, verdict: b.classify(in.chat(), l)}
	if isCrisis(a.verdict.Kind) {
		return a.crisis()
	}
	if !known && a.verdict.Level == classifier.None || strings.HasSuffix(was, ":"+string(a.verdict.Kind)+":"+a.verdict.Level.String()) {
		t.noteJudged(m.MessageID, l, a.verdict)
		return t
	}
	if id, ok, err := b.o.Store.SentAs(in.chat(), "v"+strconv.Itoa(m.MessageID)); err == nil && ok {
		a.earlier = id
	}
	return a.whole()
}

// noteJudged remembers what was said of a message: a hash of its words, kind
// and level.
func (t *turn) noteJudged(messageID int, l letter, v classifier.Verdict) {
	t.note(judgedNote(messageID), campaignOf(l.text)+":"+string(v.Kind)+":"+v.Level.String(), judgedFor)
}

func judgedNote(messageID int) string { return "judged" + strconv.Itoa(messageID) }

// entry is the row of history of a verdict on a message.
func (b *Bot) entry(v classifier.Verdict, messageID int) store.Entry {
	e := store.Entry{
		At: b.now(), Level: v.Level.String(), Kind: string(v.Kind), Lang: v.Lang, Rules: v.Rules, Score: v.Score,
		Places: v.Places, Combinations: v.Combinations, Ref: strconv.Itoa(messageID),
	}
	for _, s := range told(v) {
		e.Signs = append(e.Signs, s.Sign)
		e.Quotes = append(e.Quotes, shown(s.Quote))
	}
	return e
}

// tally counts a verdict for the statistics, which know no person.
func (t *turn) tally(v classifier.Verdict, channel string) {
	t.count("level", v.Level.String())
	t.count("channel", channel)
	t.count("language", v.Lang)
	if v.Level == classifier.None {
		return
	}
	t.count("kind", string(v.Kind))
	for _, cc := range v.Places {
		t.count("place", cc)
	}
	for _, e := range told(v) {
		t.count("sign", e.Sign)
	}
}

func isCrisis(k classifier.Kind) bool {
	return k == classifier.KindCrisisSelf || k == classifier.KindCrisisOther
}

// hasLetter says whether there is anything to read in a text.
func hasLetter(text string) bool {
	return strings.IndexFunc(text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) >= 0
}
