package main

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/kelseyhightower/envconfig"
)

// prefix begins the name of every setting in the environment.
const prefix = "LUREWATCH"

// A config is the settings from the environment. It must never be printed:
// it holds the token.
type config struct {
	TelegramToken   secret        `split_words:"true" desc:"the bot's token; never printed"`
	TelegramAPI     string        `split_words:"true" default:"https://api.telegram.org" desc:"base address of the Bot API, for methods and files"`
	DB              string        `split_words:"true" default:"lurewatch.db" desc:"the store's file; mode 0600"`
	KeyFile         string        `split_words:"true" desc:"the sealing key (default: DB with .key behind); made at first start, mode 0600"`
	ContactKeyFile  string        `split_words:"true" desc:"a key that trusted instances share to compare contacts"`
	Retention       time.Duration `split_words:"true" default:"2160h" desc:"how long a chat's history is kept"`
	MaxAge          time.Duration `split_words:"true" default:"12h" desc:"messages older than this get one honest line a chat"`
	HTTPAddr        string        `split_words:"true" desc:"address of /healthz, /readyz and /backup, such as 127.0.0.1:8080; off when empty"`
	HTTPToken       secret        `split_words:"true" desc:"opens /backup: Authorization: Bearer ..."`
	TakeOverWebhook bool          `split_words:"true" default:"false" desc:"polling may remove a webhook that was left behind"`
	LogLevel        slog.Level    `split_words:"true" default:"info" desc:"debug, info, warn or error"`
	LogFormat       string        `split_words:"true" default:"text" desc:"text or json"`

	// TimeScale multiplies every wait; tests set it, nobody else should.
	TimeScale float64 `split_words:"true" default:"1"`
}

// A secret is a setting that no format verb prints.
type secret string

// String hides the value.
func (s secret) String() string {
	if s == "" {
		return ""
	}
	return "(hidden)"
}

// GoString hides the value from %#v.
func (s secret) GoString() string { return s.String() }

// MarshalText hides the value from encoders.
func (s secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// Decode reads the setting; without it envconfig would show the value in
// errors.
func (s *secret) Decode(value string) error {
	*s = secret(strings.TrimSpace(value))
	return nil
}

// loadConfig reads the settings from the environment. Errors name the
// setting, never its value.
func loadConfig() (config, error) {
	var c config
	if err := envconfig.Process(prefix, &c); err != nil {
		var wrong *envconfig.ParseError
		if errors.As(err, &wrong) {
			return config{}, fmt.Errorf("the setting %s is not a valid %s; mend or unset it", wrong.KeyName, kindOf(wrong.TypeName))
		}
		return config{}, errors.New("the settings in the environment cannot be read")
	}
	if c.KeyFile == "" {
		c.KeyFile = c.DB + ".key"
	}
	return c, c.check()
}

func kindOf(typeName string) string {
	switch typeName {
	case "time.Duration":
		return "duration such as 12h"
	case "slog.Level":
		return "level (debug, info, warn, error)"
	case "bool":
		return "true or false"
	case "float64":
		return "number"
	}
	return typeName
}

// check refuses settings that can be read but not used.
func (c config) check() error {
	bad := func(name, want string) error {
		return fmt.Errorf("the setting %s_%s %s", prefix, name, want)
	}
	switch {
	case c.LogFormat != "text" && c.LogFormat != "json":
		return bad("LOG_FORMAT", "must be text or json")
	case c.Retention <= 0:
		return bad("RETENTION", "must be longer than nothing, such as 2160h")
	case c.MaxAge <= 0:
		return bad("MAX_AGE", "must be longer than nothing, such as 12h")
	case c.TimeScale <= 0:
		return bad("TIME_SCALE", "must be above 0")
	}
	if u, err := url.Parse(c.TelegramAPI); err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return bad("TELEGRAM_API", "must be an address such as https://api.telegram.org")
	}
	if c.HTTPAddr != "" {
		if _, _, err := net.SplitHostPort(c.HTTPAddr); err != nil {
			return bad("HTTP_ADDR", "must be host:port, such as 127.0.0.1:8080")
		}
	}
	return nil
}

// settings names every setting with its default and meaning.
func settings() string {
	const row = "  %-28s %-26s %s\n"
	var b strings.Builder
	fmt.Fprintf(&b, row, "variable", "default", "meaning")
	for _, f := range settingFields() {
		fmt.Fprintf(&b, row, f.name, f.standard, f.meaning)
	}
	return b.String()
}

// strangers are variables with our prefix that no setting reads: most often
// a slip of the pen.
func strangers() []string {
	known := map[string]bool{prefix + "_TIME_SCALE": true}
	for _, f := range settingFields() {
		known[f.name] = true
	}
	var found []string
	for _, pair := range os.Environ() {
		name, _, _ := strings.Cut(pair, "=")
		if strings.HasPrefix(name, prefix+"_") && !known[name] {
			found = append(found, name)
		}
	}
	return found
}
