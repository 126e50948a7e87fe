package main

import (
	"context"
	"errors"
	"flag"

	"golang.org/x/sync/errgroup"

	"lurewatch/store"
)

func runVerb() verb {
	return verb{
		name: "run", what: "Runs the bot against Telegram until it is stopped",
		about: "It polls; two instances cannot share a token or a store. SIGTERM stops it within seconds and\nloses nothing; a second signal stops it at once. Settings:\n\n" + settings(),
		do: func(ctx context.Context, p program, f *flag.FlagSet, args []string) error {
			if err := noArguments(f, args); err != nil {
				return err
			}
			c, err := loadConfig()
			if err != nil {
				return err
			}
			if c.TelegramToken == "" {
				return errors.New("there is no token; set LUREWATCH_TELEGRAM_TOKEN to the one @BotFather gave (lurewatch sandbox needs none)")
			}
			return runBot(ctx, c, p)
		},
	}
}

// noArguments parses the flags of a verb that takes nothing else.
func noArguments(f *flag.FlagSet, args []string) error {
	if err := parse(f, args); err != nil {
		return err
	}
	if f.NArg() > 0 {
		return usagef("it takes no arguments; %q is one too many", f.Arg(0))
	}
	return nil
}

// runBot runs the bot, and its admin address if there is one, until ctx ends.
func runBot(ctx context.Context, c config, p program) error {
	log := c.logger(p.stderr)
	for _, name := range strangers() {
		log.Warn("no setting has this name; is it spelt right?", "variable", name)
	}
	db, err := store.Open(c.DB, c.storeOptions())
	if err != nil {
		return err
	}
	b, err := newBot(c, string(c.TelegramToken), c.TelegramAPI, db, log)
	if err != nil {
		return closeAfter(db, err)
	}
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return b.Run(ctx) })
	if c.HTTPAddr != "" {
		admin, err := listenAdmin(c, b, db, log)
		if err != nil {
			return closeAfter(db, err)
		}
		group.Go(func() error { return admin.serve(ctx) })
	}
	err = group.Wait()
	if err == nil {
		log.Info("stopped")
	}
	return closeAfter(db, err)
}
