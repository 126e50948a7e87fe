package sandbox

import (
	"fmt"
	"slices"
	"time"
)

// The types of a Chat.
const (
	Private    = "private"
	Group      = "group"
	Supergroup = "supergroup"
	Channel    = "channel"
)

// The bot's places in a group, and a member's.
const (
	statusCreator = "creator"
	statusAdmin   = "administrator"
	statusMember  = "member"
	statusLeft    = "left"
	statusKicked  = "kicked"
)

// A Chat is a conversation. Private chats need not be added: they have the
// id of their person and begin with the first message.
type Chat struct {
	ID       int64  // 0 picks a free one of the type's form
	Type     string // empty means Supergroup
	Title    string
	Username string
	Members  []int64
	Admins   []int64 // members too; the first is the creator
	// Bot is the bot's place in a group: "" or "member", "administrator",
	// "left", "kicked". No update tells the bot of it: the group is one it
	// was in before. AddBot is the way to tell.
	Bot string
	// Forum says that the group has topics; see AddTopic.
	Forum bool
	// Muted says that the group forbids the bot to write.
	Muted bool
}

type chat struct {
	Chat
	members  map[int64]string // status by person
	order    []int64          // of members, as they came
	topics   map[int]string   // names by thread id
	messages map[int]*message
	shown    []*message // in order; deleted ones are removed
	last     int        // id of the newest message
	migrated int64      // the id the chat moved to
	action   string     // "typing" and its like
	actionAt time.Time
}

func (c *chat) private() bool { return c.Type == Private }
func (c *chat) group() bool   { return c.Type == Group || c.Type == Supergroup }

func (c *chat) admin(id int64) bool {
	st := c.members[id]
	return st == statusAdmin || st == statusCreator
}

// enter makes somebody a member with this status.
func (c *chat) enter(id int64, status string) {
	if !slices.Contains(c.order, id) {
		c.order = append(c.order, id)
	}
	c.members[id] = status
}

// AddChat makes a chat known and returns its id. It tells the bot nothing.
func (s *Server) AddChat(c Chat) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	id := s.addChatLocked(c).ID
	s.changedLocked()
	return id
}

func (s *Server) addChatLocked(c Chat) *chat {
	if c.Type == "" {
		c.Type = Supergroup
	}
	if c.Type == Private {
		p := s.personLocked(c.ID)
		c.Title = p.name()
	}
	if c.ID == 0 && c.Type == Group {
		c.ID, s.nextGroup = s.nextGroup, s.nextGroup-1
	} else if c.ID == 0 {
		c.ID, s.nextSupergroup = s.nextSupergroup, s.nextSupergroup-1
	}
	if c.Bot == "" {
		c.Bot = statusMember
	}
	made := &chat{Chat: c, members: map[int64]string{}, topics: map[int]string{}, messages: map[int]*message{}}
	for i, id := range c.Admins {
		s.personLocked(id)
		made.enter(id, statusAdmin)
		if i == 0 {
			made.members[id] = statusCreator
		}
	}
	for _, id := range c.Members {
		s.personLocked(id)
		if made.members[id] == "" {
			made.enter(id, statusMember)
		}
	}
	if s.chats[c.ID] == nil {
		s.chatOrder = append(s.chatOrder, c.ID)
	}
	s.chats[c.ID] = made
	return made
}

// chatLocked is the chat with this id, made if need be.
func (s *Server) chatLocked(id int64) *chat {
	if c := s.chats[id]; c != nil {
		return c
	}
	if id > 0 {
		return s.addChatLocked(Chat{ID: id, Type: Private})
	}
	return s.addChatLocked(Chat{ID: id, Type: Supergroup, Title: fmt.Sprint("Group ", -id)})
}

// AddTopic opens a topic in a forum group and returns its thread id, which is
// the id of the service message that opened it.
func (s *Server) AddTopic(chatID int64, name string) (threadID int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.chatLocked(chatID)
	by := s.somebodyLocked(c)
	m := &message{from: by, service: "opened the topic " + name,
		extra: map[string]any{"forum_topic_created": object{"name": name, "icon_color": 7322096}}}
	s.placeLocked(c, m)
	m.thread = m.id
	c.topics[m.id] = name
	s.tellLocked(c, m, "message")
	s.changedLocked()
	return m.id
}

// DeleteTopic removes a topic with its messages: sending into it fails.
func (s *Server) DeleteTopic(chatID int64, threadID int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.chatLocked(chatID)
	delete(c.topics, threadID)
	for _, m := range slices.Clone(c.shown) {
		if m.thread == threadID {
			c.remove(m.id)
		}
	}
	s.changedLocked()
}

// somebodyLocked is who acts in a group where nobody is named.
func (s *Server) somebodyLocked(c *chat) int64 {
	for _, id := range c.order {
		if c.admin(id) {
			return id
		}
	}
	if len(c.order) > 0 {
		return c.order[0]
	}
	return s.personLocked(1).ID
}
