package telegram_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lurewatch/bot/telegram"
)

func TestWords(t *testing.T) {
	for _, test := range []struct {
		name, members string
		want          string
		links         map[string]string // words to address
	}{
		{"text", `,"text":"hello"`, "hello", nil},
		{"caption", `,"photo":[{"file_id":"p"}],"caption":"Việc nhẹ"`, "Việc nhẹ", nil},
		{
			"hidden link after emoji and accents",
			`,"text":"😀 việc 👉🏽 ở đây nhé","entities":[{"type":"bold","offset":0,"length":2},{"type":"text_link","offset":13,"length":5,"url":"https://t.me/boss"}]`,
			"😀 việc 👉🏽 ở đây nhé", map[string]string{"ở đây": "https://t.me/boss"},
		},
		{
			"a link that is its own text is none",
			`,"text":"https://a.b/","entities":[{"type":"text_link","offset":0,"length":12,"url":"https://a.b/"},{"type":"url","offset":0,"length":12}]`,
			"https://a.b/", nil,
		},
		{
			"a link in a caption",
			`,"caption":"click","caption_entities":[{"type":"text_link","offset":0,"length":5,"url":"https://a.b/"}],"video":{"file_id":"v"}`,
			"click", map[string]string{"click": "https://a.b/"},
		},
		{
			"quote after the text",
			`,"text":"is this ok?","quote":{"text":"earn 3000 here","position":4,"entities":[{"type":"text_link","offset":10,"length":4,"url":"https://q.x/"}]}`,
			"is this ok?\nearn 3000 here", map[string]string{"here": "https://q.x/"},
		},
		{
			"external reply",
			`,"text":"?","quote":{"text":"lure"},"external_reply":{"origin":{"type":"hidden_user","sender_user_name":"x","date":1},"link_preview_options":{"url":"https://e.x/"},"contact":{"phone_number":"+10000","first_name":"Bo"}}`,
			"?\nlure\nBo +10000\nhttps://e.x/", nil,
		},
		{
			"preview that the text does not show",
			`,"text":"see t.me","link_preview_options":{"url":"https://hidden.example/"}`,
			"see t.me\nhttps://hidden.example/", nil,
		},
		{
			"preview of a link already there",
			`,"text":"see","entities":[{"type":"text_link","offset":0,"length":3,"url":"https://a.b/"}],"link_preview_options":{"url":"https://a.b/"}`,
			"see", map[string]string{"see": "https://a.b/"},
		},
		{
			"poll",
			`,"poll":{"id":"1","question":"Want work?","question_entities":[{"type":"text_link","offset":5,"length":4,"url":"https://p.q/"}],"description":"in the city","options":[{"text":"yes","voter_count":0},{"text":"no","text_entities":[{"type":"text_link","offset":0,"length":2,"url":"https://o.p/"}]}],"explanation":"well paid"}`,
			"Want work?\nin the city\nyes\nno\nwell paid", map[string]string{"work": "https://p.q/", "no": "https://o.p/"},
		},
		{
			"checklist",
			`,"checklist":{"title":"Before you fly","tasks":[{"id":1,"text":"send passport"},{"id":2,"text":"pay"}]}`,
			"Before you fly\nsend passport\npay", nil,
		},
		{"contact", `,"contact":{"phone_number":"+10000","first_name":"HR","last_name":"Bo","user_id":3}`, "HR Bo +10000", nil},
		{"venue", `,"venue":{"title":"Casino","address":"Road 4","location":{"latitude":1,"longitude":2}},"location":{"latitude":1}`, "Casino\nRoad 4", nil},
		{"story", `,"story":{"chat":{"id":3,"type":"channel"},"id":4}`, "", nil},
		{"paid media", `,"paid_media":{"star_count":3,"paid_media":[{"type":"preview"}]},"caption":"unlock"`, "unlock", nil},
		{
			"buttons",
			`,"text":"Apply","reply_markup":{"inline_keyboard":[[{"text":"Here","url":"https://t.me/x"},{"text":"No","callback_data":"n"}]]}`,
			"Apply\nHere", map[string]string{"Here": "https://t.me/x"},
		},
		{"offer", `,"invoice":{"title":"Visa","description":"Fee"}`, "Visa\nFee", nil},
		{"blank", `,"text":"  "`, "", nil},
		{
			"entities outside the text",
			`,"text":"ab","entities":[{"type":"text_link","offset":1,"length":99,"url":"https://1/"},{"type":"text_link","offset":-1,"length":1,"url":"https://2/"},{"type":"text_link","offset":9,"length":1,"url":"https://3/"}]`,
			"ab", map[string]string{"b": "https://1/", "": "https://3/"},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			m := decodeMessage(t, test.members)
			text, links := m.Words()
			if text != test.want {
				t.Errorf("got %q, want %q", text, test.want)
			}
			got := map[string]string{}
			for _, l := range links {
				got[text[l.Start:l.End]] = l.URL
			}
			if diff := cmp.Diff(test.links, got); diff != "" && len(test.links)+len(got) > 0 {
				t.Error(diff)
			}
		})
	}
}

