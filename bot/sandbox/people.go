package sandbox

// A Person is somebody who can write to the bot. The zero LanguageCode means
// that the app sends none.
type Person struct {
	ID           int64
	First, Last  string
	Username     string
	LanguageCode string // as the person's app sends it, such as "vi" or "zh-hant"
	IsBot        bool
	// Role is shown on the chat page, such as "Jobseeker". A person without
	// a role is not offered there.
	Role string
}

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

func (p *person) user() user {
	return user{p.ID, p.IsBot, p.First, p.Last, p.Username, p.LanguageCode}
}

func (p *person) name() string {
	if p.Last == "" {
		return p.First
	}
	return p.First + " " + p.Last
}

// AddPerson makes a person known, or changes one. A person the stand-in has
// not heard of appears by himself, without a language, when Send names his id.
func (s *Server) AddPerson(p Person) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if old := s.people[p.ID]; old != nil {
		old.Person = p
	} else {
		s.people[p.ID] = &person{Person: p}
		s.peopleOrder = append(s.peopleOrder, p.ID)
	}
	s.changedLocked()
}
