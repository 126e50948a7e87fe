package sandbox_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"lurewatch/bot/sandbox"
)

func TestFaultsStrikeWhatTheyName(t *testing.T) {
	b := start(t, sandbox.Options{})
	b.s.Send(linh, linh, sandbox.Message{Text: "/start"})
	b.s.Send(maria, maria, sandbox.Message{Text: "/start"})
	b.s.AddFault(sandbox.Fault{Method: "sendMessage", Chat: linh, Skip: 1, Times: 2, Kind: sandbox.TooMany(30)})
	for i, want := range []int{200, 429, 429, 200} {
		if a := b.call("sendMessage", params{"chat_id": "102", "text": "x"}); a.Status != 200 {
			t.Errorf("the other chat got %d", a.Status)
		}
		a := b.call("sendMessage", params{"chat_id": "101", "text": "x"})
		if a.Status != want || want == 429 && (a.Parameters.RetryAfter != 30 || a.Description != "Too Many Requests: retry after 30") {
			t.Errorf("call %d = %+v, want %d", i, a, want)
		}
	}
	if n := len(b.s.FromBot(linh)); n != 2 {
		t.Errorf("%d messages arrived, want 2", n)
	}
	remove := b.s.AddFault(sandbox.Fault{Match: func(p map[string]string) bool { return p["text"] == "bad" }, Kind: sandbox.Reject(400, "Bad Request: chat not found")})
	b.refused("sendMessage", params{"chat_id": "101", "text": "bad"}, 400, "Bad Request: chat not found")
	remove()
	ok[message](b, "sendMessage", params{"chat_id": "101", "text": "bad"})
}

func TestFaultAnswers(t *testing.T) {
	b := start(t, sandbox.Options{})
	b.s.Send(linh, linh, sandbox.Message{Text: "/start"})
	p := params{"chat_id": "101", "text": "x"}
	b.s.AddFault(sandbox.Fault{Times: 1, Kind: sandbox.Status(500)})
	b.refused("sendMessage", p, 500, "Internal Server Error")
	b.s.AddFault(sandbox.Fault{Times: 1, Kind: sandbox.Status(401)})
	b.refused("getMe", nil, 401, "Unauthorized")
	b.s.AddFault(sandbox.Fault{Times: 1, Kind: sandbox.Blocked()})
	b.refused("sendMessage", p, 403, "Forbidden: bot was blocked by the user")
	b.s.AddFault(sandbox.Fault{Times: 1, Kind: sandbox.Migrated(-100777)})
	if a := b.call("sendMessage", p); a.Parameters.MigrateTo != -100777 {
		t.Errorf("migrated = %+v", a)
	}
	b.s.AddFault(sandbox.Fault{Times: 1, Kind: sandbox.HTML()})
	if status, body := get(t, b.base+"/bot"+token+"/getMe"); status != 502 || !strings.HasPrefix(body, "<html>") {
		t.Errorf("HTML = %d %s", status, body)
	}
	b.s.AddFault(sandbox.Fault{Times: 1, Kind: sandbox.Body(200, "")})
	if status, body := get(t, b.base+"/bot"+token+"/getMe"); status != 200 || body != "" {
		t.Errorf("empty body = %d %q", status, body)
	}
	calls := b.s.Calls()
	if last := calls[len(calls)-1]; last.Fault != "Body" || !last.Done {
		t.Errorf("recorded %+v", last)
	}
	if n := len(b.s.FromBot(linh)); n != 0 {
		t.Errorf("%d messages arrived", n)
	}
}

func TestFaultsThatBreakTheConnection(t *testing.T) {
	b := start(t, sandbox.Options{})
	b.s.Send(linh, linh, sandbox.Message{Text: "/start"})
	for i, c := range []struct {
		kind    sandbox.FaultKind
		arrives bool
	}{{sandbox.DropBefore(), false}, {sandbox.DropAfter(), true}, {sandbox.Truncate(), true}} {
		before := len(b.s.FromBot(linh))
		b.s.AddFault(sandbox.Fault{Method: "sendMessage", Times: 1, Kind: c.kind})
		if _, err := b.try(context.Background(), "sendMessage", params{"chat_id": "101", "text": fmt.Sprint(i)}); err == nil {
			t.Errorf("%v answered", c.kind)
		}
		if arrived := len(b.s.FromBot(linh)) > before; arrived != c.arrives {
			t.Errorf("%v: arrived = %v", c.kind, arrived)
		}
	}
}

