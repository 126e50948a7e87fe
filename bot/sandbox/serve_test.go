package sandbox_test

import (
	"net/http"
	"strings"
	"testing"

	"lurewatch/bot/sandbox"
)

func TestAddressesAndTokens(t *testing.T) {
	b := start(t, sandbox.Options{})
	for _, c := range []struct {
		path   string
		status int
		want   string
	}{
		{"/bot" + token + "/getMe", 200, `"username":"lurewatch_sandbox_bot"`},
		{"/bot" + token + "/GETME", 200, `"id":7654321`}, // names have no case
		{"/bot" + token + "/getMee", 404, `"description":"Not Found: method not found"`},
		{"/bot7654321:other/getMe", 401, `{"description":"Unauthorized","error_code":401,"ok":false}`},
		{"/botnonsense/getMe", 404, `"description":"Not Found"`},
		{"/bot" + token, 404, `"ok":false`},
		{"/file/bot7654321:other/photos/file_1.png", 401, "Unauthorized"},
		{"/file/bot" + token + "/photos/file_1.png", 404, "Not Found"},
	} {
		status, body := get(t, b.base+c.path)
		if status != c.status || !strings.Contains(body, c.want) {
			t.Errorf("%s = %d %s, want %d %s", c.path, status, body, c.status, c.want)
		}
	}
}

func TestEveryFormOfParameters(t *testing.T) {
	b := start(t, sandbox.Options{})
	b.s.Send(linh, linh, sandbox.Message{Text: "/start"})
	address := b.base + "/bot" + token + "/sendMessage"
	if status, body := get(t, address+"?chat_id=101&text=query"); status != 200 {
		t.Errorf("query: %s", body)
	}
	for kind, body := range map[string]string{
		"application/json":                  `{"chat_id":101,"text":"json","disable_notification":true,"reply_markup":{"inline_keyboard":[[{"text":"a","callback_data":"b"}]]}}`,
		"application/json; charset=utf-8":   `{"chat_id":"101","text":"json"}`,
		"application/x-www-form-urlencoded": "chat_id=101&text=form",
	} {
		if a, err := read(http.Post(address, kind, strings.NewReader(body))); err != nil || !a.OK {
			t.Errorf("%s: %v %v", kind, a, err)
		}
	}
	if a := b.upload("sendDocument", "document", "a.csv", []byte("x,y\n"), params{"chat_id": "101", "caption": "form"}); !a.OK {
		t.Errorf("multipart: %v", a)
	}
	a, err := read(http.Post(address, "application/json", strings.NewReader("{")))
	if err != nil || a.Code != 400 {
		t.Errorf("broken JSON = %v, %v", a, err)
	}
	b.refused("sendMessage", params{"chat_id": "101", "text": "\xff"}, 400, "Bad Request: strings must be encoded in UTF-8")
	if n := len(b.s.FromBot(linh)); n != 5 {
		t.Errorf("%d messages arrived, want 5", n)
	}
	calls := b.s.CallsOf("sendmessage")
	for _, c := range calls {
		if c.Params["text"] == "json" && strings.Contains(c.Params["reply_markup"], `"callback_data":"b"`) && c.MessageID != 0 && c.ChatID == linh {
			return
		}
	}
	t.Errorf("the JSON call was not recorded as it was: %v", calls)
}

func TestStartTwiceIsRefused(t *testing.T) {
	b := start(t, sandbox.Options{})
	if _, err := b.s.Start("127.0.0.1:0"); err == nil {
		t.Error("a second Start was taken")
	}
	if b.s.Base() != b.base {
		t.Error("the second Start changed the base")
	}
}
