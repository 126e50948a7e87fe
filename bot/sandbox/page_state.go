package sandbox

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"
)

// What the page gets: the stage is everybody and every chat, a scene is one
// chat as one person sees it.
type (
	stage struct {
		Bot      stageBot    `json:"bot"`
		People   []stageWho  `json:"people"`
		Groups   []stageChat `json:"groups"`
		Examples []Example   `json:"examples,omitempty"`
	}
	stageBot struct {
		ID       int64  `json:"id"`
		Name     string `json:"name"`
		Username string `json:"username"`
	}
	stageWho struct {
		ID       int64  `json:"id"`
		Name     string `json:"name"`
		Role     string `json:"role"`
		Language string `json:"language"`
		Blocked  bool   `json:"blocked"`
		Last     string `json:"last"` // of the private chat
	}
	stageChat struct {
		ID    int64  `json:"id"`
		Title string `json:"title"`
		Bot   string `json:"bot"`
		Last  string `json:"last"`
	}
	scene struct {
		Chat        int64       `json:"chat"`
		As          int64       `json:"as"`
		Title       string      `json:"title"`
		Type        string      `json:"type"`
		Bot         string      `json:"bot"` // the bot's place in the group
		Admin       bool        `json:"admin"`
		Members     int         `json:"members"`
		Blocked     bool        `json:"blocked"`
		Description string      `json:"description"`
		Action      string      `json:"action"`
		ActionAge   int64       `json:"actionAge"` // ms
		Menu        []command   `json:"menu"`
		Messages    []sceneText `json:"messages"`
	}
	sceneText struct {
		ID        int        `json:"id"`
		From      int64      `json:"from"`
		Name      string     `json:"name"`
		Text      string     `json:"text,omitempty"`
		Entities  []Entity   `json:"entities,omitempty"`
		Buttons   [][]Button `json:"buttons,omitempty"`
		Photo     *sceneFile `json:"photo,omitempty"`
		Document  *sceneFile `json:"document,omitempty"`
		Kind      string     `json:"kind"`
		ReplyTo   *sceneRef  `json:"replyTo,omitempty"`
		Date      int64      `json:"date"`
		Edited    bool       `json:"edited,omitempty"`
		Forwarded string     `json:"forwarded,omitempty"`
		Service   string     `json:"service,omitempty"`
		Reaction  string     `json:"reaction,omitempty"`
		Silent    bool       `json:"silent,omitempty"`
	}
	sceneFile struct {
		ID     string `json:"id"`
		Name   string `json:"name,omitempty"`
		Size   int64  `json:"size"`
		Width  int    `json:"width,omitempty"`
		Height int    `json:"height,omitempty"`
	}
	sceneRef struct {
		ID   int    `json:"id"`
		Name string `json:"name"`
		Text string `json:"text"`
	}
)

// sceneLength is how many messages the page shows at the most.
const sceneLength = 200

func (s *Server) stageLocked(examples bool) stage {
	out := stage{Bot: stageBot{s.me.ID, s.me.FirstName, s.me.Username}, People: []stageWho{}, Groups: []stageChat{}}
	for _, id := range s.peopleOrder {
		p := s.people[id]
		if p.Role == "" {
			continue
		}
		who := stageWho{ID: id, Name: p.name(), Role: p.Role, Language: p.LanguageCode, Blocked: p.blocked}
		if c := s.chats[id]; c != nil {
			who.Last = s.lastLocked(c)
		}
		out.People = append(out.People, who)
	}
	for _, id := range s.chatOrder {
		if c := s.chats[id]; c.group() && c.migrated == 0 && (len(c.order) > 0 || c.Bot != statusLeft) {
			out.Groups = append(out.Groups, stageChat{ID: id, Title: c.Title, Bot: c.Bot, Last: s.lastLocked(c)})
		}
	}
	if out.Examples = s.o.Examples; examples && out.Examples == nil {
		out.Examples = DefaultExamples()
	} else if !examples {
		out.Examples = nil
	}
	return out
}

// lastLocked is the first words of a chat's last message.
func (s *Server) lastLocked(c *chat) string {
	if len(c.shown) == 0 {
		return ""
	}
	m := c.shown[len(c.shown)-1]
	return s.nameOf(m) + ": " + m.gist()
}

// gist is a message in one short line.
func (m *message) gist() string {
	switch {
	case m.text != "":
		return cut16(m.text, 0, 80)
	case m.service != "":
		return m.service
	case m.photo != nil:
		return "Picture"
	case m.document != nil:
		return "File"
	}
	return "Message"
}

// sceneLocked is a chat as a person sees it now. A private chat that has not
// begun is empty.
func (s *Server) sceneLocked(id, as int64) scene {
	out := scene{Chat: id, As: as, Title: s.me.FirstName, Type: Private, Menu: []command{}, Messages: []sceneText{}}
	p := s.people[as]
	if p == nil {
		return out
	}
	c := s.chats[id]
	out.Blocked = p.blocked
	out.Description = s.describeLocked(p.LanguageCode)
	if c == nil {
		c = &chat{Chat: Chat{ID: id, Type: Private}}
	}
	out.Menu = s.menuLocked(c, as, p.LanguageCode)
	if !c.private() {
		out.Title, out.Type, out.Bot, out.Admin, out.Members = c.Title, c.Type, c.Bot, c.admin(as), len(c.members)
	}
	if age := time.Since(c.actionAt); c.action != "" {
		out.Action, out.ActionAge = c.action, age.Milliseconds()
	}
	for _, m := range c.shown[max(0, len(c.shown)-sceneLength):] {
		out.Messages = append(out.Messages, s.textLocked(c, m))
	}
	return out
}

func (s *Server) describeLocked(language string) string {
	if len(language) >= 2 {
		if text := s.about["description|"+language[:2]]; text != "" {
			return text
		}
	}
	return s.about["description|"]
}

func (s *Server) textLocked(c *chat, m *message) sceneText {
	sh := s.show(m)
	out := sceneText{ID: sh.ID, From: sh.From, Name: sh.Name, Text: sh.Text, Entities: sh.Entities, Buttons: sh.Buttons,
		Kind: sh.Kind, Date: sh.Date.Unix(), Edited: !sh.Edited.IsZero(), Forwarded: sh.Forwarded, Service: sh.Service,
		Reaction: sh.Reaction, Silent: sh.Silent}
	if m.photo != nil {
		out.Photo = &sceneFile{ID: m.photo.id, Size: m.photo.size, Width: m.photo.width, Height: m.photo.height}
	}
	if m.document != nil {
		out.Document = &sceneFile{ID: m.document.id, Name: m.document.name, Size: m.document.size}
	}
	if replied := c.messages[m.replyTo]; replied != nil {
		out.ReplyTo = &sceneRef{ID: replied.id, Name: s.nameOf(replied), Text: replied.gist()}
	}
	return out
}

func (s *Server) serveStage(w http.ResponseWriter, _ *http.Request) {
	s.mu.Lock()
	out := s.stageLocked(true)
	s.mu.Unlock()
	writeJSON(w, http.StatusOK, out)
}

// breath is the least time between two events of a stream.
const breath = 30 * time.Millisecond

// serveEvents streams the stage and one scene whenever they change. A stream
// ends with the page or, after a last event, with the server.
func (s *Server) serveEvents(w http.ResponseWriter, r *http.Request) {
	as, errAs := strconv.ParseInt(r.URL.Query().Get("as"), 10, 64)
	id, errChat := strconv.ParseInt(r.URL.Query().Get("chat"), 10, 64)
	flusher, ok := w.(http.Flusher)
	if errAs != nil || errChat != nil || !ok {
		http.Error(w, "as and chat must be ids", http.StatusBadRequest)
		return
	}
	w.Header().Set("Content-Type", "text/event-stream")
	var lastStage, lastScene string
	for {
		s.mu.Lock()
		changed := s.changed
		nowStage, nowScene := s.stageLocked(false), s.sceneLocked(id, as)
		s.mu.Unlock()
		age := nowScene.ActionAge
		nowScene.ActionAge = 0 // it alone is no change
		if text := line(nowStage); text != lastStage {
			fmt.Fprintf(w, "event: stage\ndata: %s\n\n", text)
			lastStage = text
		}
		if text := line(nowScene); text != lastScene {
			lastScene = text
			nowScene.ActionAge = age
			fmt.Fprintf(w, "event: scene\ndata: %s\n\n", line(nowScene))
		}
		flusher.Flush()
		if !s.breathe(r, changed) {
			if s.ctx.Err() != nil {
				fmt.Fprint(w, "event: end\ndata: {}\n\n")
				flusher.Flush()
			}
			return
		}
	}
}

// breathe waits for a change and says whether there is somebody to tell.
func (s *Server) breathe(r *http.Request, changed chan struct{}) bool {
	select {
	case <-changed:
	case <-r.Context().Done():
		return false
	case <-s.ctx.Done():
		return false
	}
	t := time.NewTimer(breath)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-r.Context().Done():
		return false
	}
}

func line(v any) string {
	out, err := json.Marshal(v)
	if err != nil {
		return "{}"
	}
	return string(out)
}
