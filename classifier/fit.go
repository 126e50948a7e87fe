package classifier

import (
	"math"
	"slices"
)

// A Sample is a labelled text for Fit.
type Sample struct {
	Offer  Offer
	Danger bool // the text should be at danger
}

// A Proposal is the weight that Fit finds for a sign beside the one it has.
type Proposal struct {
	Sign     string
	Now      int
	Proposed int
	Danger   int // dangerous samples that show the sign
	Harmless int // other samples that show it
}

// How Fit walks: enough steps that no weight moves by a point any more, and a
// pull towards zero that keeps signs seen a few times small.
const (
	fitSteps = 3000
	fitRate  = 0.5
	fitPull  = 0.002
)

// Fit proposes points from labelled samples and changes nothing. It fits a
// logistic regression on which signs a text shows, by gradient descent with
// each weight held to the side of its class (a dangerous sign never takes
// points off, a counter-sign never adds any), and scales the weights so that
// even odds fall on the score of danger. Signs that no sample shows are left
// out. The proposals come in the order of signs.txt.
func (c *Classifier) Fit(samples []Sample) []Proposal {
	rows := make([][]int, len(samples))
	proposals := []Proposal{}
	column := make([]int, len(c.set.Signs)) // 1 + index in proposals
	for i, s := range c.set.Signs {
		if s.Points != 0 {
			proposals = append(proposals, Proposal{Sign: s.ID, Now: s.Points})
			column[i] = len(proposals)
		}
	}
	for i, s := range samples {
		for _, f := range c.Facts(s.Offer) {
			k := column[c.signs[f.Sign]]
			if k == 0 {
				continue
			}
			rows[i] = append(rows[i], k-1)
			if s.Danger {
				proposals[k-1].Danger++
			} else {
				proposals[k-1].Harmless++
			}
		}
	}
	weights, bias := descend(rows, samples, proposals)
	if bias < 0 {
		for i := range proposals {
			proposals[i].Proposed = int(math.Round(weights[i] * float64(c.set.Danger) / -bias))
		}
	}
	return slices.DeleteFunc(proposals, func(p Proposal) bool { return p.Danger+p.Harmless == 0 })
}

// descend fits the weights and the bias. Dangerous and harmless samples weigh
// the same in sum, however many there are of each.
func descend(rows [][]int, samples []Sample, proposals []Proposal) (weights []float64, bias float64) {
	weights = make([]float64, len(proposals))
	dangers := 0.0
	for _, s := range samples {
		if s.Danger {
			dangers++
		}
	}
	if dangers == 0 || int(dangers) == len(samples) {
		return weights, 0
	}
	share := map[bool]float64{true: 0.5 / dangers, false: 0.5 / (float64(len(samples)) - dangers)}
	gradient := make([]float64, len(weights))
	for range fitSteps {
		clear(gradient)
		slope := 0.0
		for i, row := range rows {
			z := bias
			for _, k := range row {
				z += weights[k]
			}
			miss := 1 / (1 + math.Exp(-z))
			if samples[i].Danger {
				miss--
			}
			miss *= share[samples[i].Danger]
			slope += miss
			for _, k := range row {
				gradient[k] += miss
			}
		}
		bias -= fitRate * slope
		for k := range weights {
			weights[k] -= fitRate * (gradient[k] + fitPull*weights[k])
			if weights[k]*float64(proposals[k].Now) < 0 {
				weights[k] = 0
			}
		}
	}
	return weights, bias
}
