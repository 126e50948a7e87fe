package sandbox

import "encoding/json"

const (
	maxData    = 64  // bytes of callback data
	maxButtons = 100 // of a message
)

// keyboard reads reply_markup: inline buttons, or nothing for the other kinds,
// which Lurewatch does not use but Telegram takes.
func (r *request) keyboard() ([][]Button, *apiError) {
	raw := r.get("reply_markup")
	if raw == "" || raw == "null" {
		return nil, nil
	}
	var markup map[string]json.RawMessage
	if err := json.Unmarshal([]byte(raw), &markup); err != nil {
		if json.Valid([]byte(raw)) {
			return nil, badRequest("object expected as reply markup")
		}
		return nil, badRequest("can't parse reply keyboard markup JSON object")
	}
	rows, ok := markup["inline_keyboard"]
	if !ok {
		return nil, nil
	}
	var buttons [][]inlineButton
	if err := json.Unmarshal(rows, &buttons); err != nil {
		return nil, badRequest("can't parse inline keyboard button: Field must be of the right type")
	}
	out, n := [][]Button{}, 0
	for _, row := range buttons {
		line := []Button{}
		for _, b := range row {
			if e := b.check(); e != nil {
				return nil, e
			}
			line = append(line, Button{Text: b.Text, Data: word(b.Data), URL: word(b.URL)})
		}
		if n += len(line); len(line) > 0 {
			out = append(out, line)
		}
	}
	if n > maxButtons {
		return nil, badRequest("reply markup is too long")
	}
	return out, nil
}

type inlineButton struct {
	Text string  `json:"text"`
	Data *string `json:"callback_data"`
	URL  *string `json:"url"`
}

func word(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func (b inlineButton) check() *apiError {
	switch {
	case b.Text == "":
		return badRequest("can't parse inline keyboard button: Can't find field \"text\"")
	case b.Data == nil && b.URL == nil:
		return badRequest("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
	case b.URL != nil && checkedLink(*b.URL) == "":
		return badRequest("inline keyboard button URL '" + *b.URL + "' is invalid: Wrong HTTP URL")
	case b.Data != nil && b.URL == nil && (len(*b.Data) < 1 || len(*b.Data) > maxData):
		return badRequest("BUTTON_DATA_INVALID")
	}
	return nil
}

func sameKeyboard(a, b [][]Button) bool {
	ja, errA := json.Marshal(a)
	jb, errB := json.Marshal(b)
	return errA == nil && errB == nil && (string(ja) == string(jb) || len(a) == 0 && len(b) == 0)
}
