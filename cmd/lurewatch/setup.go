package main

import (
	"errors"
	"io"
	"log/slog"
	"time"

	"lurewatch/bot"
	"lurewatch/bot/hotline"
	"lurewatch/bot/locale"
	"lurewatch/bot/telegram"
	"lurewatch/store"
)

// lockTimeout is how long to wait for another instance to let go of the
// store.
const lockTimeout = 2 * time.Second

// logger writes to stderr as the settings say.
func (c config) logger(stderr io.Writer) *slog.Logger {
	o := &slog.HandlerOptions{Level: c.LogLevel}
	if c.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(stderr, o))
	}
	return slog.New(slog.NewTextHandler(stderr, o))
}

// storeOptions are the settings of the store.
func (c config) storeOptions() store.Options {
	return store.Options{KeyFile: c.KeyFile, ContactKeyFile: c.ContactKeyFile, Timeout: lockTimeout, Retention: c.Retention}
}

// newBot wires a bot to a Telegram server and a store.
func newBot(c config, token, api string, db *store.DB, log *slog.Logger) (*bot.Bot, error) {
	client, err := telegram.New(token, api, telegram.Options{Scale: c.TimeScale, Log: log})
	if err != nil {
		return nil, err
	}
	judge, err := embeddedPacks()
	if err != nil {
		return nil, err
	}
	texts, err := locale.Load(locale.FS)
	if err != nil {
		return nil, err
	}
	lines, err := hotline.Load(hotline.FS)
	if err != nil {
		return nil, err
	}
	return bot.New(bot.Options{
		API: client, Store: db, Judge: judge, Texts: texts, Lines: lines,
		MaxAge: c.MaxAge, Retention: c.Retention, TakeOverWebhook: c.TakeOverWebhook, Scale: c.TimeScale, Log: log,
	})
}

// closeAfter closes the store and adds its failure to err.
func closeAfter(db *store.DB, err error) error {
	return errors.Join(err, db.Close())
}
