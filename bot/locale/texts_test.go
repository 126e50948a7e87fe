package locale_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf16"

	"lurewatch/bot/locale"
	"lurewatch/classifier/pack"
)

// own reads what one language's file itself holds, without English standing in.
func own(t *testing.T, lang string) map[string]string {
	t.Helper()
	raw, err := locale.FS.ReadFile(lang + ".txt")
	if err != nil {
		t.Fatal(err)
	}
	file, err := pack.Parse(lang+".txt", string(raw))
	if err != nil {
		t.Fatal(err)
	}
	texts := make(map[string]string)
	for _, s := range file.Sections {
		texts[s.Name] = s.Text()
	}
	return texts
}

// everyText runs check on each text of each language that has a file.
func everyText(t *testing.T, check func(t *testing.T, lang, key, text string)) {
	t.Helper()
	c := load(t)
	for _, l := range c.Languages() {
		t.Run(l.Code, func(t *testing.T) {
			texts := own(t, l.Code)
			for _, key := range c.Keys() {
				if text, ok := texts[key]; ok {
					check(t, l.Code, key, text)
				}
			}
		})
	}
}

func TestEveryLanguageHasEveryText(t *testing.T) {
	c := load(t)
	for _, l := range c.Languages() {
		t.Run(l.Code, func(t *testing.T) {
			texts := own(t, l.Code)
			for _, key := range c.Keys() {
				if _, ok := texts[key]; !ok {
					t.Errorf("%s.txt: [%s] is missing; English would be shown", l.Code, key)
				}
			}
			for key := range texts {
				if !c.Has(key) {
					t.Errorf("%s.txt: [%s] is not in en.txt; nobody would read it", l.Code, key)
				}
			}
		})
	}
}

var placeholder = regexp.MustCompile(`\{[a-z0-9_]+\}`)

func TestNoPlaceholderIsLost(t *testing.T) {
	english := own(t, locale.Master)
	everyText(t, func(t *testing.T, lang, key, text string) {
		for _, p := range locale.Placeholders(english[key]) {
			if !slices.Contains(locale.Placeholders(text), p) {
				t.Errorf("%s.txt: [%s] lost {%s}", lang, key, p)
			}
		}
		if n := strings.Count(text, "{"); n != len(placeholder.FindAllString(text, -1)) {
			t.Errorf("%s.txt: [%s] has a { that begins no placeholder", lang, key)
		}
	})
}

func TestNoCommandIsLost(t *testing.T) {
	command := regexp.MustCompile(`(^|[\s(,])/[a-z]+`)
	names := func(text string) (all []string) {
		for _, c := range command.FindAllString(text, -1) {
			all = append(all, strings.TrimLeft(c, " \n(,"))
		}
		slices.Sort(all)
		return slices.Compact(all)
	}
	english := own(t, locale.Master)
	everyText(t, func(t *testing.T, lang, key, text string) {
		if want, got := names(english[key]), names(text); !slices.Equal(want, got) {
			t.Errorf("%s.txt: [%s] has commands %v, want %v, each after a blank", lang, key, got, want)
		}
	})
}

// same may read alike in every language.
func same(key string) bool {
	return key == "name" || strings.HasPrefix(key, "country.") || strings.HasPrefix(key, "channel.")
}

func TestNoEnglishIsLeftStanding(t *testing.T) {
	english := own(t, locale.Master)
	everyText(t, func(t *testing.T, lang, key, text string) {
		if lang == locale.Master || same(key) {
			return
		}
		letters := placeholder.ReplaceAllString(prose(text), "")
		if prose(text) == prose(english[key]) && strings.IndexFunc(letters, unicode.IsLetter) >= 0 {
			t.Errorf("%s.txt: [%s] is the English text", lang, key)
		}
		for _, s := range sentences(english[key]) {
			if len(words(s)) >= 4 && !strings.HasPrefix(key, "words.") && strings.Contains(prose(text), strings.TrimSpace(s)) {
				t.Errorf("%s.txt: [%s] still says %q", lang, key, s)
			}
		}
	})
}

// plain says whether a text is shown where Telegram reads no formatting.
func plain(key string) bool {
	for _, p := range []string{"name", "menu.", "bot.", "button.", "words.", "country.", "level.", "kind.", "channel.", "scope.", "fraudkind.", "check.answer."} {
		if strings.HasPrefix(key, p) && key != "country.ask" {
			return true
		}
	}
	return false
}

func TestFormattingIsWhatTelegramReads(t *testing.T) {
	tag := regexp.MustCompile(`</?([a-z]*)[^>]*>`)
	entity := regexp.MustCompile(`&(lt|gt|amp|quot);`)
	everyText(t, func(t *testing.T, lang, key, text string) {
		var open []string
		for _, m := range tag.FindAllStringSubmatch(text, -1) {
			switch {
			case plain(key):
				t.Errorf("%s.txt: [%s] has %s where no formatting is read", lang, key, m[0])
			case !slices.Contains([]string{"b", "i", "u", "code", "a", "blockquote"}, m[1]):
				t.Errorf("%s.txt: [%s] has %s; only b i u code a blockquote are read", lang, key, m[0])
			case m[0][1] != '/':
				open = append(open, m[1])
			case len(open) == 0 || open[len(open)-1] != m[1]:
				t.Errorf("%s.txt: [%s] closes %s which is not open", lang, key, m[0])
			default:
				open = open[:len(open)-1]
			}
		}
		if len(open) > 0 {
			t.Errorf("%s.txt: [%s] leaves %v open", lang, key, open)
		}
		if rest := entity.ReplaceAllString(tag.ReplaceAllString(text, ""), ""); strings.ContainsAny(rest, "<>&") {
			t.Errorf("%s.txt: [%s] has a bare < > or &; write &lt; &gt; &amp;", lang, key)
		}
	})
}

