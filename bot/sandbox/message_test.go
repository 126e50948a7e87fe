package sandbox_test

import (
	"bytes"
	"encoding/json"
	"image"
	"image/png"
	"strings"
	"testing"
	"time"

	"lurewatch/bot/sandbox"
)

func TestForwardsInEveryForm(t *testing.T) {
	b := start(t, sandbox.Options{Scale: 0.01})
	date := time.Unix(1_700_000_000, 0)
	legacy := map[string]string{sandbox.FromUser: "forward_from", sandbox.FromHiddenUser: "forward_sender_name",
		sandbox.FromChat: "forward_from_chat", sandbox.FromChannel: "forward_from_message_id"}
	for kind, field := range legacy {
		for _, form := range []string{sandbox.Both, sandbox.Modern, sandbox.Legacy} {
			b.s.DropUpdates()
			b.s.Send(linh, linh, sandbox.Message{Text: "offer", Forward: &sandbox.Forward{Kind: kind, Form: form, Name: "Boss", Date: date}})
			got := b.raw(0)
			modern := strings.Contains(got, `"forward_origin":{`) && strings.Contains(got, `"type":"`+kind+`"`)
			old := strings.Contains(got, `"`+field+`":`) && strings.Contains(got, `"forward_date":1700000000`)
			if modern != (form != sandbox.Legacy) || old != (form != sandbox.Modern) {
				t.Errorf("%s %s = %s", kind, form, got)
			}
			if !strings.Contains(got, "Boss") {
				t.Errorf("%s %s does not name the origin: %s", kind, form, got)
			}
		}
	}
}

func TestPictures(t *testing.T) {
	b := start(t, sandbox.Options{})
	picture := pixels(t, 300, 200)
	b.s.Send(linh, linh, sandbox.Message{Photo: picture, Caption: "việc nhẹ", MediaGroup: "a"})
	b.s.Send(linh, linh, sandbox.Message{Photo: picture, MediaGroup: "a"})
	got := b.updates(0)
	m := got[0].Message
	if m.Caption != "việc nhẹ" || len(m.Photo) != 2 || m.Photo[0].Width != 90 || m.Photo[1].Width != 300 {
		t.Fatalf("photo = %+v", m)
	}
	if m.Album == "" || m.Album != got[1].Message.Album {
		t.Error("the album's items have different ids")
	}
	f := ok[struct {
		Path string `json:"file_path"`
		Size int64  `json:"file_size"`
	}](b, "getFile", params{"file_id": m.Photo[1].FileID})
	status, body := get(t, b.base+"/file/bot"+token+"/"+f.Path)
	if status != 200 || body != string(picture) || f.Size != int64(len(picture)) {
		t.Errorf("download = %d, %d bytes, announced %d", status, len(body), f.Size)
	}
	if calls := b.s.CallsOf("file"); len(calls) != 1 || calls[0].Params["file_path"] != f.Path {
		t.Errorf("downloads are not recorded: %v", calls)
	}
}

func TestFilesTooBigOrUnknown(t *testing.T) {
	b := start(t, sandbox.Options{})
	b.s.Send(linh, linh, sandbox.Message{Document: []byte("x"), FileName: "cv.pdf", FileSize: 20<<20 + 1})
	b.s.Send(linh, linh, sandbox.Message{Photo: []byte("no picture"), FileSize: -1})
	got := b.updates(0)
	if len(got[1].Message.Photo) != 1 || got[1].Message.Photo[0].Size != nil {
		t.Errorf("unknown size = %+v", got[1].Message.Photo)
	}
	var doc struct {
		Message struct {
			Document struct {
				FileID string `json:"file_id"`
				Mime   string `json:"mime_type"`
			} `json:"document"`
		} `json:"message"`
	}
	raw := ok[[]json.RawMessage](b, "getUpdates", nil)
	if err := json.Unmarshal(raw[0], &doc); err != nil || doc.Message.Document.Mime != "application/pdf" {
		t.Fatalf("document = %s, %v", raw[0], err)
	}
	b.refused("getFile", params{"file_id": doc.Message.Document.FileID}, 400, "Bad Request: file is too big")
	b.refused("getFile", params{"file_id": "none"}, 400, "Bad Request: wrong file_id or the file is temporarily unavailable")
}

func TestUploads(t *testing.T) {
	b := start(t, sandbox.Options{})
	b.s.Send(linh, linh, sandbox.Message{Text: "/stats"})
	a := b.upload("sendPhoto", "photo", "chart.png", pixels(t, 40, 40), params{"chat_id": "101", "caption": "<b>30 days</b>", "parse_mode": "HTML"})
	if !a.OK {
		t.Fatalf("sendPhoto = %+v", a)
	}
	shown := b.s.FromBot(linh)
	if shown[0].Kind != "photo" || shown[0].HTML != "<b>30 days</b>" || len(shown[0].Photo) == 0 {
		t.Errorf("shown = %+v", shown[0])
	}
	if a := b.upload("sendPhoto", "photo", "chart.png", []byte("no picture"), params{"chat_id": "101"}); a.Description != "Bad Request: IMAGE_PROCESS_FAILED" {
		t.Errorf("broken picture = %+v", a)
	}
	if a := b.upload("sendPhoto", "photo", "a.png", pixels(t, 4, 4), params{"chat_id": "101", "caption": strings.Repeat("a", 1025)}); a.Description != "Bad Request: message caption is too long" {
		t.Errorf("long caption = %+v", a)
	}
	b.refused("sendPhoto", params{"chat_id": "101"}, 400, "Bad Request: there is no photo in the request")
	if c := b.s.CallsOf("sendPhoto")[0]; len(c.Files["photo"]) == 0 || c.Params["photo"] != "chart.png" {
		t.Errorf("the upload is not recorded: %v", c.Params)
	}
}

func TestEditsOfPeopleAndExtraFields(t *testing.T) {
	b := start(t, sandbox.Options{Scale: 0.01})
	id := b.s.Send(linh, linh, sandbox.Message{Text: "a"})
	b.s.Edit(linh, id, sandbox.Message{Text: "b"})
	got := b.updates(0)
	if len(got) != 2 || got[1].Edited.Text != "b" || got[1].Edited.ID != id || got[1].Edited.EditDate == 0 {
		t.Errorf("edit = %+v", got)
	}
	b.s.DropUpdates()
	b.s.Send(linh, linh, sandbox.Message{Extra: map[string]any{"contact": map[string]any{"phone_number": "+1", "first_name": "A"}}})
	if raw := b.raw(0); !strings.Contains(raw, `"contact":{"first_name":"A","phone_number":"+1"}`) {
		t.Errorf("contact = %s", raw)
	}
}

func pixels(t *testing.T, w, h int) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, image.NewRGBA(image.Rect(0, 0, w, h))); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
