package sandbox

import (
	"time"
)

// The types of a Chat.
const (
	Private    = "private"
	Group      = "group"
	Supergroup = "supergroup"
	Channel    = "channel"
)

// A Chat is a conversation. Private chats need not be added: they have the
// id of their person and begin with the first message.
type Chat struct {
	ID       int64 // 0 picks a free one of the type's form
	Type     string
	Title    string
	Username string
	Members  []int64
	Admins   []int64 // members too
	// Bot is the bot's place in a group: "" or "member", "administrator",
	// "left", "kicked". No update tells the bot of it: the group is one it
	// was in before. AddBot is the way to tell.
	Bot string
	// Forum says that the group has topics; see AddTopic.
	Forum bool
	// Muted says that the group forbids the bot to write.
	Muted bool
}

// Topic is a thread of a forum group.
type topic struct {
	id   int
	name string
}

type chat struct {
	Chat
	members  map[int64]string // status by person
	order    []int64
	topics   map[int]*topic
	messages map[int]*message
	shown    []int // ids in order, deleted ones removed
	nextID   int
	migrated int64 // the id the chat moved to
	typing   time.Time
	action   string
	menu     string
}

// AddChat makes a chat known and returns its id. It tells the bot nothing.
func (s *Server) AddChat(c Chat) int64 { return c.ID }

// AddTopic opens a topic in a forum group and returns its thread id.
func (s *Server) AddTopic(chatID int64, name string) (threadID int) { return 0 }

// DeleteTopic removes a topic with its messages: sending into it fails.
func (s *Server) DeleteTopic(chatID int64, threadID int) {}

// AddBot puts the bot into a group on behalf of a person: the bot gets
// my_chat_member and the service message, as from Telegram.
func (s *Server) AddBot(chatID, byID int64) {}

// Kick removes the bot from a group on behalf of a person: the bot gets
// my_chat_member with the status "kicked" and can write there no more.
func (s *Server) Kick(chatID, byID int64) {}

// Promote makes the bot an administrator of a group, or a plain member again
// if admin is false.
func (s *Server) Promote(chatID, byID int64, admin bool) {}

// Join adds a person to a group, with the service message.
func (s *Server) Join(chatID, personID int64) {}

// SetAdmin makes a person an administrator of a group, or takes it away.
func (s *Server) SetAdmin(chatID, personID int64, admin bool) {}

// Mute forbids the bot to write in a group, or allows it again.
func (s *Server) Mute(chatID int64, muted bool) {}

// Migrate turns a group into a supergroup and returns the new id. The bot
// gets both service messages; sends to the old id fail with the new one.
func (s *Server) Migrate(chatID int64) (newID int64) { return 0 }

// Block makes a person block the bot: my_chat_member "kicked" in the private
// chat, and 403 for every send.
func (s *Server) Block(personID int64) {}

// Unblock undoes Block: my_chat_member "member".
func (s *Server) Unblock(personID int64) {}

// Deactivate deletes a person's account: sends fail with 403.
func (s *Server) Deactivate(personID int64) {}
