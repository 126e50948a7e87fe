package main

import (
	"strings"
	"testing"

	"lurewatch/bot/locale"
	"lurewatch/bot/sandbox"
	"lurewatch/bot/telegram"
)

// spoken are messages of each level, and a call for help, in the languages
// that offers are most often written in. The offers are made up; each has a
// contact of its own, because a contact that many chats report weighs.
var spoken = []struct{ lang, danger, caution, none, help string }{
	{
		"en",
		"Urgent hiring: chat support in Bavet, Cambodia. 1500 USD a month, no experience, free flight and visa. HR keeps your passport. Telegram @sunny_jobs_a",
		"Easy work, good money, no experience needed. Write to me on Telegram @sunny_jobs_b",
		"We meet at the library on Saturday to read the new book together",
		"I am in a scam compound. They took my passport and won't let me go home. Help",
	},
	{
		"vi",
		"Tuyển gấp nhân viên chăm sóc khách hàng tại Bavet, Campuchia. Lương 30 triệu, không cần kinh nghiệm, bao vé máy bay, bao ăn ở. Công ty giữ hộ chiếu. Liên hệ Telegram @sunny_jobs_c",
		"Việc nhẹ lương cao, không cần kinh nghiệm. Nhắn Telegram @sunny_jobs_d",
		"Thứ bảy này chúng mình gặp nhau ở thư viện để đọc cuốn sách mới nhé",
		"cứu em với, em bị giữ ở Bavet, họ lấy hộ chiếu và không cho em về",
	},
	{
		"th",
		"รับสมัครด่วน แอดมินตอบแชท ที่ปอยเปต กัมพูชา เงินเดือน 40,000 บาท ไม่ต้องมีประสบการณ์ ตั๋วเครื่องบินฟรี ที่พักฟรี บริษัทเก็บพาสปอร์ตไว้ ติดต่อ Telegram @sunny_jobs_e",
		"งานง่ายรายได้ดี ไม่ต้องมีประสบการณ์ ติดต่อ Telegram @sunny_jobs_f",
		"วันเสาร์นี้เราไปเจอกันที่ห้องสมุดเพื่ออ่านหนังสือเล่มใหม่ด้วยกัน",
		"ช่วยด้วย ผมถูกกักขังที่ปอยเปต พวกเขายึดพาสปอร์ตและไม่ให้ออกไป",
	},
	{
		"id",
		"Dibutuhkan segera customer service di Sihanoukville, Kamboja. Gaji 20 juta, tanpa pengalaman, tiket pesawat, visa dan mess gratis. Paspor dipegang perusahaan. Hubungi Telegram @sunny_jobs_g",
		"Kerja gampang gaji besar, tanpa pengalaman. Hubungi Telegram @sunny_jobs_h",
		"Hari Sabtu kami ketemu di perpustakaan, bisa nggak kamu bawa buku yang sudah dibaca kemarin",
		"Tolong saya, saya disekap di Sihanoukville, paspor saya diambil dan saya tidak boleh keluar",
	},
	{
		"zh-Hans",
		"急招客服，工作地点柬埔寨西港，月薪2万，无需经验，包机票包吃住包签证，护照由公司保管，飞机联系 @sunny_jobs_i",
		"轻松高薪工作，无需经验，联系飞机 @sunny_jobs_j",
		"星期六我们在图书馆见面，一起读那本新书",
		"救命，我被关在西港的园区，护照被收走，出不去",
	},
	{
		"zh-Hant",
		"急徵客服，工作地點柬埔寨西港，月薪十五萬，無需經驗，包機票包吃住，護照由公司保管，飛機聯繫 @sunny_jobs_k",
		"輕鬆高薪工作，無需經驗，聯繫飛機 @sunny_jobs_l",
		"星期六我們在圖書館見面，一起讀那本新書",
		"救命，我被關在西港的園區，護照被收走，出不去",
	},
}

func TestEveryLevelInEveryLanguage(t *testing.T) {
	texts, err := locale.Load(locale.FS)
	if err != nil {
		t.Fatal(err)
	}
	s := withBot(t, sandbox.Options{})
	for i, c := range spoken {
		for j, m := range []struct{ what, text, key string }{
			{"danger", c.danger, "danger.open"},
			{"caution", c.caution, "caution.open"},
			{"none", c.none, "none"},
			{"help", c.help, "crisis"},
		} {
			t.Run(c.lang+" "+m.what, func(t *testing.T) {
				person := int64(30000 + 10*i + j)
				s.Send(person, person, sandbox.Message{Text: m.text})
				got := s.answer(person, 1).Text
				if !opensWith(texts, c.lang, m.key, got) {
					t.Errorf("the answer is not that of %s in %s:\n%s", m.key, c.lang, got)
				}
				if (m.what == "danger" || m.what == "help") && !strings.Contains(got, "+") {
					t.Errorf("there is no number in:\n%s", got)
				}
			})
		}
	}
}

// opensWith says whether an answer begins with a wording of a key.
func opensWith(texts *locale.Catalogue, lang, key, got string) bool {
	var openings []string
	switch key {
	case "crisis":
		openings = []string{texts.Text(lang, "crisis-self"), texts.Text(lang, "crisis-other")}
	default:
		for n := range max(texts.Variants(key), 1) {
			openings = append(openings, texts.Variant(lang, key, n))
		}
	}
	for _, o := range openings {
		if strings.HasPrefix(got, strings.TrimSpace(telegram.PlainText(o))) {
			return true
		}
	}
	return false
}
