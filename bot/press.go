package bot

import (
	"strconv"
	"strings"
	"time"

	"lurewatch/bot/locale"
	"lurewatch/store"
)

// hideWithin is how far back Telegram lets a bot delete its messages.
const hideWithin = 47 * time.Hour

// press answers a pressed button: first the app, which shows a clock until
// then, then what the button stands for. Pressing twice does nothing twice.
func (b *Bot) press(in *incoming) *turn {
	q := in.CallbackQuery
	data, lang, _ := strings.Cut(q.Data, "|")
	t := b.begin(in.chat(), b.languageOfPress(in, lang), in)
	what, rest, _ := strings.Cut(data, ":")
	act, known := presses()[what]
	notice := ""
	if !known || in.chat() == 0 || !in.private() {
		notice = t.say("error.button")
	} else {
		act(b, t, in, rest)
	}
	answer := map[string]string{"callback_query_id": q.ID}
	if notice != "" {
		answer["text"] = label(notice)
	}
	t.Replies = append([]store.Reply{{
		Key: "press" + q.ID, Method: "answerCallbackQuery", Params: answer,
		Priority: firstOfAll, Expires: b.now().Add(worthPress),
	}}, t.Replies...)
	return t
}

// presses are the buttons by the first word of their data.
func presses() map[string]command {
	return map[string]command{
		"f": (*Bot).pressForget,
		"d": (*Bot).pressHide,
		"l": (*Bot).pressLanguage,
		"c": (*Bot).pressCountry,
		"m": (*Bot).pressMoreCountries,
		"w": (*Bot).pressWrong,
		"x": (*Bot).pressExplain,
	}
}

// pressForget erases everything of the chat, or nothing.
func (b *Bot) pressForget(t *turn, in *incoming, rest string) {
	key := "forget.kept"
	if rest == "y" {
		key = "forget.done"
		t.Forget = true
		b.recent.drop(t.Chat)
		t.count("command", "forget")
	}
	t.edit(in.Msg().MessageID, message{html: t.say(key), insist: true})
}

// pressHide takes the bot's answers out of the chat, and erases what would
// tell of them: /history must not bring back what was hidden. Settings stay.
func (b *Bot) pressHide(t *turn, in *incoming, rest string) {
	if rest != "y" {
		t.edit(in.Msg().MessageID, message{html: t.say("talk.ok")})
		return
	}
	b.recent.drop(t.Chat)
	sent, err := b.o.Store.SentTo(t.Chat, b.now().Add(-hideWithin))
	if err != nil {
		b.log.Error("listing sent messages failed", "err", err)
	}
	ids := []string{strconv.Itoa(in.Msg().MessageID)}
	for _, m := range sent {
		if id := strconv.Itoa(m.ID); m.ID != 0 && id != ids[0] {
			ids = append(ids, id)
		}
	}
	if p, err := b.o.Store.Prefs(t.Chat); err == nil {
		t.Prefs = &p
	}
	t.Forget = true
	for len(ids) > 0 {
		n := min(len(ids), 100)
		t.Replies = append(t.Replies, store.Reply{
			Chat: t.Chat, Method: "deleteMessages", Priority: beforeOther, Class: store.Insist, Expires: b.now().Add(worthDays),
			Params: map[string]string{"chat_id": strconv.FormatInt(t.Chat, 10), "message_ids": "[" + strings.Join(ids[:n], ",") + "]"},
		})
		ids = ids[n:]
	}
}

// pressLanguage sets the language, or leaves it to what the person types.
func (b *Bot) pressLanguage(t *turn, in *incoming, rest string) {
	p, err := b.o.Store.Prefs(t.Chat)
	if err != nil {
		return
	}
	t.setLanguage(&p, rest)
	t.edit(in.Msg().MessageID, message{html: t.languageSet(p.Language)})
}

// setLanguage sets a language in the settings and speaks it from now on.
func (t *turn) setLanguage(p *store.Prefs, code string) {
	p.Language = ""
	if code != "auto" {
		p.Language = t.b.o.Texts.Match(code)
		t.lang = p.Language
	}
	t.Prefs = p
	t.note(spokeNote, "", time.Hour)
}

