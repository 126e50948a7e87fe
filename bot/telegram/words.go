package telegram

import "strings"

// A Link is an address behind the words text[Start:End] (byte offsets).
type Link struct {
	Start, End int
	URL        string
}

// Where a Part of a message comes from.
const (
	PartBody      = "body" // text or caption
	PartQuote     = "quote"
	PartRich      = "rich"
	PartPoll      = "poll"
	PartChecklist = "checklist"
	PartContact   = "contact"
	PartVenue     = "venue"
	PartOffer     = "offer"  // the words of an invoice or a game
	PartButton    = "button" // under a forwarded message
	PartPreview   = "preview"
)

// A Part is a run of words in a message and where they stand in it. External
// parts belong to a message of another chat that this one replies to.
type Part struct {
	From     string
	External bool
	Text     string
	Links    []Link
}

// Words is all that a message says, a part a line, the text or caption first
// and at the offsets it has in the message, and the addresses behind words of
// it. Addresses that stand in the text as they are do not count as links.
func (m *Message) Words() (text string, links []Link) {
	var b strings.Builder
	for _, part := range m.Parts() {
		if b.Len() > 0 {
			b.WriteByte('\n')
		}
		for _, link := range part.Links {
			links = append(links, Link{b.Len() + link.Start, b.Len() + link.End, link.URL})
		}
		b.WriteString(part.Text)
	}
	return b.String(), links
}

// Parts is what Words joins, for callers that must tell a person's own words
// from those they quote.
func (m *Message) Parts() []Part {
	if m == nil {
		return nil
	}
	var p parts
	body, entities := m.Body()
	p.add(PartBody, body, entities)
	if m.Text != "" {
		p.add(PartBody, m.Caption, m.CaptionEntities)
	}
	p.rich(m.RichMessage)
	if m.Quote != nil {
		p.add(PartQuote, m.Quote.Text, m.Quote.Entities)
	}
	p.poll(m.Poll)
	p.checklist(m.Checklist)
	p.contact(m.Contact)
	p.venue(m.Venue)
	if m.Invoice != nil {
		p.add(PartOffer, m.Invoice.Title, nil)
		p.add(PartOffer, m.Invoice.Description, nil)
	}
	if m.Game != nil {
		p.add(PartOffer, m.Game.Title, nil)
		p.add(PartOffer, m.Game.Description, nil)
		p.add(PartOffer, m.Game.Text, m.Game.TextEntities)
	}
	p.buttons(m.ReplyMarkup)
	p.preview(m.LinkPreview)
	p.externalReply(m.ExternalReply)
	return p.list
}

// parts gathers the parts of one message.
type parts struct {
	list     []Part
	external bool
}

func (p *parts) add(from, text string, entities []Entity) {
	p.linked(from, text, hiddenLinks(text, entities))
}

func (p *parts) linked(from, text string, links []Link) {
	if strings.TrimSpace(text) == "" && len(links) == 0 {
		return
	}
	p.list = append(p.list, Part{From: from, External: p.external, Text: text, Links: links})
}

// hiddenLinks are the addresses that entities put behind words of a text.
func hiddenLinks(text string, entities []Entity) []Link {
	var links []Link
	units := newUnits(text)
	for _, e := range entities {
		if e.URL == "" {
			continue
		}
		start, end := units.span(e)
		if e.URL != text[start:end] {
			links = append(links, Link{start, end, e.URL})
		}
	}
	return links
}

func (p *parts) poll(poll *Poll) {
	if poll == nil {
		return
	}
	p.add(PartPoll, poll.Question, poll.QuestionEntities)
	p.add(PartPoll, poll.Description, poll.DescriptionEntities)
	for _, option := range poll.Options {
		p.add(PartPoll, option.Text, option.Entities)
	}
	p.add(PartPoll, poll.Explanation, poll.ExplanationEntities)
}

func (p *parts) checklist(list *Checklist) {
	if list == nil {
		return
	}
	p.add(PartChecklist, list.Title, list.TitleEntities)
	for _, task := range list.Tasks {
		p.add(PartChecklist, task.Text, task.Entities)
	}
}

func (p *parts) contact(c *Contact) {
	if c != nil {
		p.add(PartContact, strings.Join(strings.Fields(c.FirstName+" "+c.LastName+" "+c.PhoneNumber), " "), nil)
	}
}

func (p *parts) venue(v *Venue) {
	if v != nil {
		p.add(PartVenue, v.Title, nil)
		p.add(PartVenue, v.Address, nil)
	}
}

func (p *parts) buttons(markup *InlineKeyboardMarkup) {
	if markup == nil {
		return
	}
	for _, row := range markup.InlineKeyboard {
		for _, button := range row {
			if button.URL != nil && *button.URL != "" {
				p.linked(PartButton, button.Text, []Link{{0, len(button.Text), *button.URL}})
			}
		}
	}
}

// preview adds the address of a link preview where nothing else shows it.
func (p *parts) preview(preview *LinkPreview) {
	if preview == nil || preview.URL == "" {
		return
	}
	for _, part := range p.list {
		if strings.Contains(part.Text, preview.URL) {
			return
		}
		for _, link := range part.Links {
			if link.URL == preview.URL {
				return
			}
		}
	}
	p.add(PartPreview, preview.URL, nil)
}

func (p *parts) externalReply(reply *ExternalReply) {
	if reply == nil {
		return
	}
	p.external = true
	p.poll(reply.Poll)
	p.checklist(reply.Checklist)
	p.contact(reply.Contact)
	p.venue(reply.Venue)
	p.preview(reply.LinkPreview)
}
