package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"lurewatch/store"
)

func backupVerb() verb {
	return verb{
		name: "backup", args: "PATH", what: "Writes a consistent copy of the store",
		about: "Of a running bot through its admin address (LUREWATCH_HTTP_ADDR and LUREWATCH_HTTP_TOKEN), of\na stopped one directly. The copy is useless without the key file, which is not in it: keep the\nkey in another place.",
		do: func(ctx context.Context, p program, f *flag.FlagSet, args []string) error {
			path, err := onePath(f, args)
			if err != nil {
				return err
			}
			c, err := loadConfig()
			if err != nil {
				return err
			}
			if _, err := os.Lstat(path); err == nil {
				return fmt.Errorf("%s exists already; name another file", path)
			}
			if err := writeWhole(path, func(w io.Writer) error { return copyStore(ctx, c, w) }); err != nil {
				return err
			}
			_, err = fmt.Fprintf(p.stdout, "Wrote %s. The key is not in it: keep a copy of %s in another place.\n", path, c.KeyFile)
			return err
		},
	}
}

// onePath parses the flags of a verb that takes one path.
func onePath(f *flag.FlagSet, args []string) (string, error) {
	if err := parse(f, args); err != nil {
		return "", err
	}
	if f.NArg() != 1 {
		return "", usagef("it takes one PATH")
	}
	return f.Arg(0), nil
}

// copyStore copies the store of a stopped bot, or that of a running one
// through its admin address.
func copyStore(ctx context.Context, c config, w io.Writer) error {
	o := c.storeOptions()
	o.ReadOnly = true
	db, err := store.Open(c.DB, o)
	if err == nil {
		return closeAfter(db, db.Backup(ctx, w))
	}
	if !errors.Is(err, store.ErrLocked) {
		return err
	}
	if c.HTTPAddr == "" || c.HTTPToken == "" {
		return errors.New("the bot is running; set LUREWATCH_HTTP_ADDR and LUREWATCH_HTTP_TOKEN for it and for this verb, or stop it")
	}
	return fetchBackup(ctx, c, w)
}

func fetchBackup(ctx context.Context, c config, w io.Writer) error {
	resp, err := ask(ctx, c, "/backup", time.Hour)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("the running bot refuses the backup (%s); is LUREWATCH_HTTP_TOKEN the same?", resp.Status)
	}
	if _, err := io.Copy(w, resp.Body); err != nil {
		return fmt.Errorf("copying from the running bot: %w", err)
	}
	if resp.Trailer.Get("X-Backup") != "complete" {
		return errors.New("the running bot broke the copy off; its log says why")
	}
	return nil
}

// ask asks the running bot's admin address.
func ask(ctx context.Context, c config, path string, limit time.Duration) (*http.Response, error) {
	host, port, err := net.SplitHostPort(c.HTTPAddr)
	if err != nil {
		return nil, err
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+net.JoinHostPort(host, port)+path, nil)
	if err != nil {
		return nil, err
	}
	if c.HTTPToken != "" {
		req.Header.Set("Authorization", "Bearer "+string(c.HTTPToken))
	}
	client := http.Client{Timeout: limit, Transport: &http.Transport{Proxy: nil}}
	resp, err := client.Do(req)
	if err != nil {
		return nil, fmt.Errorf("asking the running bot at %s: %w", c.HTTPAddr, err)
	}
	return resp, nil
}

// writeWhole writes a file that is there whole or not at all, mode 0600.
func writeWhole(path string, fill func(io.Writer) error) (err error) {
	temp, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*")
	if err != nil {
		return fmt.Errorf("writing %s: %w", path, err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, temp.Close(), os.Remove(temp.Name()))
		}
	}()
	if err := fill(temp); err != nil {
		return err
	}
	if err := errors.Join(temp.Sync(), temp.Close()); err != nil {
		return fmt.Errorf("writing %s: %w", path, err)
	}
	if err := os.Rename(temp.Name(), path); err != nil {
		return fmt.Errorf("writing %s: %w", path, err)
	}
	return nil
}

func restoreVerb() verb {
	return verb{
		name: "restore", args: "PATH", what: "Puts a backup back as the store of a stopped bot",
		about: "The backup is checked first and must fit the key file. A store that is there is renamed, never\noverwritten.",
		do: func(ctx context.Context, p program, f *flag.FlagSet, args []string) error {
			path, err := onePath(f, args)
			if err != nil {
				return err
			}
			c, err := loadConfig()
			if err != nil {
				return err
			}
			aside, err := store.Restore(ctx, path, c.DB, c.storeOptions())
			if err != nil {
				return err
			}
			if aside != "" {
				fmt.Fprintf(p.stdout, "The old store is now %s.\n", aside)
			}
			_, err = fmt.Fprintf(p.stdout, "Restored %s.\n", c.DB)
			return err
		},
	}
}

func compactVerb() verb {
	return verb{
		name: "compact", what: "Rewrites the store of a stopped bot without freed pages",
		about: "What was erased is then gone from the file too. A running bot does this by itself within a day.",
		do: func(ctx context.Context, p program, f *flag.FlagSet, args []string) error {
			return withStore(f, args, false, func(db *store.DB, c config) error {
				before, after, err := db.Compact(ctx)
				if err != nil {
					return err
				}
				_, err = fmt.Fprintf(p.stdout, "%s: %d bytes before, %d after.\n", c.DB, before, after)
				return err
			})
		},
	}
}

func verifyVerb() verb {
	return verb{
		name: "verify", what: "Reads every page and every record of the store of a stopped bot",
		do: func(ctx context.Context, p program, f *flag.FlagSet, args []string) error {
			return withStore(f, args, true, func(db *store.DB, c config) error {
				if err := db.Verify(ctx); err != nil {
					return err
				}
				_, err := fmt.Fprintf(p.stdout, "%s is whole.\n", c.DB)
				return err
			})
		},
	}
}

// withStore opens an existing store for a verb and closes it again.
func withStore(f *flag.FlagSet, args []string, readOnly bool, do func(*store.DB, config) error) error {
	if err := noArguments(f, args); err != nil {
		return err
	}
	c, err := loadConfig()
	if err != nil {
		return err
	}
	if _, err := os.Stat(c.DB); err != nil {
		return fmt.Errorf("there is no store at %s; set LUREWATCH_DB", c.DB)
	}
	o := c.storeOptions()
	o.ReadOnly = readOnly
	db, err := store.Open(c.DB, o)
	if err != nil {
		return err
	}
	return closeAfter(db, do(db, c))
}