// languageSet says which language was set.
func (t *turn) languageSet(code string) string {
	if code == "" {
		return t.say("language.auto")
	}
	text := t.say("language.set", "language", t.b.nameOf(code))
	for _, l := range t.b.o.Texts.Languages() {
		if l.Code == code && !l.Reviewed && code != locale.Master {
			text += "\n" + t.say("language.machine")
		}
	}
	return text
}

// nameOf is what the speakers of a language call it.
func (b *Bot) nameOf(code string) string {
	for _, l := range b.o.Texts.Languages() {
		if l.Code == code {
			return l.Name
		}
	}
	return code
}

func (b *Bot) language(t *turn, in *incoming, args string) {
	p, err := b.o.Store.Prefs(t.Chat)
	code := b.o.Texts.Match(args)
	for _, l := range b.o.Texts.Languages() {
		if args != "" && foldTalk(l.Name) == foldTalk(args) {
			code = l.Code
		}
	}
	if code != "" && err == nil {
		t.setLanguage(&p, code)
		t.answer(in, t.languageSet(code), nil)
		return
	}
	var flat []button
	for _, l := range b.o.Texts.Languages() {
		flat = append(flat, button{Text: l.Name, Data: "l:" + l.Code})
	}
	rows := append(inRows(flat, 3), []button{{Text: t.say("language.auto-button"), Data: "l:auto"}})
	key := "language.ask"
	if args != "" {
		key = "language.unknown"
	}
	t.answer(in, t.say(key), rows)
}

// pressCountry saves the home country and shows its numbers, or only shows
// those of a country.
func (b *Bot) pressCountry(t *turn, in *incoming, rest string) {
	purpose, rest, _ := strings.Cut(rest, ":")
	cc, about, _ := strings.Cut(rest, ":")
	if b.findCountry(cc) == "" {
		return
	}
	key := "c" + strconv.Itoa(in.Msg().MessageID) + purpose + cc
	if purpose == "h" {
		t.send(message{key: key, html: t.directory(cc)})
		return
	}
	p, err := b.o.Store.Prefs(t.Chat)
	if err != nil {
		return
	}
	p.Country = cc
	t.Prefs = &p
	var places []string
	if about != "" {
		places = strings.Split(about, ",")
	}
	t.send(message{key: key, html: t.homeNumbers(cc, places, purpose), insist: true})
}

// pressMoreCountries lays out every country.
func (b *Bot) pressMoreCountries(t *turn, in *incoming, rest string) {
	purpose, about, _ := strings.Cut(rest, ":")
	var places []string
	if about != "" {
		places = strings.Split(about, ",")
	}
	t.Replies = append(t.Replies, store.Reply{
		Chat: t.Chat, Method: "editMessageReplyMarkup", Priority: normal, Expires: b.now().Add(worthHours),
		Params: map[string]string{
			"chat_id": strconv.FormatInt(t.Chat, 10), "message_id": strconv.Itoa(in.Msg().MessageID),
			"reply_markup": t.keyboard(t.countryButtons(purpose, places, true)),
		},
	})
}

// pressWrong counts that a verdict was wrong, by its level and signs.
func (b *Bot) pressWrong(t *turn, in *incoming, rest string) {
	if rest != "strict" && rest != "mild" {
		rest = "other"
	}
	t.count("wrong", rest)
	if entries, err := b.o.Store.History(t.Chat, 1); err == nil && len(entries) > 0 {
		for _, sign := range entries[0].Signs {
			t.count("wrong-"+rest, sign)
		}
	}
	t.edit(in.Msg().MessageID, message{html: t.say("wrong.not-shared")})
}

func (b *Bot) pressExplain(t *turn, in *incoming, rest string) {
	if rest == "embassy" {
		t.send(message{key: "x" + strconv.Itoa(in.Msg().MessageID), html: t.say("crisis-self.embassy"), insist: true})
	}
}