func TestFormattingIsTheSameEverywhere(t *testing.T) {
	english := own(t, locale.Master)
	everyText(t, func(t *testing.T, lang, key, text string) {
		for _, tag := range []string{"<b>", "<i>", "<code>"} {
			if want, got := strings.Count(english[key], tag), strings.Count(text, tag); want != got {
				t.Errorf("%s.txt: [%s] has %d %s, English has %d", lang, key, got, tag, want)
			}
		}
	})
}

// length is how Telegram measures: UTF-16 units without the tags.
func length(text string) int { return len(utf16.Encode([]rune(stripTags(text)))) }

func TestNothingIsTooLong(t *testing.T) {
	filler := strings.Repeat("x", 400) // longer than any name, sign or quotation shown
	everyText(t, func(t *testing.T, lang, key, text string) {
		limit := 4096
		switch {
		case key == "bot.description":
			limit = 512
		case key == "bot.short":
			limit = 120
		case strings.HasPrefix(key, "menu."):
			limit = 256
		case strings.HasPrefix(key, "button."), strings.HasPrefix(key, "check.answer."):
			limit = 40 // a phone cuts more
		}
		filled := text
		for _, p := range locale.Placeholders(text) {
			filled = strings.ReplaceAll(filled, "{"+p+"}", filler)
		}
		if n := length(filled); n > limit {
			t.Errorf("%s.txt: [%s] is %d long, at most %d", lang, key, n, limit)
		}
		if strings.HasPrefix(key, "menu.") && length(text) < 3 {
			t.Errorf("%s.txt: [%s] is shorter than the 3 Telegram asks for", lang, key)
		}
	})
}

func TestACallForHelpGetsFiveShortLines(t *testing.T) {
	everyText(t, func(t *testing.T, lang, key, text string) {
		if key != "crisis-self" && key != "crisis-other" {
			return
		}
		lines := strings.Split(text, "\n")
		if len(lines) > 5 {
			t.Errorf("%s.txt: [%s] has %d lines, at most 5", lang, key, len(lines))
		}
		if strings.Contains(lines[0], "<b>") {
			t.Errorf("%s.txt: [%s] begins loudly; the first line stands in the notification and must say nothing", lang, key)
		}
		for _, l := range lines {
			if n := length(l); n > 130 {
				t.Errorf("%s.txt: [%s] has a line of %d characters: %s", lang, key, n, l)
			}
		}
	})
}

// No text may call an offer harmless, in any language. Calls for help are left
// out: they ask whether it is safe to write.
func TestNothingIsCalledHarmless(t *testing.T) {
	raw, err := locale.FS.ReadFile("status.txt")
	if err != nil {
		t.Fatal(err)
	}
	status, err := pack.Parse("status.txt", string(raw), "status", "reviewer", "date", "never", "note")
	if err != nil {
		t.Fatal(err)
	}
	never := make(map[string][]string)
	for _, s := range status.Sections {
		never[s.Name] = s.Values("never")
	}
	for _, l := range load(t).Languages() {
		if len(never[l.Code]) == 0 {
			t.Errorf("status.txt: [%s] has no never: words that would call an offer harmless", l.Code)
		}
	}
	everyText(t, func(t *testing.T, lang, key, text string) {
		if strings.HasPrefix(key, "crisis") || strings.HasPrefix(key, "words.") {
			return
		}
		for _, word := range never[lang] {
			if containsWord(strings.ToLower(text), word) {
				t.Errorf("%s.txt: [%s] says %q; no offer is ever called harmless", lang, key, word)
			}
		}
	})
}

// containsWord finds word in text; in scripts of an alphabet only as a word.
func containsWord(text, word string) bool {
	for rest, at := text, 0; ; {
		i := strings.Index(rest, word)
		if i < 0 {
			return false
		}
		at += i
		before, after := []rune(text[:at]), []rune(text[at+len(word):])
		latin := word[0] < 0x80
		if !latin || (len(before) == 0 || !unicode.IsLetter(before[len(before)-1])) && (len(after) == 0 || !unicode.IsLetter(after[0])) {
			return true
		}
		at += len(word)
		rest = text[at:]
	}
}

func TestEveryLanguageSaysWhoReadIt(t *testing.T) {
	raw, err := locale.FS.ReadFile("status.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range load(t).Languages() {
		if !strings.Contains(string(raw), "\n["+l.Code+"]\nstatus: ") {
			t.Errorf("status.txt does not say who read %s.txt", l.Code)
		}
	}
}

// Every sign that a verdict may show needs a sentence.
func TestEverySignHasASentence(t *testing.T) {
	raw, err := os.ReadFile("../../classifier/rules/signs.txt")
	if err != nil {
		t.Fatal(err)
	}
	c := load(t)
	signs := regexp.MustCompile(`(?s)\[sign ([a-z-]+)\]\n(.*?)class: (\w+)`)
	found := 0
	for _, m := range signs.FindAllStringSubmatch(string(raw), -1) {
		if m[3] == "fact" {
			continue
		}
		found++
		if !c.Has("sign." + m[1]) {
			t.Errorf("en.txt: [sign.%s] is missing: what does this sign say to a reader?", m[1])
		}
	}
	if found < 40 {
		t.Errorf("only %d signs read from signs.txt", found)
	}
}