func TestHangs(t *testing.T) {
	b := start(t, sandbox.Options{})
	b.s.Send(linh, linh, sandbox.Message{Text: "/start"})
	for _, kind := range []sandbox.FaultKind{sandbox.Hang(), sandbox.HangAfter()} {
		b.s.AddFault(sandbox.Fault{Method: "sendMessage", Kind: kind})
		failed := make(chan error, 1)
		before := len(b.s.CallsOf("sendMessage"))
		go func() {
			_, err := b.try(within(t), "sendMessage", params{"chat_id": "101", "text": "x"})
			failed <- err
		}()
		b.waitFor("the call", func(v *sandbox.View) bool {
			c := v.Calls()
			return v.Count("sendMessage") > before && c[len(c)-1].Done
		})
		select {
		case err := <-failed:
			t.Fatalf("%v ended by itself: %v", kind, err)
		default:
		}
		b.s.ClearFaults()
		if err := <-failed; err == nil {
			t.Errorf("%v answered after all", kind)
		}
	}
	if n := len(b.s.FromBot(linh)); n != 1 {
		t.Errorf("%d messages arrived, want that of HangAfter", n)
	}
}

func TestCloseEndsWhatHangs(t *testing.T) {
	b := start(t, sandbox.Options{})
	b.s.AddFault(sandbox.Fault{Method: "getMe", Kind: sandbox.Hang()})
	failed := make(chan error, 2)
	go func() { _, err := b.try(within(t), "getMe", nil); failed <- err }()
	go func() { _, err := b.try(within(t), "getUpdates", params{"timeout": "50"}); failed <- err }()
	b.waitFor("both calls", func(v *sandbox.View) bool { return v.Polling() && v.Count("getMe") == 1 })
	if err := b.s.Close(); err != nil {
		t.Fatal(err)
	}
	<-failed
	<-failed
}

func TestDelayScales(t *testing.T) {
	b := start(t, sandbox.Options{Scale: 0.001})
	b.s.AddFault(sandbox.Fault{Times: 1, Kind: sandbox.Delay(50 * time.Second)})
	began := time.Now()
	ok[map[string]any](b, "getMe", nil)
	if took := time.Since(began); took < 50*time.Millisecond || took > 20*time.Second {
		t.Errorf("took %v, want about 50 ms", took)
	}
}

func TestFaultsOnDownloads(t *testing.T) {
	b := start(t, sandbox.Options{})
	id := b.s.AddFile("a.txt", []byte("hello"))
	f := ok[struct {
		Path string `json:"file_path"`
	}](b, "getFile", params{"file_id": id})
	address := b.base + "/file/bot" + token + "/" + f.Path
	b.s.AddFault(sandbox.Fault{Method: "file", Times: 1, Kind: sandbox.Status(500)})
	if status, _ := get(t, address); status != 500 {
		t.Errorf("status %d", status)
	}
	b.s.AddFault(sandbox.Fault{Method: "file", Times: 1, Kind: sandbox.DropBefore()})
	if res, err := http.Get(address); err == nil && res.StatusCode == 200 {
		// GET may be repeated by the client; then the second one succeeds.
		res.Body.Close()
	}
	if status, body := get(t, address); status != 200 || body != "hello" {
		t.Errorf("%d %q", status, body)
	}
}

func TestSendingLimits(t *testing.T) {
	b := start(t, sandbox.Options{Limits: true, Scale: 1000}) // a second lasts as long as the test
	b.s.AddChat(sandbox.Chat{ID: group, Title: "Jobs"})
	for i := range 4 {
		a := b.call("sendMessage", params{"chat_id": "-1005", "text": "x"})
		if i < 3 && !a.OK || i == 3 && (a.Code != 429 || a.Parameters.RetryAfter != 1) {
			t.Errorf("send %d = %+v", i, a)
		}
	}
	for i := range 28 {
		id := int64(1000 + i)
		b.s.Send(id, id, sandbox.Message{Text: "/start"})
		a := b.call("sendMessage", params{"chat_id": fmt.Sprint(id), "text": "x"})
		if i < 27 && !a.OK || i == 27 && a.Code != 429 {
			t.Errorf("send %d over all = %+v", i+3, a)
		}
	}
}
