package telegram

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strings"
)

// What the library is given in place of the token and of the server. Both
// halves of every real address come from an address value.
const (
	placeholder     = "token"
	libraryEndpoint = "http://library.invalid/bot%s/%s"
)

var tokenForm = regexp.MustCompile(`^[0-9]+:[A-Za-z0-9_-]+$`)

// An address builds the URLs of one bot on one server. The token lives only
// in its closures, where neither fmt nor reflection finds it.
type address struct {
	host   string
	method func(name string) *url.URL
	file   func(path string) *url.URL
	// clean replaces the token in s, however it is written there.
	clean func(s string) string
}

func newAddress(token, base string) (address, error) {
	token = strings.TrimSpace(token)
	if token == "" {
		return address{}, errors.New("the Telegram token is empty: get one from @BotFather")
	}
	if !tokenForm.MatchString(token) {
		return address{}, errors.New("the Telegram token has a wrong form: it is digits, a colon, then letters, digits, - and _; copy it from @BotFather again")
	}
	server, err := parseBase(base)
	if err != nil {
		return address{}, err
	}
	clean := cleaner(token)
	if clean(base) != base {
		return address{}, errors.New("the Telegram API address holds the token: give only the server's address")
	}
	join := func(first, rest string) *url.URL {
		u := *server
		u.Path = server.Path + first + token + "/" + rest
		return &u
	}
	return address{
		host:   server.Host,
		method: func(name string) *url.URL { return join("/bot", name) },
		file:   func(path string) *url.URL { return join("/file/bot", path) },
		clean:  clean,
	}, nil
}

// parseBase takes a server's address apart without repeating it in an error,
// since people paste whole method addresses with the token inside.
func parseBase(base string) (*url.URL, error) {
	const want = "want only the server, as in https://api.telegram.org or http://127.0.0.1:8081"
	base = strings.TrimSpace(base)
	u, err := url.Parse(base)
	switch {
	case err != nil:
		return nil, fmt.Errorf("the Telegram API address cannot be read: %s", want)
	case u.Scheme != "https" && u.Scheme != "http":
		return nil, fmt.Errorf("the Telegram API address starts with neither https:// nor http://: %s", want)
	case u.Hostname() == "":
		return nil, fmt.Errorf("the Telegram API address names no host: %s", want)
	case u.User != nil || u.RawQuery != "" || u.ForceQuery || u.Fragment != "":
		return nil, fmt.Errorf("the Telegram API address has a user, a query or a fragment: %s", want)
	case strings.Contains(base, "%"):
		return nil, fmt.Errorf("the Telegram API address holds a %% sign: %s", want)
	}
	return &url.URL{Scheme: u.Scheme, Host: u.Host, Path: strings.TrimRight(u.Path, "/")}, nil
}

// cleaner masks the token, its escaped forms and its secret half alone.
func cleaner(token string) func(string) string {
	const mask = "<token>"
	pairs := []string{token, mask, url.QueryEscape(token), mask, strings.ToLower(url.QueryEscape(token)), mask}
	if _, secret, _ := strings.Cut(token, ":"); len(secret) >= 8 {
		pairs = append(pairs, secret, mask)
	}
	return strings.NewReplacer(pairs...).Replace
}
