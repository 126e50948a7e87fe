package bot

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"lurewatch/bot/hotline"
	"lurewatch/bot/telegram"
	"lurewatch/classifier"
)

// A command answers one command of a private chat.
type command func(b *Bot, t *turn, in *incoming, args string)

// A named command is one command and what answers it.
type named struct {
	name string
	do   command
}

// commands are the commands of private chats, in the order of the menu.
func commands() []named {
	return []named{
		{"check", (*Bot).check}, {"hotlines", (*Bot).hotlines}, {"safety", (*Bot).safety},
		{"country", (*Bot).country}, {"language", (*Bot).language},
		{"history", (*Bot).history}, {"forget", (*Bot).forget}, {"hide", (*Bot).hide},
		{"wrong", (*Bot).wrong}, {"privacy", (*Bot).privacy}, {"help", (*Bot).help},
		{"start", (*Bot).start},
	}
}

// groupCommands are those that do something in groups.
func groupCommands() []string { return []string{"check", "start", "help"} }

// privateCommands are the names of commands.
func privateCommands() []string {
	var names []string
	for _, c := range commands() {
		names = append(names, c.name)
	}
	return names
}

// command answers a command of a private chat.
func (b *Bot) command(in *incoming, name, args string) *turn {
	t := b.begin(in.chat(), b.languageOf(in, ""), in)
	if in.late(b.o.MaxAge) {
		t.tooOld()
		return t
	}
	all := commands()
	i := slices.IndexFunc(all, func(c named) bool { return c.name == name })
	if i < 0 {
		t.answer(in, t.say("error.command"), nil)
		return t
	}
	if name == "check" && (args != "" || in.Msg().ReplyTo != nil) {
		return b.checkGiven(t, in, args)
	}
	all[i].do(b, t, in, args)
	return t
}

// answer says something in answer to a message, once.
func (t *turn) answer(in *incoming, html string, buttons [][]button) {
	m := in.Msg()
	t.send(message{key: "r" + strconv.Itoa(m.MessageID), html: html, topic: m.Topic(), buttons: buttons})
}

func (b *Bot) start(t *turn, in *incoming, _ string) {
	t.answer(in, t.say("start"), nil)
}

func (b *Bot) help(t *turn, in *incoming, _ string) {
	t.answer(in, withKnownCommands(t.say("help"), privateCommands()), nil)
}

func (b *Bot) safety(t *turn, in *incoming, _ string) {
	t.answer(in, t.say("safety"), nil)
}

func (b *Bot) privacy(t *turn, in *incoming, _ string) {
	t.answer(in, t.say("privacy", "days", b.days()), nil)
}

// days is how long history is kept, for telling people.
func (b *Bot) days() string { return strconv.Itoa(max(1, int(b.o.Retention.Hours()/24))) }

func (b *Bot) check(t *turn, in *incoming, _ string) {
	t.answer(in, t.say("talk.about-job")+"\n"+t.say("check.reply"), nil)
}

// checkGiven judges the text behind /check, or the message it replies to.
func (b *Bot) checkGiven(t *turn, in *incoming, args string) *turn {
	l := letter{text: args, own: args}
	if args == "" {
		if b.isMine(in.Msg().ReplyTo) {
			t.answer(in, t.say("talk.about-job"), nil)
			return t
		}
		l = b.letter(in.Msg().ReplyTo)
	}
	t.lang = b.languageOf(in, l.own)
	a := answer{turn: t, in: in, letter: l, n: int(in.UpdateID)}
	if strings.TrimSpace(l.text) == "" {
		return a.wordless()
	}
	a.verdict = b.classify(t.Chat, l)
	if isCrisis(a.verdict.Kind) {
		return a.crisis()
	}
	return a.whole()
}

// roomForDirectory is how much numbers may fill where they are the answer.
const roomForDirectory = 3800

func (b *Bot) hotlines(t *turn, in *incoming, args string) {
	if args == "" {
		p, err := b.o.Store.Prefs(t.Chat)
		if err == nil && p.Country != "" {
			t.answer(in, t.directory(p.Country), t.countryButtons("h", nil, false))
			return
		}
		t.answer(in, t.say("hotlines.ask"), t.countryButtons("h", nil, false))
		return
	}
	cc := b.findCountry(args)
	if cc == "" {
		t.answer(in, t.say("hotlines.unknown"), t.countryButtons("h", nil, false))
		return
	}
	t.answer(in, t.directory(cc), nil)
}

// directory is every line of a country, in several messages if need be.
func (t *turn) directory(cc string) string {
	lines := t.b.o.Lines.Country(cc)
	if len(lines) == 0 {
		return t.say("numbers.none", "country", t.country(cc))
	}
	parts := []string{t.say("hotlines.head", "country", t.country(cc))}
	for _, l := range lines {
		parts = append(parts, t.line(l))
	}
	return strings.Join(parts, "\n")
}

