package bot

import (
	"context"
	"time"
)

// The rhythm of what is done besides conversing.
const (
	expireEvery  = time.Minute
	pruneEvery   = time.Hour
	compactAfter = 24 * time.Hour // the longest an erased row stays in a freed page
)

// upkeep drops what has served its time, until ctx ends.
func (b *Bot) upkeep(ctx context.Context) error {
	var pruned time.Time
	for {
		if _, err := b.o.Store.Expire(ctx); err != nil && ctx.Err() == nil {
			b.log.Error("dropping expired answers failed", "err", err)
		}
		if now := b.now(); now.Sub(pruned) >= pruneEvery {
			pruned = now
			b.prune(ctx, now)
		}
		if !b.pause(ctx, expireEvery) {
			return nil
		}
	}
}

// prune removes what the store need not keep, and gives freed pages back once
// erased rows have waited in them for long enough.
func (b *Bot) prune(ctx context.Context, now time.Time) {
	n, err := b.o.Store.Prune(ctx)
	switch {
	case ctx.Err() != nil:
		return
	case err != nil:
		b.log.Error("pruning failed", "err", err)
		return
	case n > 0:
		b.log.Info("pruned", "rows", n)
	}
	h, err := b.o.Store.Health()
	if err != nil || h.CompactOwed.IsZero() || now.Sub(h.CompactOwed) < compactAfter-pruneEvery {
		return
	}
	before, after, err := b.o.Store.Compact(ctx)
	if err != nil {
		if ctx.Err() == nil {
			b.log.Error("compacting failed", "err", err)
		}
		return
	}
	b.log.Info("compacted", "before", before, "after", after)
}
