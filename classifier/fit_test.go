package classifier_test

import (
	"testing"

	"lurewatch/classifier"
)

// A sign that only lures show gains weight, one that honest adverts show as
// often loses it, and no weight changes its side.
func TestFitFollowsTheSamples(t *testing.T) {
	c := newClassifier(t)
	var samples []classifier.Sample
	for range 20 {
		samples = append(samples,
			classifier.Sample{Offer: classifier.Offer{Text: "We are hiring, HR holds your passport. No experience needed."}, Danger: true},
			classifier.Sample{Offer: classifier.Offer{Text: "We are hiring a cleaner. No experience needed."}},
		)
	}
	found := map[string]classifier.Proposal{}
	for _, p := range c.Fit(samples) {
		found[p.Sign] = p
		if p.Now*p.Proposed < 0 {
			t.Errorf("%s changes sides: %d to %d", p.Sign, p.Now, p.Proposed)
		}
	}
	surrender, none := found["doc-surrender"], found["req-none"]
	if surrender.Danger != 20 || surrender.Harmless != 0 || none.Danger != 20 || none.Harmless != 20 {
		t.Errorf("counted %+v and %+v", surrender, none)
	}
	if surrender.Proposed <= none.Proposed {
		t.Errorf("the rare sign is worth %d, the common one %d", surrender.Proposed, none.Proposed)
	}
}

// Samples of one kind alone teach nothing.
func TestFitNeedsBothKinds(t *testing.T) {
	for _, p := range newClassifier(t).Fit([]classifier.Sample{{Offer: classifier.Offer{Text: "HR holds your passport."}, Danger: true}}) {
		if p.Proposed != 0 {
			t.Errorf("%s: %d proposed from one kind of sample", p.Sign, p.Proposed)
		}
	}
}
