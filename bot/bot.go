// Package bot is the conversation: it takes updates from Telegram, decides
// what each one needs, and sends the answers. Handlers decide and never send:
// what they want done is in the Turn that also marks their updates done, so
// that a crash neither loses nor doubles an answer.
package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"lurewatch/bot/hotline"
	"lurewatch/bot/locale"
	"lurewatch/bot/telegram"
	"lurewatch/classifier"
	"lurewatch/store"
)

// API is Telegram as the bot needs it.
type API interface {
	Me(ctx context.Context) (telegram.User, error)
	Poll(ctx context.Context, offset int64, timeout time.Duration, limit int) ([]telegram.Raw, error)
	Call(ctx context.Context, method string, params map[string]string) (json.RawMessage, error)
}

// Inbox keeps updates until they are answered.
type Inbox interface {
	Take(ctx context.Context, batch []store.Update, next int64) ([]store.Pending, error)
	Pending(after uint64, limit int) ([]store.Pending, error)
	Offset() (int64, bool, error)
	Commit(ctx context.Context, t store.Turn) error
}

// Memory is what is known of a chat.
type Memory interface {
	Prefs(chat int64) (store.Prefs, error)
	History(chat int64, limit int) ([]store.Entry, error)
	Note(chat int64, key string) (string, bool, error)
	SentAs(chat int64, key string) (int, bool, error)
	SentTo(chat int64, since time.Time) ([]store.Message, error)
}

// Outbox is what is to be sent.
type Outbox interface {
	Due(now time.Time, limit int, skip func(chat int64) bool) ([]store.Out, error)
	Next() (time.Time, bool)
	Ready() <-chan struct{}
	Expire(ctx context.Context) (int, error)
}

// Outcomes records how sends went.
type Outcomes interface {
	Start(ctx context.Context, id uint64) error
	Sent(ctx context.Context, id uint64, messageID int) error
	Later(ctx context.Context, id uint64, due time.Time) error
	Drop(ctx context.Context, id uint64, reason string) error
}

// Upkeep is what the store needs now and then.
type Upkeep interface {
	Reachable(chat int64) (bool, error)
	Reference(chat int64) string
	Prune(ctx context.Context) (int, error)
	Compact(ctx context.Context) (before, after int64, err error)
	Health() (store.Health, error)
}

// Repute is what other chats reported.
type Repute interface {
	Reported(contacts []string, except int64) (int, error)
}

// Store is everything the bot needs of its store.
type Store interface {
	Inbox
	Memory
	Outbox
	Outcomes
	Upkeep
	Repute
}

// Judge judges offers; a classifier.Classifier is one.
type Judge interface {
	Classify(o classifier.Offer) classifier.Verdict
	Hash() string
}

// Options are what a bot is made of. API, Store, Judge, Texts and Lines must
// be given.
type Options struct {
	API   API
	Store Store
	Judge Judge
	Texts *locale.Catalogue
	Lines *hotline.Directory

	// MaxAge is the age at arrival beyond which a message gets one honest
	// line a chat; 0 means 12 hours.
	MaxAge time.Duration
	// Retention is how long the store keeps history, for telling people; 0
	// means 90 days.
	Retention time.Duration
	// TakeOverWebhook lets polling remove a webhook that was left behind.
	TakeOverWebhook bool
	// Scale multiplies every wait, for tests; 0 means 1.
	Scale float64
	Now   func() time.Time // nil means time.Now
	Log   *slog.Logger     // nil means nothing is logged
}

// A Bot is one conversation partner on Telegram.
type Bot struct {
	o       Options
	log     *slog.Logger
	now     func() time.Time
	me      telegram.User
	phrases phrases
	recent  *recents
	status  status
	mail    chan struct{} // told when updates were taken
}

// New makes a bot that does nothing before Run.
func New(o Options) (*Bot, error) {
	if o.API == nil || o.Store == nil || o.Judge == nil || o.Texts == nil || o.Lines == nil {
		return nil, errors.New("a bot needs an API, a store, a judge, texts and lines")
	}
	if o.Scale <= 0 {
		o.Scale = 1
	}
	if o.MaxAge <= 0 {
		o.MaxAge = 12 * time.Hour
	}
	if o.Retention <= 0 {
		o.Retention = 90 * 24 * time.Hour
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return &Bot{
		o: o, log: o.Log, now: o.Now,
		phrases: readPhrases(o.Texts), recent: newRecents(o.Now),
		mail: make(chan struct{}, 1),
	}, nil
}

// Run converses until ctx ends, and then returns nil once what was being sent
// is sent or safely back in the store. An error says why the bot cannot go on.
func (b *Bot) Run(ctx context.Context) error {
	if err := b.introduce(ctx); err != nil {
		return err
	}
	if ctx.Err() != nil {
		return nil
	}
	b.introduceSelf(ctx)
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return b.poll(ctx) })
	group.Go(func() error { return b.converse(ctx) })
	group.Go(func() error { return newSender(b).run(ctx) })
	group.Go(func() error { return b.upkeep(ctx) })
	err := group.Wait()
	if errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}

// introduce asks Telegram who the bot is, for as long as it takes: Telegram
// may be down when the bot starts. Only a refused token ends it.
func (b *Bot) introduce(ctx context.Context) error {
	wait := backoff{first: time.Second, last: time.Minute}
	for {
		me, err := b.o.API.Me(ctx)
		if err == nil {
			b.me = me
			b.log.Info("connected", "bot", me.UserName, "reads_all_group_messages", me.CanReadAllGroupMessages)
			return nil
		}
		if fatal := fatalError(err); fatal != nil {
			return fatal
		}
		if ctx.Err() != nil {
			return nil
		}
		d := wait.next()
		b.log.Warn("Telegram does not answer; trying again", "err", err, "in", d)
		if !b.pause(ctx, d) {
			return nil
		}
	}
}

// fatalError is what err means when going on is pointless, else nil.
func fatalError(err error) error {
	var e *telegram.Error
	if errors.As(err, &e) && e.Class == telegram.Unauthorized {
		return fmt.Errorf("the token is refused by Telegram; ask @BotFather for the right one and set LUREWATCH_TELEGRAM_TOKEN: %w", err)
	}
	return nil
}

// A status is what the bot tells of its health.
type status struct {
	polled  atomic.Int64 // unix milliseconds of the last poll that was answered
	tooMany atomic.Int64
}

// A Status is the bot's health at one moment.
type Status struct {
	Polled  time.Time // the last poll that Telegram answered; zero before the first
	TooMany int64     // answers 429 so far
}

// Status tells how the bot fares.
func (b *Bot) Status() Status {
	s := Status{TooMany: b.status.tooMany.Load()}
	if ms := b.status.polled.Load(); ms != 0 {
		s.Polled = time.UnixMilli(ms)
	}
	return s
}
