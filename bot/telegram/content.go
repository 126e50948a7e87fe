package telegram

import "strings"

// Content names what a message carries beside or instead of words: photo,
// document, voice, video, video_note, audio, animation, sticker, location,
// venue, contact, poll, checklist, story, paid_media, dice, game, invoice,
// rich, text, or "" for a service message or something unknown.
func (m *Message) Content() string {
	if m == nil {
		return ""
	}
	for _, c := range []struct {
		there bool
		name  string
	}{
		{len(m.Photo) > 0, "photo"},
		{m.Animation != nil, "animation"}, // before document, which it is as well
		{m.Document != nil, "document"},
		{m.Voice != nil, "voice"},
		{m.Video != nil, "video"},
		{m.VideoNote != nil, "video_note"},
		{m.Audio != nil, "audio"},
		{m.Sticker != nil, "sticker"},
		{m.Venue != nil, "venue"}, // before location, which it is as well
		{m.Location != nil, "location"},
		{m.Contact != nil, "contact"},
		{m.Poll != nil, "poll"},
		{m.Checklist != nil, "checklist"},
		{m.Story != nil, "story"},
		{m.PaidMedia != nil, "paid_media"},
		{m.Dice != nil, "dice"},
		{m.Game != nil, "game"},
		{m.Invoice != nil, "invoice"},
		{len(m.RichMessage) > 0 && string(m.RichMessage) != "null", "rich"},
		{m.Text != "", "text"},
	} {
		if c.there {
			return c.name
		}
	}
	return ""
}

// A Picture is an image that can be fetched and read. Size is in bytes, 0 if
// Telegram does not tell it; UniqueID stays the same for the same image.
type Picture struct {
	FileID, UniqueID string
	Size             int64
	Width, Height    int // 0 where unknown
}

// Pictures are the images of a message, each in its largest size: photos,
// images sent as files, paid photos, and those of a message of another chat
// that this one replies to.
func (m *Message) Pictures() []Picture {
	if m == nil {
		return nil
	}
	var list []Picture
	list = addPhoto(list, m.Photo)
	list = addImageFile(list, m.Document)
	list = addPaid(list, m.PaidMedia)
	if e := m.ExternalReply; e != nil {
		list = addPhoto(list, e.Photo)
		list = addImageFile(list, e.Document)
		list = addPaid(list, e.PaidMedia)
	}
	return list
}

func addPhoto(list []Picture, sizes []PhotoSize) []Picture {
	var best PhotoSize
	for _, s := range sizes {
		if s.FileID != "" && (best.FileID == "" || s.Width*s.Height > best.Width*best.Height) {
			best = s
		}
	}
	if best.FileID == "" {
		return list
	}
	return append(list, Picture{best.FileID, best.FileUniqueID, int64(best.FileSize), best.Width, best.Height})
}

func addImageFile(list []Picture, d *Document) []Picture {
	if d == nil || d.FileID == "" || !strings.HasPrefix(d.MimeType, "image/") {
		return list
	}
	return append(list, Picture{FileID: d.FileID, UniqueID: d.FileUniqueID, Size: int64(d.FileSize)})
}

func addPaid(list []Picture, paid *PaidMedia) []Picture {
	if paid == nil {
		return list
	}
	for _, media := range paid.Media {
		list = addPhoto(list, media.Photo)
	}
	return list
}
