package locale

import (
	"strings"

	"golang.org/x/text/language"
)

// Match is the code of the catalogue's language for a BCP 47 tag as Telegram
// or a person gives it: "zh-TW" is "zh-Hant", "in" is "id", "tl" is "fil". It
// is empty for a tag that cannot be read or a language that is not here.
func (c *Catalogue) Match(tag string) string {
	parsed, err := language.Parse(strings.TrimSpace(tag))
	if err != nil || parsed == language.Und {
		return ""
	}
	if canonical, err := language.All.Canonicalize(parsed); err == nil {
		parsed = canonical
	}
	base, _ := parsed.Base()
	script, _ := parsed.Script()
	for _, code := range []string{parsed.String(), base.String() + "-" + script.String(), base.String(), cousin(base.String())} {
		if _, ok := c.texts[code]; ok {
			return code
		}
	}
	return ""
}

// cousin is the language whose writing the readers of another one share.
func cousin(base string) string {
	switch base {
	case "yue", "nan", "hak": // read and written as traditional Chinese
		return "zh-Hant"
	case "wuu", "gan", "hsn":
		return "zh-Hans"
	}
	return ""
}

// rightToLeft says whether a language is written from right to left, by the
// script it is usually written in.
func rightToLeft(code string) bool {
	script, _ := language.Make(code).Script()
	switch script.String() {
	case "Arab", "Hebr", "Syrc", "Thaa", "Nkoo", "Adlm", "Rohg":
		return true
	}
	return false
}