func (b *Bot) country(t *turn, in *incoming, args string) {
	p, err := b.o.Store.Prefs(t.Chat)
	if args == "" {
		now := ""
		if err == nil && p.Country != "" {
			now = t.say("country.now", "country", t.country(p.Country))
		}
		t.answer(in, paragraphs(now, t.say("country.ask")), t.countryButtons("p", nil, false))
		return
	}
	cc := b.findCountry(args)
	if cc == "" || err != nil {
		t.answer(in, t.say("country.unknown"), t.countryButtons("p", nil, false))
		return
	}
	p.Country = cc
	t.Prefs = &p
	t.answer(in, t.homeNumbers(cc, nil, ""), nil)
}

// homeNumbers says that a country is saved, and gives its numbers together
// with those of the places that were named.
func (t *turn) homeNumbers(cc string, places []string, purpose string) string {
	q := hotline.Query{Home: cc, Places: places, At: cc, Now: t.b.now()}
	if purpose == "s" || purpose == "o" {
		q.Held = true
	}
	if purpose == "s" {
		q.At = ""
	}
	return t.say("country.set", "country", t.country(cc)) + "\n\n" + t.lineList(q, homeland{country: cc}, roomForDirectory)
}

// findCountry reads a country's code, or its name in any language.
func (b *Bot) findCountry(text string) string {
	want := foldTalk(text)
	for _, key := range b.o.Texts.Keys() {
		cc, ok := strings.CutPrefix(key, "country.")
		if !ok || len(cc) != 2 {
			continue
		}
		if strings.EqualFold(cc, want) {
			return cc
		}
		for _, l := range b.o.Texts.Languages() {
			if foldTalk(b.o.Texts.Country(l.Code, cc)) == want {
				return cc
			}
		}
	}
	return ""
}

// maxHistory is how many verdicts /history lists.
const maxHistory = 10

func (b *Bot) history(t *turn, in *incoming, _ string) {
	entries, err := b.o.Store.History(t.Chat, maxHistory)
	if err != nil {
		b.log.Error("reading a history failed", "err", err)
		t.answer(in, t.say("error"), nil)
		return
	}
	if len(entries) == 0 {
		t.answer(in, t.say("history.empty"), nil)
		return
	}
	lines := []string{t.say("history.head")}
	for _, e := range entries {
		day, level := e.At.UTC().Format(time.DateOnly), t.say("level."+e.Level)
		if e.Level == classifier.None.String() || len(e.Quotes) == 0 {
			lines = append(lines, "• "+t.say("history.quotes", "date", day, "level", level, "quotes", ""))
			continue
		}
		kind := t.say("fraudkind." + e.Kind)
		var quotes []string
		for _, q := range e.Quotes[:min(len(e.Quotes), 5)] {
			quotes = append(quotes, t.quoted(q))
		}
		lines = append(lines, "• "+t.say("history.line", "date", day, "level", level, "kind", kind, "count", strconv.Itoa(len(e.Signs)))+
			"\n   "+strings.Join(quotes, ", "))
	}
	t.answer(in, paragraphs(strings.Join(lines, "\n"), t.say("history.foot", "days", b.days())), nil)
}

func (b *Bot) forget(t *turn, in *incoming, _ string) {
	t.answer(in, t.say("forget.ask"), [][]button{
		{{Text: t.say("button.erase"), Data: "f:y"}}, {{Text: t.say("button.keep"), Data: "f:n"}}})
}

func (b *Bot) hide(t *turn, in *incoming, _ string) {
	t.answer(in, t.say("hide.ask"), [][]button{
		{{Text: t.say("button.yes"), Data: "d:y"}}, {{Text: t.say("button.no"), Data: "d:n"}}})
}

func (b *Bot) wrong(t *turn, in *incoming, _ string) {
	entries, err := b.o.Store.History(t.Chat, 1)
	if err != nil || len(entries) == 0 {
		t.answer(in, t.say("wrong.nothing"), nil)
		return
	}
	t.answer(in, t.say("wrong.ask"), [][]button{
		{{Text: t.say("wrong.too-strict"), Data: "w:strict"}},
		{{Text: t.say("wrong.too-mild"), Data: "w:mild"}},
		{{Text: t.say("wrong.other"), Data: "w:other"}}})
}

var (
	commandAt   = regexp.MustCompile(`/[a-z]+`)
	sentenceEnd = regexp.MustCompile(`[.!?。！？।။។؟]\s*`)
)

// withKnownCommands drops from a text what speaks of commands that are not
// there: a whole line, or the sentence at its end.
func withKnownCommands(text string, known []string) string {
	var lines []string
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		at := commandAt.FindStringIndex(plainOf(line))
		if at == nil || slices.Contains(known, plainOf(line)[at[0]+1:at[1]]) {
			lines = append(lines, line)
			continue
		}
		before := plainOf(line)[:at[0]]
		if ends := sentenceEnd.FindAllStringIndex(before, -1); len(ends) > 0 {
			lines = append(lines, strings.TrimSpace(line[:ends[len(ends)-1][1]]))
		}
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}

// plainOf blanks closing tags out, which look like commands, and keeps every
// byte's place.
func plainOf(line string) string { return strings.ReplaceAll(line, "</", "< ") }

// label is a plain text for a button or a notice.
func label(html string) string { return telegram.PlainText(html) }
