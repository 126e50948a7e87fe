package sandbox

import (
	"bytes"
	"context"
	"encoding/json"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"time"
)

// webhook is where updates go instead of to polls.
type webhook struct {
	url, secret string
	lastError   string
	lastErrorAt time.Time
	stop        context.CancelFunc
}

var secretForm = regexp.MustCompile(`^[A-Za-z0-9_-]{0,256}$`)

// setWebhook is strict as Telegram's, but also takes http on the loopback
// address. Only there does it deliver: nothing leaves the machine.
func (s *Server) setWebhook(r *request) (any, *apiError) {
	address := r.get("url")
	if address == "" {
		return s.deleteWebhook(r)
	}
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return nil, badRequest("invalid webhook URL specified")
	}
	if u.Scheme != "https" && !loopback(u.Hostname()) {
		return nil, badRequest("bad webhook: An HTTPS URL must be provided for webhook")
	}
	if !secretForm.MatchString(r.get("secret_token")) {
		return nil, badRequest("secret token contains unallowed characters")
	}
	s.allowLocked(r)
	if r.bool("drop_pending_updates") {
		s.queue = nil
	}
	s.endPollLocked("Conflict: terminated by setWebhook request")
	s.stopHookLocked()
	ctx, stop := context.WithCancel(s.ctx)
	s.hook = webhook{url: address, secret: r.get("secret_token"), stop: stop}
	if loopback(u.Hostname()) {
		go s.deliver(ctx, address, s.hook.secret)
	}
	return described{true, "Webhook was set"}, nil
}

func (s *Server) deleteWebhook(r *request) (any, *apiError) {
	if r.bool("drop_pending_updates") {
		s.queue = nil
	}
	was := s.hook.url
	s.stopHookLocked()
	if was == "" {
		return described{true, "Webhook is already deleted"}, nil
	}
	return described{true, "Webhook was deleted"}, nil
}

func (s *Server) stopHookLocked() {
	if s.hook.stop != nil {
		s.hook.stop()
	}
	s.hook = webhook{}
}

func (s *Server) getWebhookInfo(*request) (any, *apiError) {
	o := object{"url": s.hook.url, "has_custom_certificate": false, "pending_update_count": len(s.queue)}
	if s.hook.url != "" {
		o["max_connections"] = 40
	}
	if s.hook.lastError != "" {
		o["last_error_message"], o["last_error_date"] = s.hook.lastError, s.hook.lastErrorAt.Unix()
	}
	if s.allowed != nil {
		o["allowed_updates"] = sortedKeys(s.allowed)
	}
	return o, nil
}

// deliver posts the updates to a webhook one after another until ctx ends; an
// update that is not answered with 2xx is tried again, slower each time.
func (s *Server) deliver(ctx context.Context, address, secret string) {
	client := &http.Client{Timeout: max(s.scaled(60*time.Second), time.Second)}
	pause := s.scaled(time.Second)
	for {
		s.mu.Lock()
		arrived := s.arrived
		var next *queued
		if len(s.queue) > 0 {
			q := s.queue[0]
			next = &q
		}
		s.mu.Unlock()
		if next == nil {
			select {
			case <-arrived:
				continue
			case <-ctx.Done():
				return
			}
		}
		failure := post(ctx, client, address, secret, next.raw)
		if ctx.Err() != nil {
			return
		}
		s.delivered(*next, failure)
		if failure == "" {
			pause = s.scaled(time.Second)
			continue
		}
		select {
		case <-time.After(pause):
			pause = min(2*pause, s.scaled(time.Minute))
		case <-ctx.Done():
			return
		}
	}
}

func post(ctx context.Context, client *http.Client, address, secret string, raw json.RawMessage) (failure string) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(raw))
	if err != nil {
		return err.Error()
	}
	req.Header.Set("Content-Type", "application/json")
	if secret != "" {
		req.Header.Set("X-Telegram-Bot-Api-Secret-Token", secret)
	}
	res, err := client.Do(req)
	if err != nil {
		return "Connection failed"
	}
	defer res.Body.Close()
	if res.StatusCode/100 != 2 {
		return "Wrong response from the webhook: " + res.Status
	}
	return ""
}

// delivered confirms an update that arrived, or notes why it did not.
func (s *Server) delivered(q queued, failure string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if failure != "" {
		s.hook.lastError, s.hook.lastErrorAt = failure, s.o.Now()
	} else if len(s.queue) > 0 && s.queue[0].id == q.id {
		s.queue = s.queue[1:]
	}
	s.changedLocked()
}

// loopback says whether a host name means this machine.
func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
