package sandbox

import (
	"cmp"
	"html"
	"slices"
	"strings"
)

// renderHTML writes a text with its entities as Telegram's HTML, so that a
// test can see both at once. What Telegram found by itself is not marked.
func renderHTML(text string, entities []Entity) string {
	type edge struct {
		at, order int
		tag       string
	}
	var edges []edge
	for i, e := range entities {
		start, end := htmlPair(e)
		if start == "" {
			continue
		}
		// Ends come before beginnings; the entity that began last ends first.
		edges = append(edges, edge{byte16(text, e.Offset), i + 1, start}, edge{byte16(text, e.Offset+e.Length), -i - 1, end})
	}
	slices.SortStableFunc(edges, func(a, b edge) int { return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.order, b.order)) })
	var out strings.Builder
	last := 0
	for _, e := range edges {
		out.WriteString(escape(text[last:e.at]))
		out.WriteString(e.tag)
		last = e.at
	}
	out.WriteString(escape(text[last:]))
	return out.String()
}

func escape(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(s)
}

func htmlPair(e Entity) (start, end string) {
	switch e.Type {
	case "bold":
		return "<b>", "</b>"
	case "italic":
		return "<i>", "</i>"
	case "underline":
		return "<u>", "</u>"
	case "strikethrough":
		return "<s>", "</s>"
	case "spoiler":
		return "<tg-spoiler>", "</tg-spoiler>"
	case "code":
		return "<code>", "</code>"
	case "pre":
		if e.Language != "" {
			return `<pre><code class="language-` + html.EscapeString(e.Language) + `">`, "</code></pre>"
		}
		return "<pre>", "</pre>"
	case "blockquote":
		return "<blockquote>", "</blockquote>"
	case "expandable_blockquote":
		return "<blockquote expandable>", "</blockquote>"
	case "text_link":
		return `<a href="` + html.EscapeString(e.URL) + `">`, "</a>"
	}
	return "", ""
}
