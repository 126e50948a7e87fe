package sandbox_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"lurewatch/bot/sandbox"
)

func TestUpdatesRepeatUntilConfirmed(t *testing.T) {
	b := start(t, sandbox.Options{Scale: 0.01, FirstUpdateID: 70})
	for i := range 5 {
		b.s.Send(linh, linh, sandbox.Message{Text: fmt.Sprint("m", i)})
	}
	first := b.updates(0)
	if len(first) != 5 || first[0].ID != 70 || first[4].ID != 74 || first[2].Message.Text != "m2" {
		t.Fatalf("first poll = %+v", first)
	}
	if first[0].Message.From.Language != "vi" || first[0].Message.Chat.ID != linh || first[0].Message.Chat.Type != "private" {
		t.Errorf("sender or chat is wrong: %+v", first[0].Message)
	}
	if got := ok[[]update](b, "getUpdates", params{"offset": "72", "limit": "2"}); len(got) != 2 || got[0].ID != 72 {
		t.Errorf("offset 72 = %+v", got)
	}
	if b.s.Pending() != 3 {
		t.Errorf("%d pending, want 3", b.s.Pending())
	}
	if got := b.updates(-1); len(got) != 1 || got[0].ID != 74 || b.s.Pending() != 1 {
		t.Errorf("offset -1 = %+v", got)
	}
	if got := b.updates(75); len(got) != 0 || b.s.Pending() != 0 {
		t.Errorf("offset 75 = %+v", got)
	}
}

func TestHastyRepeatGetsOneUpdate(t *testing.T) {
	b := start(t, sandbox.Options{Scale: 100}) // half a second becomes long enough for any machine
	for range 3 {
		b.s.Send(linh, linh, sandbox.Message{Text: "hi"})
	}
	if n := len(b.updates(7)); n != 3 {
		t.Fatalf("%d updates, want 3", n)
	}
	if n := len(b.updates(7)); n != 1 {
		t.Errorf("the same offset at once gave %d updates, want 1", n)
	}
}

func TestIDsMayRestartLower(t *testing.T) {
	b := start(t, sandbox.Options{Scale: 0.01, FirstUpdateID: 5000})
	b.s.Send(linh, linh, sandbox.Message{Text: "before"})
	b.updates(0)
	b.updates(5001)
	b.s.RestartIDs(1000)
	b.s.Send(linh, linh, sandbox.Message{Text: "after"})
	got := b.updates(5001)
	if len(got) != 1 || got[0].ID != 1000 || got[0].Message.Text != "after" {
		t.Fatalf("stale offset = %+v, want the update 1000", got)
	}
	b.updates(1001)
	if b.s.Pending() != 0 {
		t.Error("offset 1001 did not confirm update 1000")
	}
}

func TestLongPollAnswersAtOnce(t *testing.T) {
	b := start(t, sandbox.Options{})
	got := make(chan []update)
	go func() { got <- ok[[]update](b, "getUpdates", params{"timeout": "50"}) }()
	b.waitFor("the poll", (*sandbox.View).Polling)
	b.s.Send(linh, linh, sandbox.Message{Text: "now"})
	select {
	case u := <-got:
		if len(u) != 1 || u[0].Message.Text != "now" {
			t.Errorf("got %+v", u)
		}
	case <-within(t).Done():
		t.Fatal("the poll did not answer")
	}
}

func TestLongPollEndsEmptyAfterScaledTimeout(t *testing.T) {
	b := start(t, sandbox.Options{Scale: 0.001})
	began := time.Now()
	if got := ok[[]update](b, "getUpdates", params{"timeout": "300"}); len(got) != 0 {
		t.Errorf("got %+v", got)
	}
	// 300 s are capped at 50 s, which the scale makes 50 ms.
	if took := time.Since(began); took < 40*time.Millisecond || took > 10*time.Second {
		t.Errorf("took %v", took)
	}
}

func TestSecondPollerEndsTheFirst(t *testing.T) {
	b := start(t, sandbox.Options{})
	older := make(chan answer)
	go func() { older <- b.call("getUpdates", params{"timeout": "50"}) }()
	b.waitFor("the first poll", (*sandbox.View).Polling)
	ctx, cancel := context.WithCancel(within(t))
	go b.try(ctx, "getUpdates", params{"timeout": "50", "offset": "1"})
	a := <-older
	cancel()
	if a.Code != 409 || a.Description != "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running" {
		t.Errorf("the older poll got %d %q", a.Code, a.Description)
	}
}

func TestWebhookForbidsPolling(t *testing.T) {
	b := start(t, sandbox.Options{})
	b.s.Send(linh, linh, sandbox.Message{Text: "waits"})
	older := make(chan answer)
	b.updates(0)
	go func() { older <- b.call("getUpdates", params{"timeout": "50", "offset": "500000001"}) }()
	b.waitFor("the poll", (*sandbox.View).Polling)
	ok[bool](b, "setWebhook", params{"url": "https://bot.example/hook"})
	if a := <-older; a.Code != 409 || !strings.Contains(a.Description, "setWebhook") {
		t.Errorf("the poll under way got %+v", a)
	}
	b.refused("getUpdates", nil, 409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first")
	b.s.Send(linh, linh, sandbox.Message{Text: "waits too"})
	info := ok[struct {
		URL     string `json:"url"`
		Pending int    `json:"pending_update_count"`
	}](b, "getWebhookInfo", nil)
	if info.URL != "https://bot.example/hook" || info.Pending != 1 {
		t.Errorf("info = %+v", info)
	}
	ok[bool](b, "deleteWebhook", params{"drop_pending_updates": "false"})
	if n := len(b.updates(7)); n != 1 {
		t.Errorf("%d updates after deleteWebhook, want 1", n)
	}
	b.refused("setWebhook", params{"url": "http://bot.example/hook"}, 400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook")
}

func TestAllowedUpdates(t *testing.T) {
	b := start(t, sandbox.Options{Scale: 0.01})
	b.call("getUpdates", params{"allowed_updates": `["callback_query","no_such_kind"]`})
	b.s.Send(linh, linh, sandbox.Message{Text: "unseen"})
	if n := b.s.Pending(); n != 0 {
		t.Fatalf("%d updates of a kind that was not asked for", n)
	}
	b.call("getUpdates", params{"allowed_updates": "null"}) // keeps what was asked for
	b.s.Send(linh, linh, sandbox.Message{Text: "unseen"})
	b.call("getUpdates", params{"allowed_updates": "[]"}) // the default again
	b.s.Send(linh, linh, sandbox.Message{Text: "seen"})
	if got := b.updates(0); len(got) != 1 || got[0].Message.Text != "seen" {
		t.Errorf("got %+v", got)
	}
}

func TestInjectDeliversAsGiven(t *testing.T) {
	b := start(t, sandbox.Options{FirstUpdateID: 9})
	b.s.Inject(json.RawMessage(`{"message":{"message_id":"x"}}`))
	b.s.Inject(json.RawMessage(`{"update_id":3,"poll":{}}`))
	b.s.Inject(json.RawMessage(`"no object"`))
	if got := b.raw(0); !strings.Contains(got, `"update_id":9`) || !strings.Contains(got, `{"update_id":3,"poll":{}}`) || !strings.Contains(got, `"no object"`) {
		t.Errorf("got %s", got)
	}
}