func TestPartsTellWhoseWordsTheyAre(t *testing.T) {
	m := decodeMessage(t, `,"text":"scam?","quote":{"text":"lure"},"external_reply":{"origin":{"type":"user","date":1},"venue":{"title":"Casino"}}`)
	want := []telegram.Part{
		{From: telegram.PartBody, Text: "scam?"},
		{From: telegram.PartQuote, Text: "lure"},
		{From: telegram.PartVenue, External: true, Text: "Casino"},
	}
	if diff := cmp.Diff(want, m.Parts()); diff != "" {
		t.Error(diff)
	}
}

func TestRichMessages(t *testing.T) {
	const blocks = `{"blocks":[
		{"type":"heading","size":1,"text":"Work abroad"},
		{"type":"paragraph","text":["Earn ",{"type":"bold","text":["3",{"type":"italic","text":"000"}]}," USD, ",
			{"type":"url","text":"apply","url":"https://t.me/x"},", ask ",{"type":"text_mention","text":"Bo","user":{"id":3,"first_name":"Hidden"}}," now"]},
		{"type":"paragraph","text":{"url":"https://same.example","type":"url","text":"https://same.example"}},
		{"type":"list","items":[{"label":"1.","blocks":[{"type":"paragraph","text":"no skills"}]},{"label":"2.","blocks":[{"type":"paragraph","text":"free visa"}]}]},
		{"type":"table","caption":"Pay","cells":[[{"text":"Role","is_header":true},{"text":["A","B"],"align":"left"}]]},
		{"type":"photo","photo":[{"file_id":"F"}],"caption":{"text":"our office","credit":"by us"}},
		{"type":"details","summary":"more","blocks":[{"type":"paragraph","text":["mail ",{"type":"email_address","text":"me","email_address":"a@b.c"}]}]},
		{"type":"divider"},
		{"type":"block_of_tomorrow","inner":{"text":"still read"}}],"is_rtl":false}`
	m := decodeMessage(t, `,"text":"","rich_message":`+blocks)
	text, links := m.Words()
	want := strings.Join([]string{
		"Work abroad", "Earn 3000 USD, apply, ask Bo now", "https://same.example",
		"1.", "no skills", "2.", "free visa", "Pay", "Role", "AB", "our office", "by us", "more", "mail me", "still read",
	}, "\n")
	if diff := cmp.Diff(want, text); diff != "" {
		t.Error(diff)
	}
	got := map[string]string{}
	for _, l := range links {
		got[text[l.Start:l.End]] = l.URL
	}
	if diff := cmp.Diff(map[string]string{"apply": "https://t.me/x", "me": "mailto:a@b.c"}, got); diff != "" {
		t.Error(diff)
	}
}

// FuzzWords reads any message; every link must lie within the text, at the
// edges of runes, and the parts must be what Words joins.
func FuzzWords(f *testing.F) {
	f.Add(`"text":"😀a","entities":[{"type":"text_link","offset":1,"length":1,"url":"u"}]`)
	f.Add(`"rich_message":{"blocks":[{"text":["a",{"text":"b","url":"c"}]},{"caption":{"text":"x","credit":"y"}}]}`)
	f.Add(`"caption":"x","quote":{"text":"y"},"poll":{"question":"q","options":[{"text":"o"}]},"reply_markup":{"inline_keyboard":[[{"text":"","url":"z"}]]}`)
	f.Add(`"rich_message":{"text":[[[{"url":"x"},"\ud83d"]]]},"text":"\ud83d\ud83d","entities":[{"offset":1,"length":1,"url":"q"}]`)
	f.Fuzz(func(t *testing.T, members string) {
		u, err := telegram.Decode([]byte(`{"message":{` + members + `}}`))
		if err != nil {
			return
		}
		touch(&u)
		text, links := u.Msg().Words()
		for _, l := range links {
			if l.Start < 0 || l.End < l.Start || l.End > len(text) || l.URL == "" {
				t.Fatalf("link %+v in a text of %d bytes", l, len(text))
			}
			if strings.ToValidUTF8(text[l.Start:l.End], "") != text[l.Start:l.End] {
				t.Fatalf("link %+v cuts a rune of %q", l, text)
			}
		}
		var joined []string
		for _, p := range u.Msg().Parts() {
			joined = append(joined, p.Text)
		}
		if got := strings.TrimLeft(strings.Join(joined, "\n"), "\n"); got != strings.TrimLeft(text, "\n") {
			t.Fatalf("the parts join to %q, the words are %q", got, text)
		}
	})
}

// FuzzDecode reads anything as an update: no panic, and a good error.
func FuzzDecode(f *testing.F) {
	f.Add([]byte(`{"update_id":1,"message":{"message_id":1,"chat":{"id":1},"from":{"id":2},"reply_to_message":{"reply_to_message":{}}}}`))
	f.Add([]byte(`{"update_id":1,"callback_query":{"message":null}}`))
	f.Add([]byte(`{"update_id":1,"my_chat_member":{"new_chat_member":{"status":"kicked"}}}`))
	f.Add([]byte(`{"update_id":1,"edited_message":{"text":"/a","entities":[{"type":"bot_command","offset":0,"length":1}]}}`))
	f.Add([]byte(`{"update_id":"x"}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		u, err := telegram.Decode(raw)
		if err == nil {
			if id := telegram.ReadRaw(raw).ID; id != u.UpdateID {
				t.Fatalf("the id is %d raw and %d decoded", id, u.UpdateID)
			}
		}
		touch(&u)
	})
}
