package telegram_test

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"lurewatch/bot/telegram"
)

func TestNewChecksTokenAndAddressWithoutRepeatingThem(t *testing.T) {
	const good = "https://api.telegram.org"
	for _, test := range []struct{ name, token, base, want string }{
		{"no token", "", good, "empty"},
		{"blank token", " \n", good, "empty"},
		{"two lines", canary + "\n" + canary, good, "wrong form"},
		{"inner newline", "7000000001:\n" + secret, good, "wrong form"},
		{"no colon", "7000000001" + secret, good, "wrong form"},
		{"quotes", `"` + canary + `"`, good, "wrong form"},
		{"no address", canary, "", "https://"},
		{"no scheme", canary, "api.telegram.org", "https://"},
		{"no host", canary, "http://", "host"},
		{"unreadable", canary, "http://a b\x7f/" + canary, "cannot be read"},
		{"the library's form", canary, good + "/bot%s/%s", "cannot be read"},
		{"escaped", canary, good + "/%41", "% sign"},
		{"a token inside", canary, good + "/bot" + canary, "holds the token"},
		{"a user", canary, "https://me:" + secret + "@example.org", "user"},
		{"a query", canary, good + "?x=" + canary, "query"},
		{"a file", canary, "file:///etc", "https://"},
	} {
		t.Run(test.name, func(t *testing.T) {
			c, err := telegram.New(test.token, test.base, telegram.Options{})
			if err == nil {
				t.Fatalf("got %v, want an error", c)
			}
			noLeak(t, "the error", fmt.Sprintf("%v %+v %#v", err, err, err))
			if !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %q, want it to say %q", err, test.want)
			}
		})
	}
	if _, err := telegram.New(canary, good, telegram.Options{Scale: -1}); err == nil {
		t.Error("a negative scale was taken")
	}
}

func TestNewTrimsTheToken(t *testing.T) {
	f := newFake(t, says(200, `{"ok":true,"result":{"id":7}}`))
	c, err := telegram.New(" "+canary+"\r\n", f.URL+"/ ", telegram.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	if _, err := c.Me(testContext(t)); err != nil {
		t.Fatal(err)
	}
	if got := f.requests()[0].path; got != "/bot"+canary+"/getMe" {
		t.Errorf("called %q", got)
	}
}

func TestAClientShowsNoToken(t *testing.T) {
	c := newClient(t, "http://127.0.0.1:1", telegram.Options{})
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		noLeak(t, verb, fmt.Sprintf(verb, c))
		noLeak(t, verb+" of the value", fmt.Sprintf(verb, *c))
		noLeak(t, verb+" within another", fmt.Sprintf(verb, struct{ C *telegram.Client }{c}))
		noLeak(t, verb+" hex", strings.ToUpper(fmt.Sprintf(verb, *c)))
	}
	for _, v := range []any{c, *c, map[string]any{"c": c}} {
		text, err := json.Marshal(v)
		if err != nil {
			t.Error(err)
		}
		noLeak(t, "JSON", string(text))
	}
	var log lockedBuffer
	slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "client", c, "value", *c)
	slog.New(slog.NewTextHandler(&log, nil)).Info("x", "client", c, "value", *c)
	noLeak(t, "the log", log.String())
}

// The library's own logger writes addresses and people's words; whatever a
// part of it that is not used here says, no value gets through.
func TestTheLibrarysLoggerIsReplaced(t *testing.T) {
	f := newFake(t, says(200, `{"ok":true,"result":true}`))
	library := &tgbotapi.BotAPI{Token: canary, Debug: true, Client: f.Client()}
	library.SetAPIEndpoint(f.URL + "/bot%s/%s")
	if _, err := library.MakeRequest("sendMessage", tgbotapi.Params{"text": "a person's words " + canary}); err != nil {
		t.Fatal(err)
	}
	got := libraryLog.String()
	noLeak(t, "the library's log", got)
	if !strings.Contains(got, "telegram library") || strings.Contains(got, "person's") {
		t.Errorf("the log is %q", got)
	}
}
