package bot

import (
	"slices"
	"strings"

	"lurewatch/classifier"
)

// languageHome is the country whose people write a language, where one country
// stands out. Languages of many countries (English, Arabic, Spanish, Russian,
// French, Tamil, traditional Chinese …) are left out: there the person is asked.
var languageHome = map[string]string{
	"vi": "VN", "th": "TH", "km": "KH", "lo": "LA", "my": "MM", "id": "ID",
	"ms": "MY", "fil": "PH", "zh-Hans": "CN", "ko": "KR", "ja": "JP",
	"hi": "IN", "bn": "BD", "ne": "NP", "si": "LK", "ur": "PK", "mn": "MN",
	"am": "ET", "sw": "KE", "pt": "BR", "uz": "UZ", "ky": "KG", "kk": "KZ",
}

// languageCandidates are the countries to offer first when a person whose
// language does not tell is asked.
var languageCandidates = map[string][]string{
	"en":      {"PH", "IN", "KE", "NG", "UG", "GH", "ZA", "MY", "NP", "LK", "BD", "PK", "SG", "GB", "US", "AU"},
	"ar":      {"MA", "AE"},
	"es":      {"US"},
	"fr":      {"MA"},
	"pt":      {"BR"},
	"ru":      {"RU", "KZ", "KG", "UZ"},
	"zh-Hant": {"TW", "HK", "MY", "SG"},
	"ta":      {"IN", "LK", "MY", "SG"},
}

// callingCodes are the countries a phone number tells. Shared ones (+1, +7)
// and those of destinations, where recruiters sit, are left out.
var callingCodes = map[string]string{
	"84": "VN", "66": "TH", "62": "ID", "63": "PH", "60": "MY", "65": "SG",
	"86": "CN", "852": "HK", "886": "TW", "82": "KR", "81": "JP", "91": "IN",
	"880": "BD", "977": "NP", "94": "LK", "92": "PK", "976": "MN", "254": "KE",
	"256": "UG", "251": "ET", "234": "NG", "233": "GH", "27": "ZA", "212": "MA",
	"55": "BR", "998": "UZ", "996": "KG", "44": "GB", "61": "AU",
}

// SuggestHome guesses the country of the person an offer is meant for: by the
// phone numbers in it, else by the reader's language, else by the offer's. It
// is empty where none of them tells, and a guess otherwise: say so, and say
// how to correct it.
func SuggestHome(v classifier.Verdict, reader string) string {
	for _, c := range v.Contacts {
		if cc := phoneCountry(c.Value); cc != "" && !slices.Contains(v.Places, cc) {
			return cc
		}
	}
	if cc, ok := languageHome[reader]; ok {
		return cc
	}
	return languageHome[v.Lang]
}

// phoneCountry is the country of a number in international form, or empty.
func phoneCountry(number string) string {
	digits, ok := strings.CutPrefix(number, "+")
	if !ok {
		return ""
	}
	for n := 3; n >= 2; n-- {
		if len(digits) > n {
			if cc, ok := callingCodes[digits[:n]]; ok {
				return cc
			}
		}
	}
	return ""
}
