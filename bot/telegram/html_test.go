package telegram_test

import (
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"lurewatch/bot/telegram"
)

func TestEscapeHTML(t *testing.T) {
	got := telegram.EscapeHTML(`<b>"A & B"</b> 'x' ` + "\xff")
	if want := `&lt;b&gt;&quot;A &amp; B&quot;&lt;/b&gt; 'x' ` + "\uFFFD"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if back := telegram.PlainText(got); back != `<b>"A & B"</b> 'x' `+"\uFFFD" {
		t.Errorf("it reads back as %q", back)
	}
}

func TestPlainTextAndLength(t *testing.T) {
	for _, test := range []struct {
		html, plain string
		units       int
	}{
		{"", "", 0},
		{"<b>hi</b> &amp; <a href=\"https://a.b/?x>y\">you</a>", "hi & you", 8},
		{"1 < 2 & 3 > 2; &nbsp; &amp", "1 < 2 & 3 > 2; &nbsp; &amp", 26},
		{"&#128512;&#x41;&#;", "😀A&#;", 6},
		{"<tg-spoiler>👨‍👩‍👧</tg-spoiler>", "👨‍👩‍👧", 8},
		{"<b unfinished", "<b unfinished", 13},
		{"<3 <>", "<3 <>", 5},
	} {
		if got := telegram.PlainText(test.html); got != test.plain {
			t.Errorf("%q reads %q, want %q", test.html, got, test.plain)
		}
		if got := telegram.VisibleUnits(test.html); got != test.units {
			t.Errorf("%q counts %d, want %d", test.html, got, test.units)
		}
	}
	if got := telegram.Units("aé😀"); got != 4 {
		t.Errorf("got %d units, want 4", got)
	}
}

func TestSplitHTML(t *testing.T) {
	for _, test := range []struct {
		name, html string
		limit      int
		want       []string
	}{
		{"fits", "<b>hello</b>", 5, []string{"<b>hello</b>"}},
		{"nothing", "", 5, nil},
		{"nothing to see", " <b> </b>\n", 5, nil},
		{"words", "aaaa bbbb cccc", 9, []string{"aaaa bbbb", "cccc"}},
		{"a line before a word", "aaaa\nbb cc dd", 8, []string{"aaaa", "bb cc dd"}},
		{"a line", "aaaa aaaa\nb cc dd", 14, []string{"aaaa aaaa", "b cc dd"}},
		{"a paragraph before a line", "aaaaaa\n\nb\ncc dd", 12, []string{"aaaaaa", "b\ncc dd"}},
		{"no place", "abcdefgh", 3, []string{"abc", "def", "gh"}},
		{"tags reopened", `<b>aaaa <i>bbbb cccc</i></b>`, 9, []string{`<b>aaaa <i>bbbb</i></b>`, `<b><i>cccc</i></b>`}},
		{"attributes kept", `<a href="https://x.y/?a&amp;b">aaaa bbbb</a>`, 5, []string{`<a href="https://x.y/?a&amp;b">aaaa</a>`, `<a href="https://x.y/?a&amp;b">bbbb</a>`}},
		{"a tag goes with what it opens", `aaaa<b>bbbb</b>`, 4, []string{`aaaa`, `<b>bbbb</b>`}},
		{"a tag stays with what it closes", `<b>aaaa</b>bbbb`, 4, []string{`<b>aaaa</b>`, `bbbb`}},
		{"entities whole", "a&amp;&lt;&gt;b", 2, []string{"a&amp;", "&lt;&gt;", "b"}},
		{"surrogates whole", "a😀b", 2, []string{"a", "😀", "b"}},
		{"flag and skin tone whole", "ab🇰🇭👋🏽", 5, []string{"ab", "🇰🇭", "👋🏽"}},
		{"combining marks whole", "abកើ", 3, []string{"ab", "កើ"}},
		{"over any limit", "😀😀", 1, []string{"😀", "😀"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := telegram.SplitHTML(test.html, test.limit)
			if !slices.Equal(got, test.want) {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
	long := strings.Repeat("Mười nghìn 😀 chữ ", 1000)
	for _, piece := range telegram.SplitHTML(long, 0) {
		if n := telegram.VisibleUnits(piece); n > telegram.MaxText || n < telegram.MaxText/2 && !strings.HasSuffix(strings.TrimSpace(long), piece) {
			t.Errorf("a piece of %d units", n)
		}
	}
}

func TestCutHTML(t *testing.T) {
	for _, test := range []struct {
		html  string
		limit int
		want  string
	}{
		{"<b>abc</b>", 3, "<b>abc</b>"},
		{"<b>aaaa bbbb</b>", 6, "<b>aaaa</b>…"},
		{"abc", 1, "…"},
		{"abc", 0, ""},
		{"abc", -1, ""},
	} {
		if got := telegram.CutHTML(test.html, test.limit); got != test.want {
			t.Errorf("%q cut to %d is %q, want %q", test.html, test.limit, got, test.want)
		}
	}
}

func withoutSpace(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

// FuzzSplitHTML builds good HTML out of any text with a tag around part of
// it, and splits it: no piece is too long, broken or empty, and together they
// say what the whole said.
func FuzzSplitHTML(f *testing.F) {
	f.Add("hello <world> & \"you\"", 6, 11, 7)
	f.Add("កើ 🇰🇭👋🏽\n\nxx", 1, 3, 4)
	f.Add("    ", 0, 2, 2)
	f.Fuzz(func(t *testing.T, text string, from, to, limit int) {
		limit = 2 + abs(limit)%100
		from = abs(from) % (len(text) + 1)
		to = from + abs(to)%(len(text)+1-from)
		whole := telegram.EscapeHTML(text[:from]) + `<b><a href="x&amp;>">` + telegram.EscapeHTML(text[from:to]) + "</a></b>" + telegram.EscapeHTML(text[to:])
		var said strings.Builder
		for _, piece := range telegram.SplitHTML(whole, limit) {
			plain := telegram.PlainText(piece)
			said.WriteString(plain)
			if n := telegram.VisibleUnits(piece); n > limit || n != telegram.Units(plain) {
				t.Fatalf("%q counts %d units, its text %q %d, the limit is %d", piece, n, plain, telegram.Units(plain), limit)
			}
			if !utf8.ValidString(piece) || strings.TrimSpace(plain) == "" || !balanced(piece) {
				t.Fatalf("%q of %q is broken", piece, whole)
			}
		}
		if got, want := withoutSpace(said.String()), withoutSpace(telegram.PlainText(whole)); got != want {
			t.Fatalf("the pieces say %q, the whole said %q", got, want)
		}
		_ = telegram.CutHTML(text, limit) // raw text: only no panic
		_ = telegram.SplitHTML(text, limit)
	})
}

func abs(n int) int { return int(uint(max(n, -n)) >> 1 << 1 >> 1) }

// balanced is whether the two tags of the fuzz target close as they open.
func balanced(s string) bool {
	s = strings.ReplaceAll(s, `<a href="x&amp;>">`, "<a>")
	depth := ""
	for s != "" {
		switch {
		case strings.HasPrefix(s, "<b>"), strings.HasPrefix(s, "<a>"):
			depth += s[1:2]
			s = s[3:]
		case strings.HasPrefix(s, "</b>"), strings.HasPrefix(s, "</a>"):
			if !strings.HasSuffix(depth, s[2:3]) {
				return false
			}
			depth = depth[:len(depth)-1]
			s = s[4:]
		case s[0] == '<':
			return false
		default:
			s = s[1:]
		}
	}
	return depth == ""
}
