package telegram_test

import (
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lurewatch/bot/telegram"
)

func TestPollAsksForExactlyTheKindsHandled(t *testing.T) {
	f := newFake(t, says(200, `{"ok":true,"result":[]}`))
	c := newClient(t, f.URL, telegram.Options{})
	for _, timeout := range []time.Duration{0, 90 * time.Second, -time.Second} {
		if _, err := c.Poll(testContext(t), 0, timeout, 0); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := c.Poll(testContext(t), 41, 3*time.Second, 500); err != nil {
		t.Fatal(err)
	}
	const kinds = `["message","edited_message","callback_query","my_chat_member"]`
	want := []map[string]string{
		{"timeout": "0", "limit": "1", "allowed_updates": kinds},
		{"timeout": "50", "limit": "1", "allowed_updates": kinds},
		{"timeout": "0", "limit": "1", "allowed_updates": kinds},
		{"timeout": "3", "limit": "100", "allowed_updates": kinds, "offset": "41"},
	}
	var got []map[string]string
	for _, r := range f.requests() {
		if r.path != "/bot"+canary+"/getUpdates" {
			t.Errorf("polled %s", r.path)
		}
		got = append(got, r.form)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if telegram.AllowedUpdates() != kinds {
		t.Errorf("AllowedUpdates is %s", telegram.AllowedUpdates())
	}
}

func TestPollKeepsNeighboursOfAnUnreadableUpdate(t *testing.T) {
	f := newFake(t, says(200, `{"ok":true,"result":[
		{"update_id":500000000,"message":{"message_id":1,"date":1,"chat":{"id":5,"type":"private"}}},
		{"update_id":500000001,"message":{"message_id":"x"}},
		{"update_id":"seven"}, 17, null,
		{"update_id":1000,"message":{"message_id":2,"date":1,"chat":{"id":5,"type":"private"}}}]}`))
	batch, err := newClient(t, f.URL, telegram.Options{}).Poll(testContext(t), 1, 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	var ids []int64
	readable := 0
	for _, raw := range batch {
		ids = append(ids, raw.ID)
		if u, err := telegram.Decode(raw.JSON); err == nil && u.ChatID() == 5 {
			readable++
		}
	}
	if diff := cmp.Diff([]int64{500000000, 500000001, 0, 0, 0, 1000}, ids); diff != "" {
		t.Error(diff)
	}
	if readable != 2 {
		t.Errorf("%d updates were readable, want 2", readable)
	}
}

func TestPollRefusesWhatIsNoList(t *testing.T) {
	for _, result := range []string{`{"ok":true,"result":{}}`, `{"ok":true,"result":null}`, `{"ok":true}`} {
		f := newFake(t, says(200, result))
		_, err := newClient(t, f.URL, telegram.Options{}).Poll(testContext(t), 0, 0, 1)
		if class(err) != telegram.Server {
			t.Errorf("%s: got %v, want class server", result, err)
		}
	}
}

func TestMe(t *testing.T) {
	f := newFake(t, says(200, `{"ok":true,"result":{"id":7,"is_bot":true,"first_name":"L","username":"lw_bot","can_read_all_group_messages":true}}`))
	me, err := newClient(t, f.URL+"/", telegram.Options{}).Me(testContext(t))
	if err != nil || me.UserName != "lw_bot" || !me.CanReadAllGroupMessages {
		t.Errorf("got %+v, %v", me, err)
	}
	f = newFake(t, says(200, `{"ok":true,"result":true}`))
	if _, err := newClient(t, f.URL, telegram.Options{}).Me(testContext(t)); class(err) != telegram.Server {
		t.Errorf("an answer that is no user: got %v, want class server", err)
	}
}

func TestCallSendsParametersAsGiven(t *testing.T) {
	f := newFake(t, says(200, `{"ok":true,"result":{"message_id":9}}`))
	c := newClient(t, f.URL, telegram.Options{})
	params := map[string]string{"chat_id": "-5", "text": "Mừng & <b>ừ</b>", "reply_parameters": `{"message_id":3}`}
	result, err := c.Call(testContext(t), "sendMessage", params)
	if err != nil || telegram.MessageID(result) != 9 {
		t.Fatalf("got %s, %v", result, err)
	}
	if diff := cmp.Diff(params, f.requests()[0].form); diff != "" {
		t.Error(diff)
	}
	if telegram.MessageID([]byte(`true`)) != 0 {
		t.Error("a bool has a message id")
	}
	for _, method := range []string{"getUpdates", "", "../getMe", "send Message"} {
		if _, err := c.Call(testContext(t), method, nil); err == nil {
			t.Errorf("method %q was called", method)
		}
	}
	if n := len(f.requests()); n != 1 {
		t.Errorf("%d requests were sent, want 1", n)
	}
}

func TestCallFollowsNoRedirect(t *testing.T) {
	target := newFake(t, says(200, `{"ok":true,"result":true}`))
	f := newFake(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, target.URL+r.URL.Path, http.StatusTemporaryRedirect)
	})
	_, err := newClient(t, f.URL, telegram.Options{}).Call(testContext(t), "getMe", nil)
	if class(err) != telegram.Server {
		t.Errorf("got %v, want class server", err)
	}
	if len(target.requests()) != 0 {
		t.Error("the token went to another server")
	}
}

// class is the class of a failed call, "" for any other error.
func class(err error) telegram.Class {
	var e *telegram.Error
	if errors.As(err, &e) {
		return e.Class
	}
	return ""
}
