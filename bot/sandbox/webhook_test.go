package sandbox_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"lurewatch/bot/sandbox"
)

func TestWebhookDeliversUntilTaken(t *testing.T) {
	b := start(t, sandbox.Options{Scale: 0.001})
	type delivery struct{ secret, body string }
	got, refuse := make(chan delivery, 10), 2
	hook := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		got <- delivery{r.Header.Get("X-Telegram-Bot-Api-Secret-Token"), string(body)}
		if refuse > 0 {
			refuse--
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	}))
	defer hook.Close()
	ok[bool](b, "setWebhook", params{"url": hook.URL, "secret_token": "s3cret"})
	b.s.Send(linh, linh, sandbox.Message{Text: "hi"})
	first := <-got
	for range 2 {
		if again := <-got; again != first {
			t.Errorf("the refused update came again as %v, was %v", again, first)
		}
	}
	if first.secret != "s3cret" {
		t.Errorf("secret %q", first.secret)
	}
	b.waitFor("the confirmation", func(v *sandbox.View) bool { return v.Pending() == 0 })
	b.refused("setWebhook", params{"url": hook.URL, "secret_token": "no spaces"}, 400, "Bad Request: secret token contains unallowed characters")
}
