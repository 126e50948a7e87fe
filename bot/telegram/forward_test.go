package telegram_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lurewatch/bot/telegram"
)

func TestEachFormOfForwardIsTheSame(t *testing.T) {
	at := time.Unix(1699999999, 0)
	const (
		anna    = `{"id":42,"is_bot":false,"first_name":"Anna","last_name":"Lee","username":"annahr"}`
		group   = `{"id":-1001,"type":"supergroup","title":"Jobs","username":"jobs"}`
		channel = `{"id":-1002,"type":"channel","title":"Work abroad","username":"workabroad"}`
	)
	for _, test := range []struct {
		name, modern, legacy string
		want                 telegram.Forward
	}{
		{
			"user",
			`,"forward_origin":{"type":"user","sender_user":` + anna + `,"date":1699999999}`,
			`,"forward_from":` + anna + `,"forward_date":1699999999`,
			telegram.Forward{Kind: "user", ID: 42, Name: "Anna Lee", Username: "annahr", Date: at},
		},
		{
			"hidden user",
			`,"forward_origin":{"type":"hidden_user","sender_user_name":"HR Anna","date":1699999999}`,
			`,"forward_sender_name":"HR Anna","forward_date":1699999999`,
			telegram.Forward{Kind: "hidden_user", Name: "HR Anna", Date: at},
		},
		{
			"chat",
			`,"forward_origin":{"type":"chat","sender_chat":` + group + `,"author_signature":"boss","date":1699999999}`,
			`,"forward_from_chat":` + group + `,"forward_signature":"boss","forward_date":1699999999`,
			telegram.Forward{Kind: "chat", ID: -1001, Name: "Jobs", Username: "jobs", Signature: "boss", Date: at},
		},
		{
			"channel",
			`,"forward_origin":{"type":"channel","chat":` + channel + `,"message_id":5,"author_signature":"ed","date":1699999999}`,
			`,"forward_from_chat":` + channel + `,"forward_from_message_id":5,"forward_signature":"ed","forward_date":1699999999`,
			telegram.Forward{Kind: "channel", ID: -1002, Name: "Work abroad", Username: "workabroad", MessageID: 5, Signature: "ed", Date: at},
		},
	} {
		for form, members := range map[string]string{"modern": test.modern, "legacy": test.legacy, "both": test.modern + test.legacy} {
			t.Run(test.name+" "+form, func(t *testing.T) {
				got, ok := decodeMessage(t, members+`,"text":"x"`).Forwarded()
				if !ok {
					t.Fatal("it is not a forward")
				}
				if diff := cmp.Diff(test.want, got); diff != "" {
					t.Error(diff)
				}
			})
		}
	}
}

func TestForwardsWithLessThanPromised(t *testing.T) {
	for _, test := range []struct {
		name, members string
		want          telegram.Forward
		ok            bool
	}{
		{"none", `,"text":"x"`, telegram.Forward{}, false},
		{"a variant of tomorrow", `,"forward_origin":{"type":"hologram","date":7}`, telegram.Forward{Kind: "hologram", Date: time.Unix(7, 0)}, true},
		{"a variant of tomorrow with the old fields", `,"forward_origin":{"type":"hologram","date":7},"forward_sender_name":"A","forward_date":7`,
			telegram.Forward{Kind: "hidden_user", Name: "A", Date: time.Unix(7, 0)}, true},
		{"a user without the user", `,"forward_origin":{"type":"user","date":7}`, telegram.Forward{Kind: "user", Date: time.Unix(7, 0)}, true},
		{"only a date", `,"forward_date":7`, telegram.Forward{Date: time.Unix(7, 0)}, true},
		{"null", `,"forward_origin":null`, telegram.Forward{}, false},
		{"a bot", `,"forward_origin":{"type":"user","sender_user":{"id":9,"is_bot":true,"first_name":"B"},"date":0}`,
			telegram.Forward{Kind: "user", ID: 9, Name: "B", IsBot: true}, true},
	} {
		got, ok := decodeMessage(t, test.members).Forwarded()
		if ok != test.ok || !cmp.Equal(got, test.want) {
			t.Errorf("%s: got %+v, %v", test.name, got, ok)
		}
	}
}
