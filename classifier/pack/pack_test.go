package pack_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lurewatch/classifier/pack"
)

func TestParse(t *testing.T) {
	const text = "\ufeff# a file\n\n[doc-surrender]   # the sign\nkeep your passport   # a phrase\nno: keep #1\n\nsecond: paragraph\n[empty]\n"
	got, err := pack.Parse("en.txt", text, "no")
	if err != nil {
		t.Fatal(err)
	}
	want := pack.File{Name: "en.txt", Sections: []pack.Section{
		{Name: "doc-surrender", Line: 3, Lines: []pack.Line{
			{Number: 4, Text: "keep your passport"},
			{Number: 5, Key: "no", Text: "keep #1"},
			{Number: 6},
			{Number: 7, Text: "second: paragraph"},
		}},
		{Name: "empty", Line: 8},
	}}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if v := got.Sections[0].Value("no"); v != "keep #1" {
		t.Errorf("value %q", v)
	}
}

// Every fault names its file and line, what is wrong and what to do.
func TestParseFaults(t *testing.T) {
	for text, want := range map[string]string{
		"lost\n":              `x.txt:1: "lost" stands before any [section]; put it under the section it belongs to`,
		"[a]\nb\tc\n":         "x.txt:2: a tab; use spaces",
		"[a]\n\xff\n":         "x.txt:2: not valid UTF-8; save the file as UTF-8",
		"[ ]\n":               "x.txt:1: empty section name; write a name between the brackets",
		"[a]\nab\u202ecd\n":   "x.txt:2: a hidden direction mark U+202E; delete it: the line must read as it is stored",
		"[a]\n\u200fشكرا\n\n": "x.txt:2: a hidden direction mark U+200F; delete it: the line must read as it is stored",
	} {
		_, err := pack.Parse("x.txt", text)
		var fault *pack.Error
		if !errors.As(err, &fault) || err.Error() != want {
			t.Errorf("%q: got %v, want %s", text, err, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("[a]\nb # c\nno: d\n")
	f.Add("[a]\r\nب\r\n\r\nج\n[b]")
	f.Fuzz(func(t *testing.T, text string) {
		file, err := pack.Parse("f.txt", text, "no", "yes")
		if err != nil {
			if !strings.HasPrefix(err.Error(), "f.txt:") {
				t.Errorf("the error does not name its place: %v", err)
			}
			return
		}
		for _, s := range file.Sections {
			if s.Name == "" {
				t.Error("a section without a name")
			}
			for _, l := range s.Lines {
				if l.Number <= s.Line {
					t.Errorf("line %d stands before its section at %d", l.Number, s.Line)
				}
			}
		}
	})
}
