package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"net/http"
	"time"
)

func healthVerb() verb {
	return verb{
		name: "health", what: "Says whether the running bot is well, for a container's health check",
		about: "It asks /healthz at LUREWATCH_HTTP_ADDR. Exit status 0 is well, 1 is not.",
		do: func(ctx context.Context, p program, f *flag.FlagSet, args []string) error {
			if err := noArguments(f, args); err != nil {
				return err
			}
			c, err := loadConfig()
			if err != nil {
				return err
			}
			if c.HTTPAddr == "" {
				return errors.New("there is no address to ask; set LUREWATCH_HTTP_ADDR for the bot and for this verb")
			}
			resp, err := ask(ctx, c, "/healthz", 5*time.Second)
			if err != nil {
				return err
			}
			defer resp.Body.Close()
			var h health
			if err := json.NewDecoder(resp.Body).Decode(&h); err != nil {
				return fmt.Errorf("what answers at %s is not this bot", c.HTTPAddr)
			}
			if resp.StatusCode != http.StatusOK {
				return fmt.Errorf("not well: %s", h.Why)
			}
			_, err = fmt.Fprintln(p.stdout, "well")
			return err
		},
	}
}
