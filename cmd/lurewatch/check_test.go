package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lurewatch/classifier"
)

func TestCheckAddsUpAndQuotes(t *testing.T) {
	code, out, errs := say(t, "", "check", "-json", lureEN)
	if code != exitDone || errs != "" {
		t.Fatalf("exit %d: %s", code, errs)
	}
	var v classifier.Verdict
	if err := json.Unmarshal([]byte(out), &v); err != nil {
		t.Fatal(err)
	}
	sum := 0
	for _, e := range v.Evidence {
		sum += e.Points
		if lureEN[e.Start:e.End] != e.Quote {
			t.Errorf("%s quotes %q, and there stands %q", e.Sign, e.Quote, lureEN[e.Start:e.End])
		}
	}
	if v.Level != classifier.Danger || sum != v.Score || len(v.Evidence) == 0 {
		t.Errorf("level %s, score %d, points add up to %d", v.Level, v.Score, sum)
	}
	_, plain, _ := say(t, lureEN, "check")
	has(t, plain, "danger", "Bavet", "together", "Cambodia", "checked")
	_, none, _ := say(t, "", "check", "the", "weather", "is", "fine")
	has(t, none, "That proves nothing")
	lacks(t, strings.ToLower(none), "safe")
}

func TestCheckNeverWritesNull(t *testing.T) {
	_, out, _ := say(t, "", "check", "-json", "")
	lacks(t, out, "null")
	_, out, _ = say(t, `{"id":"1","text":""}`, "check", "-jsonl")
	lacks(t, out, "null")
}

func TestCheckBearsStrangeTexts(t *testing.T) {
	for name, text := range map[string]string{
		"empty":           "",
		"combining marks": "a" + strings.Repeat("\u0301", 4096),
		"marks alone":     strings.Repeat("\u0301", 4096),
		"bidi tricks":     "\u202eCustomer service in Bavet\u202c \u2066free flight\u2069 1500 USD \u200f no experience",
		"tags":            `<b>Bavet</b> <script>alert(1)</script> & "free" 'flight'`,
		"no UTF-8":        "Bavet \xff\xfe free flight",
		"escapes":         "Bavet \x1b[31mfree flight\x1b[0m \x00 no experience",
		"100 kB":          strings.Repeat("Customer service in Bavet, free flight. ", 2500),
	} {
		for _, flag := range []string{"", "-json"} {
			args := []string{"check"}
			if flag != "" {
				args = append(args, flag)
			}
			code, out, errs := say(t, "", append(args, "--", text)...)
			if code != exitDone || errs != "" {
				t.Errorf("%s: exit %d: %s", name, code, errs)
			}
			lacks(t, out, "\x1b", "\x00", "\u202e")
			if flag == "-json" && !json.Valid([]byte(out)) {
				t.Errorf("%s: %q is not JSON", name, out)
			}
		}
	}
}

func TestAStreamKeepsItsOrder(t *testing.T) {
	var in bytes.Buffer
	const n = 3000
	for i := range n {
		switch {
		case i%100 == 7:
			fmt.Fprintf(&in, "this is line %d\n", i)
		case i%100 == 8:
			fmt.Fprintf(&in, "{\"id\":%d}\n", i)
		default:
			fmt.Fprintf(&in, "{\"id\":%d,\"text\":%q}\n", i, strings.Repeat(lureEN+" ", i%5))
		}
	}
	code, out, errs := say(t, in.String(), "check", "-jsonl")
	if code != exitDone || errs != "" {
		t.Fatalf("exit %d: %s", code, errs)
	}
	lines := strings.Split(strings.TrimSpace(out), "\n")
	if len(lines) != n {
		t.Fatalf("%d lines for %d", len(lines), n)
	}
	for i, l := range lines {
		var got struct {
			ID    *int
			Level string
			Error string
		}
		if err := json.Unmarshal([]byte(l), &got); err != nil {
			t.Fatal(err)
		}
		bad := i%100 == 7 || i%100 == 8
		if bad != (got.Error != "") || !bad && got.Level == "" || i%100 != 7 && (got.ID == nil || *got.ID != i) {
			t.Fatalf("line %d is answered by %s", i, l)
		}
	}
}

// A dialogue is a stream whose next line is written after the last answer.
func TestAStreamAnswersLineByLine(t *testing.T) {
	in, ask := io.Pipe()
	answers, out := io.Pipe()
	ended := make(chan int, 1)
	go func() {
		ended <- run(context.Background(), []string{"check", "-jsonl"}, in, out, io.Discard)
		out.Close()
	}()
	for i := range 5 {
		fmt.Fprintf(ask, "{\"id\":\"%d\",\"text\":\"hello\"}\n", i)
		var got struct{ ID string }
		line := make([]byte, 4096)
		n, err := answers.Read(line)
		if err != nil || json.Unmarshal(line[:n], &got) != nil || got.ID != fmt.Sprint(i) {
			t.Fatalf("line %d is answered by %s, %v", i, line[:n], err)
		}
	}
	ask.Close()
	if code := <-ended; code != exitDone {
		t.Errorf("exit %d", code)
	}
}

