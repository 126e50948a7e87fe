package sandbox

import (
	"encoding/json"
	"regexp"
	"strings"
)

// The forms of a command and of a language that Telegram takes: a language has
// two letters, zh-Hant and fil are not among them.
var (
	commandForm  = regexp.MustCompile(`^[a-z0-9_]{1,32}$`)
	languageForm = regexp.MustCompile(`^([a-z]{2})?$`)
)

type command struct {
	Command     string `json:"command"`
	Description string `json:"description"`
}

// commandKey is where the commands of a scope and language are kept.
func (r *request) commandKey() (string, *apiError) {
	scope := struct {
		Type   string          `json:"type"`
		ChatID json.RawMessage `json:"chat_id"`
		UserID json.RawMessage `json:"user_id"`
	}{Type: "default"}
	if raw := r.get("scope"); raw != "" && json.Unmarshal([]byte(raw), &scope) != nil {
		return "", badRequest("can't parse BotCommandScope JSON object")
	}
	switch scope.Type {
	case "default", "all_private_chats", "all_group_chats", "all_chat_administrators":
	case "chat", "chat_administrators", "chat_member":
		if len(scope.ChatID) == 0 {
			return "", badRequest("can't find field \"chat_id\"")
		}
	default:
		return "", badRequest("unsupported type specified")
	}
	if !languageForm.MatchString(r.get("language_code")) {
		return "", badRequest("invalid language code specified")
	}
	chat := strings.Trim(string(scope.ChatID), `"`)
	return strings.Join([]string{scope.Type, chat, string(scope.UserID), r.get("language_code")}, "|"), nil
}

func (s *Server) setMyCommands(r *request) (any, *apiError) {
	key, e := r.commandKey()
	if e != nil {
		return nil, e
	}
	var list []command
	if err := json.Unmarshal([]byte(r.get("commands")), &list); err != nil {
		return nil, badRequest("can't parse commands JSON object")
	}
	if len(list) > 100 {
		return nil, badRequest("BOT_COMMANDS_TOO_MUCH")
	}
	for i, c := range list {
		list[i].Command = strings.TrimPrefix(c.Command, "/")
		if !commandForm.MatchString(list[i].Command) {
			return nil, badRequest("BOT_COMMAND_INVALID")
		}
		if n := len16(strings.TrimSpace(c.Description)); n < 1 || n > 256 {
			return nil, badRequest("BOT_COMMAND_DESCRIPTION_INVALID")
		}
	}
	raw, err := json.Marshal(list)
	if err != nil {
		return nil, badRequest("can't parse commands JSON object")
	}
	s.commands[key] = raw
	return true, nil
}

func (s *Server) getMyCommands(r *request) (any, *apiError) {
	key, e := r.commandKey()
	if e != nil {
		return nil, e
	}
	if raw := s.commands[key]; raw != nil {
		return raw, nil
	}
	return []command{}, nil
}

func (s *Server) deleteMyCommands(r *request) (any, *apiError) {
	key, e := r.commandKey()
	if e != nil {
		return nil, e
	}
	delete(s.commands, key)
	return true, nil
}

// menuLocked are the commands that a person's app offers in a chat: of the
// narrowest scope that has any, in the app's language if there are such.
func (s *Server) menuLocked(c *chat, id int64, language string) []command {
	language, _, _ = strings.Cut(strings.ToLower(language), "-")
	scopes := []string{sprint("chat_member|", c.ID, "|", id), sprint("chat|", c.ID, "|")}
	if c.group() {
		if c.admin(id) {
			scopes = append(scopes, sprint("chat_administrators|", c.ID, "|"), "all_chat_administrators||")
		}
		scopes = append(scopes, "all_group_chats||")
	} else {
		scopes = append(scopes, "all_private_chats||")
	}
	for _, scope := range append(scopes, "default||") {
		for _, lang := range []string{language, ""} {
			var list []command
			if raw := s.commands[scope+"|"+lang]; raw != nil && json.Unmarshal(raw, &list) == nil && len(list) > 0 {
				return list
			}
		}
	}
	return []command{}
}

// about is which of the two texts a method is about, and its limit.
func (r *request) about() (field string, limit int) {
	if strings.Contains(r.method, "short") {
		return "short_description", 120
	}
	return "description", 512
}

func (s *Server) setMyAbout(r *request) (any, *apiError) {
	field, limit := r.about()
	if !languageForm.MatchString(r.get("language_code")) {
		return nil, badRequest("invalid language code specified")
	}
	if len16(r.get(field)) > limit {
		return nil, badRequest("bot " + strings.ReplaceAll(field, "_", " ") + " is too long")
	}
	s.about[field+"|"+r.get("language_code")] = r.get(field)
	return true, nil
}

func (s *Server) getMyAbout(r *request) (any, *apiError) {
	field, _ := r.about()
	text, ok := s.about[field+"|"+r.get("language_code")]
	if !ok {
		text = s.about[field+"|"]
	}
	return object{field: text}, nil
}

// Commands are what setMyCommands set for a scope type ("default",
// "all_private_chats" …) and language, as command and description pairs.
func (s *Server) Commands(scope, language string) [][2]string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list []command
	if raw := s.commands[scope+"|||"+language]; raw == nil || json.Unmarshal(raw, &list) != nil {
		return nil
	}
	out := make([][2]string, len(list))
	for i, c := range list {
		out[i] = [2]string{c.Command, c.Description}
	}
	return out
}
