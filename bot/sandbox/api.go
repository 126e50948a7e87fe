package sandbox

import (
	"cmp"
	"context"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// request is one call of a method, decoded.
type request struct {
	ctx    context.Context
	method string // in lower case, as Telegram compares it
	params map[string]string
	files  map[string]upload
	call   *Call
	fault  *armed // the fault that strikes it
}

type upload struct {
	name string
	data []byte
}

func (r *request) get(key string) string { return r.params[key] }
func (r *request) bool(key string) bool {
	switch strings.ToLower(r.params[key]) {
	case "true", "yes", "1":
		return true
	}
	return false
}

// int is a number within bounds, def where there is none.
func (r *request) int(key string, def, low, high int) int {
	n, err := strconv.Atoi(strings.TrimSpace(r.params[key]))
	if err != nil {
		n = def
	}
	return min(max(n, low), high)
}

// apiError is a refusal in Telegram's form.
type apiError struct {
	code       int
	text       string
	retryAfter int
	migrateTo  int64
}

func badRequest(text string) *apiError { return &apiError{code: 400, text: "Bad Request: " + text} }
func forbidden(text string) *apiError  { return &apiError{code: 403, text: "Forbidden: " + text} }
func tooMany(seconds int) *apiError {
	return &apiError{code: 429, text: "Too Many Requests: retry after " + strconv.Itoa(seconds), retryAfter: seconds}
}

// described is a result with a description beside it.
type described struct {
	result any
	text   string
}

// envelope is the JSON every answer has.
func envelope(result any, e *apiError) (status int, body []byte) {
	o := object{"ok": e == nil}
	status = http.StatusOK
	switch d, isDescribed := result.(described); {
	case e != nil:
		status = e.code
		o["error_code"], o["description"] = e.code, e.text
		if e.retryAfter > 0 {
			o["parameters"] = object{"retry_after": e.retryAfter}
		} else if e.migrateTo != 0 {
			o["parameters"] = object{"migrate_to_chat_id": e.migrateTo}
		}
	case isDescribed:
		o["result"], o["description"] = d.result, d.text
	default:
		o["result"] = result
	}
	body, err := json.Marshal(o)
	if err != nil {
		return http.StatusInternalServerError, []byte(`{"ok":false,"error_code":500,"description":"Internal Server Error"}`)
	}
	return status, body
}

// What a request may weigh.
const (
	maxUpload = 50 << 20
	inMemory  = 8 << 20
)

// decode reads the parameters from the address and the body, whatever form it
// has: urlencoded, multipart or JSON.
func decode(w http.ResponseWriter, hr *http.Request) (*request, *apiError) {
	r := &request{ctx: hr.Context(), params: map[string]string{}, files: map[string]upload{}}
	hr.Body = http.MaxBytesReader(w, hr.Body, maxUpload)
	kind, _, _ := strings.Cut(hr.Header.Get("Content-Type"), ";")
	switch strings.ToLower(strings.TrimSpace(kind)) {
	case "application/json":
		for k, v := range hr.URL.Query() {
			r.params[k] = v[0]
		}
		if e := r.readJSON(hr.Body); e != nil {
			return nil, e
		}
	case "multipart/form-data":
		if err := hr.ParseMultipartForm(inMemory); err != nil {
			return nil, tooLargeOr(err, "can't parse multipart body")
		}
		if e := r.readFiles(hr); e != nil {
			return nil, e
		}
	default:
		if err := hr.ParseForm(); err != nil {
			return nil, tooLargeOr(err, "can't parse body")
		}
	}
	for k, v := range hr.Form {
		r.params[k] = v[0]
	}
	for _, v := range r.params {
		if !utf8.ValidString(v) {
			return nil, badRequest("strings must be encoded in UTF-8")
		}
	}
	return r, nil
}

func tooLargeOr(err error, text string) *apiError {
	if strings.Contains(err.Error(), "too large") {
		return &apiError{code: http.StatusRequestEntityTooLarge, text: "Request Entity Too Large"}
	}
	return badRequest(text)
}

func (r *request) readJSON(body io.Reader) *apiError {
	raw, err := io.ReadAll(body)
	if err != nil {
		return tooLargeOr(err, "can't read body")
	}
	if len(raw) == 0 {
		return nil
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(raw, &fields); err != nil {
		return badRequest("can't parse JSON object")
	}
	for k, v := range fields {
		var text string
		if json.Unmarshal(v, &text) == nil && len(v) > 0 && v[0] == '"' {
			r.params[k] = text
		} else if string(v) != "null" {
			r.params[k] = string(v)
		}
	}
	return nil
}

func (r *request) readFiles(hr *http.Request) *apiError {
	for field, headers := range hr.MultipartForm.File {
		f, err := headers[0].Open()
		if err != nil {
			return badRequest("can't read file")
		}
		data, err := io.ReadAll(f)
		f.Close()
		if err != nil {
			return badRequest("can't read file")
		}
		r.files[field] = upload{headers[0].Filename, data}
		r.params[field] = headers[0].Filename
	}
	return nil
}

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }
