package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"lurewatch/classifier"
)

func evalVerb() verb {
	return verb{
		name: "eval", args: "[-json] [-misses] FILE...",
		what:  "Judges labelled texts and says how often the verdict is right",
		about: "A FILE is .jsonl with one {\"id\", \"lang\", \"kind\", \"text\"} a line, or .txt in which each text\nfollows a line \"=== <id> <kind> [form=<word>]\" and the folder's name is the language; of a\nfolder, all such files in it are read. Recall comes with a Wilson interval of 95 %. Precision\nat danger counts lures and fraud as right and everything else as wrong.",
		do:    eval,
	}
}

func eval(ctx context.Context, p program, f *flag.FlagSet, args []string) error {
	asJSON := f.Bool("json", false, "print JSON")
	misses := f.Bool("misses", false, "list every text whose verdict is not the expected one")
	if err := parse(f, args); err != nil {
		return err
	}
	if f.NArg() == 0 {
		return usagef("which labelled files? lurewatch eval FILE...")
	}
	samples, err := readSamples(f.Args())
	if err != nil {
		return err
	}
	if len(samples) == 0 {
		return fmt.Errorf("there is no labelled text in %s", strings.Join(f.Args(), ", "))
	}
	c, err := embeddedPacks()
	if err != nil {
		return err
	}
	began := time.Now()
	verdicts, err := classifyAll(ctx, c, samples)
	if err != nil {
		return err
	}
	r := score(samples, verdicts)
	r.Rules = c.Hash()
	r.Seconds = time.Since(began).Seconds()
	r.PerSecond = float64(len(samples)) / max(r.Seconds, 1e-9)
	if *misses {
		r.Misses = missesOf(samples, verdicts)
	}
	if *asJSON {
		enc := json.NewEncoder(p.stdout)
		enc.SetIndent("", "  ")
		enc.SetEscapeHTML(false)
		return enc.Encode(r)
	}
	_, err = io.WriteString(p.stdout, r.table()+missTable(r.Misses))
	return err
}

// classifyAll judges every sample on all cores; verdict i is sample i's.
func classifyAll(ctx context.Context, c *classifier.Classifier, samples []sample) ([]classifier.Verdict, error) {
	verdicts := make([]classifier.Verdict, len(samples))
	workers := runtime.GOMAXPROCS(0)
	size := (len(samples) + workers - 1) / workers
	group, ctx := errgroup.WithContext(ctx)
	for from := 0; from < len(samples); from += size {
		group.Go(func() error {
			for i := from; i < min(from+size, len(samples)) && ctx.Err() == nil; i++ {
				verdicts[i] = c.Classify(classifier.Offer{Text: samples[i].Text})
			}
			return ctx.Err()
		})
	}
	return verdicts, group.Wait()
}

// expectation is what the verdict on a kind of text must be.
type expectation struct {
	kind  string
	want  string // for people
	right func(classifier.Verdict) bool
	// offends says that a danger verdict on it is right for precision.
	offends bool
}

func atLeast(l classifier.Level) func(classifier.Verdict) bool {
	return func(v classifier.Verdict) bool { return v.Level >= l && !isCrisis(v.Kind) }
}

func atMost(l classifier.Level) func(classifier.Verdict) bool {
	return func(v classifier.Verdict) bool { return v.Level <= l }
}

func crisis(v classifier.Verdict) bool { return isCrisis(v.Kind) }

// expectations lists every scored kind in the order of the tables. Whether a
// crisis is the writer's or another's is secondary: the answer matters.
func expectations() []expectation {
	return []expectation{
		{"compound-recruitment", "danger", atLeast(classifier.Danger), true},
		{"bare-recruitment", "at most caution", atMost(classifier.Caution), false},
		{"task-scam", "at least caution", atLeast(classifier.Caution), true},
		{"mule", "at least caution", atLeast(classifier.Caution), true},
		{"other-job-scam", "at least caution", atLeast(classifier.Caution), true},
		{"legit-job", "none", atMost(classifier.None), false},
		{"chat", "none", atMost(classifier.None), false},
		{"sms", "none", atMost(classifier.None), false},
		{"question", "none", atMost(classifier.None), false},
		{"news", "none", atMost(classifier.None), false},
		{"warning", "none", atMost(classifier.None), false},
		{"story", "none", atMost(classifier.None), false},
		{"crisis-self", "crisis", crisis, false},
		{"crisis-other", "crisis", crisis, false},
	}
}

func expected(kind string) (expectation, bool) {
	all := expectations()
	i := slices.IndexFunc(all, func(e expectation) bool { return e.kind == kind })
	if i < 0 {
		return expectation{kind: kind, want: "not scored"}, false
	}
	return all[i], true
}
