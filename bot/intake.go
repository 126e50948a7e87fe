package bot

import (
	"context"
	"errors"
	"fmt"
	"time"

	"lurewatch/bot/telegram"
	"lurewatch/store"
)

const (
	pollTimeout = 50 * time.Second // Telegram's longest
	pollLimit   = 100
	// An empty answer that came before earlyShare of the timeout had passed
	// is followed by a pause, so that a hasty server is not polled in a rush.
	firstPause, lastPause = 250 * time.Millisecond, time.Second
	// rivalPatience is how long another poller of the same token is borne.
	rivalPatience = 5 * time.Minute
)

// poll fetches updates until ctx ends. An update is on the disk before a
// higher offset is sent.
func (b *Bot) poll(ctx context.Context) error {
	offset, _, err := b.o.Store.Offset()
	if err != nil {
		return fmt.Errorf("reading the offset: %w", err)
	}
	p := poller{Bot: b, offset: offset,
		failed: backoff{first: time.Second, last: time.Minute},
		rival:  backoff{first: 5 * time.Second, last: time.Minute},
		empty:  backoff{first: firstPause, last: lastPause}}
	for ctx.Err() == nil {
		began := time.Now()
		raws, err := b.o.API.Poll(ctx, p.offset, pollTimeout, pollLimit)
		if err == nil {
			err = p.take(ctx, raws, time.Since(began))
		} else {
			err = p.cope(ctx, err)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// A poller is the state between polls.
type poller struct {
	*Bot
	offset               int64
	failed, rival, empty backoff
	rivalSince           time.Time
}

// take stores what a poll brought, however long the disk takes to mend: until
// then nothing is acknowledged.
func (p *poller) take(ctx context.Context, raws []telegram.Raw, took time.Duration) error {
	p.failed.reset()
	p.rival.reset()
	p.rivalSince = time.Time{}
	p.status.polled.Store(p.now().UnixMilli())
	next := p.offset
	batch := make([]store.Update, 0, len(raws))
	for _, r := range raws {
		u := store.Update{ID: r.ID, At: p.now(), Raw: r.JSON}
		if decoded, err := telegram.Decode(r.JSON); err == nil {
			u.Chat = decoded.ChatID()
		}
		if r.ID != 0 {
			next = r.ID + 1
		}
		batch = append(batch, u)
	}
	if len(raws) == 0 {
		if took < p.scaled(pollTimeout)/2 {
			p.pause(ctx, p.empty.next())
		} else {
			p.empty.reset()
		}
		return nil
	}
	if next == p.offset {
		// Nothing to acknowledge: the same answer would come at once.
		defer p.pause(ctx, lastPause)
	}
	p.empty.reset()
	wait := backoff{first: time.Second, last: time.Minute}
	for {
		_, err := p.o.Store.Take(ctx, batch, next)
		if err == nil {
			break
		}
		if ctx.Err() != nil {
			return nil
		}
		if !errors.Is(err, store.ErrDisk) {
			return fmt.Errorf("storing updates: %w", err)
		}
		p.log.Error("the store cannot write; updates wait at Telegram", "err", err)
		if !p.pause(ctx, wait.next()) {
			return nil
		}
	}
	p.offset = next
	p.tellMail()
	return nil
}

// tellMail says that there are new updates in the store.
func (b *Bot) tellMail() {
	select {
	case b.mail <- struct{}{}:
	default:
	}
}

// cope waits after a failed poll, by its class. An error ends the bot.
func (p *poller) cope(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return nil
	}
	if fatal := fatalError(err); fatal != nil {
		return fatal
	}
	var e *telegram.Error
	if !errors.As(err, &e) {
		e = &telegram.Error{Class: telegram.Server, Description: err.Error()}
	}
	switch e.Class {
	case telegram.Conflict:
		return p.copeRival(ctx)
	case telegram.Webhook:
		return p.removeWebhook(ctx)
	case telegram.TooMany:
		p.status.tooMany.Add(1)
		p.log.Warn("Telegram asks to poll later", "after", e.RetryAfter)
		p.pause(ctx, max(e.RetryAfter, time.Second))
		return nil
	}
	d := p.failed.next()
	p.log.Warn("polling failed; trying again", "err", err, "in", d)
	p.pause(ctx, d)
	return nil
}

// copeRival bears another poller of the same token for some minutes: it may be
// the same bot about to stop.
func (p *poller) copeRival(ctx context.Context) error {
	now := p.now()
	if p.rivalSince.IsZero() {
		p.rivalSince = now
		p.log.Warn("another program polls with the same token; waiting for it to stop")
	}
	if now.Sub(p.rivalSince) >= p.scaled(rivalPatience) {
		return errors.New("another program polls Telegram with the same token; stop it, or give this bot a token of its own")
	}
	p.pause(ctx, p.rival.next())
	return nil
}

// removeWebhook takes over from a webhook if that is allowed.
func (p *poller) removeWebhook(ctx context.Context) error {
	if !p.o.TakeOverWebhook {
		return errors.New("a webhook is set for this bot, so Telegram gives no updates to polling; remove it, or set LUREWATCH_TAKE_OVER_WEBHOOK=true")
	}
	_, err := p.o.API.Call(ctx, "deleteWebhook", map[string]string{"drop_pending_updates": "false"})
	if err != nil && ctx.Err() == nil {
		d := p.failed.next()
		p.log.Warn("removing the webhook failed; trying again", "err", err, "in", d)
		p.pause(ctx, d)
		return nil
	}
	p.log.Info("removed the webhook that was left behind")
	return nil
}
