package sandbox

import (
	"embed"
	"encoding/json"
	"net"
	"net/http"
	"strings"
)

//go:embed page
var pageFiles embed.FS

// The page may load nothing but itself and reach nothing but its server.
const pagePolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; " +
	"connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// pages adds the chat page and its API.
func (s *Server) pages(mux *http.ServeMux) {
	mux.Handle("GET /{$}", guard(pageFile("page.html")))
	for _, name := range []string{"page.css", "page.js", "dom.js", "panels.js", "rows.js", "text.js", "icon.svg"} {
		mux.Handle("GET /sandbox/"+name, guard(pageFile(name)))
	}
	mux.Handle("GET /favicon.ico", guard(pageFile("icon.svg")))
	mux.Handle("GET /sandbox/stage", guard(s.serveStage))
	mux.Handle("GET /sandbox/events", guard(s.serveEvents))
	mux.Handle("GET /sandbox/file", guard(s.servePageFile))
	for name, act := range s.acts() {
		mux.Handle("POST /sandbox/"+name, guard(s.serveAct(act)))
	}
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		write(w, nil, &apiError{code: 404, text: "Not Found"})
	})
}

func pageFile(name string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		http.ServeFileFS(w, r, pageFiles, "page/"+name)
	}
}

// guard lets only the page itself in: another site, even one whose name was
// made to point at this machine, gets nothing.
func guard(next http.HandlerFunc) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", pagePolicy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cache-Control", "no-store")
		if why := foreign(r); why != "" {
			http.Error(w, why, http.StatusForbidden)
			return
		}
		next(w, r)
	})
}

// foreign says why a request does not come from the page, or "".
func foreign(r *http.Request) string {
	host := r.Host
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	if !loopback(strings.Trim(host, "[]")) {
		return "The sandbox answers only to 127.0.0.1 and localhost."
	}
	if origin := r.Header.Get("Origin"); origin != "" && origin != "http://"+r.Host {
		return "The sandbox answers only to its own page."
	}
	if site := r.Header.Get("Sec-Fetch-Site"); site != "" && site != "same-origin" && site != "none" {
		return "The sandbox answers only to its own page."
	}
	if r.Method == http.MethodPost && r.Header.Get("Content-Type") != "application/json" {
		return "The sandbox takes only application/json."
	}
	return ""
}

func writeJSON(w http.ResponseWriter, status int, v any) {
	body, err := json.Marshal(v)
	if err != nil {
		status, body = http.StatusInternalServerError, []byte(`{"error":"cannot be written as JSON"}`)
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	w.Write(body)
}

// servePageFile is a file that a message of a chat holds. Only pictures are
// shown in the page; anything else is downloaded.
func (s *Server) servePageFile(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	f := s.files[r.URL.Query().Get("id")]
	s.mu.Unlock()
	if f == nil {
		http.NotFound(w, r)
		return
	}
	kind := "application/octet-stream"
	if f.width > 0 && strings.HasPrefix(f.mime, "image/") {
		kind = f.mime
	} else {
		name := strings.Map(func(c rune) rune {
			if c < ' ' || c == '"' || c == '\\' || c > '~' {
				return '_'
			}
			return c
		}, f.name)
		w.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	}
	w.Header().Set("Content-Type", kind)
	w.Write(f.data)
}
