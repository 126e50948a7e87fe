package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"lurewatch/bot/telegram"
	"lurewatch/store"
)

func doctorVerb() verb {
	return verb{
		name: "doctor", what: "Checks settings, rules, store, disk, clock and Telegram, and says what to mend",
		about: "It changes nothing. The store of a running bot is left alone.",
		do: func(ctx context.Context, p program, f *flag.FlagSet, args []string) error {
			if err := noArguments(f, args); err != nil {
				return err
			}
			ill := false
			for _, c := range examine(ctx) {
				fmt.Fprintf(p.stdout, "%-8s %-9s %s\n", c.state, c.name, c.says)
				ill = ill || c.state == stateBad
			}
			if ill {
				return silentFailure{}
			}
			return nil
		},
	}
}

// The states of a finding.
const (
	stateGood = "good"
	stateWarn = "look at"
	stateBad  = "mend"
)

// A finding is what the doctor says of one thing.
type finding struct{ name, state, says string }

func good(name, says string) finding { return finding{name, stateGood, says} }
func bad(name string, err error) finding {
	return finding{name, stateBad, strings.Join(strings.Fields(err.Error()), " ")}
}

// examine looks at everything, as far as the settings can be read.
func examine(ctx context.Context) []finding {
	c, err := loadConfig()
	if err != nil {
		return []finding{bad("settings", err)}
	}
	found := []finding{good("settings", "can be read")}
	for _, name := range strangers() {
		found = append(found, finding{"settings", stateWarn, "no setting is called " + name + "; is it spelt right?"})
	}
	if judge, err := embeddedPacks(); err != nil {
		found = append(found, bad("rules", err))
	} else {
		found = append(found, good("rules", judge.Hash()))
	}
	found = append(found, lookAtStore(c), lookAtDisk(c))
	return append(found, lookAtTelegram(ctx, c)...)
}

func lookAtStore(c config) finding {
	info, err := os.Stat(c.DB)
	if errors.Is(err, os.ErrNotExist) {
		return good("store", c.DB+" is not there yet; the bot makes it at its first start")
	}
	if err != nil {
		return bad("store", err)
	}
	if mode := info.Mode().Perm(); mode&0o077 != 0 {
		return finding{"store", stateBad, fmt.Sprintf("others may read %s (mode %o); chmod 600 it", c.DB, mode)}
	}
	o := c.storeOptions()
	o.ReadOnly, o.Timeout = true, time.Second
	db, err := store.Open(c.DB, o)
	if errors.Is(err, store.ErrLocked) {
		return good("store", c.DB+" is in use by a running bot")
	}
	if err != nil {
		return bad("store", err)
	}
	h, err := db.Health()
	if err = closeAfter(db, err); err != nil {
		return bad("store", err)
	}
	return good("store", fmt.Sprintf("%s, %d KiB, %d updates and %d answers wait", c.DB, h.FileBytes>>10, h.Inbox, h.Outbox))
}

// lowDisk is the free space below which the doctor warns: a compaction needs
// room for a second copy.
const lowDisk = 200 << 20

func lookAtDisk(c config) finding {
	folder := filepath.Dir(c.DB)
	var fs syscall.Statfs_t
	if err := syscall.Statfs(folder, &fs); err != nil {
		return finding{"disk", stateBad, fmt.Sprintf("the folder %s cannot be looked at: %v", folder, err)}
	}
	free := int64(fs.Bavail) * int64(fs.Bsize)
	if free < lowDisk {
		return finding{"disk", stateWarn, fmt.Sprintf("only %d MiB are free at %s; make room", free>>20, folder)}
	}
	return good("disk", fmt.Sprintf("%d MiB free", free>>20))
}

// lookAtTelegram asks who the bot is, whether a webhook stands in the way, and
// what Telegram thinks the time is.
func lookAtTelegram(ctx context.Context, c config) []finding {
	if c.TelegramToken == "" {
		return []finding{{"telegram", stateWarn, "there is no token; set LUREWATCH_TELEGRAM_TOKEN (lurewatch sandbox needs none)"}}
	}
	clock := &clockReader{next: http.DefaultTransport}
	client, err := telegram.New(string(c.TelegramToken), c.TelegramAPI, telegram.Options{HTTP: clock, Scale: c.TimeScale})
	if err != nil {
		return []finding{bad("telegram", err)}
	}
	me, err := client.Me(ctx)
	if err != nil {
		return []finding{bad("telegram", fmt.Errorf("%w; is the token right, and is %s in reach?", err, c.TelegramAPI))}
	}
	reads := "sees only commands and replies in groups (privacy mode)"
	if me.CanReadAllGroupMessages {
		reads = "sees every message of its groups"
	}
	found := []finding{good("telegram", "@"+me.UserName+" "+reads), clock.finding()}
	raw, err := client.Call(ctx, "getWebhookInfo", nil)
	switch {
	case err != nil:
		found = append(found, bad("webhook", err))
	case strings.Contains(string(raw), `"url":"http`) && !c.TakeOverWebhook:
		found = append(found, finding{"webhook", stateBad, "one is set, so polling gets nothing; remove it, or set LUREWATCH_TAKE_OVER_WEBHOOK=true"})
	default:
		found = append(found, good("webhook", "none stands in the way"))
	}
	return found
}

// A clockReader notes how far the server's clock is from ours.
type clockReader struct {
	next http.RoundTripper
	off  time.Duration
	read bool
}

// RoundTrip sends the request and reads the answer's date.
func (r *clockReader) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := r.next.RoundTrip(req)
	if err == nil {
		if at, err := http.ParseTime(resp.Header.Get("Date")); err == nil {
			r.off, r.read = time.Since(at), true
		}
	}
	return resp, err
}

func (r *clockReader) finding() finding {
	const most = 2 * time.Minute
	switch {
	case !r.read:
		return finding{"clock", stateWarn, "Telegram's answer has no date to compare with"}
	case r.off > most || r.off < -most:
		return finding{"clock", stateBad, fmt.Sprintf("this machine's clock is off by %s; set it", r.off.Round(time.Second))}
	}
	return good("clock", "agrees with Telegram's")
}
