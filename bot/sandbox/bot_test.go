package sandbox_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"lurewatch/bot/sandbox"
)

const (
	linh  = int64(101) // writes in Vietnamese
	maria = int64(102)
	token = "7654321:canary-token"
)

// start is a running stand-in in which Linh has begun a private chat.
func start(t *testing.T, o sandbox.Options) *bot {
	t.Helper()
	o.Token = token
	s := sandbox.New(o)
	base, err := s.Start("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	s.AddPerson(sandbox.Person{ID: linh, First: "Linh", LanguageCode: "vi"})
	s.AddPerson(sandbox.Person{ID: maria, First: "Maria", Last: "Cruz", Username: "mcruz", LanguageCode: "fil"})
	return &bot{t: t, s: s, base: base}
}

// bot speaks to the stand-in over HTTP as a bot would.
type bot struct {
	t    *testing.T
	s    *sandbox.Server
	base string
	head int64
}

// offset is what to poll with. Who repeats an offset in haste gets one update
// only, so polls from the head take turns between two spellings of it.
func (b *bot) offset(of int64) params {
	if of == 0 {
		b.head = -100 - b.head
		of = b.head
	}
	return params{"offset": fmt.Sprint(of)}
}

type params map[string]string

type answer struct {
	Status      int
	OK          bool            `json:"ok"`
	Result      json.RawMessage `json:"result"`
	Code        int             `json:"error_code"`
	Description string          `json:"description"`
	Parameters  struct {
		RetryAfter int   `json:"retry_after"`
		MigrateTo  int64 `json:"migrate_to_chat_id"`
	} `json:"parameters"`
}

// call posts a form and fails the test where no JSON comes back.
func (b *bot) call(method string, p params) answer {
	b.t.Helper()
	a, err := b.try(context.Background(), method, p)
	if err != nil {
		b.t.Fatalf("%s: %v", method, err)
	}
	return a
}

func (b *bot) try(ctx context.Context, method string, p params) (answer, error) {
	form := url.Values{}
	for k, v := range p {
		form.Set(k, v)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, b.base+"/bot"+token+"/"+method, strings.NewReader(form.Encode()))
	if err != nil {
		return answer{}, err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return read(http.DefaultClient.Do(req))
}

func read(res *http.Response, err error) (answer, error) {
	if err != nil {
		return answer{}, err
	}
	defer res.Body.Close()
	a := answer{Status: res.StatusCode}
	return a, json.NewDecoder(res.Body).Decode(&a)
}

// ok is call, and the result decoded into T.
func ok[T any](b *bot, method string, p params) T {
	b.t.Helper()
	a := b.call(method, p)
	if !a.OK || a.Status != http.StatusOK {
		b.t.Fatalf("%s(%v) = %d %s", method, p, a.Status, a.Description)
	}
	var out T
	if err := json.Unmarshal(a.Result, &out); err != nil {
		b.t.Fatalf("%s: %v in %s", method, err, a.Result)
	}
	return out
}

// refused is call, which must fail with this code and description.
func (b *bot) refused(method string, p params, code int, description string) {
	b.t.Helper()
	a := b.call(method, p)
	if a.OK || a.Status != code || a.Code != code || a.Description != description {
		b.t.Errorf("%s(%v) = %d %q, want %d %q", method, p, a.Code, a.Description, code, description)
	}
}

type message struct {
	ID       int              `json:"message_id"`
	Date     int64            `json:"date"`
	EditDate int64            `json:"edit_date"`
	Text     string           `json:"text"`
	Caption  string           `json:"caption"`
	Entities []sandbox.Entity `json:"entities"`
	Thread   int              `json:"message_thread_id"`
	Topic    bool             `json:"is_topic_message"`
	Album    string           `json:"media_group_id"`
	Chat     struct {
		ID   int64  `json:"id"`
		Type string `json:"type"`
	} `json:"chat"`
	From *struct {
		ID       int64  `json:"id"`
		IsBot    bool   `json:"is_bot"`
		Language string `json:"language_code"`
	} `json:"from"`
	Photo []struct {
		FileID string `json:"file_id"`
		Size   *int64 `json:"file_size"`
		Width  int    `json:"width"`
	} `json:"photo"`
	ReplyTo *message `json:"reply_to_message"`
	Quote   *struct {
		Text     string `json:"text"`
		Position int    `json:"position"`
	} `json:"quote"`
	Markup json.RawMessage `json:"reply_markup"`
}

type update struct {
	ID       int64                      `json:"update_id"`
	Message  *message                   `json:"message"`
	Edited   *message                   `json:"edited_message"`
	Member   map[string]json.RawMessage `json:"my_chat_member"`
	Callback *struct {
		ID      string   `json:"id"`
		Data    string   `json:"data"`
		Message *message `json:"message"`
	} `json:"callback_query"`
	Channel *message `json:"channel_post"`
}

// updates polls once without waiting.
func (b *bot) updates(offset int64) []update {
	b.t.Helper()
	return ok[[]update](b, "getUpdates", b.offset(offset))
}

// raw is the updates as JSON, for fields that update does not name.
func (b *bot) raw(offset int64) string {
	b.t.Helper()
	return string(b.call("getUpdates", b.offset(offset)).Result)
}

func within(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	t.Cleanup(cancel)
	return ctx
}

func (b *bot) waitFor(what string, cond func(*sandbox.View) bool) {
	b.t.Helper()
	if err := b.s.Wait(within(b.t), cond); err != nil {
		b.t.Fatalf("waiting for %s: %v", what, err)
	}
}

func (b *bot) upload(method, field, name string, data []byte, p params) answer {
	b.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for k, v := range p {
		if err := w.WriteField(k, v); err != nil {
			b.t.Fatal(err)
		}
	}
	part, err := w.CreateFormFile(field, name)
	if err != nil {
		b.t.Fatal(err)
	}
	part.Write(data)
	w.Close()
	a, err := read(http.Post(b.base+"/bot"+token+"/"+method, w.FormDataContentType(), &body))
	if err != nil {
		b.t.Fatal(err)
	}
	return a
}

func get(t *testing.T, address string) (int, string) {
	t.Helper()
	res, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(body)
}
