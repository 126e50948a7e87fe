package sandbox

import (
	"net/http"
	"strings"
	"time"
)

// method answers one call; s.mu is held.
type method func(*request) (any, *apiError)

// methods are all the stand-in knows, by lower-case name.
func (s *Server) methods() map[string]method {
	return map[string]method{
		"getme":          s.getMe,
		"setwebhook":     s.setWebhook,
		"deletewebhook":  s.deleteWebhook,
		"getwebhookinfo": s.getWebhookInfo,

		"sendmessage":            s.sendMessage,
		"sendphoto":              s.sendPhoto,
		"senddocument":           s.sendDocument,
		"editmessagetext":        s.editMessageText,
		"editmessagecaption":     s.editMessageCaption,
		"editmessagereplymarkup": s.editMessageReplyMarkup,
		"deletemessage":          s.deleteMessage,
		"deletemessages":         s.deleteMessages,
		"sendchataction":         s.sendChatAction,
		"setmessagereaction":     s.setMessageReaction,
		"answercallbackquery":    s.answerCallbackQuery,

		"getfile":               s.getFile,
		"getchat":               s.getChat,
		"getchatmember":         s.getChatMember,
		"getchatadministrators": s.getChatAdministrators,
		"getchatmembercount":    s.getChatMemberCount,
		"restrictchatmember":    s.restrictChatMember,
		"banchatmember":         s.banChatMember,
		"leavechat":             s.leaveChat,

		"setmycommands":         s.setMyCommands,
		"getmycommands":         s.getMyCommands,
		"deletemycommands":      s.deleteMyCommands,
		"setmydescription":      s.setMyAbout,
		"getmydescription":      s.getMyAbout,
		"setmyshortdescription": s.setMyAbout,
		"getmyshortdescription": s.getMyAbout,
	}
}

// Handler is the whole stand-in as one handler, for those who listen
// themselves.
func (s *Server) Handler() http.Handler {
	mux := http.NewServeMux()
	s.pages(mux)
	methods := s.methods()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.Header.Get("Sec-Fetch-Site") != "":
			if strings.HasPrefix(r.URL.Path, "/bot") || strings.HasPrefix(r.URL.Path, "/file/") {
				http.Error(w, "A browser has no business here.", http.StatusForbidden)
				return
			}
			mux.ServeHTTP(w, r)
		case strings.HasPrefix(r.URL.Path, "/bot"):
			s.serveMethod(w, r, methods)
		case strings.HasPrefix(r.URL.Path, "/file/bot"):
			s.serveFile(w, r)
		default:
			mux.ServeHTTP(w, r)
		}
	})
}

// serveMethod is /bot<token>/<method>.
func (s *Server) serveMethod(w http.ResponseWriter, hr *http.Request, methods map[string]method) {
	token, name, found := strings.Cut(strings.TrimPrefix(hr.URL.Path, "/bot"), "/")
	if !found {
		write(w, nil, &apiError{code: 404, text: "Not Found"})
		return
	}
	r, e := decode(w, hr)
	if r == nil {
		r = &request{ctx: hr.Context()}
	}
	r.method = strings.ToLower(name)
	f := s.record(r, name, token == s.o.Token)
	s.answer(w, r, f, func() (any, *apiError) {
		switch run := methods[r.method]; {
		case e != nil:
			return nil, e
		case !tokenForm.MatchString(token):
			return nil, &apiError{code: 404, text: "Not Found"}
		case token != s.o.Token:
			return nil, &apiError{code: 401, text: "Unauthorized"}
		case r.method == "getupdates":
			return s.getUpdates(r)
		case run == nil:
			return nil, &apiError{code: 404, text: "Not Found: method not found"}
		default:
			s.mu.Lock()
			defer s.mu.Unlock()
			defer s.changedLocked()
			return run(r)
		}
	})
}

// record notes a call as it arrives and finds the fault that strikes it.
func (s *Server) record(r *request, name string, token bool) *FaultKind {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := &Call{Seq: len(s.calls) + 1, Method: name, Token: token, Params: r.params, At: s.o.Now(), Clock: time.Now()}
	if len(r.files) > 0 {
		c.Files = map[string][]byte{}
		for k, f := range r.files {
			c.Files[k] = f.data
		}
	}
	r.call = c
	s.calls = append(s.calls, c)
	s.counts[r.method]++
	f := s.strikeLocked(r)
	if f != nil {
		c.Fault = f.name
	}
	s.changedLocked()
	return f
}

// finish notes how a call was answered.
func (s *Server) finish(c *Call, status int, body []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c.Done, c.Status, c.Answer = true, status, body
	s.changedLocked()
}

// answer runs a call under the fault that strikes it, if one does.
func (s *Server) answer(w http.ResponseWriter, r *request, f *FaultKind, run func() (any, *apiError)) {
	if f == nil {
		status, body := envelope(run())
		s.finish(r.call, status, body)
		send(w, status, body)
		return
	}
	if f.delay > 0 {
		s.pause(r, s.scaled(f.delay))
	}
	status, body := 0, []byte(nil)
	switch {
	case f.effect:
		status, body = envelope(run())
	case f.raw:
		status, body = f.code, []byte(f.body)
	case f.code > 0:
		status, body = envelope(nil, &apiError{f.code, f.text, f.retryAfter, f.migrateTo})
	}
	switch {
	case f.hang:
		s.finish(r.call, 0, nil)
		s.hang(r)
		panic(http.ErrAbortHandler)
	case f.cut:
		s.finish(r.call, status, body[:len(body)/2])
		truncate(w, status, body)
	case f.drop:
		s.finish(r.call, 0, nil)
		panic(http.ErrAbortHandler)
	default:
		s.finish(r.call, status, body)
		send(w, status, body)
	}
}

func write(w http.ResponseWriter, result any, e *apiError) {
	status, body := envelope(result, e)
	send(w, status, body)
}

func send(w http.ResponseWriter, status int, body []byte) {
	kind := "application/json"
	if len(body) > 0 && body[0] != '{' {
		kind = "text/html"
	}
	w.Header().Set("Content-Type", kind)
	w.WriteHeader(status)
	w.Write(body)
}
