package bot

import (
	"slices"
	"strings"
	"time"

	"lurewatch/bot/telegram"
	"lurewatch/classifier"
)

// Forwards and albums come in parts, one update each. A bundle waits partWait
// after its last part and at most bundleWait after its first, and is then
// judged as one.
const (
	partWait   = time.Second
	bundleWait = 3 * time.Second
	maxParts   = 100 // Telegram forwards at most as many at once
)

// A bundle is the messages of one person that are judged together.
type bundle struct {
	parts []*incoming
	old   []*incoming // first forms of parts that were edited meanwhile
	first time.Time   // when this process saw the first part
	last  time.Time   // and the last forward or album part
}

// isPart says whether a message starts or continues a bundle: it is forwarded,
// or part of an album.
func isPart(m *telegram.Message) bool {
	_, forwarded := m.Forwarded()
	return forwarded || m.MediaGroupID != ""
}

// add takes in one more message. Typed lines do not make it wait longer.
func (g *bundle) add(in *incoming) {
	if len(g.parts) == 0 {
		g.first = in.seen
	}
	g.parts = append(g.parts, in)
	if g.last.IsZero() || isPart(in.Msg()) {
		g.last = in.seen
	}
}

// due is when the bundle is to be judged.
func (g *bundle) due(b *Bot) time.Time {
	end := g.last.Add(b.scaled(partWait))
	if limit := g.first.Add(b.scaled(bundleWait)); limit.Before(end) {
		return limit
	}
	return end
}

// replace puts an edited message in the place of its first form, and says
// whether there was one.
func (g *bundle) replace(in *incoming) bool {
	for i, p := range g.parts {
		if p.Msg().MessageID == in.Msg().MessageID {
			g.old = append(g.old, p)
			g.parts[i] = in
			return true
		}
	}
	return false
}

// all are the updates that judging the bundle finishes.
func (g *bundle) all() []*incoming { return append(slices.Clone(g.parts), g.old...) }

// A letter is what some messages of a person say, ready to be judged.
type letter struct {
	text  string // all of it
	links []classifier.Link
	own   string // what the person typed, for the language of the answer
	// content names what the messages carry beside words: telegram.Content
	// of the first one without words, "" if all have some.
	content   string
	forwarded bool
}

// letter joins messages into one letter. The bot's own words, quoted or
// forwarded back to it, are left out.
func (b *Bot) letter(parts ...*telegram.Message) letter {
	var l letter
	var whole, own strings.Builder
	for _, m := range parts {
		forward, forwarded := m.Forwarded()
		if forwarded && forward.ID == b.me.ID && b.me.ID != 0 {
			continue
		}
		l.forwarded = l.forwarded || forwarded
		wrote := false
		for _, p := range m.Parts() {
			if p.From == telegram.PartQuote && b.isMine(m.ReplyTo) {
				continue
			}
			if whole.Len() > 0 {
				whole.WriteString("\n")
			}
			for _, k := range p.Links {
				l.links = append(l.links, classifier.Link{Start: whole.Len() + k.Start, End: whole.Len() + k.End, URL: k.URL})
			}
			whole.WriteString(p.Text)
			wrote = true
			if !forwarded && !p.External && p.From == telegram.PartBody {
				own.WriteString(p.Text + "\n")
			}
		}
		if !wrote && l.content == "" {
			l.content = m.Content()
		}
	}
	l.text, l.own = whole.String(), strings.TrimSpace(own.String())
	return l
}

// isMine says whether the bot itself sent a message.
func (b *Bot) isMine(m *telegram.Message) bool {
	return m != nil && m.From != nil && m.From.ID == b.me.ID && b.me.ID != 0
}
