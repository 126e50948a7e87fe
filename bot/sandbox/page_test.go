package sandbox_test

import (
	"bufio"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"lurewatch/bot/sandbox"
)

// visit is a request as a browser would send it; head pairs names and values.
func (b *bot) visit(method, path, body string, head ...string) (int, string, http.Header) {
	b.t.Helper()
	req, err := http.NewRequestWithContext(within(b.t), method, b.base+path, strings.NewReader(body))
	if err != nil {
		b.t.Fatal(err)
	}
	if method == http.MethodPost {
		req.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(head); i += 2 {
		req.Header.Set(head[i], head[i+1])
		if head[i] == "Host" {
			req.Host = head[i+1]
		}
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		b.t.Fatal(err)
	}
	defer res.Body.Close()
	out, err := io.ReadAll(res.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return res.StatusCode, string(out), res.Header
}

func TestPageLoadsNothingFromElsewhere(t *testing.T) {
	b := start(t, sandbox.Options{})
	status, page, head := b.visit("GET", "/", "")
	if status != 200 || !strings.Contains(head.Get("Content-Type"), "text/html") {
		t.Fatalf("page = %d %v", status, head)
	}
	policy := head.Get("Content-Security-Policy")
	for _, want := range []string{"default-src 'none'", "script-src 'self'", "connect-src 'self'", "frame-ancestors 'none'"} {
		if !strings.Contains(policy, want) {
			t.Errorf("no %s in the policy %q", want, policy)
		}
	}
	files := regexp.MustCompile(`(?:src|href)="(/[^"]+)"`).FindAllStringSubmatch(page, -1)
	files = append(files, []string{"", "/sandbox/dom.js"}, []string{"", "/sandbox/panels.js"}, []string{"", "/sandbox/rows.js"}, []string{"", "/sandbox/text.js"})
	for _, f := range files {
		status, body, _ := b.visit("GET", f[1], "")
		if status != 200 {
			t.Errorf("%s = %d", f[1], status)
		}
		page += body
	}
	if address := regexp.MustCompile(`https?://[a-z0-9.]+`).FindAllString(strings.ReplaceAll(page, "http://www.w3.org", ""), -1); len(address) > 0 {
		t.Errorf("the page names %q", address)
	}
	if regexp.MustCompile(`\son\w+="|<script>|style="|innerHTML`).MatchString(page) {
		t.Error("the page has what its policy forbids, or writes HTML")
	}
}

func TestPageIsGuarded(t *testing.T) {
	b := start(t, sandbox.Options{})
	const body = `{"as":101,"chat":101,"text":"hi"}`
	for name, c := range map[string]struct {
		want int
		head []string
	}{
		"the page itself":   {200, []string{"Origin", b.base, "Sec-Fetch-Site", "same-origin"}},
		"no browser":        {200, nil},
		"another site":      {403, []string{"Origin", "https://evil.example"}},
		"another port":      {403, []string{"Origin", "http://127.0.0.1:1"}},
		"hidden origin":     {403, []string{"Origin", "null"}},
		"cross-site":        {403, []string{"Sec-Fetch-Site", "cross-site"}},
		"same-site":         {403, []string{"Sec-Fetch-Site", "same-site"}},
		"a name rebound":    {403, []string{"Host", "evil.example"}},
		"a form":            {403, []string{"Content-Type", "application/x-www-form-urlencoded"}},
		"a form's disguise": {403, []string{"Content-Type", "text/plain"}},
	} {
		if status, _, _ := b.visit("POST", "/sandbox/send", body, c.head...); status != c.want {
			t.Errorf("%s: %d, want %d", name, status, c.want)
		}
	}
	for _, path := range []string{"/", "/sandbox/stage", "/sandbox/events?as=101&chat=101", "/sandbox/file?id=x"} {
		if status, _, _ := b.visit("GET", path, "", "Host", "evil.example"); status != 403 {
			t.Errorf("%s under another name = %d", path, status)
		}
	}
	if status, _, _ := b.visit("POST", "/bot"+token+"/sendMessage", `{"chat_id":101,"text":"x"}`, "Sec-Fetch-Site", "cross-site"); status != 403 {
		t.Errorf("a method called by a site = %d", status)
	}
	if status, _, _ := b.visit("GET", "/sandbox/send", ""); status != 404 && status != 405 {
		t.Errorf("GET send = %d", status)
	}
	if n := len(b.s.Messages(linh)); n != 2 {
		t.Errorf("%d messages arrived, want 2", n)
	}
}

func TestPageSendsWhatAPersonWould(t *testing.T) {
	b := start(t, sandbox.Options{Scale: 0.01})
	picture := base64.StdEncoding.EncodeToString(pixels(t, 20, 20))
	for _, c := range []struct{ body, want string }{
		{`{"as":101,"chat":101,"text":"/start"}`, `"text":"/start"`},
		{`{"as":101,"chat":101,"text":"offer","forward":{"kind":"hidden_user","name":"HR"}}`, `"sender_user_name":"HR"`},
		{`{"as":101,"chat":101,"text":"offer","forward":{"kind":"user","name":"Anna"}}`, `"sender_user":{`},
		{`{"as":101,"chat":101,"text":"offer","forward":{"kind":"channel","name":"Jobs"}}`, `"forward_from_chat":{`},
		{`{"as":101,"chat":101,"text":"words","picture":"` + picture + `"}`, `"caption":"words"`},
		{`{"as":101,"chat":101,"text":"yes","replyTo":1}`, `"reply_to_message":{`},
	} {
		b.s.DropUpdates()
		if status, body, _ := b.visit("POST", "/sandbox/send", c.body); status != 200 {
			t.Errorf("%s = %d %s", c.body, status, body)
		}
		if got := b.raw(0); !strings.Contains(got, c.want) {
			t.Errorf("%s queued %s, want %s", c.body, got, c.want)
		}
	}
	for body, want := range map[string]int{
		`{"as":101,"chat":101,"text":""}`:                                  409,
		`{"as":101,"chat":102,"text":"x"}`:                                 404, // another's private chat
		`{"as":5,"chat":5,"text":"x"}`:                                     404,
		`{"as":101,"chat":-77,"text":"x"}`:                                 404,
		`{"as":101,"chat":101,"text":"` + strings.Repeat("a", 4097) + `"}`: 409,
		`[]`: 400,
	} {
		if status, out, _ := b.visit("POST", "/sandbox/send", body); status != want || !strings.Contains(out, `"error"`) {
			t.Errorf("%.40s = %d %s, want %d", body, status, out, want)
		}
	}
}

func TestPageEditsDeletesAndPresses(t *testing.T) {
	b := start(t, sandbox.Options{Scale: 0.01})
	b.s.Send(linh, linh, sandbox.Message{Text: "a"})
	m := ok[message](b, "sendMessage", params{"chat_id": "101", "text": "sure?", "reply_markup": keys("yes")})
	b.s.DropUpdates()
	if status, _, _ := b.visit("POST", "/sandbox/edit", `{"as":101,"chat":101,"message":1,"text":"b"}`); status != 200 || b.updates(0)[0].Edited.Text != "b" {
		t.Error("the edit did not arrive")
	}
	if status, _, _ := b.visit("POST", "/sandbox/edit", `{"as":101,"chat":101,"message":2,"text":"b"}`); status != 409 {
		t.Error("the bot's message could be edited")
	}
	b.s.DropUpdates()
	done := make(chan string)
	go func() {
		_, body, _ := b.visit("POST", "/sandbox/press", `{"as":101,"chat":101,"message":2,"data":"yes"}`)
		done <- body
	}()
	b.waitFor("the press", func(v *sandbox.View) bool { return v.Pending() == 1 })
	ok[bool](b, "answerCallbackQuery", params{"callback_query_id": b.updates(0)[0].Callback.ID, "text": "erased", "show_alert": "true"})
	if body := <-done; body != `{"text":"erased","alert":true}` {
		t.Errorf("the page got %s", body)
	}
	if status, _, _ := b.visit("POST", "/sandbox/delete", `{"as":101,"chat":101,"message":2}`); status != 200 || len(b.s.FromBot(linh)) != 0 {
		t.Errorf("message %d was not deleted", m.ID)
	}
}

func TestPageGroups(t *testing.T) {
	b := start(t, sandbox.Options{Scale: 0.01})
	_, body, _ := b.visit("POST", "/sandbox/group", `{"as":102,"title":"Jobs"}`)
	var made struct{ Chat int64 }
	if err := json.Unmarshal([]byte(body), &made); err != nil || made.Chat >= 0 {
		t.Fatalf("group = %s", body)
	}
	if got := b.raw(0); !strings.Contains(got, `"my_chat_member"`) || !strings.Contains(got, `"new_chat_members"`) {
		t.Errorf("the bot was not added: %s", got)
	}
	b.s.DropUpdates()
	in := func(rest string) string {
		return strings.Replace(`{"as":102,"chat":`+string(mustJSON(t, made.Chat))+`,REST}`, "REST", rest, 1)
	}
	b.visit("POST", "/sandbox/promote", in(`"on":true`))
	b.visit("POST", "/sandbox/send", in(`"text":"hi","anonymous":true`))
	b.visit("POST", "/sandbox/bot", in(`"on":false`))
	b.visit("POST", "/sandbox/block", in(`"on":true`))
	got := b.raw(0)
	for _, want := range []string{`"status":"administrator"`, `"username":"GroupAnonymousBot"`, `"status":"kicked"`, `"type":"private"`} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in %s", want, got)
		}
	}
}

