package sandbox_test

import (
	"fmt"
	"testing"

	"lurewatch/bot/sandbox"
)

// A backlog of ten thousand updates is drained in batches, each in its order
// and none twice, so that soaks of the bot measure the bot.
func TestLargeBacklog(t *testing.T) {
	b := start(t, sandbox.Options{})
	const n = 10_000
	for i := range n {
		id := int64(1000 + i%200)
		b.s.Send(id, id, sandbox.Message{Text: fmt.Sprint(i)})
	}
	seen, offset := 0, int64(1)
	for b.s.Pending() > 0 {
		batch := b.updates(offset)
		for _, u := range batch {
			if u.Message.Text != fmt.Sprint(seen) {
				t.Fatalf("update %d holds %q", seen, u.Message.Text)
			}
			seen++
			offset = u.ID + 1
		}
	}
	if seen != n {
		t.Errorf("%d updates came, want %d", seen, n)
	}
}
