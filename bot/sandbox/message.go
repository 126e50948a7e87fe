package sandbox

import (
	"slices"
	"strings"
	"time"
)

// A Message is what a person sends. Text makes a text message; Photo,
// Document or Extra make another kind, with Caption.
type Message struct {
	Text    string
	Caption string
	// Entities mark parts of the text or caption; offsets and lengths are
	// UTF-16 units. Commands, mentions, links, addresses and hashtags are
	// found without being listed, as Telegram does.
	Entities []Entity

	Photo    []byte // any bytes; a PNG or JPEG tells its size
	Document []byte
	FileName string
	MimeType string
	// FileSize overrides the size that is announced, for files too big to
	// build. -1 announces none.
	FileSize int64
	// MediaGroup is the album the item belongs to; any word, one per album.
	MediaGroup string

	Forward *Forward
	ReplyTo int    // id of a message of the chat
	Quote   string // the part of it that is quoted
	// ThreadID is the topic in a forum.
	ThreadID int
	// Date is when it was sent; zero means now.
	Date time.Time
	// SenderChat is the chat it is sent as: the group itself for an
	// anonymous admin, a channel for a post as a channel.
	SenderChat int64
	// AutomaticForward marks a channel's post in its discussion group.
	AutomaticForward bool
	// Protected marks content that may not be forwarded.
	Protected bool
	// Extra are fields laid over the message as they are, such as contact,
	// voice, poll or rich_message.
	Extra map[string]any
}

// An Entity is a marked part of a text. Offset and Length are UTF-16 units.
type Entity struct {
	Type          string `json:"type"`
	Offset        int    `json:"offset"`
	Length        int    `json:"length"`
	URL           string `json:"url,omitempty"`
	User          *user  `json:"user,omitempty"`
	Language      string `json:"language,omitempty"`
	CustomEmojiID string `json:"custom_emoji_id,omitempty"`
}

// message is a message in a chat, of a person or of the bot.
type message struct {
	id           int
	from         int64 // 0 for a channel post
	senderChat   int64
	automatic    bool
	protected    bool
	date, edited time.Time
	text         string // or the caption
	entities     []Entity
	photo        *file
	thumb        *file
	document     *file
	album        string
	forward      *origin
	replyTo      int
	quote        string
	thread       int
	keyboard     [][]Button
	service      string // what happened, in English, for the page
	extra        map[string]any
	reaction     string
	silent       bool
}

func (m *message) media() bool { return m.photo != nil || m.document != nil || len(m.extra) > 0 }

// Send makes a person send a message and returns its id in the chat. The bot
// gets an update if it may see the message. A person or chat that is not known
// yet is made: a positive chat id is the person's private chat, a negative one
// a supergroup that the bot is in.
func (s *Server) Send(chatID, fromID int64, in Message) (messageID int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.chatLocked(chatID)
	m := &message{from: fromID, senderChat: in.SenderChat, automatic: in.AutomaticForward, protected: in.Protected,
		date: in.Date, replyTo: in.ReplyTo, quote: in.Quote, thread: in.ThreadID, extra: in.Extra}
	s.sentAsLocked(c, m)
	m.setWords(in)
	m.photo = s.photoLocked(in.Photo, in.FileSize)
	m.thumb = s.thumbLocked(m.photo)
	if in.Document != nil {
		m.document = s.fileLocked("documents", in.FileName, in.Document)
		m.document.announce(in.FileSize, in.MimeType)
	}
	if in.MediaGroup != "" {
		m.album = s.albumLocked(c, in.MediaGroup)
	}
	if in.Forward != nil {
		m.forward = s.originLocked(*in.Forward)
	}
	s.placeLocked(c, m)
	kind := "message"
	if c.Type == Channel {
		kind = "channel_post"
	}
	s.tellLocked(c, m, kind)
	s.changedLocked()
	return m.id
}

