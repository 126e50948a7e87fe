package sandbox

import (
	"bytes"
	"image"
	"image/color"
	_ "image/gif" // a picture's size
	_ "image/jpeg"
	"image/png"
	"mime"
	"net/http"
	"path"
	"strings"
)

// maxDownload is what getFile gives out.
const maxDownload = 20 << 20

// file is something that was sent or uploaded.
type file struct {
	id, unique    string
	path          string // below /file/bot<token>/
	name, mime    string
	data          []byte
	size          int64 // as announced; -1 for unknown
	width, height int   // of a picture, else 0
}

func (f *file) announce(size int64, mimeType string) {
	if size != 0 {
		f.size = size
	}
	if mimeType != "" {
		f.mime = mimeType
	}
}

// fileLocked keeps a file in a folder, such as "photos".
func (s *Server) fileLocked(folder, name string, data []byte) *file {
	n := s.idLocked()
	f := &file{id: sprint("AgACAgUAAxkBAAIC", n, "-sandbox"), unique: sprint("AQAD", n), name: name, data: data, size: int64(len(data))}
	ext := strings.ToLower(path.Ext(name))
	if config, format, err := image.DecodeConfig(bytes.NewReader(data)); err == nil {
		f.width, f.height, ext = config.Width, config.Height, "."+strings.Replace(format, "jpeg", "jpg", 1)
	}
	if f.mime = mime.TypeByExtension(ext); f.mime == "" {
		f.mime = "application/octet-stream"
	}
	f.path = sprint(folder, "/file_", n, ext)
	s.files[f.id], s.paths[f.path] = f, f
	return f
}

// photoLocked is a picture that a person sends; bytes that are no picture are
// taken for a large one, as a test may send anything.
func (s *Server) photoLocked(data []byte, size int64) *file {
	if data == nil {
		return nil
	}
	f := s.fileLocked("photos", "photo.jpg", data)
	f.announce(size, "")
	if f.width == 0 {
		f.width, f.height = 1280, 960
	}
	return f
}

const thumbSide = 90

// thumbLocked is the small copy of a picture that Telegram sends along, or nil
// for one that is small itself or cannot be read.
func (s *Server) thumbLocked(f *file) *file {
	if f == nil || max(f.width, f.height) <= thumbSide || f.width*f.height > 1<<24 {
		return nil
	}
	full, _, err := image.Decode(bytes.NewReader(f.data))
	if err != nil {
		return nil
	}
	side := max(f.width, f.height)
	w, h := max(1, f.width*thumbSide/side), max(1, f.height*thumbSide/side)
	small := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			at := full.Bounds().Min.Add(image.Pt(x*f.width/w, y*f.height/h))
			small.Set(x, y, color.RGBAModel.Convert(full.At(at.X, at.Y)))
		}
	}
	var out bytes.Buffer
	if err := png.Encode(&out, small); err != nil {
		return nil
	}
	return s.fileLocked("photos", "thumb.png", out.Bytes())
}

func (f *file) put(o object) object {
	o["file_id"], o["file_unique_id"] = f.id, f.unique
	if f.size >= 0 {
		o["file_size"] = f.size
	}
	return o
}

func (f *file) photoJSON() object { return f.put(object{"width": f.width, "height": f.height}) }

func (f *file) documentJSON() object {
	o := f.put(object{"mime_type": f.mime})
	putWord(o, "file_name", f.name)
	return o
}

// AddFile keeps a file that only Message.Extra speaks of, such as a voice
// message, and returns its file id.
func (s *Server) AddFile(name string, data []byte) (fileID string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.fileLocked("documents", name, data).id
}

func (s *Server) getFile(r *request) (any, *apiError) {
	id := r.get("file_id")
	if id == "" {
		return nil, badRequest("file_id is not specified")
	}
	f := s.files[id]
	if f == nil {
		return nil, badRequest("wrong file_id or the file is temporarily unavailable")
	}
	if max(f.size, int64(len(f.data))) > maxDownload {
		return nil, badRequest("file is too big")
	}
	return f.put(object{"file_path": f.path}), nil
}

// serveFile is /file/bot<token>/<path>, recorded as a call of "file".
func (s *Server) serveFile(w http.ResponseWriter, hr *http.Request) {
	token, name, _ := strings.Cut(strings.TrimPrefix(hr.URL.Path, "/file/bot"), "/")
	r := &request{ctx: hr.Context(), method: "file", params: map[string]string{"file_path": name}}
	fault := s.record(r, "file", token == s.o.Token)
	s.mu.Lock()
	f := s.paths[name]
	s.mu.Unlock()
	if token == s.o.Token && f != nil && (fault == nil || fault.delay > 0) {
		if fault != nil {
			s.pause(r, s.scaled(fault.delay))
		}
		s.finish(r.call, http.StatusOK, nil)
		w.Header().Set("Content-Type", "application/octet-stream")
		w.Write(f.data)
		return
	}
	s.answer(w, r, fault, func() (any, *apiError) {
		if token != s.o.Token {
			return nil, &apiError{code: 401, text: "Unauthorized"}
		}
		return nil, &apiError{code: 404, text: "Not Found"}
	})
}
