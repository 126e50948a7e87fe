package bot

import (
	"strconv"
	"strings"
	"time"

	"lurewatch/bot/telegram"
	"lurewatch/classifier"
)

// cooldown is how long a group is not warned again of the same campaign.
const cooldown = 24 * time.Hour

// group answers a message of a group: a command, or a danger nobody asked
// about. Everything else stays without an answer and without a trace.
func (b *Bot) group(in *incoming) *turn {
	m := in.Msg()
	if m.MigrateToChatID != 0 {
		t := b.begin(in.chat(), "", in)
		t.Migrate = m.MigrateToChatID
		return t
	}
	if name, args, ok := m.Command(b.me.UserName); ok {
		if in.Kind() == telegram.KindEdited {
			return nil
		}
		return b.groupCommand(in, name, args)
	}
	if m.From != nil && m.From.ID == b.me.ID || in.late(b.o.MaxAge) {
		return nil
	}
	l := b.letter(m)
	if strings.TrimSpace(l.text) == "" {
		return nil
	}
	v := b.classify(in.chat(), l)
	if v.Level != classifier.Danger {
		return nil
	}
	t := b.begin(in.chat(), b.languageOf(in, ""), in)
	w := warning{turn: t, about: m, verdict: v, text: l.text, n: int(in.UpdateID)}
	return w.once()
}

// A warning is a turn about one message of a group.
type warning struct {
	*turn
	about   *telegram.Message // the message warned of
	verdict classifier.Verdict
	text    string
	n       int
}

// once warns, unless the group was warned of the same campaign a while ago.
func (w warning) once() *turn {
	campaign := "warned" + campaignOf(w.text)
	if _, warned, err := w.b.o.Store.Note(w.Chat, campaign); err != nil || warned {
		return w.turn
	}
	w.note(campaign, "1", cooldown)
	if isCrisis(w.verdict.Kind) {
		w.count("crisis", string(w.verdict.Kind))
		w.sendAbout("c", w.say("group.crisis"), true)
		return w.turn
	}
	w.keep()
	w.sendAbout("w", w.html(), true)
	return w.turn
}

// keep counts the verdict and keeps its row: in groups only what was flagged.
func (w warning) keep() {
	v := w.verdict
	w.tally(v, "group")
	if v.Level == classifier.None {
		return
	}
	w.Entries = append(w.Entries, w.b.entry(v, w.about.MessageID))
	if v.Level == classifier.Danger {
		w.Contacts = contactNames(v)
	}
}

// html is the warning: about the offer, never about who posted it, and
// without a way to the recruiter.
func (w warning) html() string {
	open := w.b.o.Texts.Variant(w.lang, "group.warning", w.n)
	switch {
	case w.verdict.Level == classifier.None:
		return w.say("group.none")
	case w.verdict.Level == classifier.Caution:
		open = w.say("group.caution")
	case w.verdict.Kind == classifier.KindFraud:
		open = w.b.o.Texts.Variant(w.lang, "group.fraud", w.n)
	}
	signs := w.signsOf(w.verdict, 4, func(e classifier.Evidence) bool { return !repeats(e, w.verdict.Contacts) })
	return paragraphs(open, signs, w.say("group.advice")+"\n"+w.say("group.ask-private"))
}

// sendAbout replies to the message warned of, in its topic.
func (w warning) sendAbout(purpose, html string, insist bool) {
	m := message{
		key: purpose + strconv.Itoa(w.about.MessageID), html: html, insist: insist,
		replyTo: w.about.MessageID, topic: w.about.Topic(),
	}
	if w.b.me.UserName != "" {
		m.buttons = [][]button{{{Text: w.say("button.private"), URL: "https://t.me/" + w.b.me.UserName + "?start=group"}}}
	}
	w.send(m)
}

// groupCommand answers the commands that make sense in a group.
func (b *Bot) groupCommand(in *incoming, name, args string) *turn {
	m := in.Msg()
	if in.late(b.o.MaxAge) {
		return nil
	}
	t := b.begin(in.chat(), b.languageOf(in, ""), in)
	reply := message{key: "r" + strconv.Itoa(m.MessageID), replyTo: m.MessageID, topic: m.Topic()}
	switch name {
	case "check":
		return b.checkInGroup(t, in, args)
	case "start", "help":
		reply.html = withKnownCommands(t.say("group.greeting.private"), groupCommands())
	case "country", "language", "history", "forget", "hide", "safety", "privacy", "wrong", "hotlines":
		reply.html = t.say("error.private")
		if b.me.UserName != "" {
			reply.buttons = [][]button{{{Text: t.say("button.private"), URL: "https://t.me/" + b.me.UserName}}}
		}
	default:
		// Only somebody who names the bot wants to hear that it does not know.
		if !strings.Contains(m.CommandWithAt(), "@") {
			return t
		}
		reply.html = t.say("error.command")
	}
	t.send(reply)
	return t
}

// checkInGroup judges the message a member replied to with /check.
func (b *Bot) checkInGroup(t *turn, in *incoming, args string) *turn {
	m := in.Msg()
	about, l := m.ReplyTo, letter{}
	switch {
	case about != nil && !b.isMine(about):
		l = b.letter(about)
	case m.Quote != nil:
		about, l = m, letter{text: m.Quote.Text}
	default:
		about, l = m, letter{text: args}
	}
	if strings.TrimSpace(l.text) == "" {
		key := "check.reply"
		if k, ok := cannot[about.Content()]; ok && about != m {
			key = k
		}
		t.send(message{key: "r" + strconv.Itoa(m.MessageID), html: t.say(key), replyTo: m.MessageID, topic: m.Topic()})
		return t
	}
	v := b.classify(t.Chat, l)
	w := warning{turn: t, about: about, verdict: v, text: l.text, n: int(in.UpdateID)}
	if about.Topic() == 0 {
		w.about.ThreadID, w.about.IsTopic = m.ThreadID, m.IsTopic
	}
	if isCrisis(v.Kind) {
		t.count("crisis", string(v.Kind))
		w.sendAbout("r"+strconv.Itoa(m.MessageID)+"c", t.say("group.crisis"), true)
		return t
	}
	w.keep()
	if v.Level == classifier.Danger {
		t.note("warned"+campaignOf(l.text), "1", cooldown)
	}
	w.sendAbout("r"+strconv.Itoa(m.MessageID)+"a", w.html(), true)
	return t
}
