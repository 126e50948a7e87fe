package locale_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"lurewatch/bot/locale"

	"github.com/google/go-cmp/cmp"
)

func load(t testing.TB) *locale.Catalogue {
	t.Helper()
	c, err := locale.Load(locale.FS)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func files(texts map[string]string) fstest.MapFS {
	fsys := fstest.MapFS{}
	for name, text := range texts {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return fsys
}

func small(t *testing.T) *locale.Catalogue {
	t.Helper()
	c, err := locale.Load(files(map[string]string{
		"en.txt":     "[name]\nEnglish\n[hi]\nHello {who} of {place}\n[only]\nEnglish only\n[open.1]\none\n[open.2]\ntwo\n[country.KH]\nCambodia\n",
		"vi.txt":     "[name]\nTiếng Việt\n[hi]\nChào {who}, {place}\n[open.1]\nmột\n",
		"ar.txt":     "[name]\nالعربية\n",
		"status.txt": "[vi]\nstatus: native\ndate: 2026-11-24\n",
	}))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestText(t *testing.T) {
	c := small(t)
	for _, tt := range []struct{ got, want string }{
		{c.Text("vi", "hi", "who", "Lan", "place", "Huế"), "Chào Lan, Huế"},
		{c.Text("vi", "only"), "English only"},
		{c.Text("xx", "hi", "who", "Lan", "place", "Huế"), "Hello Lan of Huế"},
		{c.Text("en", "hi", "who", "{place}", "place", "{who}"), "Hello {place} of {who}"},
		{c.Text("en", "hi", "who"), "Hello {who} of {place}"},
		{c.Text("en", "no.such.key"), "no.such.key"},
		{c.Text("vi", "open"), "một"},
		{c.Variant("en", "open", 0), "one"},
		{c.Variant("en", "open", 3), "two"},
		{c.Variant("en", "open", -1), "two"},
		{c.Variant("vi", "open", 1), "two"},
		{c.Variant("en", "only", 7), "English only"},
		{c.Country("vi", "kh"), "Cambodia"},
		{c.Country("vi", "XX"), "XX"},
	} {
		if tt.got != tt.want {
			t.Errorf("got %q, want %q", tt.got, tt.want)
		}
	}
	if c.Variants("open") != 2 || c.Variants("only") != 0 {
		t.Errorf("variants %d and %d, want 2 and 0", c.Variants("open"), c.Variants("only"))
	}
}

func TestLanguages(t *testing.T) {
	want := []locale.Language{
		{Code: "en", Name: "English"},
		{Code: "ar", Name: "العربية", RightToLeft: true},
		{Code: "vi", Name: "Tiếng Việt", Reviewed: true},
	}
	if diff := cmp.Diff(want, small(t).Languages()); diff != "" {
		t.Error(diff)
	}
}

func TestMatch(t *testing.T) {
	c, err := locale.Load(files(map[string]string{
		"en.txt": "[name]\nEnglish\n", "zh-Hans.txt": "[name]\n简体\n", "zh-Hant.txt": "[name]\n繁體\n", "id.txt": "[name]\nIndonesia\n",
		"fil.txt": "[name]\nFilipino\n", "pt.txt": "[name]\nPortuguês\n", "ms.txt": "[name]\nMelayu\n",
	}))
	if err != nil {
		t.Fatal(err)
	}
	for tag, want := range map[string]string{
		"en": "en", "en-US": "en", "EN_gb": "en", "zh": "zh-Hans", "zh-CN": "zh-Hans", "zh-SG": "zh-Hans", "zh-hans": "zh-Hans",
		"zh-TW": "zh-Hant", "zh-HK": "zh-Hant", "zh-MO": "zh-Hant", "zh-hant": "zh-Hant", "yue": "zh-Hant",
		"id": "id", "in": "id", "id-ID": "id", "tl": "fil", "fil": "fil", "fil-PH": "fil", "pt-br": "pt", "ms-MY": "ms",
		"": "", "und": "", "ko": "", "xx": "", "not a tag": "", "-": "", "zz-ZZ": "",
	} {
		if got := c.Match(tag); got != want {
			t.Errorf("%q matches %q, want %q", tag, got, want)
		}
	}
}

func TestFaultsNameFileAndLine(t *testing.T) {
	const en = "[hi]\nHello {who}\n"
	for _, tt := range []struct {
		name  string
		files map[string]string
		want  string
	}{
		{"no English", map[string]string{"vi.txt": "[hi]\nChào\n"}, "no en.txt"},
		{"twice", map[string]string{"en.txt": en + en}, "en.txt:3: [hi] stands here a second time"},
		{"empty", map[string]string{"en.txt": en, "vi.txt": "\n[hi]\n\n"}, "vi.txt:2: [hi] has no text"},
		{"strange placeholder", map[string]string{"en.txt": en, "vi.txt": "[hi]\nChào {ai}\n"}, "vi.txt:1: {ai} is not in the English [hi]"},
		{"no section", map[string]string{"en.txt": en, "vi.txt": "Chào\n"}, "vi.txt:1:"},
		{"status", map[string]string{"en.txt": en, "status.txt": "[en]\nstatus: perfect\n"}, "status.txt:1: status"},
		{"native undated", map[string]string{"en.txt": en, "status.txt": "[en]\nstatus: native\n"}, "status.txt:1: [en] is native without a date"},
	} {
		_, err := locale.Load(files(tt.files))
		if !strings.Contains(fmt.Sprint(err), tt.want) {
			t.Errorf("%s: error %v, want %q in it", tt.name, err, tt.want)
		}
	}
}

func FuzzLoad(f *testing.F) {
	f.Add("[hi]\nHello {who} {{x} {} {a b}\n", "[hi]\nChào {who}\n", "who", "{who}")
	f.Fuzz(func(t *testing.T, en, vi, name, value string) {
		c, err := locale.Load(files(map[string]string{"en.txt": en, "vi.txt": vi}))
		if err != nil {
			return
		}
		for _, key := range c.Keys() {
			for _, lang := range []string{"en", "vi", value} {
				if c.Text(lang, key) == "" {
					t.Errorf("[%s] is empty in %q", key, lang)
				}
				c.Text(lang, key, name, value)
				c.Variant(lang, key, len(value), name)
			}
		}
		c.Match(value)
	})
}
