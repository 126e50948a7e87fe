package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"lurewatch/bot/sandbox"
	"lurewatch/store"
)

func sandboxVerb() verb {
	return verb{
		name: "sandbox", args: "[-addr HOST:PORT]",
		what:  "Runs the bot against a Telegram stand-in, with a chat page in the browser",
		about: "It needs no token and no network. The store lies in a temporary folder that is removed at the\nend, or at LUREWATCH_DB if that is set.",
		do: func(ctx context.Context, p program, f *flag.FlagSet, args []string) error {
			addr := f.String("addr", "127.0.0.1:0", "where the chat page listens; port 0 picks a free one")
			if err := noArguments(f, args); err != nil {
				return err
			}
			c, err := loadConfig()
			if err != nil {
				return err
			}
			return runSandbox(ctx, c, p, *addr)
		},
	}
}

func runSandbox(ctx context.Context, c config, p program, addr string) (err error) {
	if _, set := os.LookupEnv(prefix + "_DB"); !set {
		folder, err := os.MkdirTemp("", "lurewatch-sandbox-")
		if err != nil {
			return fmt.Errorf("making a folder for the sandbox: %w", err)
		}
		defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
		c.DB = filepath.Join(folder, "lurewatch.db")
		c.KeyFile = c.DB + ".key"
	}
	log := c.logger(p.stderr)
	db, err := store.Open(c.DB, c.storeOptions())
	if err != nil {
		return err
	}
	stand := sandbox.New(sandbox.Options{Scale: c.TimeScale, Log: log, ReadsGroups: true})
	stand.SetStage()
	base, err := stand.Start(addr)
	if err != nil {
		return closeAfter(db, err)
	}
	defer func() { err = errors.Join(err, stand.Close()) }()
	b, err := newBot(c, stand.Token(), base, db, log)
	if err != nil {
		return closeAfter(db, err)
	}
	fmt.Fprintf(p.stdout, "The chat page is at %s\nStop with Ctrl-C.\n", base)
	return closeAfter(db, b.Run(ctx))
}
