package bot

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"math/rand/v2"
	"strconv"
	"time"

	"lurewatch/bot/telegram"
	"lurewatch/store"
)

// The waits between tries of one reply.
const firstTry, lastTry = time.Second, time.Minute

// deliver tries to send one reply and records what became of it.
func (b *Bot) deliver(ctx context.Context, out store.Out) result {
	if out.Class == store.Once {
		if out.Open {
			// The bot stopped in the middle of this call: it may have been made.
			b.record(ctx, func(ctx context.Context) error { return b.o.Store.Drop(ctx, out.ID, "unsure") })
			return result{out: out}
		}
		b.record(ctx, func(ctx context.Context) error { return b.o.Store.Start(ctx, out.ID) })
	}
	out.Params = chatParam(out)
	answer, err := b.o.API.Call(ctx, out.Method, out.Params)
	r, e := ruleFor(err)
	if r.act == actPlain || r.act == actFresh {
		b.log.Warn("sending again in another form", "reason", r.reason, "method", out.Method)
		if method, params, ok := reshaped(out, r.act); ok {
			answer, err = b.o.API.Call(ctx, method, params)
			r, e = ruleFor(err)
		}
	}
	res := result{out: out, rule: r}
	if e != nil {
		res.wait = b.withJitter(e.RetryAfter)
	}
	b.settle(ctx, &res, answer, e)
	return res
}

// settle records the outcome of a try.
func (b *Bot) settle(ctx context.Context, r *result, answer json.RawMessage, e *telegram.Error) {
	s, out := b.o.Store, r.out
	var do func(ctx context.Context) error
	switch act := r.rule.act; {
	case act == actSent:
		do = func(ctx context.Context) error { return s.Sent(ctx, out.ID, telegram.MessageID(answer)) }
	case act == actWait:
		do = func(ctx context.Context) error { return s.Later(ctx, out.ID, b.now().Add(r.wait)) }
	case act == actAgain, act == actUnsure && out.Class == store.Insist:
		d := b.scaled(grown(firstTry, lastTry, out.Tries))
		do = func(ctx context.Context) error { return s.Later(ctx, out.ID, b.now().Add(d)) }
	case act == actStop:
		r.failed = fatalError(e)
		do = func(ctx context.Context) error { return s.Later(ctx, out.ID, b.now()) }
	case act == actGone:
		no := false
		do = func(ctx context.Context) error { return s.Commit(ctx, store.Turn{Chat: out.Chat, Flag: &no}) }
	case act == actMove && e.MigrateTo != 0:
		do = func(ctx context.Context) error {
			return s.Commit(ctx, store.Turn{Chat: out.Chat, Migrate: e.MigrateTo})
		}
	default:
		do = func(ctx context.Context) error { return s.Drop(ctx, out.ID, r.rule.reason) }
	}
	if r.rule.act != actSent {
		b.log.Info("not sent", "reason", r.rule.reason, "method", out.Method, "chat", s.Reference(out.Chat), "tries", out.Tries+1, "err", errText(e))
	}
	b.record(ctx, do)
}

func errText(e *telegram.Error) string {
	if e == nil {
		return ""
	}
	return e.Error()
}

// record writes an outcome, however long the disk takes to mend. When the bot
// stops meanwhile, the reply stays in the outbox as it was.
func (b *Bot) record(ctx context.Context, do func(ctx context.Context) error) {
	wait := backoff{first: time.Second, last: time.Minute}
	for {
		// The write itself is short and must not be cut off by the stop.
		err := do(context.WithoutCancel(ctx))
		if err == nil {
			return
		}
		b.log.Error("recording an outcome failed", "err", err)
		if !errors.Is(err, store.ErrDisk) || !b.pause(ctx, wait.next()) {
			return
		}
	}
}

// reshaped is a reply without its markup, or an edit as a new message.
func reshaped(out store.Out, act action) (method string, params map[string]string, ok bool) {
	params = maps.Clone(out.Params)
	switch {
	case act == actPlain && params["parse_mode"] != "":
		delete(params, "parse_mode")
		params["text"] = telegram.PlainText(params["text"])
		return out.Method, params, true
	case act == actFresh && out.Method == "editMessageText":
		delete(params, "message_id")
		return "sendMessage", params, true
	}
	return "", nil, false
}

// withJitter is d and up to a tenth more, so that chats do not come back all
// at once.
func (b *Bot) withJitter(d time.Duration) time.Duration {
	if d <= 0 {
		return 0
	}
	d = b.scaled(d)
	return d + time.Duration(rand.Int64N(int64(d)/10+1))
}

// chatParam puts the new id of a migrated chat into a reply's parameters: the
// store moves the queue, and the parameters still name the old chat.
func chatParam(out store.Out) map[string]string {
	want := strconv.FormatInt(out.Chat, 10)
	if out.Chat == 0 || out.Params["chat_id"] == "" || out.Params["chat_id"] == want {
		return out.Params
	}
	p := maps.Clone(out.Params)
	p["chat_id"] = want
	return p
}