func TestAStreamWhoseReaderLeaves(t *testing.T) {
	answers, out := io.Pipe()
	answers.Close()
	code := run(context.Background(), []string{"check", "-jsonl"}, strings.NewReader(strings.Repeat("{\"id\":1,\"text\":\"a\"}\n", 10000)), out, io.Discard)
	if code != exitFailed {
		t.Errorf("exit %d", code)
	}
}

func TestALineThatIsTooLongIsSkipped(t *testing.T) {
	long := `{"id":1,"text":"` + strings.Repeat("x", maxLine) + "\"}\n{\"id\":2,\"text\":\"hello\"}\n"
	_, out, _ := say(t, long, "check", "-jsonl")
	lines := strings.Split(strings.TrimSpace(out), "\n")
	if len(lines) != 2 {
		t.Fatalf("%d lines, want two", len(lines))
	}
	has(t, lines[0], "longer than")
	has(t, lines[1], `"id":2`)
}

func FuzzLine(f *testing.F) {
	for _, seed := range []string{`{"id":"1","text":"a"}`, `{"id":{},"text":1}`, `[`, ``, `{"id":null}`, "\xff", `null`, `"a"`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		id, _, fault := line{text: raw}.read()
		out, err := json.Marshal(lineFault{ID: id, Error: fault})
		if err != nil || !json.Valid(out) {
			t.Errorf("%q gives %q, %v", raw, out, err)
		}
	})
}

func TestEvalCounts(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "en")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	txt := filepath.Join(folder, "offers.txt")
	write(t, txt, "=== a compound-recruitment form=plain\n"+lureEN+"\nsecond line\n=== b chat\nlunch at noon?\n=== c compound-recruitment\nlunch again?\n")
	jsonl := filepath.Join(folder, "more.jsonl")
	write(t, jsonl, `{"id":"d","lang":"vi","kind":"chat","text":"ăn cơm chưa?"}`+"\n"+`{"id":5,"lang":"vi","kind":"restated","text":"x"}`+"\n")
	for _, args := range [][]string{{txt, jsonl}, {folder}} {
		code, out, errs := say(t, "", append([]string{"eval", "-json", "-misses"}, args...)...)
		if code != exitDone {
			t.Fatalf("exit %d: %s", code, errs)
		}
		var r evaluation
		if err := json.Unmarshal([]byte(out), &r); err != nil {
			t.Fatal(err)
		}
		if r.Texts != 5 || r.Precision.Right != 1 || r.Precision.Of != 1 || len(r.Misses) != 1 || r.Misses[0].ID != "c" {
			t.Errorf("%+v", r)
		}
		if k := r.Kinds[0]; k.Kind != "compound-recruitment" || k.Texts != 2 || k.Danger != 1 || k.Recall.Value != 0.5 {
			t.Errorf("%+v", k)
		}
		if len(r.Languages) != 2 || r.Languages[0].Lang != "en" || r.Languages[0].Lures.Of != 2 {
			t.Errorf("%+v", r.Languages)
		}
	}
	_, table, _ := say(t, "", "eval", folder)
	has(t, table, "compound-recruitment", "precision at danger", "texts a second", "not scored")
}

func TestEvalSaysWhatIsWrongWithAFile(t *testing.T) {
	folder := t.TempDir()
	for name, text := range map[string]string{"a.jsonl": "{\"id\":1}\n", "b.jsonl": "nonsense\n", "c.txt": "text without header\n", "d.txt": "=== onlyid\n", "e.jsonl": ""} {
		path := filepath.Join(folder, name)
		write(t, path, text)
		if code, _, errs := say(t, "", "eval", path); code != exitFailed || !strings.Contains(errs, name) {
			t.Errorf("%s: exit %d: %s", name, code, errs)
		}
	}
	if code, _, errs := say(t, "", "eval", filepath.Join(folder, "missing")); code != exitFailed || errs == "" {
		t.Errorf("exit %d: %s", code, errs)
	}
}

// The intervals of Wilson for 0, 5 and 10 of 10, as tables give them.
func TestWilson(t *testing.T) {
	for _, c := range []struct {
		right     int
		low, high string
	}{{0, "0.000", "0.278"}, {5, "0.237", "0.763"}, {10, "0.722", "1.000"}} {
		s := newShare(c.right, 10)
		if low, high := fmt.Sprintf("%.3f", s.Low), fmt.Sprintf("%.3f", s.High); low != c.low || high != c.high {
			t.Errorf("%d of 10: %s to %s, want %s to %s", c.right, low, high, c.low, c.high)
		}
	}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
