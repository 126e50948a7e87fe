package classifier

import (
	"bytes"
	"slices"
	"strings"
)

// A contactMention is a way to reach somebody, as it stands in the text:
// clean[from:to] holds it, or a word hides it behind hidden.
type contactMention struct {
	kind     string // as in Contact.Type
	from, to int
	hidden   string
}

// readContacts finds handles, numbers, addresses and links. It only looks:
// bringing them to normal form costs more than everything else and waits for
// contacts.
func (r *reading) readContacts() {
	f := &r.matcher.folding
	r.contacts = r.contacts[:0]
	r.findHandles(f)
	r.findLinks(f)
	r.findPhones(f)
	for _, l := range r.offer.Links {
		if kind, ok := linkKind(strings.ToLower(l.URL)); ok && l.Start >= 0 && l.Start < l.End && l.End <= len(r.text) {
			r.contacts = append(r.contacts, contactMention{kind: kind, hidden: l.URL})
			r.addContact(kind, l.Start, l.End)
		}
	}
	for _, c := range r.contacts {
		if c.hidden == "" {
			start, end := f.cleanSpan(c.from, c.to)
			r.addContact(c.kind, start, end)
		}
	}
	im := r.has(r.c.ids.imNamed)
	if im && !r.has(r.c.ids.contactOwn) {
		s := r.signs[r.c.ids.imNamed]
		r.add(r.c.ids.imOnly, s.start, s.end, s.length)
	}
}

// addContact notes what a contact shows: that there is one, and whether it is
// a messenger or the employer's own address.
func (r *reading) addContact(kind string, start, end int) {
	r.add(r.c.ids.contactNamed, start, end, end-start)
	switch kind {
	case "telegram", "whatsapp", "zalo", "line", "wechat", "viber", "signal", "messenger":
		r.add(r.c.ids.imNamed, start, end, end-start)
	case "email", "link":
		r.add(r.c.ids.freeMail, start, end, end-start)
	case "own":
		r.add(r.c.ids.contactOwn, start, end, end-start)
	}
}

// findHandles finds @handles and e-mail addresses.
func (r *reading) findHandles(f *folding) {
	for at := 0; ; {
		i := bytes.IndexByte(f.clean[at:], '@')
		if i < 0 {
			return
		}
		i += at
		to := i + 1 + handleLength(f.clean[i+1:])
		from := i
		for from > 0 && isAddressByte(f.clean[from-1]) {
			from--
		}
		switch domain := f.clean[i+1 : to]; {
		case from < i && bytes.IndexByte(domain, '.') > 0:
			kind := "own"
			if slices.Contains(freeMail, string(domain)) {
				kind = "email"
			}
			r.contacts = append(r.contacts, contactMention{kind: kind, from: from, to: to})
		case from == i && to-i > 4:
			r.contacts = append(r.contacts, contactMention{kind: "telegram", from: i, to: to})
		}
		at = max(to, i+1)
	}
}

// freeMail are providers at which anybody opens an address.
var freeMail = []string{
	"gmail.com", "yahoo.com", "hotmail.com", "outlook.com", "proton.me", "protonmail.com", "icloud.com", "mail.ru",
	"yandex.ru", "qq.com", "163.com", "126.com", "naver.com", "daum.net", "yahoo.co.id", "ymail.com", "live.com",
}

func handleLength(b []byte) int {
	n := 0
	for n < len(b) && isAddressByte(b[n]) {
		n++
	}
	for n > 0 && b[n-1] == '.' {
		n--
	}
	return n
}

func isAddressByte(b byte) bool {
	return b >= 'a' && b <= 'z' || b >= '0' && b <= '9' || b == '_' || b == '.' || b == '-'
}

// findLinks finds web addresses, with or without their scheme.
func (r *reading) findLinks(f *folding) {
	for at := 0; ; {
		i := bytes.IndexByte(f.clean[at:], '.')
		if i < 0 {
			return
		}
		i += at
		from, to := i, i
		for from > at && isAddressByte(f.clean[from-1]) {
			from--
		}
		for to < len(f.clean) && isLinkByte(f.clean[to]) {
			to++
		}
		at = max(to, i+1)
		if from == i || to <= i+2 || from > 0 && f.clean[from-1] == '@' {
			continue
		}
		if to < len(f.clean) && f.clean[to] == '@' {
			continue
		}
		if kind, ok := linkKind(string(f.clean[from:to])); ok {
			r.contacts = append(r.contacts, contactMention{kind: kind, from: from, to: to})
		}
	}
}

