package sandbox

import "net/http"

// state is all that changes; Server.mu guards it.
type state struct {
	people      map[int64]*person
	peopleOrder []int64
	chats       map[int64]*chat
}

func newState(o Options) state {
	return state{people: map[int64]*person{}, chats: map[int64]*chat{}}
}

// Handler is the whole stand-in as one handler, for those who listen
// themselves.
func (s *Server) Handler() http.Handler { return http.NotFoundHandler() }
