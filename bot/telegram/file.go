package telegram

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

// MaxFile is the largest file, in bytes, that a bot may fetch from Telegram.
const MaxFile = 20 << 20

// ErrFileTooBig is returned by Download for a file over the limit.
var ErrFileTooBig = errors.New("the file is larger than the limit")

// ErrFileUnsized is returned by Download for a file whose size Telegram does
// not tell: it is refused rather than fetched blindly.
var ErrFileUnsized = errors.New("the file's size is not known")

// Download fetches a file of at most limit bytes (never more than MaxFile)
// into memory. What is too big is refused before a byte of it is read. The
// address, which holds the token, never leaves the function.
func (c *Client) Download(ctx context.Context, fileID string, limit int64) ([]byte, error) {
	limit = min(limit, MaxFile)
	result, err := c.Call(ctx, "getFile", map[string]string{"file_id": fileID})
	if err != nil {
		var e *Error
		if errors.As(err, &e) && e.Class == TooLong {
			return nil, ErrFileTooBig
		}
		return nil, err
	}
	var file struct {
		Size int64  `json:"file_size"`
		Path string `json:"file_path"`
	}
	if err := json.Unmarshal(result, &file); err != nil || !plainPath(file.Path) {
		return nil, &Error{Method: "getFile", Class: Server, Description: "the answer names no file to fetch"}
	}
	switch {
	case file.Size <= 0:
		return nil, ErrFileUnsized
	case file.Size > limit:
		return nil, ErrFileTooBig
	}
	return c.fetch(ctx, file.Path, limit)
}

func (c *Client) fetch(ctx context.Context, path string, limit int64) ([]byte, error) {
	ctx, cancel := deadline(ctx, c.scaled(fileTime))
	defer cancel()
	w := &wire{ctx: ctx, http: c.http, at: c.at, method: "file"}
	req := (&http.Request{Method: http.MethodGet, URL: c.at.file(path), Header: http.Header{}}).WithContext(ctx)
	resp, body, err := w.exchange(req, limit)
	switch {
	case errors.Is(err, errLongAnswer):
		return nil, ErrFileTooBig
	case err != nil:
		return nil, err
	case resp.StatusCode == http.StatusOK:
		return body, nil
	}
	w.status = resp.StatusCode
	var answer tgbotapi.APIResponse
	if json.Unmarshal(body, &answer) != nil || answer.Ok || answer.Description == "" {
		return nil, w.foreign(resp, len(body))
	}
	return nil, w.refused(answer.ErrorCode, answer.Description, tgbotapi.ResponseParameters{})
}

// plainPath refuses what could lead out of the bot's folder on the server.
func plainPath(path string) bool {
	if path == "" || strings.ContainsAny(path, "\\?#\x00") {
		return false
	}
	for part := range strings.SplitSeq(path, "/") {
		if part == "" || part == "." || part == ".." {
			return false
		}
	}
	return true
}

// An Attachment is a file to send: the field the method wants it in, its name
// and its bytes.
type Attachment struct {
	Field, Name string
	Data        []byte
}

// Upload invokes a method that sends files (sendPhoto, sendDocument). It
// fails as Call does.
func (c *Client) Upload(ctx context.Context, method string, params map[string]string, files ...Attachment) (json.RawMessage, error) {
	requests := make([]tgbotapi.RequestFile, len(files))
	for i, f := range files {
		requests[i] = tgbotapi.RequestFile{Name: f.Field, Data: tgbotapi.FileBytes{Name: f.Name, Bytes: f.Data}}
	}
	return c.through(ctx, method, fileTime, func(api *tgbotapi.BotAPI) (*tgbotapi.APIResponse, error) {
		return api.UploadFiles(method, params, requests)
	})
}

// MessageID reads the id of the message out of the result of a send or an
// edit; 0 if there is none.
func MessageID(result json.RawMessage) int {
	var sent struct {
		ID int `json:"message_id"`
	}
	if json.Unmarshal(result, &sent) != nil {
		return 0
	}
	return sent.ID
}
