package sandbox

// The people of the Cast whom a bot has to be told of in its settings.
const (
	VolunteerID int64 = 5_100_000_001
	OperatorID  int64 = 5_100_000_002
)

// Cast is the people of the chat page: a jobseeker for each language, people
// of a group, a volunteer and an operator.
func Cast() []Person {
	people := []Person{}
	for i, p := range [][3]string{
		{"Grace", "en", "English"}, {"Linh", "vi", "Tiếng Việt"}, {"小雨", "zh-hans", "简体中文"}, {"怡君", "zh-hant", "繁體中文"},
		{"Ploy", "th", "ไทย"}, {"Budi", "id", "Bahasa Indonesia"}, {"Aisyah", "ms", "Bahasa Melayu"}, {"Maricel", "fil", "Filipino"},
		{"Hnin", "my", "မြန်မာ"}, {"Sokha", "km", "ខ្មែរ"}, {"Bounmy", "lo", "ລາວ"}, {"서연", "ko", "한국어"}, {"さくら", "ja", "日本語"},
		{"Ravi", "hi", "हिन्दी"}, {"Sita", "ne", "नेपाली"}, {"Rahim", "bn", "বাংলা"}, {"Bilal", "ur", "اردو"}, {"Kavitha", "ta", "தமிழ்"},
		{"Nuwan", "si", "සිංහල"}, {"Омар", "ru", "Русский"}, {"Yusuf", "ar", "العربية"}, {"Selam", "am", "አማርኛ"}, {"Amina", "sw", "Kiswahili"},
		{"Awa", "fr", "Français"}, {"João", "pt", "Português"}, {"Lucía", "es", "Español"},
	} {
		people = append(people, Person{ID: 5_000_000_001 + int64(i), First: p[0], LanguageCode: p[1], Role: "Jobseeker · " + p[2]})
	}
	return append(people,
		Person{ID: 5_200_000_001, First: "Thảo", Last: "Trần", LanguageCode: "vi", Role: "Group admin · Tiếng Việt"},
		Person{ID: 5_200_000_002, First: "Tuấn", LanguageCode: "vi", Role: "Group member · Tiếng Việt"},
		Person{ID: 5_200_000_003, First: "Mei", LanguageCode: "en", Role: "Group member · English"},
		Person{ID: VolunteerID, First: "Vera", LanguageCode: "en", Role: "Volunteer"},
		Person{ID: OperatorID, First: "Otis", LanguageCode: "en", Role: "Operator"},
	)
}

// SetStage adds the Cast and a group whose admin can add the bot, which is
// where a person who opens the chat page begins.
func (s *Server) SetStage() {
	for _, p := range Cast() {
		s.AddPerson(p)
	}
	s.AddChat(Chat{Title: "Việc làm nước ngoài", Bot: statusLeft,
		Admins: []int64{5_200_000_001}, Members: []int64{5_200_000_002, 5_200_000_003}})
}
