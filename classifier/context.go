package classifier

// How the voice of a text is weighed: the same words in an offer, a police
// warning, a survivor's story or a question mean different things, and the
// grammar around them tells which.
const (
	voiceWeight  = 2 // a phrase of news, warning, story or question
	talkWeight   = 1 // a phrase of everyday talk
	voiceCount   = 4 // more phrases of one voice say no more
	actWeight    = 2 // "apply now", "write me", "come with me"
	handleWeight = 2 // a handle or number to write to
	hireWeight   = 1 // "we are hiring": news says so too
	signsAnAct   = 2 // so many dangerous signs weigh as much as one act of hiring
)

// voices are the signs of a text that tells about offers.
func (ids *signIDs) voices() [5]int {
	return [5]int{ids.news, ids.warning, ids.story, ids.question, ids.talk}
}

// isOffer says whether the text makes an offer rather than tells about one.
// signs is how many dangerous signs it shows and score what they weigh: small
// talk does not outweigh a danger.
func (r *reading) isOffer(signs, score int) bool {
	ids := &r.c.ids
	report := 0
	for _, s := range ids.voices() {
		weight := voiceWeight
		if s == ids.talk {
			weight = talkWeight
			if score >= r.c.set.Danger {
				continue
			}
		}
		report += min(r.signs[s].count, voiceCount) * weight
	}
	report += r.suffering() * voiceWeight
	if report == 0 {
		return r.acts()
	}
	offer := min(r.signs[ids.contact].count, 2)*actWeight + min(r.signs[ids.invite].count, 2)*actWeight + min(r.signs[ids.hire].count, 2)*hireWeight
	offer += signs / signsAnAct
	if r.has(ids.imNamed) {
		offer += handleWeight
	} else if r.has(ids.contactNamed) {
		offer++
	}
	return offer > report
}

// suffering is how many words of people held, sold or beaten a text has beyond
// those that an offer itself has: recruiters promise and threaten, but they do
// not tell what happens behind the fence.
func (r *reading) suffering() int {
	ids := &r.c.ids
	n := min(r.signs[ids.heldState].count+r.signs[ids.heldRansom].count, voiceCount)
	for _, s := range []int{ids.surrender, ids.denial, ids.compound, ids.penalty} {
		if r.has(s) {
			n--
		}
	}
	return max(n, 0)
}

// acts says whether anything is done with a job, pay or a journey: without
// one of them words such as "online gambling" are only talk.
func (r *reading) acts() bool {
	ids := &r.c.ids
	for _, s := range []int{ids.hire, ids.contact, ids.invite, ids.work, ids.abroad, ids.contactNamed, ids.payNamed} {
		if r.has(s) {
			return true
		}
	}
	return false
}

// reportsCrisis is how much of a voice makes a text with the words of a call
// for help a report about one.
const reportsCrisis = 3

// mayBeCrisis says whether nothing speaks against a call for help: news and
// warnings use its words too.
func (r *reading) mayBeCrisis() bool {
	ids := &r.c.ids
	voice := (r.signs[ids.news].count+r.signs[ids.warning].count+r.signs[ids.story].count)*voiceWeight + r.signs[ids.talk].count*talkWeight
	return voice < reportsCrisis
}

// loudestVoice is the voice with most phrases, -1 where there is none.
func (r *reading) loudestVoice() int {
	best := -1
	for _, s := range r.c.ids.voices() {
		if r.has(s) && (best < 0 || r.signs[s].count > r.signs[best].count) {
			best = s
		}
	}
	return best
}
