package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"lurewatch/bot/sandbox"
)

// setWebhook sets one as another program would have.
func (s *stage) setWebhook() {
	s.t.Helper()
	resp, err := http.PostForm(s.Base()+"/bot"+canary+"/setWebhook", url.Values{"url": {"https://example.org/hook"}})
	if err != nil {
		s.t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		s.t.Fatalf("setWebhook: %s", resp.Status)
	}
}

func TestAPoisonedUpdateCostsOnlyItself(t *testing.T) {
	s := withBot(t, sandbox.Options{})
	s.Send(ama, ama, sandbox.Message{Text: "hello"})
	s.Inject(json.RawMessage(`{"message":{"message_id":"x","chat":{"id":1002,"type":"private"},"text":"hello"}}`))
	s.Inject(json.RawMessage(`{"message":[]}`))
	s.Inject(json.RawMessage(`{}`))
	s.Send(ama, ama, sandbox.Message{Text: "hello again"})
	s.answer(ama, 2)
}

func TestEveryKindOfUpdateIsBorne(t *testing.T) {
	s := withBot(t, sandbox.Options{})
	for _, kind := range []string{
		"message", "edited_message", "channel_post", "edited_channel_post", "business_connection", "business_message",
		"edited_business_message", "deleted_business_messages", "message_reaction", "message_reaction_count", "inline_query",
		"chosen_inline_result", "callback_query", "shipping_query", "pre_checkout_query", "purchased_paid_media", "poll",
		"poll_answer", "my_chat_member", "chat_member", "chat_join_request", "chat_boost", "removed_chat_boost", "tomorrow",
	} {
		for _, body := range []string{
			`{}`, `{"chat":{"id":1002,"type":"private"}}`, `{"message_id":1,"date":1,"chat":{"id":-5,"type":"group"}}`,
			`{"id":"1","from":{"id":1002,"is_bot":false,"first_name":"A"},"data":"f:y"}`,
			`{"id":"2","from":{"id":1002,"is_bot":false,"first_name":"A"},"data":"c:v","message":{"message_id":9,"date":0,"chat":{"id":1002,"type":"private"}}}`,
		} {
			s.Inject(json.RawMessage(fmt.Sprintf(`{%q:%s}`, kind, body)))
		}
	}
	s.Send(ama, ama, sandbox.Message{Text: "hello"})
	s.await("the bot still answers", func(v *sandbox.View) bool {
		for _, m := range v.FromBot(ama) {
			if strings.Contains(m.Text, "Hello") {
				return true
			}
		}
		return false
	})
	lacks(t, s.out.String(), "a handler failed")
}

func TestUpdateIDsMayStartAgain(t *testing.T) {
	s := withBot(t, sandbox.Options{})
	s.Send(ama, ama, sandbox.Message{Text: "hello"})
	s.answer(ama, 1)
	s.await("it is confirmed", func(v *sandbox.View) bool { return v.Pending() == 0 })
	s.RestartIDs(1000)
	s.Send(ama, ama, sandbox.Message{Text: "hello"})
	s.answer(ama, 2)
}

func TestAnUpdateThatComesTwiceIsAnsweredOnce(t *testing.T) {
	s := withBot(t, sandbox.Options{})
	s.Send(ama, ama, sandbox.Message{Text: "hello"})
	s.answer(ama, 1)
	raw := json.RawMessage(fmt.Sprintf(`{"update_id":600000000,"message":{"message_id":77,"date":%d,"chat":{"id":1002,"type":"private"},"from":{"id":1002,"is_bot":false,"first_name":"A"},"text":"hello"}}`, time.Now().Unix()))
	s.Inject(raw)
	s.answer(ama, 2)
	s.Inject(raw)
	s.idle()
	if n := len(s.FromBot(ama)); n != 2 {
		t.Errorf("%d answers, want two", n)
	}
}

func TestPollingIsExplicitAndUnhurried(t *testing.T) {
	s := withBot(t, sandbox.Options{Scale: 1})
	remove := s.AddFault(sandbox.Fault{Method: "getUpdates", Kind: sandbox.Body(200, `{"ok":true,"result":[]}`)})
	before := len(s.CallsOf("getUpdates"))
	began := time.Now()
	s.Send(ama, ama, sandbox.Message{Text: "hello"}) // ends the long poll
	s.await("it has polled some more", func(v *sandbox.View) bool { return v.Count("getUpdates") >= before+8 })
	if rate := 8 / time.Since(began).Seconds(); rate > 5 {
		t.Errorf("%.1f polls a second at empty answers that come early", rate)
	}
	remove()
	for _, c := range s.CallsOf("getUpdates") {
		if !strings.Contains(c.Params["allowed_updates"], "my_chat_member") || strings.Contains(c.Params["allowed_updates"], "business") {
			t.Fatalf("allowed_updates is %q", c.Params["allowed_updates"])
		}
	}
}

func TestWhoBlocksTheBotIsLeftAlone(t *testing.T) {
	s := withBot(t, sandbox.Options{})
	s.Send(ama, ama, sandbox.Message{Text: "hello"})
	s.answer(ama, 1)
	s.Block(ama)
	s.idle()
	n := len(s.CallsOf("sendMessage"))
	s.Unblock(ama)
	s.Send(ama, ama, sandbox.Message{Text: "hello"})
	s.answer(ama, 2)
	if got := len(s.CallsOf("sendMessage")); got != n+1 {
		t.Errorf("%d sends after the block, want one", got-n)
	}
}
