package bot

import (
	"slices"
	"strconv"
	"strings"

	"lurewatch/classifier"
)

// An answer is a turn about one letter in a private chat.
type answer struct {
	*turn
	in      *incoming // the last message of the letter
	letter  letter
	verdict classifier.Verdict
	n       int // picks the wording, so that answers do not sound alike
	earlier int // the bot's message to edit, 0 for a new one
}

// key makes the answer to a message unique, whatever restarts come between.
func (a answer) key() string { return "v" + strconv.Itoa(a.in.Msg().MessageID) }

// maxSigns is how many signs an answer names; more are only counted.
const maxSigns = 6

// whole answers with everything: level, reasons, what to do today, numbers,
// and how to say that it was wrong.
func (a answer) whole() *turn {
	v := a.verdict
	channel := "private"
	if a.letter.forwarded {
		channel = "forward"
	}
	a.tally(v, channel)
	a.Entries = append(a.Entries, a.b.entry(v, a.in.Msg().MessageID))
	if v.Level == classifier.Danger {
		a.Contacts = contactNames(v)
	}
	a.noteJudged(a.in.Msg().MessageID, a.letter, v)
	m := message{key: a.key(), replyTo: a.in.Msg().MessageID, topic: a.in.Msg().Topic(), insist: true}
	switch {
	case v.Level == classifier.None:
		m.html = a.noSign()
	case v.Kind == classifier.KindFraud:
		m.html = a.fraud()
	default:
		m.html = a.lure()
	}
	if v.Level > classifier.None {
		numbers, buttons := a.numbers()
		m.html = paragraphs(m.html, numbers, a.say("foot.wrong"))
		m.buttons = buttons
	}
	if a.earlier != 0 {
		m.key += ":" + campaignOf(a.letter.text)
		a.edit(a.earlier, m)
		return a.turn
	}
	a.send(m)
	return a.turn
}

// noSign is the short answer to what shows no known sign: longer where it may
// be an offer all the same.
func (a answer) noSign() string {
	open := a.b.o.Texts.Variant(a.lang, "none", a.n)
	if a.letter.forwarded || len(told(a.verdict)) > 0 || len([]rune(a.letter.text)) > 200 {
		return paragraphs(open, a.say("none.todo"))
	}
	return open
}

func (a answer) lure() string {
	variant := a.b.o.Texts.Variant
	if a.verdict.Level == classifier.Caution {
		return paragraphs(
			variant(a.lang, "caution.open", a.n)+"\n"+a.say("caution.unsure"), a.signs(maxSigns, true),
			a.say("ask.head")+"\n"+a.say("ask.lure"), a.say("todo.lure.caution"))
	}
	return paragraphs(
		variant(a.lang, "danger.open", a.n), a.signs(maxSigns, true),
		variant(a.lang, "danger.fact", a.n)+"\n"+a.say("danger.friend"), a.say("todo.lure.danger"))
}

func (a answer) fraud() string {
	variant := a.b.o.Texts.Variant
	if a.verdict.Level == classifier.Caution {
		return paragraphs(
			variant(a.lang, "caution.open", a.n)+"\n"+a.say("caution.unsure"), a.signs(maxSigns, true),
			a.say("ask.head")+"\n"+a.say("ask.fraud"), a.say("todo.fraud.caution"))
	}
	return paragraphs(
		variant(a.lang, "fraud.open", a.n), a.signs(maxSigns, true),
		variant(a.lang, "fraud.fact", a.n), a.say("todo.fraud.danger"))
}

// again is the short answer to a line that adds nothing to an offer that was
// answered a moment ago.
func (a answer) again() *turn {
	open := map[classifier.Level]string{classifier.None: "none", classifier.Caution: "caution.open", classifier.Danger: "danger.open"}[a.verdict.Level]
	if a.verdict.Level == classifier.Danger && a.verdict.Kind == classifier.KindFraud {
		open = "fraud.open"
	}
	text := a.b.o.Texts.Variant(a.lang, open, a.n)
	if a.verdict.Level > classifier.None {
		text = paragraphs(text, a.signs(2, true), a.say("foot.wrong"))
	}
	a.send(message{key: a.key(), html: text, insist: true})
	return a.turn
}

// signs lists the reasons with the words that show them. Without quotes, only
// the signs are named.
func (t *turn) signsOf(v classifier.Verdict, most int, quote func(classifier.Evidence) bool) string {
	reasons := told(v)
	lines := []string{t.say("signs.head", "count", strconv.Itoa(len(reasons)))}
	for i, e := range reasons {
		if i == most && len(reasons) > most+1 {
			lines = append(lines, t.say("signs.more", "count", strconv.Itoa(len(reasons)-most)))
			break
		}
		if quote(e) {
			lines = append(lines, t.say("signs.line", "sign", t.sign(e.Sign), "quote", t.quoted(e.Quote)))
		} else {
			lines = append(lines, t.say("signs.line.noquote", "sign", t.sign(e.Sign)))
		}
	}
	if len(v.Combinations) > 0 && len(reasons) > 1 {
		lines = append(lines, t.say("combination.head"))
	}
	return strings.Join(lines, "\n")
}

func (a answer) signs(most int, quotes bool) string {
	return a.signsOf(a.verdict, most, func(classifier.Evidence) bool { return quotes })
}

// sign is what a sign says to a reader.
func (t *turn) sign(id string) string {
	if key := "sign." + id; t.b.o.Texts.Has(key) {
		return t.say(key)
	}
	return t.say("sign.other")
}

// told are the signs that speak against an offer, the heaviest first.
func told(v classifier.Verdict) []classifier.Evidence {
	var reasons []classifier.Evidence
	for _, e := range v.Evidence {
		if e.Points > 0 {
			reasons = append(reasons, e)
		}
	}
	slices.SortStableFunc(reasons, func(a, b classifier.Evidence) int { return b.Points - a.Points })
	return reasons
}

// paragraphs joins texts by blank lines, leaving empty ones out.
func paragraphs(texts ...string) string {
	return strings.Join(slices.DeleteFunc(texts, func(s string) bool { return s == "" }), "\n\n")
}

// wordless says honestly what the bot cannot read.
func (a answer) wordless() *turn {
	key, ok := cannot[a.letter.content]
	if !ok {
		key = "talk.unclear"
	}
	if a.letter.content == "document" && len(a.in.Msg().Pictures()) > 0 {
		key = "cannot.picture-off"
	}
	a.count("unread", key)
	m := message{key: a.key(), html: a.say(key)}
	if group := a.in.Msg().MediaGroupID; group != "" {
		m.key = "album" + group
	}
	a.send(m)
	return a.turn
}

// cannot is what is said about content without words, by telegram.Content.
var cannot = map[string]string{
	"photo": "cannot.picture-off", "paid_media": "cannot.picture-off",
	"voice": "cannot.voice", "audio": "cannot.voice",
	"video": "cannot.video", "video_note": "cannot.video", "animation": "cannot.video", "story": "cannot.video",
	"location": "cannot.location", "venue": "cannot.location",
	"sticker": "cannot.sticker", "dice": "cannot.sticker", "game": "cannot.sticker",
	"document": "cannot.file", "invoice": "cannot.file",
}
