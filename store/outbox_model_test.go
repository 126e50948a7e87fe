package store_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"lurewatch/store"

	"github.com/google/go-cmp/cmp"
)

// Whatever happens to the outbox, what is due is what a plain list says.
func TestOutboxAgreesWithModel(t *testing.T) {
	for seed := range uint64(20) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) { runOutboxModel(newSite(t), rand.New(rand.NewPCG(seed, 1))) })
	}
}

func runOutboxModel(s *site, rnd *rand.Rand) {
	ctx := context.Background()
	model := make(map[uint64]store.Out)
	var last uint64
	for range 150 {
		switch rnd.IntN(8) {
		case 0, 1, 2:
			r := reply(rnd.Int64N(5), "", fmt.Sprint("t", last+1))
			r.Priority = rnd.IntN(3)
			if rnd.IntN(4) == 0 {
				r.Expires = s.clock.now().Add(time.Duration(rnd.IntN(60)) * time.Second)
			}
			s.commit(store.Turn{Replies: []store.Reply{r}})
			last++
			r.Due = s.clock.now()
			model[last] = store.Out{ID: last, Reply: r, Queued: s.clock.now()}
		case 3:
			id := uint64(rnd.Int64N(int64(last) + 1))
			s.ok(s.Sent(ctx, id, 5))
			delete(model, id)
		case 4:
			id := uint64(rnd.Int64N(int64(last) + 1))
			due := s.clock.now().Add(time.Duration(rnd.IntN(20)) * time.Second)
			s.ok(s.Later(ctx, id, due))
			if o, ok := model[id]; ok {
				o.Due, o.Tries = due, o.Tries+1
				model[id] = o
			}
		case 5:
			s.clock.add(time.Duration(rnd.IntN(10)) * time.Second)
		case 6:
			_, err := s.Expire(ctx)
			s.ok(err)
			for id, o := range model {
				if !o.Expires.IsZero() && !o.Expires.After(s.clock.now()) {
					delete(model, id)
				}
			}
		case 7:
			if rnd.IntN(4) == 0 {
				s.reopen()
			}
		}
		limit := 1 + rnd.IntN(6)
		if diff := cmp.Diff(modelDue(model, s.clock.now(), limit), append([]store.Out{}, s.due(limit)...)); diff != "" {
			s.Fatal(diff)
		}
	}
	s.ok(s.Verify(ctx))
}

func modelDue(model map[uint64]store.Out, now time.Time, limit int) []store.Out {
	heads := make(map[string]store.Out)
	for id := uint64(1); id <= 1000; id++ {
		o, ok := model[id]
		if !ok || !o.Expires.IsZero() && !o.Expires.After(now) {
			continue
		}
		lane := fmt.Sprint(o.Chat)
		if o.Chat == 0 {
			lane = fmt.Sprint("none", id)
		}
		if h, has := heads[lane]; !has || o.Priority < h.Priority {
			heads[lane] = o
		}
	}
	list := []store.Out{}
	for _, o := range heads {
		if !o.Due.After(now) {
			list = append(list, o)
		}
	}
	slices.SortFunc(list, func(a, b store.Out) int {
		if a.Priority != b.Priority {
			return a.Priority - b.Priority
		}
		if c := a.Due.Compare(b.Due); c != 0 {
			return c
		}
		return int(a.ID) - int(b.ID)
	})
	return list[:min(limit, len(list))]
}
