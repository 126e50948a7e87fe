package telegram_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"lurewatch/bot/telegram"
)

// fileServer answers getFile with the given members and serves content.
func fileServer(t *testing.T, members string, content http.HandlerFunc) *fake {
	return newFake(t, func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/getFile") {
			says(200, `{"ok":true,"result":{"file_id":"f","file_unique_id":"u",`+members+`}}`)(w, r)
			return
		}
		content(w, r)
	})
}

func TestDownload(t *testing.T) {
	picture := bytes.Repeat([]byte{0xff, 0xd8}, 500)
	serve := func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(picture) }
	// More than getFile promised, in chunks, so that no length warns of it.
	flood := func(w http.ResponseWriter, _ *http.Request) {
		for range 100 {
			if _, err := w.Write(picture); err != nil {
				return
			}
			_ = http.NewResponseController(w).Flush()
		}
	}
	cut := func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "1000")
		_, _ = io.WriteString(w, "short")
	}
	const path = `"file_path":"photos/a b%2F#1.jpg"`
	const plain = `"file_path":"photos/file_1.jpg"`
	for _, test := range []struct {
		name    string
		members string
		content http.HandlerFunc
		limit   int64
		want    error
		class   telegram.Class
	}{
		{"good", `"file_size":1000,` + plain, serve, 2000, nil, ""},
		{"exactly the limit", `"file_size":1000,` + plain, serve, 1000, nil, ""},
		{"announced too big", `"file_size":1001,` + plain, nil, 1000, telegram.ErrFileTooBig, ""},
		{"over Telegram's limit", `"file_size":20971521,` + plain, nil, 1 << 40, telegram.ErrFileTooBig, ""},
		{"no size", plain, nil, 1000, telegram.ErrFileUnsized, ""},
		{"longer than announced", `"file_size":1000,` + plain, flood, 2000, telegram.ErrFileTooBig, ""},
		{"cut short", `"file_size":1000,` + plain, cut, 2000, nil, telegram.Ambiguous},
		{"a path with marks", `"file_size":1000,` + path, nil, 2000, nil, telegram.Server},
		{"no path", `"file_size":1000`, nil, 2000, nil, telegram.Server},
		{"a path upwards", `"file_size":1000,"file_path":"../getMe"`, nil, 2000, nil, telegram.Server},
		{"a path from the root", `"file_size":1000,"file_path":"/var/lib/x"`, nil, 2000, nil, telegram.Server},
		{"gone", `"file_size":1000,` + plain, says(404, `{"ok":false,"error_code":404,"description":"Not Found"}`), 2000, nil, telegram.Rejected},
		{"a page", `"file_size":1000,` + plain, says(502, "<html>"), 2000, nil, telegram.Server},
	} {
		t.Run(test.name, func(t *testing.T) {
			fetched := false
			f := fileServer(t, test.members, func(w http.ResponseWriter, r *http.Request) {
				fetched = true
				if want := "/file/bot" + canary + "/photos/file_1.jpg"; r.URL.Path != want {
					t.Errorf("fetched %q, want %q", r.URL.Path, want)
				}
				if test.content != nil {
					test.content(w, r)
				}
			})
			c := newClient(t, f.URL, telegram.Options{})
			data, err := c.Download(testContext(t), "f", test.limit)
			if !errors.Is(err, test.want) && test.class == "" || class(err) != test.class {
				t.Fatalf("got %d bytes, %v; want %v %s", len(data), err, test.want, test.class)
			}
			if err == nil && !bytes.Equal(data, picture) {
				t.Errorf("got %d bytes, want %d", len(data), len(picture))
			}
			if err != nil {
				noLeak(t, "the error", fmt.Sprintf("%+v", err))
			}
			if fetched != (test.content != nil) {
				t.Errorf("fetched is %v", fetched)
			}
		})
	}
}

func TestDownloadOfWhatTelegramRefuses(t *testing.T) {
	f := newFake(t, refusal(400, "Bad Request: file is too big", ""))
	if _, err := newClient(t, f.URL, telegram.Options{}).Download(testContext(t), "f", 1); !errors.Is(err, telegram.ErrFileTooBig) {
		t.Errorf("got %v, want ErrFileTooBig", err)
	}
	f = newFake(t, refusal(400, "Bad Request: invalid file_id", ""))
	if _, err := newClient(t, f.URL, telegram.Options{}).Download(testContext(t), "f", 1); class(err) != telegram.Rejected {
		t.Errorf("got %v, want class rejected", err)
	}
}

func TestUpload(t *testing.T) {
	var name, content string
	f := newFake(t, func(w http.ResponseWriter, r *http.Request) {
		if file, header, err := r.FormFile("document"); err == nil {
			data, _ := io.ReadAll(file)
			name, content = header.Filename, string(data)
		}
		says(200, `{"ok":true,"result":{"message_id":12}}`)(w, r)
	})
	c := newClient(t, f.URL, telegram.Options{})
	result, err := c.Upload(testContext(t), "sendDocument", map[string]string{"chat_id": "5", "caption": "<b>x</b>"},
		telegram.Attachment{Field: "document", Name: "export.csv", Data: []byte("a,b\n")})
	if err != nil || telegram.MessageID(result) != 12 {
		t.Fatalf("got %s, %v", result, err)
	}
	if got := f.requests()[0]; name != "export.csv" || content != "a,b\n" || got.form["caption"] != "<b>x</b>" || got.form["chat_id"] != "5" {
		t.Errorf("the server got %q %q %v", name, content, got.form)
	}
	if _, err := newClient(t, refusedPort(t), telegram.Options{}).Upload(testContext(t), "sendDocument", nil); class(err) != telegram.Unsent {
		t.Errorf("got %v, want class unsent", err)
	}
}
