package classifier

// A Fact is a sign found in a text, with or without points.
type Fact struct {
	Sign   string
	Places int // different places of the text that show it
	Quote  string
}

// Facts are all signs found in an offer, in the order first met: what a
// verdict does not show, for whoever mends the packs or fits the weights.
func (c *Classifier) Facts(o Offer) []Fact {
	r := c.matchers.Get().(*reading)
	defer c.matchers.Put(r)
	r.read(o)
	facts := []Fact{}
	for _, s := range r.found {
		facts = append(facts, Fact{c.set.Signs[s].ID, r.signs[s].count, r.quote(s)})
	}
	return facts
}
