package bot

import (
	"context"
	"fmt"
	"runtime"
	"strconv"

	"lurewatch/bot/telegram"
	"lurewatch/store"
)

// receive hands one update to what answers it, and says how many updates are
// done with: none if it joined a bundle that still waits.
func (b *Bot) receive(ctx context.Context, n *lane, in *incoming) (done int) {
	if in.bad != "" {
		b.log.Warn("an update cannot be read; set aside", "update", in.UpdateID, "err", in.bad)
		b.setAside(ctx, in.bad, []uint64{in.seq})
		return 1
	}
	defer func() {
		if r := recover(); r != nil {
			b.crashed(ctx, r, in)
			done++
		}
	}()
	m := in.Msg()
	switch in.Kind() {
	case telegram.KindMessage, telegram.KindEdited:
		if m.Chat == nil {
			break
		}
		if in.private() {
			return b.receivePrivate(ctx, n, in)
		}
		return b.finish(ctx, b.group(in), in)
	case telegram.KindCallback:
		done = b.close(ctx, n)
		return done + b.finish(ctx, b.press(in), in)
	case telegram.KindMyChatMember:
		return b.finish(ctx, b.membership(in), in)
	}
	return b.finish(ctx, nil, in)
}

// receivePrivate joins messages that belong together; whatever else comes
// closes the bundle first, so that answers keep the order of the messages.
func (b *Bot) receivePrivate(ctx context.Context, n *lane, in *incoming) (done int) {
	m := in.Msg()
	if in.Kind() == telegram.KindEdited {
		if n.open != nil && n.open.replace(in) {
			// The first form is dropped; the edited one takes its place.
			return 0
		}
		return b.finish(ctx, b.edited(in), in)
	}
	switch {
	case isPart(m):
		if n.open != nil && len(n.open.parts) >= maxParts {
			done = b.close(ctx, n)
		}
		if n.open == nil {
			n.open = &bundle{}
		}
		n.open.add(in)
		return done
	case n.open != nil && isRemark(m):
		n.open.add(in)
		return 0
	}
	done = b.close(ctx, n)
	return done + b.finish(ctx, b.private(in), in)
}

// isRemark says whether a message is a line typed about what was forwarded.
func isRemark(m *telegram.Message) bool {
	text, _ := m.Body()
	return text != "" && !m.IsCommand() && m.Content() == "text"
}

// close judges the lane's open bundle, if any, and says how many updates that
// finished.
func (b *Bot) close(ctx context.Context, n *lane) (done int) {
	g := n.open
	if g == nil {
		return 0
	}
	n.open = nil
	defer func() {
		if r := recover(); r != nil {
			b.crashed(ctx, r, g.parts...)
			done = len(g.all())
		}
	}()
	return b.finish(ctx, b.bundled(g), g.all()...)
}

// finish commits what a handler decided; nil means that there is nothing to
// say.
func (b *Bot) finish(ctx context.Context, t *turn, in ...*incoming) int {
	if t == nil {
		t = b.begin(in[0].chat(), "", in...)
	}
	b.welcomeBack(t, in[0])
	b.commit(ctx, t)
	return len(in)
}

// welcomeBack marks a chat as in reach again when something comes from it.
func (b *Bot) welcomeBack(t *turn, in *incoming) {
	if t.Chat == 0 || t.Flag != nil || in.Kind() == telegram.KindMyChatMember {
		return
	}
	if ok, err := b.o.Store.Reachable(t.Chat); err == nil && !ok {
		yes := true
		t.Flag = &yes
	}
}

// crashed sets updates aside whose handler panicked. The panic's value may
// hold words of people, so only runtime errors are told in full.
func (b *Bot) crashed(ctx context.Context, r any, in ...*incoming) {
	what := fmt.Sprintf("%T", r)
	if e, ok := r.(runtime.Error); ok {
		what = e.Error()
	}
	stack := make([]byte, 4096)
	stack = stack[:runtime.Stack(stack, false)]
	b.log.Error("a handler failed; its updates are set aside", "panic", what, "stack", string(stack))
	var seqs []uint64
	for _, i := range in {
		seqs = append(seqs, i.seq)
	}
	b.setAside(ctx, "handler failed", seqs)
}

// membership notes that the bot was added, removed, blocked or unblocked.
func (b *Bot) membership(in *incoming) *turn {
	m := in.MyChatMember
	t := b.begin(in.chat(), b.languageOf(in, ""), in)
	here := m.NewChatMember.IsMember || m.NewChatMember.Status == "member" || m.NewChatMember.Status == "administrator"
	was := m.OldChatMember.Status == "member" || m.OldChatMember.Status == "administrator"
	t.Flag = &here
	if in.private() || !here || was || m.Chat.Type == "channel" {
		return t
	}
	t.Prefs = &store.Prefs{Language: t.lang}
	if old, err := b.o.Store.Prefs(in.chat()); err == nil && old.Language != "" {
		old := old
		t.Prefs, t.lang = &old, old.Language
	}
	key := "group.greeting.private"
	if b.me.CanReadAllGroupMessages || m.NewChatMember.Status == "administrator" {
		key = "group.greeting"
	}
	t.count("group", "added")
	t.send(message{key: "greet" + strconv.FormatInt(in.UpdateID, 10), html: withKnownCommands(t.say(key), groupCommands())})
	return t
}