// sentAsLocked settles who a message seems to come from.
func (s *Server) sentAsLocked(c *chat, m *message) {
	switch {
	case c.Type == Channel:
		m.from, m.senderChat = 0, c.ID
	case m.automatic:
		m.from = telegramID
	case m.senderChat == c.ID:
		m.from = anonymousAdminID
	case m.senderChat != 0:
		m.from = channelBotID
	default:
		s.personLocked(m.from)
		if c.group() && (c.members[m.from] == "" || c.members[m.from] == statusLeft) {
			c.enter(m.from, statusMember)
		}
	}
	if m.senderChat != 0 && m.senderChat != c.ID && s.chats[m.senderChat] == nil {
		s.addChatLocked(Chat{ID: m.senderChat, Type: Channel, Title: "Channel", Bot: statusLeft})
	}
}

// setWords takes the text or caption with its entities, trimmed as Telegram
// trims them.
func (m *message) setWords(in Message) {
	words := in.Text
	if words == "" {
		words = in.Caption
	}
	m.text, m.entities = trimmed(words, in.Entities)
	m.entities = detect(m.text, m.entities)
}

func (s *Server) albumLocked(c *chat, word string) string {
	key := sprint(c.ID, " ", word)
	if s.albums[key] == "" {
		s.albums[key] = sprint(13_000_000_000_000_000 + s.idLocked())
	}
	return s.albums[key]
}

// placeLocked gives a message its id and date and shows it in the chat.
func (s *Server) placeLocked(c *chat, m *message) {
	c.last++
	m.id = c.last
	if m.date.IsZero() {
		m.date = s.o.Now()
	}
	if replied := c.messages[m.replyTo]; replied != nil && m.thread == 0 && c.Type == Supergroup {
		m.thread = replied.thread // a topic, or the thread the replies make
		if m.thread == 0 && !c.Forum {
			m.thread = replied.id
		}
	}
	c.messages[m.id] = m
	c.shown = append(c.shown, m)
}

// tellLocked queues the update of a person's message, if the bot may see it.
func (s *Server) tellLocked(c *chat, m *message, kind string) {
	if s.visible(c, m) {
		s.queueLocked(kind, s.messageJSON(c, m, true))
	}
}

// visible says whether the bot may see a message: in groups, privacy mode
// shows it only commands, replies to it and what happened to the group.
func (s *Server) visible(c *chat, m *message) bool {
	if c.private() {
		return !s.people[c.ID].blocked
	}
	if c.Bot != statusMember && c.Bot != statusAdmin || c.migrated != 0 {
		return false
	}
	if p := s.people[m.from]; p != nil && p.IsBot {
		return false // bots do not see each other
	}
	if s.o.ReadsGroups || c.Bot == statusAdmin || m.service != "" {
		return true
	}
	if c.Type == Channel {
		return false
	}
	if replied := c.messages[m.replyTo]; replied != nil && replied.from == s.me.ID {
		return true
	}
	return s.commandForBot(m)
}

// commandForBot says whether a message begins with a command for the bot.
func (s *Server) commandForBot(m *message) bool {
	for _, e := range m.entities {
		if e.Type == "bot_command" && e.Offset == 0 {
			_, at, addressed := strings.Cut(cut16(m.text, e.Offset, e.Length), "@")
			return !addressed || strings.EqualFold(at, s.me.Username)
		}
	}
	return false
}

// Edit replaces the words of a person's message: Text, or Caption where it
// has a picture, and Entities. The bot gets edited_message.
func (s *Server) Edit(chatID int64, messageID int, in Message) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.chatLocked(chatID)
	m := c.messages[messageID]
	if m == nil {
		return
	}
	m.setWords(in)
	m.edited = s.o.Now()
	if in.Extra != nil {
		m.extra = in.Extra
	}
	kind := "edited_message"
	if c.Type == Channel {
		kind = "edited_channel_post"
	}
	s.tellLocked(c, m, kind)
	s.changedLocked()
}

// Delete removes a message as a person does: the bot is not told.
func (s *Server) Delete(chatID int64, messageID int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.chatLocked(chatID).remove(messageID)
	s.changedLocked()
}

func (c *chat) remove(id int) {
	delete(c.messages, id)
	c.shown = slices.DeleteFunc(c.shown, func(m *message) bool { return m.id == id })
}
