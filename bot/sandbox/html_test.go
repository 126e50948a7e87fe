package sandbox_test

import (
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"lurewatch/bot/sandbox"
)

func TestHTMLRefusals(t *testing.T) {
	b := start(t, sandbox.Options{})
	b.s.Send(linh, linh, sandbox.Message{Text: "/start"})
	for text, want := range map[string]string{
		"<b>x":                     `Can't find end tag corresponding to start tag "b"`,
		"<b><i>x</i>":              `Can't find end tag corresponding to start tag "b"`,
		"x</b>":                    `Unexpected end tag at byte offset 1`,
		"<b>x</i>":                 `Unmatched end tag at byte offset 4, expected "</b>", found "</i>"`,
		"việc <br> x":              `Unsupported start tag "br" at byte offset 7`,
		"5 <6":                     `Unclosed start tag at byte offset 2`,
		"5 < 6 > 4":                `Unsupported start tag "" at byte offset 2`,
		"<b":                       `Unclosed start tag at byte offset 0`,
		"<b>x</b":                  `Unclosed end tag at byte offset 4`,
		`<a href=>x</a>`:           ``, // an empty name is an empty link, which is no link
		`<a href>x</a>`:            `Expected equal sign in declaration of an attribute of the tag "a" at byte offset 0`,
		`<a ="x">x</a>`:            `Empty attribute name in the tag "a" at byte offset 0`,
		`<a href=x/y>x</a>`:        `Unexpected end of name token at byte offset 8`,
		`<a href="x`:               `Unclosed start tag at byte offset 0`,
		`<span>x</span>`:           `Tag "span" must have class "tg-spoiler" at byte offset 0`,
		`<tg-emoji>x</tg-emoji>`:   `Invalid custom emoji identifier specified`,
		`<script>x</script>`:       `Unsupported start tag "script" at byte offset 0`,
		`<b>x</b> & y &nbsp; &#0;`: ``,
	} {
		a := b.call("sendMessage", params{"chat_id": "101", "parse_mode": "HTML", "text": text})
		switch {
		case want == "" && !a.OK:
			t.Errorf("%q was refused: %s", text, a.Description)
		case want != "" && a.Description != "Bad Request: can't parse entities: "+want:
			t.Errorf("%q = %q, want %q", text, a.Description, want)
		}
	}
}

func TestHTMLComesBackAsItWent(t *testing.T) {
	b := start(t, sandbox.Options{})
	b.s.Send(linh, linh, sandbox.Message{Text: "/start"})
	for text, want := range map[string]string{
		"<b>a<i>b</i></b>":                                "",
		"<STRONG>a</STRONG>":                              "<b>a</b>",
		"<em>a</em> <ins>b</ins> <del>c</del>":            "<i>a</i> <u>b</u> <s>c</s>",
		"😀<b>😀</b>😀":                                      "",
		"<span class=\"tg-spoiler\">x</span>":             "<tg-spoiler>x</tg-spoiler>",
		"<blockquote expandable>x</blockquote>":           "",
		"<pre><code class=\"language-go\">x</code></pre>": "",
		"<code class=\"language-go\">x</code>":            "<code>x</code>",
		"&lt;b&gt; &amp; &quot; &#233; &#x1F600; &nbsp;":  "&lt;b&gt; &amp; \" é 😀 &amp;nbsp;",
		`<a href="https://e.org/?a=1&amp;b=&quot;">x</a>`: `<a href="https://e.org/?a=1&amp;b=&#34;">x</a>`,
		`<a href="e.org">x</a>`:                           `<a href="http://e.org">x</a>`,
		`<a href="javascript:alert(1)">x</a>`:             `x`,
		"<b> a </b>":                                      "<b>a</b>",
	} {
		if want == "" {
			want = text
		}
		m := ok[message](b, "sendMessage", params{"chat_id": "101", "parse_mode": "HTML", "text": text})
		shown := b.s.FromBot(linh)
		if got := shown[len(shown)-1]; got.ID != m.ID || got.HTML != want {
			t.Errorf("%s became %s, want %s", text, got.HTML, want)
		}
	}
}

func FuzzHTML(f *testing.F) {
	for _, seed := range []string{"<b>a<i>b</i></b>", "&lt;&#x1F600;<a href='e.org'>x</a>", "<pre><code class=language-go>x</code></pre>", "<b", "</b>", "<a href=\"", "&#", "<tg-emoji emoji-id='5'>😀</tg-emoji>"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, src string) {
		if !utf8.ValidString(src) {
			return // refused before it is parsed
		}
		text, entities, err := sandbox.ParseHTML(src)
		if err != nil {
			return
		}
		units := len(utf16.Encode([]rune(text)))
		for _, e := range entities {
			if e.Offset < 0 || e.Length <= 0 || e.Offset+e.Length > units {
				t.Fatalf("%+v lies outside %q", e, text)
			}
		}
		again, _, err := sandbox.ParseHTML(sandbox.RenderHTML(text, entities))
		if err != nil || again != text {
			t.Errorf("%q was rendered as %q, which reads %q, %v", src, sandbox.RenderHTML(text, entities), again, err)
		}
	})
}

func TestEntitiesAreFound(t *testing.T) {
	b := start(t, sandbox.Options{})
	for text, want := range map[string]string{
		"/check@lurewatch_sandbox_bot now":  "bot_command:/check@lurewatch_sandbox_bot",
		"ib @hr_anna hoặc a/@b":             "mention:@hr_anna",
		"see https://e.org/a?b=c. ok":       "url:https://e.org/a?b=c",
		"t.me/joinus và vieclam.com.vn":     "url:t.me/joinus url:vieclam.com.vn",
		"cv hr@e.example.com #việc_làm":     "email:hr@e.example.com hashtag:#việc_làm",
		"gọi +84901234567":                  "phone_number:+84901234567",
		"5.000.000 and a.b and 1/2 and w/o": "",
		"😀 /help":                           "bot_command:/help",
	} {
		id := b.s.Send(linh, linh, sandbox.Message{Text: text})
		shown := b.s.Messages(linh)[id-1]
		var got []string
		for _, e := range shown.Entities {
			got = append(got, e.Type+":"+cut16(shown.Text, e.Offset, e.Length))
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%q has %q, want %q", text, s, want)
		}
	}
}
