package main

import (
	"context"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"time"

	"lurewatch/bot"
	"lurewatch/store"
)

// pollTooOld is the age of the last answered poll at which the bot is not
// ready: a long poll takes 50 seconds.
const pollTooOld = 120 * time.Second

// An admin is the bot's own small HTTP address.
type admin struct {
	listener net.Listener
	server   *http.Server
	bot      *bot.Bot
	db       *store.DB
	token    string
	log      *slog.Logger
}

// listenAdmin takes the admin address, so that a taken one is found at once.
func listenAdmin(c config, b *bot.Bot, db *store.DB, log *slog.Logger) (*admin, error) {
	l, err := net.Listen("tcp", c.HTTPAddr)
	if err != nil {
		return nil, fmt.Errorf("listening for health and backup: %w; is LUREWATCH_HTTP_ADDR free?", err)
	}
	a := &admin{listener: l, bot: b, db: db, token: string(c.HTTPToken), log: log}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", a.healthz)
	mux.HandleFunc("GET /readyz", a.readyz)
	mux.HandleFunc("GET /backup", a.backup)
	a.server = &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second, ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelDebug)}
	log.Info("health and backup", "addr", l.Addr().String())
	return a, nil
}

// serve answers until ctx ends.
func (a *admin) serve(ctx context.Context) error {
	defer context.AfterFunc(ctx, func() {
		limited, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
		defer cancel()
		if a.server.Shutdown(limited) != nil {
			a.server.Close()
		}
	})()
	if err := a.server.Serve(a.listener); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serving health and backup: %w", err)
	}
	return nil
}

// A health is what /healthz tells: counts and ages, nobody's words.
type health struct {
	OK        bool    `json:"ok"`
	Why       string  `json:"why,omitempty"`
	PollAge   float64 `json:"poll_age_seconds"` // -1 before the first
	Inbox     int     `json:"inbox"`
	Outbox    int     `json:"outbox"`
	Dead      int     `json:"dead_letters"`
	OldestAge float64 `json:"oldest_pending_seconds"`
	TooMany   int64   `json:"answers_429"`
	FileBytes int64   `json:"file_bytes"`
}

// look gathers the bot's health. The store must work; ready also wants
// Telegram to have answered of late.
func (a *admin) look(ready bool) health {
	now := time.Now()
	s := a.bot.Status()
	h := health{OK: true, PollAge: -1, TooMany: s.TooMany}
	if !s.Polled.IsZero() {
		h.PollAge = now.Sub(s.Polled).Seconds()
	}
	held, err := a.db.Health()
	h.Inbox, h.Outbox, h.Dead, h.FileBytes = held.Inbox, held.Outbox, held.Dead, held.FileBytes
	if !held.Oldest.IsZero() {
		h.OldestAge = now.Sub(held.Oldest).Seconds()
	}
	switch {
	case err != nil:
		h.OK, h.Why = false, "the store cannot be read"
	case held.Failure != nil:
		h.OK, h.Why = false, "the store cannot write"
	case ready && s.Polled.IsZero():
		h.OK, h.Why = false, "Telegram has not answered yet"
	case ready && now.Sub(s.Polled) > pollTooOld:
		h.OK, h.Why = false, "Telegram has not answered for too long"
	}
	return h
}

func (a *admin) healthz(w http.ResponseWriter, _ *http.Request) { tell(w, a.look(false)) }
func (a *admin) readyz(w http.ResponseWriter, _ *http.Request)  { tell(w, a.look(true)) }

func tell(w http.ResponseWriter, h health) {
	w.Header().Set("Content-Type", "application/json")
	if !h.OK {
		w.WriteHeader(http.StatusServiceUnavailable)
	}
	// A reader that went away is no concern of ours.
	_ = json.NewEncoder(w).Encode(h)
}

// backup streams a consistent copy of the store to whoever has the token.
func (a *admin) backup(w http.ResponseWriter, r *http.Request) {
	given, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if a.token == "" || subtle.ConstantTimeCompare([]byte(given), []byte(a.token)) != 1 {
		http.Error(w, "the backup needs LUREWATCH_HTTP_TOKEN as a bearer token", http.StatusUnauthorized)
		return
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Header().Set("Trailer", "X-Backup")
	if err := a.db.Backup(r.Context(), w); err != nil {
		a.log.Error("a backup failed", "err", err)
		panic(http.ErrAbortHandler) // so that half a copy is not taken for a whole one
	}
	w.Header().Set("X-Backup", "complete")
}
