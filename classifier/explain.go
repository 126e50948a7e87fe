package classifier

import "fmt"

// Facts are all signs found in an offer, those without points too, each with
// its quote: what a verdict does not show, for whoever mends the packs.
func (c *Classifier) Facts(o Offer) []string {
	r := c.matchers.Get().(*reading)
	defer c.matchers.Put(r)
	r.read(o)
	var facts []string
	for _, s := range r.found {
		facts = append(facts, fmt.Sprintf("%s %d %q", c.set.Signs[s].ID, r.signs[s].count, r.quote(s)))
	}
	return facts
}
