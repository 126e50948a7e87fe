package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"runtime"
	"runtime/debug"
)

func versionVerb() verb {
	return verb{
		name: "version", args: "[-json]",
		what: "Prints version, commit, Go version and the hash of the rule packs",
		do: func(_ context.Context, p program, f *flag.FlagSet, args []string) error {
			asJSON := f.Bool("json", false, "print JSON")
			if err := parse(f, args); err != nil {
				return err
			}
			c, err := embeddedPacks()
			if err != nil {
				return err
			}
			version, commit := buildVersion()
			if *asJSON {
				return json.NewEncoder(p.stdout).Encode(map[string]string{
					"version": version, "commit": commit, "go": runtime.Version(), "rules": c.Hash()})
			}
			_, err = fmt.Fprintf(p.stdout, "lurewatch %s\ncommit    %s\ngo        %s\nrules     %s\n", version, commit, runtime.Version(), c.Hash())
			return err
		},
	}
}

// buildVersion is what the Go tool wrote into the binary.
func buildVersion() (version, commit string) {
	version, commit = "devel", "unknown"
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return version, commit
	}
	if v := info.Main.Version; v != "" && v != "(devel)" {
		version = v
	}
	dirty := ""
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision":
			commit = s.Value
		case s.Key == "vcs.modified" && s.Value == "true":
			dirty = " with changes"
		}
	}
	return version, commit + dirty
}
