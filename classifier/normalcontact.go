package classifier

import (
	"slices"
	"strings"

	"github.com/nyaruka/phonenumbers"
)

// normalContacts are the contacts found, each once, in normal form: "@name"
// for a Telegram handle or link, E.164 for a number, the address for others.
func (r *reading) normalContacts(lang string) []Contact {
	contacts := []Contact{}
	for _, m := range r.contacts {
		text := m.hidden
		if text == "" {
			text = string(r.matcher.folding.clean[m.from:m.to])
		}
		c, ok := normalContact(m.kind, strings.ToLower(text), lang)
		if ok && !slices.Contains(contacts, c) {
			contacts = append(contacts, c)
		}
	}
	return contacts
}

func normalContact(kind, text, lang string) (Contact, bool) {
	path := text
	for _, scheme := range []string{"https://", "http://"} {
		path = strings.TrimPrefix(path, scheme)
	}
	_, tail, _ := strings.Cut(path, "/")
	tail = strings.Trim(tail, "/")
	tail, _, _ = strings.Cut(tail, "?")
	switch kind {
	case "telegram":
		name := strings.TrimPrefix(text, "@")
		if strings.Contains(text, "/") {
			name = tail
		}
		return Contact{"telegram", "@" + name}, name != ""
	case "whatsapp", "zalo":
		if number, ok := internationalNumber("+"+tail, lang); ok {
			return Contact{kind, number}, true
		}
		return Contact{kind, path}, path != ""
	case "phone":
		number, ok := internationalNumber(text, lang)
		return Contact{"phone", number}, ok
	case "own":
		if strings.Contains(text, "@") {
			return Contact{"email", text}, true
		}
		return Contact{"link", path}, true
	}
	return Contact{kind, path}, path != ""
}

// regions are the countries whose local numbers a text in a language gives.
var regions = map[string]string{
	"vi": "VN", "th": "TH", "zh-Hans": "CN", "zh-Hant": "TW", "id": "ID", "ms": "MY", "fil": "PH", "hi": "IN", "bn": "BD",
	"ne": "NP", "my": "MM", "km": "KH", "lo": "LA", "ta": "LK", "si": "LK", "ur": "PK", "ko": "KR", "ja": "JP", "ru": "RU",
	"pt": "BR", "sw": "KE", "am": "ET", "mn": "MN",
}

// internationalNumber brings a phone number to E.164. A local number is read
// as one of the country of the text's language.
func internationalNumber(text, lang string) (string, bool) {
	n, err := phonenumbers.Parse(text, regions[lang])
	if err != nil || !phonenumbers.IsPossibleNumber(n) {
		return "", false
	}
	return phonenumbers.Format(n, phonenumbers.E164), true
}
