package bot

import (
	"context"
	"encoding/json"
	"strconv"

	"lurewatch/bot/locale"
	"lurewatch/store"
)

// introduceSelf queues the menu of commands and the descriptions in every
// language, once a version of the texts: they go out when nothing else does.
func (b *Bot) introduceSelf(ctx context.Context) {
	t := store.Turn{}
	queue := func(method, lang string, params map[string]string) {
		if lang != "" {
			params["language_code"] = lang
		}
		text := method + lang
		for _, k := range []string{"commands", "description", "short_description"} {
			text += params[k]
		}
		t.Replies = append(t.Replies, store.Reply{
			Key: "menu" + campaignOf(text) + strconv.Itoa(len(text)), Method: method, Params: params,
			Priority: lastOfAll, Expires: b.now().Add(worthHours),
		})
	}
	said := map[string]bool{}
	for _, l := range b.o.Texts.Languages() {
		code := telegramCode(l.Code)
		if said[code] || len(code) > 2 {
			continue
		}
		said[code] = true
		if l.Code == locale.Master {
			code = "" // for everybody whose language has no texts
		}
		say := func(key string) string { return label(b.o.Texts.Text(l.Code, key)) }
		queue("setMyCommands", code, map[string]string{"commands": b.menu(l.Code)})
		queue("setMyDescription", code, map[string]string{"description": cutRunes(say("bot.description"), 512)})
		queue("setMyShortDescription", code, map[string]string{"short_description": cutRunes(say("bot.short"), 120)})
	}
	if err := b.o.Store.Commit(ctx, t); err != nil && ctx.Err() == nil {
		b.log.Error("queueing the menu failed", "err", err)
	}
}

// menu is the list of commands as Telegram wants it.
func (b *Bot) menu(lang string) string {
	type item struct {
		Command     string `json:"command"`
		Description string `json:"description"`
	}
	var list []item
	for _, name := range privateCommands() {
		list = append(list, item{name, cutRunes(label(b.o.Texts.Text(lang, "menu."+name)), 256)})
	}
	text, err := json.Marshal(list)
	if err != nil {
		panic(err) // strings always marshal
	}
	return string(text)
}

// telegramCode is the two-letter code by which Telegram knows a language.
func telegramCode(code string) string {
	switch code {
	case "zh-Hans":
		return "zh"
	case "fil":
		return "tl"
	}
	return code
}

func cutRunes(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n])
	}
	return s
}
