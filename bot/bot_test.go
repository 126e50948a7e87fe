package bot_test

import (
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"lurewatch/bot"
	"lurewatch/bot/locale"
	"lurewatch/classifier"
)

func TestHomeIsSuggested(t *testing.T) {
	phone := func(n string) []classifier.Contact { return []classifier.Contact{{Type: "phone", Value: n}} }
	for _, c := range []struct {
		name, reader, want string
		v                  classifier.Verdict
	}{
		{"by the reader's language", "vi", "VN", classifier.Verdict{Lang: "en"}},
		{"by the offer's language", "en", "TH", classifier.Verdict{Lang: "th"}},
		{"by a phone number before both", "en", "KE", classifier.Verdict{Lang: "en", Contacts: phone("+254700000000")}},
		{"never by a number where the offer leads", "en", "", classifier.Verdict{Lang: "en", Places: []string{"TH"}, Contacts: phone("+66800000000")}},
		{"never by a destination's number", "en", "", classifier.Verdict{Lang: "en", Contacts: phone("+85512000000")}},
		{"not where many countries share a language", "ar", "", classifier.Verdict{Lang: "es"}},
		{"not by a handle", "en", "", classifier.Verdict{Contacts: phone("@hr_84")}},
	} {
		if got := bot.SuggestHome(c.v, c.reader); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestSmallTalkIsKnown(t *testing.T) {
	texts, err := locale.Load(locale.FS)
	if err != nil {
		t.Fatal(err)
	}
	p := bot.ReadPhrases(texts)
	for text, want := range map[string]string{
		"Hello":               "greeting",
		"hi there!":           "greeting",
		"THANK YOU 🙏🙏":        "thanks",
		"ok":                  "ok",
		"okay, and the visa?": "question",
		"Are you a bot?":      "who",
		"hi, they offer a job in Bavet with free flights and a room": "",
		"high pay":     "",
		"":             "",
		"\u0301\u0301": "",
	} {
		if got := p.Kind(text); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}

func TestContactsAreNotRepeated(t *testing.T) {
	contacts := []classifier.Contact{{Type: "telegram", Value: "@hr_anna_demo"}}
	for quote, want := range map[string]bool{
		"message hr_anna_demo":  true,
		"@someone":              true,
		"see t.me/abc":          true,
		"https://example.org":   true,
		"call +84 90 000 00 00": true,
		"0900000000":            true,
		"free flight":           false,
		"18-35 years":           false,
	} {
		if got := bot.Repeats(classifier.Evidence{Sign: "ben-all-paid", Quote: quote}, contacts); got != want {
			t.Errorf("%q: %v", quote, got)
		}
	}
	if bot.Repeats(classifier.Evidence{Sign: "pay-far-above-norm", Quote: "15,000,000 VND"}, contacts) {
		t.Error("a sum is taken for a number to call")
	}
}

func TestCopiesAreOneCampaign(t *testing.T) {
	a := bot.CampaignOf("Work in BAVET! 1500 USD, call 0901 234 567")
	for _, b := range []string{"work in Bavet 🔥 1800 usd call 0909999999", "Work\u200b in Bavet!!! 2000 USD, call 0901-234-568"} {
		if bot.CampaignOf(b) != a {
			t.Errorf("%q is another campaign", b)
		}
	}
	if bot.CampaignOf("Work in Poipet! 1500 USD, call 0901 234 567") == a {
		t.Error("another place is the same campaign")
	}
}

func TestTextsNameOnlyCommandsThatAreThere(t *testing.T) {
	got := bot.WithKnownCommands("<b>Hi.</b>\n/help – this\n/appeal – that\nI keep quiet. Admins: /settings\nsee /help", []string{"help"})
	if want := "<b>Hi.</b>\n/help – this\nI keep quiet.\nsee /help"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// In no second go more than 30 sends out, in no minute more than 20 to a
// group, however many wait.
func TestThePaceHoldsItsLimits(t *testing.T) {
	p := bot.NewPace(1)
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	var all []time.Time
	of := map[int64][]time.Time{}
	for step := range 6000 { // two minutes
		now := start.Add(time.Duration(step) * 20 * time.Millisecond)
		for i := range 60 {
			chat := int64(i + 1)
			if i < 3 {
				chat = -chat
			}
			if p.Wait(chat, now) == 0 {
				all = append(all, now)
				of[chat] = append(of[chat], now)
			}
		}
	}
	if n := most(all, time.Second); n > 30 || n < 20 {
		t.Errorf("%d sends in a second", n)
	}
	for chat, times := range of {
		if n := most(times, time.Second); n > 3 {
			t.Errorf("%d sends in a second to %d", n, chat)
		}
		if n := most(times, time.Minute); chat < 0 && n > 20 {
			t.Errorf("%d sends in a minute to the group %d", n, chat)
		}
	}
}

// most is the greatest number of times within any window.
func most(times []time.Time, window time.Duration) int {
	best, first := 0, 0
	for i, at := range times {
		for at.Sub(times[first]) >= window {
			first++
		}
		best = max(best, i-first+1)
	}
	return best
}

func TestWaitsGrowToTheirLimit(t *testing.T) {
	for tries, want := range []time.Duration{1, 2, 4, 8, 16, 32, 60, 60} {
		got := bot.Grown(time.Second, time.Minute, tries)
		if want *= time.Second; got > want || got < want*4/5 {
			t.Errorf("after %d tries: %s, want about %s", tries, got, want)
		}
	}
	if got := bot.Grown(time.Second, time.Minute, 1000); got > time.Minute || got <= 0 {
		t.Errorf("after 1000 tries: %s", got)
	}
}

func FuzzShown(f *testing.F) {
	for _, seed := range []string{"Bavet", "\u202eabc", "a\u0301\u0301\u0301\u0301\u0301\u0301", "\xff\xfe", strings.Repeat("x", 100), "a\n\n b", "\u200d\u200d"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, quote string) {
		got := bot.Shown(quote)
		if !utf8.ValidString(got) || utf8.RuneCountInString(got) > 2*61 || strings.ContainsAny(got, "\n\r\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069") {
			t.Errorf("%q is shown as %q", quote, got)
		}
	})
}

func FuzzTextsNameOnlyKnownCommands(f *testing.F) {
	f.Add("Hi. See /settings\n/help – x")
	f.Fuzz(func(t *testing.T, text string) {
		got := bot.WithKnownCommands(text, []string{"help"})
		for _, line := range strings.Split(got, "\n") {
			if strings.HasPrefix(line, "/") && !strings.HasPrefix(line, "/help") && slices.Contains(strings.Fields(line), "/settings") {
				t.Errorf("%q became %q", text, got)
			}
		}
	})
}
