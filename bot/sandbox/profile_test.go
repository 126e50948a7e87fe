package sandbox_test

import (
	"strings"
	"testing"

	"lurewatch/bot/sandbox"
)

func TestCommands(t *testing.T) {
	b := start(t, sandbox.Options{})
	list := `[{"command":"check","description":"Judge a text"},{"command":"/help","description":"Help"}]`
	ok[bool](b, "setMyCommands", params{"commands": list, "language_code": "vi", "scope": `{"type":"all_private_chats"}`})
	if got := b.s.Commands("all_private_chats", "vi"); len(got) != 2 || got[1] != [2]string{"help", "Help"} {
		t.Errorf("commands = %v", got)
	}
	got := ok[[]map[string]string](b, "getMyCommands", params{"language_code": "vi", "scope": `{"type":"all_private_chats"}`})
	if len(got) != 2 || got[0]["command"] != "check" {
		t.Errorf("getMyCommands = %v", got)
	}
	if got := ok[[]map[string]string](b, "getMyCommands", nil); len(got) != 0 {
		t.Errorf("the default scope has %v", got)
	}
	for p, want := range map[string]string{
		`[{"command":"Check","description":"x"}]`:                                "BOT_COMMAND_INVALID",
		`[{"command":"check-me","description":"x"}]`:                             "BOT_COMMAND_INVALID",
		`[{"command":"` + strings.Repeat("a", 33) + `","description":"x"}]`:      "BOT_COMMAND_INVALID",
		`[{"command":"check","description":""}]`:                                 "BOT_COMMAND_DESCRIPTION_INVALID",
		`[{"command":"check","description":"` + strings.Repeat("x", 257) + `"}]`: "BOT_COMMAND_DESCRIPTION_INVALID",
		`{`: "can't parse commands JSON object",
	} {
		b.refused("setMyCommands", params{"commands": p}, 400, "Bad Request: "+want)
	}
	b.refused("setMyCommands", params{"commands": list, "language_code": "zh-Hant"}, 400, "Bad Request: invalid language code specified")
	many := "[" + strings.TrimSuffix(strings.Repeat(`{"command":"a","description":"b"},`, 101), ",") + "]"
	b.refused("setMyCommands", params{"commands": many}, 400, "Bad Request: BOT_COMMANDS_TOO_MUCH")
}

func TestDescriptions(t *testing.T) {
	b := start(t, sandbox.Options{})
	ok[bool](b, "setMyDescription", params{"description": strings.Repeat("ă", 512)})
	b.refused("setMyDescription", params{"description": strings.Repeat("ă", 513)}, 400, "Bad Request: bot description is too long")
	b.refused("setMyShortDescription", params{"short_description": strings.Repeat("x", 121)}, 400, "Bad Request: bot short description is too long")
	b.refused("setMyShortDescription", params{"short_description": "x", "language_code": "english"}, 400, "Bad Request: invalid language code specified")
	got := ok[map[string]string](b, "getMyDescription", params{"language_code": "vi"})
	if got["description"] != strings.Repeat("ă", 512) {
		t.Errorf("the description does not fall back to the default: %v", got)
	}
}
