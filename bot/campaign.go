package bot

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"unicode"
)

// campaignOf is a short hash of what an offer says without what its copies
// vary: case, blanks, emoji, marks that do not print, and the digits of its
// numbers and sums.
func campaignOf(text string) string {
	var b strings.Builder
	digit := false
	for _, r := range text {
		switch {
		case unicode.IsDigit(r):
			if !digit {
				b.WriteByte('0')
			}
			digit = true
			continue
		case unicode.IsLetter(r), unicode.IsMark(r):
			b.WriteRune(unicode.ToLower(r))
			digit = false
		}
	}
	sum := sha256.Sum256([]byte(b.String()))
	return hex.EncodeToString(sum[:8])
}
