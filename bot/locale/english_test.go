package locale_test

import (
	"regexp"
	"strings"
	"testing"

	"lurewatch/bot/locale"
)

// The English texts are the model for all others: a tired person on a small
// screen must understand them at once.

// skip are texts that are names or lists and no prose.
func skip(key string) bool {
	return strings.HasPrefix(key, "words.") || strings.HasPrefix(key, "country.") && len(key) == len("country.XX")
}

func TestSentencesAreShort(t *testing.T) {
	for key, text := range own(t, locale.Master) {
		if skip(key) {
			continue
		}
		for _, s := range sentences(text) {
			if n := len(words(s)); n > 12 {
				t.Errorf("en.txt: [%s] has a sentence of %d words, at most 12: %s", key, n, s)
			}
		}
	}
}

// The Flesch-Kincaid grade is the number of school years a reader needs.
func TestReadingGrade(t *testing.T) {
	var all []string
	texts := own(t, locale.Master)
	for _, key := range load(t).Keys() {
		text := texts[key]
		if skip(key) {
			continue
		}
		s := sentences(text)
		all = append(all, s...)
		if wordCount(s) < 10 {
			continue // too short for the formula
		}
		if g := grade(s); g > 6 {
			t.Errorf("en.txt: [%s] needs grade %.1f, at most 6: %s", key, g, prose(text))
		}
	}
	if g := grade(all); g > 5 {
		t.Errorf("all texts together need grade %.1f, at most 5", g)
	}
}

func wordCount(sentences []string) (n int) {
	for _, s := range sentences {
		n += len(words(s))
	}
	return n
}

func grade(sentences []string) float64 {
	syllableCount := 0
	for _, s := range sentences {
		for _, w := range words(s) {
			syllableCount += syllables(w)
		}
	}
	n := float64(wordCount(sentences))
	return 0.39*n/float64(len(sentences)) + 11.8*float64(syllableCount)/n - 15.59
}

var (
	tags     = regexp.MustCompile(`<[^>]*>`)
	leaders  = regexp.MustCompile(`(?m)^(\d+\. |• |/\w+ – |(🛑|⚠️) )`)
	stops    = regexp.MustCompile(`[.!?:…]+(\s|$)|\n`)
	wordForm = regexp.MustCompile(`[\p{L}{][\p{L}\p{M}\w'’{}/-]*`)
	vowels   = regexp.MustCompile(`[aeiouy]+`)
)

func stripTags(text string) string { return tags.ReplaceAllString(text, "") }

// prose is a text without tags and without what stands before its lines.
func prose(text string) string { return leaders.ReplaceAllString(stripTags(text), "") }

func sentences(text string) (list []string) {
	for _, s := range stops.Split(prose(text), -1) {
		if len(words(s)) > 0 {
			list = append(list, s)
		}
	}
	return list
}

func words(sentence string) []string { return wordForm.FindAllString(sentence, -1) }

// syllables counts groups of vowels, the usual way of the formula.
func syllables(word string) int {
	word = strings.ToLower(word)
	n := len(vowels.FindAllString(word, -1))
	silent := strings.HasSuffix(word, "e") && !strings.HasSuffix(word, "le") && !strings.HasSuffix(word, "ee") ||
		strings.HasSuffix(word, "ed") && !strings.HasSuffix(word, "ted") && !strings.HasSuffix(word, "ded")
	if silent && n > 1 {
		n--
	}
	return max(n, 1)
}
