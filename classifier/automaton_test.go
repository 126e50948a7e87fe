package classifier

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// The automaton finds exactly what a naive search finds, on small alphabets
// where words overlap and nest the most.
func TestAutomatonAgainstNaiveSearch(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	alphabet := []byte("ab\xe0\xb8\xff")
	randomBytes := func(n int) []byte {
		b := make([]byte, n)
		for i := range b {
			b[i] = alphabet[rng.IntN(len(alphabet))]
		}
		return b
	}
	for range 2000 {
		seen := map[string]bool{}
		var words [][]byte
		for range rng.IntN(20) {
			if w := randomBytes(1 + rng.IntN(5)); !seen[string(w)] {
				seen[string(w)] = true
				words = append(words, w)
			}
		}
		text := randomBytes(rng.IntN(60))
		var got, want []string
		newAutomaton(words).scan(text, func(w int32, end int) {
			got = append(got, fmt.Sprint(w, end))
		})
		for end := 1; end <= len(text); end++ {
			for w := range words {
				if bytes.HasSuffix(text[:end], words[w]) {
					want = append(want, fmt.Sprint(w, end))
				}
			}
		}
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Fatalf("words %q in %q: got %v, want %v", words, text, got, want)
		}
	}
}