func isLinkByte(b byte) bool {
	return isAddressByte(b) || strings.IndexByte("/?=&%+#~", b) >= 0
}

// messengerHosts are the link hosts of messengers; shorteners hide where they
// lead and count as a messenger's would.
var messengerHosts = []struct{ host, kind string }{
	{"t.me", "telegram"}, {"telegram.me", "telegram"}, {"wa.me", "whatsapp"}, {"wa.link", "whatsapp"}, {"whatsapp.com", "whatsapp"},
	{"zalo.me", "zalo"}, {"line.me", "line"}, {"lin.ee", "line"}, {"m.me", "messenger"}, {"signal.me", "signal"},
	{"viber.com", "viber"}, {"weixin.qq.com", "wechat"},
	{"bit.ly", "link"}, {"tinyurl.com", "link"}, {"reurl.cc", "link"}, {"cutt.ly", "link"}, {"goo.gl", "link"},
	{"forms.gle", "link"}, {"docs.google.com", "link"}, {"linktr.ee", "link"}, {"facebook.com", "link"}, {"fb.com", "link"},
}

// topLevels are endings by which a name without a scheme is known as a host.
var topLevels = []string{
	"com", "net", "org", "io", "co", "me", "vip", "cc", "xyz", "top", "site", "online", "info", "biz", "gov", "edu", "jobs", "club", "shop",
	"vn", "th", "id", "my", "ph", "kh", "la", "mm", "in", "np", "bd", "lk", "pk", "cn", "tw", "hk", "kr", "jp", "ru", "br", "ke", "et", "ng", "za", "mn", "sg", "uk", "us", "eu", "de", "fr", "ee", "gle", "link", "live", "work",
}

// linkKind says what a link leads to; ok is false for what is no link.
func linkKind(link string) (kind string, ok bool) {
	link = strings.TrimPrefix(strings.TrimPrefix(link, "https://"), "http://")
	link = strings.TrimPrefix(link, "www.")
	if strings.HasPrefix(link, "tg:") || strings.HasPrefix(link, "tg://") {
		return "telegram", true
	}
	host, _, _ := strings.Cut(link, "/")
	host, _, _ = strings.Cut(host, "?")
	for _, m := range messengerHosts {
		if host == m.host || strings.HasSuffix(host, "."+m.host) {
			return m.kind, true
		}
	}
	dot := strings.LastIndexByte(host, '.')
	if dot < 2 || !slices.Contains(topLevels, host[dot+1:]) {
		return "", false
	}
	return "own", true
}

// findPhones finds runs of eight to fifteen digits, with blanks, hyphens,
// brackets or dots between them.
func (r *reading) findPhones(f *folding) {
	for i := 0; i < len(f.clean); i++ {
		c := f.clean[i]
		if c != '+' && (c < '0' || c > '9') {
			continue
		}
		digits, end := 0, i
		for j := i; j < len(f.clean); j++ {
			b := f.clean[j]
			if b >= '0' && b <= '9' {
				digits++
				end = j + 1
			} else if b != ' ' && b != '-' && b != '(' && b != ')' && b != '.' && !(b == '+' && j == i) || j-end > 1 {
				break
			}
		}
		if plus := c == '+'; digits >= 8 && digits <= 15 && (plus || c == '0' || digits >= 10) && !r.isAmount(i, end) && !r.inContact(i, end) {
			r.contacts = append(r.contacts, contactMention{kind: "phone", from: i, to: end})
		}
		i = max(i, end)
	}
}

// isAmount says whether clean[from:to] overlaps a sum of money.
func (r *reading) isAmount(from, to int) bool {
	for _, a := range r.amounts {
		if from < a.to && a.from < to {
			return true
		}
	}
	return false
}

// inContact says whether a contact already covers clean[from:to].
func (r *reading) inContact(from, to int) bool {
	for _, c := range r.contacts {
		if from < c.to && c.from < to {
			return true
		}
	}
	return false
}
