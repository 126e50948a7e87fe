// Command lurewatch is a Telegram bot, and a judge on the command line, that
// tells people whether a job offer shows signs of a scam compound.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
)

// The exit statuses of every verb.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// After the first signal the default comes back, so a second one ends the
	// program at once.
	context.AfterFunc(ctx, stop)
	os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// A program is what a verb may touch of the world outside.
type program struct {
	stdin          io.Reader
	stdout, stderr io.Writer
}

// A verb is one thing the program does.
type verb struct {
	name  string
	args  string // how its arguments are written
	what  string // one line for the list
	about string // further lines for -h
	do    func(ctx context.Context, p program, f *flag.FlagSet, args []string) error
}

// verbs is every verb in the order of the help.
func verbs() []verb {
	return []verb{
		runVerb(), sandboxVerb(), checkVerb(), evalVerb(), hotlinesVerb(),
		backupVerb(), restoreVerb(), compactVerb(), verifyVerb(),
		rulesVerb(), doctorVerb(), healthVerb(), versionVerb(),
	}
}

// usageError is a mistake in how the program was called: exit status 2.
type usageError struct{ text string }

func (e usageError) Error() string { return e.text }

func usagef(format string, a ...any) error { return usageError{fmt.Sprintf(format, a...)} }

// run is the whole program: it does what args say and returns the exit status.
// Settings come from the process's environment.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	p := program{stdin, stdout, stderr}
	if len(args) == 0 {
		printHelp(stderr)
		return exitUsage
	}
	switch args[0] {
	case "help", "-h", "-help", "--help":
		printHelp(stdout)
		return exitDone
	case "-version", "--version":
		args = []string{"version"}
	}
	for _, v := range verbs() {
		if v.name == args[0] {
			return finish(stderr, v.name, runVerbWith(ctx, p, v, args[1:]))
		}
	}
	fmt.Fprintf(stderr, "lurewatch: there is no verb %q; lurewatch help lists them\n", args[0])
	return exitUsage
}

// runVerbWith lets the verb parse its flags and do its work.
func runVerbWith(ctx context.Context, p program, v verb, args []string) error {
	f := flag.NewFlagSet(v.name, flag.ContinueOnError)
	f.SetOutput(io.Discard)
	err := v.do(ctx, p, f, args)
	if errors.Is(err, flag.ErrHelp) {
		printVerb(p.stdout, v, f)
		return nil
	}
	return err
}

// parse reads the flags of a verb; a wrong flag is a usage error.
func parse(f *flag.FlagSet, args []string) error {
	err := f.Parse(args)
	if err == nil || errors.Is(err, flag.ErrHelp) {
		return err
	}
	return usagef("%v; lurewatch %s -h shows what it takes", err, f.Name())
}

// finish writes an error as one line and picks the exit status.
func finish(stderr io.Writer, name string, err error) int {
	if err == nil {
		return exitDone
	}
	var failed silentFailure
	if errors.As(err, &failed) {
		return exitFailed
	}
	text := strings.Join(strings.Fields(err.Error()), " ")
	fmt.Fprintf(stderr, "lurewatch %s: %s\n", name, text)
	var usage usageError
	if errors.As(err, &usage) {
		return exitUsage
	}
	return exitFailed
}

// silentFailure is a failure whose findings the verb has printed already.
type silentFailure struct{}

func (silentFailure) Error() string { return "failed" }

func printHelp(w io.Writer) {
	fmt.Fprint(w, "lurewatch tells whether a job offer shows signs of a scam compound.\n\nusage: lurewatch VERB [flags] [arguments]\n\n")
	for _, v := range verbs() {
		fmt.Fprintf(w, "  %-9s %s\n", v.name, v.what)
	}
	fmt.Fprint(w, "\nlurewatch VERB -h says more of each. Settings come from the environment, LUREWATCH_…;\nlurewatch run -h lists them.\n")
}

func printVerb(w io.Writer, v verb, f *flag.FlagSet) {
	fmt.Fprintf(w, "usage: lurewatch %s\n\n%s.\n", strings.TrimSpace(v.name+" "+v.args), v.what)
	if v.about != "" {
		fmt.Fprintf(w, "\n%s\n", strings.TrimSpace(v.about))
	}
	flags := 0
	f.VisitAll(func(*flag.Flag) { flags++ })
	if flags > 0 {
		fmt.Fprintln(w, "\nflags:")
		f.SetOutput(w)
		f.PrintDefaults()
		f.SetOutput(io.Discard)
	}
}
