package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"lurewatch/bot"
	"lurewatch/bot/hotline"
	"lurewatch/bot/locale"
	"lurewatch/classifier"
)

// maxText is the longest text judged at once, in bytes.
const maxText = 4 << 20

func checkVerb() verb {
	return verb{
		name: "check", args: "[-json | -jsonl] [TEXT...]",
		what:  "Judges one text, or a stream of them",
		about: "The text is the arguments joined by blanks, or else standard input. With -jsonl, standard\ninput holds one {\"id\": ..., \"text\": ...} a line, and each line is answered in the same order:\nby its verdict, or by {\"id\": ..., \"error\": ...}.",
		do:    check,
	}
}

func check(ctx context.Context, p program, f *flag.FlagSet, args []string) error {
	asJSON := f.Bool("json", false, "print the verdict as JSON")
	stream := f.Bool("jsonl", false, "judge a stream of JSON lines")
	if err := parse(f, args); err != nil {
		return err
	}
	if *stream && f.NArg() > 0 {
		return usagef("-jsonl reads standard input and takes no text; write it without the text")
	}
	c, err := embeddedPacks()
	if err != nil {
		return err
	}
	if *stream {
		return checkStream(ctx, c, p.stdin, p.stdout)
	}
	text, err := textOf(p, f.Args())
	if err != nil {
		return err
	}
	v := c.Classify(classifier.Offer{Text: text})
	if *asJSON {
		return json.NewEncoder(p.stdout).Encode(judged{Verdict: whole(v)})
	}
	lines, err := hotline.Load(hotline.FS)
	if err != nil {
		return err
	}
	texts, err := locale.Load(locale.FS)
	if err != nil {
		return err
	}
	home := bot.SuggestHome(v, "")
	numbers := lines.For(hotline.Query{Home: home, Places: v.Places, Held: isCrisis(v.Kind), Now: time.Now()})
	_, err = io.WriteString(p.stdout, report(v, texts)+numberList(numbers, texts, time.Now()))
	return err
}

// textOf is what to judge: the arguments, or else standard input.
func textOf(p program, args []string) (string, error) {
	if len(args) > 0 {
		return strings.Join(args, " "), nil
	}
	raw, err := io.ReadAll(io.LimitReader(p.stdin, maxText+1))
	if err != nil {
		return "", fmt.Errorf("reading standard input: %w", err)
	}
	if len(raw) > maxText {
		return "", fmt.Errorf("the text is longer than %d MiB; judge it in parts", maxText>>20)
	}
	return string(raw), nil
}

// judged is a verdict with the id its text came with, if any.
type judged struct {
	ID json.RawMessage `json:"id,omitempty"`
	classifier.Verdict
}

// whole is v with lists that are never null.
func whole(v classifier.Verdict) classifier.Verdict {
	v.Combinations = list(v.Combinations)
	v.Evidence = list(v.Evidence)
	v.Places = list(v.Places)
	v.Contacts = list(v.Contacts)
	return v
}

func list[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}

func isCrisis(k classifier.Kind) bool {
	return k == classifier.KindCrisisSelf || k == classifier.KindCrisisOther
}

// report is a verdict for a person at a terminal.
func report(v classifier.Verdict, texts *locale.Catalogue) string {
	var b strings.Builder
	fmt.Fprintf(&b, "level     %s\nkind      %s\nscore     %d of 100\nlanguage  %s\n", v.Level, v.Kind, v.Score, v.Lang)
	if len(v.Combinations) > 0 {
		fmt.Fprintf(&b, "together  combination %s lifts the level\n", strings.Join(v.Combinations, ", "))
	}
	if len(v.Places) > 0 {
		fmt.Fprintf(&b, "places    %s\n", strings.Join(v.Places, ", "))
	}
	for _, c := range v.Contacts {
		fmt.Fprintf(&b, "contact   %s %s\n", c.Type, visible(c.Value))
	}
	if len(v.Evidence) == 0 {
		b.WriteString("\nNone of the signs I know. That proves nothing.\n")
		return b.String()
	}
	b.WriteString("\npoints  sign                          words\n")
	for _, e := range v.Evidence {
		fmt.Fprintf(&b, "%6d  %-28s  %s\n", e.Points, e.Sign, visible(e.Quote))
		if key := "sign." + e.Sign; texts.Has(key) {
			fmt.Fprintf(&b, "        %s\n", texts.Text(locale.Master, key))
		}
	}
	fmt.Fprintf(&b, "%6d  together\n", v.Score)
	return b.String()
}

// visible is text from outside, safe on a terminal: what does not print, such
// as escapes and direction marks, is spelt out, and long words are cut.
func visible(s string) string {
	const longest = 120
	if utf8.RuneCountInString(s) > longest {
		s = string([]rune(s)[:longest]) + "…"
	}
	return strconv.Quote(s)
}
