package telegram

import "strings"

// Command reads a command at the very start of a text or a caption. Name is
// in lower case without the slash. It is not ok if there is none, or if it is
// addressed to another bot than the one with the given user name.
func (m *Message) Command(bot string) (name, args string, ok bool) {
	whole, args := m.command()
	name, to, addressed := strings.Cut(whole, "@")
	if name == "" || addressed && !strings.EqualFold(to, strings.TrimPrefix(bot, "@")) {
		return "", "", false
	}
	return strings.ToLower(name), args, true
}

// command is the command with its address, without the slash, and the text
// after it. The entity's length is checked here: the library slices by it.
func (m *Message) command() (whole, args string) {
	text, entities := m.Body()
	for _, e := range entities {
		if e.Type != "bot_command" || e.Offset != 0 {
			continue
		}
		_, end := newUnits(text).span(e)
		if end < 2 || text[0] != '/' {
			return "", ""
		}
		return text[1:end], strings.TrimSpace(text[end:])
	}
	return "", ""
}

// IsCommand says whether the message starts with a command, to any bot.
func (m *Message) IsCommand() bool { return m.CommandWithAt() != "" }

// CommandWithAt is the command with the bot it is addressed to. It hides the
// library's method of that name, which panics on a bad entity.
func (m *Message) CommandWithAt() string {
	whole, _ := m.command()
	return whole
}

// CommandArguments is the text after a command. It hides the library's method
// of that name, which panics on a bad entity.
func (m *Message) CommandArguments() string {
	_, args := m.command()
	return args
}

// Mentions says whether the text or caption names the bot: by an entity with
// exactly its user name, in any case, or by one that holds its id.
func (m *Message) Mentions(bot User) bool {
	text, entities := m.Body()
	units := newUnits(text)
	for _, e := range entities {
		switch e.Type {
		case "mention":
			start, end := units.span(e)
			if bot.UserName != "" && strings.EqualFold(text[start:end], "@"+bot.UserName) {
				return true
			}
		case "text_mention":
			if e.User != nil && e.User.ID == bot.ID && bot.ID != 0 {
				return true
			}
		}
	}
	return false
}
