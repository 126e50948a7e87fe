package sandbox

import "fmt"

// A Person is somebody who can write to the bot. The zero LanguageCode means
// that the app sends none.
type Person struct {
	ID           int64
	First, Last  string
	Username     string
	LanguageCode string // as the person's app sends it, such as "vi" or "zh-hant"
	IsBot        bool
	// Role is shown on the chat page, such as "Jobseeker · Vietnamese". A
	// person without a role is not offered there.
	Role string
}

// user is a person as the Bot API shows one.
type user struct {
	ID           int64  `json:"id"`
	IsBot        bool   `json:"is_bot"`
	FirstName    string `json:"first_name"`
	LastName     string `json:"last_name,omitempty"`
	Username     string `json:"username,omitempty"`
	LanguageCode string `json:"language_code,omitempty"`
}

type person struct {
	Person
	blocked bool // has blocked the bot
	gone    bool // account deleted
}

// user is how others see the person: without the language of the app.
func (p *person) user() user {
	return user{ID: p.ID, IsBot: p.IsBot, FirstName: p.First, LastName: p.Last, Username: p.Username}
}

// sender is the person as the bot sees who acts: with the app's language.
func (p *person) sender() user {
	u := p.user()
	u.LanguageCode = p.LanguageCode
	return u
}

func (p *person) name() string {
	if p.Last == "" {
		return p.First
	}
	return p.First + " " + p.Last
}

// The accounts that Telegram itself writes as.
const (
	anonymousAdminID = 1087968824
	channelBotID     = 136817688
	telegramID       = 777000
)

// stand is the account named as sender of a message sent as a chat.
func stand(id int64) (user, bool) {
	switch id {
	case anonymousAdminID:
		return user{ID: id, IsBot: true, FirstName: "Group", Username: "GroupAnonymousBot"}, true
	case channelBotID:
		return user{ID: id, IsBot: true, FirstName: "Channel", Username: "Channel_Bot"}, true
	case telegramID:
		return user{ID: id, FirstName: "Telegram"}, true
	}
	return user{}, false
}

// AddPerson makes a person known, or changes one. A person the stand-in has
// not heard of appears by himself, without a language, when Send names his id.
func (s *Server) AddPerson(p Person) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.addPersonLocked(p)
	s.changedLocked()
}

func (s *Server) addPersonLocked(p Person) *person {
	if old := s.people[p.ID]; old != nil {
		old.Person = p
		return old
	}
	made := &person{Person: p}
	s.people[p.ID] = made
	s.peopleOrder = append(s.peopleOrder, p.ID)
	return made
}

// personLocked is the person with this id, made if need be.
func (s *Server) personLocked(id int64) *person {
	if p := s.people[id]; p != nil {
		return p
	}
	return s.addPersonLocked(Person{ID: id, First: fmt.Sprint("Person ", id)})
}

// senderLocked is how the bot sees the account with this id as a sender.
func (s *Server) senderLocked(id int64) user {
	if id == s.me.ID {
		return s.me
	}
	if u, ok := stand(id); ok {
		return u
	}
	return s.personLocked(id).sender()
}

// Block makes a person block the bot: my_chat_member "kicked" in the private
// chat, and 403 for every send.
func (s *Server) Block(personID int64) { s.setBlocked(personID, true) }

// Unblock undoes Block: my_chat_member "member".
func (s *Server) Unblock(personID int64) { s.setBlocked(personID, false) }

func (s *Server) setBlocked(personID int64, blocked bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.personLocked(personID)
	if p.blocked == blocked {
		return
	}
	c := s.chatLocked(personID)
	p.blocked = blocked
	was, is := "member", "kicked"
	if !blocked {
		was, is = is, was
	}
	s.membershipLocked(c, personID, was, is)
	s.changedLocked()
}

// Deactivate deletes a person's account: sends fail with 403.
func (s *Server) Deactivate(personID int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.personLocked(personID).gone = true
	s.changedLocked()
}
