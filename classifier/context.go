package classifier

// How the voice of a text is weighed: the same words in an offer, a police
// warning, a survivor's story or a question mean different things, and the
// grammar around them tells which.
const (
	voiceWeight  = 2 // a phrase of news, warning, story or question
	actWeight    = 2 // "apply now", "write me", "come with me"
	handleWeight = 2 // a handle or number to write to
	hireWeight   = 1 // "we are hiring": news says so too
)

// voices are the signs of a text that tells about offers.
func (r *reading) voices() [5]int {
	ids := &r.c.ids
	return [5]int{ids.news, ids.warning, ids.story, ids.question, ids.talk}
}

// isOffer says whether the text makes an offer rather than tells about one.
func (r *reading) isOffer() bool {
	report := 0
	for _, s := range r.voices() {
		report += min(r.signs[s].count, 4) * voiceWeight
	}
	if report == 0 {
		return true
	}
	ids := &r.c.ids
	offer := min(r.signs[ids.contact].count, 2)*actWeight + min(r.signs[ids.invite].count, 2)*actWeight + min(r.signs[ids.hire].count, 2)*hireWeight
	if r.has(ids.imNamed) {
		offer += handleWeight
	} else if r.has(ids.contactNamed) {
		offer++
	}
	return offer > report
}

// mayBeCrisis says whether nothing speaks against a call for help: news and
// warnings use its words too.
func (r *reading) mayBeCrisis() bool {
	ids := &r.c.ids
	return r.signs[ids.news].count+r.signs[ids.warning].count < 2
}

// loudestVoice is the voice with most phrases, -1 where there is none.
func (r *reading) loudestVoice() int {
	best := -1
	for _, s := range r.voices() {
		if r.has(s) && (best < 0 || r.signs[s].count > r.signs[best].count) {
			best = s
		}
	}
	return best
}
