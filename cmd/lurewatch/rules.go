package main

import (
	"context"
	"flag"
	"fmt"
	"io/fs"
	"os"

	"lurewatch/classifier"
	"lurewatch/classifier/rules"
)

func rulesVerb() verb {
	return verb{
		name: "rules", args: "[-packs FOLDER] lint | test | diff FILE... | fit FILE...",
		what:  "Checks rule packs, runs their proofs, and shows what a change does",
		about: "lint finds what is surely a mistake. test runs the yes: and no: lines. diff judges labelled texts\nby the embedded packs and by those in FOLDER, and lists every verdict that turns. fit proposes\npoints from labelled texts and changes nothing. Without -packs, the embedded packs are taken.",
		do:    rulesCommand,
	}
}

func rulesCommand(ctx context.Context, p program, f *flag.FlagSet, args []string) error {
	folder := f.String("packs", "", "a folder of packs in the place of the embedded ones")
	if err := parse(f, args); err != nil {
		return err
	}
	what, files := f.Arg(0), []string{}
	if f.NArg() > 1 {
		files = f.Args()[1:]
	}
	switch {
	case what != "lint" && what != "test" && what != "diff" && what != "fit":
		return usagef("say lint, test, diff or fit; lurewatch rules -h explains them")
	case (what == "lint" || what == "test") && len(files) > 0:
		return usagef("rules %s takes no files; -packs FOLDER comes before it", what)
	case (what == "diff" || what == "fit") && len(files) == 0:
		return usagef("rules %s needs labelled files", what)
	case what == "diff" && *folder == "":
		return usagef("rules diff needs -packs FOLDER, the packs to compare with the embedded ones")
	}
	var packs fs.FS = rules.FS
	if *folder != "" {
		packs = os.DirFS(*folder)
	}
	c, err := classifier.New(packs)
	if err != nil {
		return err
	}
	switch what {
	case "lint":
		return tellFaults(p, c.Lint(), "no mistakes found")
	case "test":
		return tellFaults(p, c.Prove(), "every proof holds")
	case "fit":
		return fit(p, c, files)
	}
	return diff(ctx, p, c, files)
}

// tellFaults prints one fault a line; any fault is a failure.
func tellFaults(p program, faults []error, fine string) error {
	for _, err := range faults {
		fmt.Fprintln(p.stdout, err)
	}
	if len(faults) > 0 {
		return silentFailure{}
	}
	_, err := fmt.Fprintln(p.stdout, fine)
	return err
}

// diff lists the texts whose verdict turns from the embedded packs to others.
func diff(ctx context.Context, p program, changed *classifier.Classifier, files []string) error {
	samples, err := readSamples(files)
	if err != nil {
		return err
	}
	embedded, err := embeddedPacks()
	if err != nil {
		return err
	}
	before, err := classifyAll(ctx, embedded, samples)
	if err != nil {
		return err
	}
	after, err := classifyAll(ctx, changed, samples)
	if err != nil {
		return err
	}
	turned, better, worse := 0, 0, 0
	for i, s := range samples {
		a, b := before[i], after[i]
		if a.Level == b.Level && a.Kind == b.Kind {
			continue
		}
		turned++
		mark := " "
		if e, scored := expected(s.Kind); scored && e.right(a) != e.right(b) {
			mark = "-"
			worse++
			if e.right(b) {
				mark = "+"
				worse--
				better++
			}
		}
		fmt.Fprintf(p.stdout, "%s %s %s %s: %s (%s, %d) to %s (%s, %d)\n", mark, s.ID, s.Lang, s.Kind, a.Level, a.Kind, a.Score, b.Level, b.Kind, b.Score)
	}
	_, err = fmt.Fprintf(p.stdout, "%d of %d verdicts turn: %d become right, %d become wrong\n", turned, len(samples), better, worse)
	return err
}

// fit prints the points that labelled texts propose beside those in use.
func fit(p program, c *classifier.Classifier, files []string) error {
	labelled, err := readSamples(files)
	if err != nil {
		return err
	}
	var samples []classifier.Sample
	for _, s := range labelled {
		if _, scored := expected(s.Kind); scored {
			samples = append(samples, classifier.Sample{Offer: classifier.Offer{Text: s.Text}, Danger: s.Kind == "compound-recruitment"})
		}
	}
	fmt.Fprintf(p.stdout, "%-28s %5s %9s %7s %9s\n", "sign", "now", "proposed", "danger", "harmless")
	for _, w := range c.Fit(samples) {
		fmt.Fprintf(p.stdout, "%-28s %5d %9d %7d %9d\n", w.Sign, w.Now, w.Proposed, w.Danger, w.Harmless)
	}
	return nil
}