func mustJSON(t *testing.T, v any) []byte {
	t.Helper()
	out, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestStreamShowsTheChatAndEnds(t *testing.T) {
	b := start(t, sandbox.Options{})
	b.s.SetStage()
	person := sandbox.Cast()[1]
	address := b.base + "/sandbox/events?as=" + string(mustJSON(t, person.ID)) + "&chat=" + string(mustJSON(t, person.ID))
	res, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	lines := bufio.NewScanner(res.Body)
	lines.Buffer(nil, 1<<20)
	next := func(want string) {
		t.Helper()
		for lines.Scan() {
			if strings.Contains(lines.Text(), want) {
				return
			}
		}
		t.Fatalf("the stream ended before %q", want)
	}
	next(`"role":"Jobseeker`)
	next(`"messages":[]`)
	b.s.Send(person.ID, person.ID, sandbox.Message{Text: "việc nhẹ"})
	next(`"text":"việc nhẹ"`)
	id := string(mustJSON(t, person.ID))
	ok[bool](b, "sendChatAction", params{"chat_id": id, "action": "typing"})
	next(`"action":"typing"`)
	ok[bool](b, "setMyCommands", params{"commands": `[{"command":"check","description":"Kiểm tra"}]`, "language_code": "vi"})
	next(`"description":"Kiểm tra"`)
	ok[message](b, "sendMessage", params{"chat_id": id, "text": "<b>x</b>", "parse_mode": "HTML"})
	next(`"type":"bold"`)
	go b.s.Close()
	next("event: end")
	if status, body := lines.Scan(), lines.Err(); body != nil {
		t.Errorf("after the end: %v %v", status, body)
	}
}

func TestPageFiles(t *testing.T) {
	b := start(t, sandbox.Options{})
	id := b.s.AddFile("evil\".html", []byte("<script>alert(1)</script>"))
	_, _, head := b.visit("GET", "/sandbox/file?id="+id, "")
	if head.Get("Content-Type") != "application/octet-stream" || head.Get("Content-Disposition") != `attachment; filename="evil_.html"` {
		t.Errorf("a file that is no picture is sent as %v", head)
	}
	id = b.s.AddFile("a.png", pixels(t, 2, 2))
	if _, _, head = b.visit("GET", "/sandbox/file?id="+id, ""); head.Get("Content-Type") != "image/png" {
		t.Errorf("a picture is sent as %v", head)
	}
}

func TestExamples(t *testing.T) {
	some := sandbox.DefaultExamples()
	kinds, langs := map[string]int{}, map[string]bool{}
	for _, x := range some {
		kinds[x.Kind]++
		langs[x.Lang] = true
	}
	if kinds[sandbox.Offer] < 6 || kinds[sandbox.Harmless] < 6 || kinds[sandbox.Crisis] < 1 {
		t.Errorf("kinds = %v", kinds)
	}
	for _, lang := range []string{"en", "vi", "zh-Hans", "zh-Hant", "th", "id"} {
		if !langs[lang] {
			t.Errorf("no example in %s", lang)
		}
	}
	for text, want := range map[string]string{
		"words":               "examples:1: words before the first header",
		"\n== en nice: Label": `examples:2: want "== LANGUAGE offer|harmless|crisis: LABEL", have "== en nice: Label"`,
		"== en offer: Label":  `examples: "Label" has no text`,
	} {
		if _, err := sandbox.ParseExamples(text); err == nil || err.Error() != want {
			t.Errorf("%q = %v, want %s", text, err, want)
		}
	}
	b := start(t, sandbox.Options{Examples: []sandbox.Example{{Label: "Mine", Lang: "en", Kind: sandbox.Offer, Text: "own words"}}})
	if _, body, _ := b.visit("GET", "/sandbox/stage", ""); !strings.Contains(body, "own words") || strings.Contains(body, some[0].Label) {
		t.Errorf("Options.Examples are not shown: %s", body)
	}
}

func TestCastIsReachable(t *testing.T) {
	seen := map[int64]bool{}
	for _, p := range sandbox.Cast() {
		if seen[p.ID] || p.Role == "" || p.First == "" || p.LanguageCode == "" {
			t.Errorf("%+v is a double or lacks something", p)
		}
		seen[p.ID] = true
	}
	if !seen[sandbox.VolunteerID] || !seen[sandbox.OperatorID] {
		t.Error("the volunteer or the operator is missing")
	}
}
