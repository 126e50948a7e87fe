package main

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// asProgram makes the test binary the program itself.
const asProgram = "LUREWATCH_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		os.Unsetenv(asProgram)
		main()
		return
	}
	os.Exit(m.Run())
}

// asProcess is the program as a process of its own, not started yet.
func asProcess(t *testing.T, out *text, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command(self, args...)
	c.Env = append(os.Environ(), asProgram+"=1")
	c.Stdout, c.Stderr = out, out
	return c
}

// built is the program as users build it, without the race detector: rounds
// of starting and killing it are many.
func built(t *testing.T, out *text) func(args ...string) *exec.Cmd {
	t.Helper()
	path := filepath.Join(t.TempDir(), "lurewatch")
	if said, err := exec.Command("go", "build", "-o", path, ".").CombinedOutput(); err != nil {
		t.Fatalf("building: %v\n%s", err, said)
	}
	return func(args ...string) *exec.Cmd {
		c := exec.Command(path, args...)
		c.Stdout, c.Stderr = out, out
		return c
	}
}

// say runs the program in this process and returns what it wrote.
func say(t *testing.T, stdin string, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, err bytes.Buffer
	code = run(context.Background(), args, strings.NewReader(stdin), &out, &err)
	return code, out.String(), err.String()
}

func TestEveryVerbAnswersForHelp(t *testing.T) {
	_, help, _ := say(t, "", "help")
	for _, v := range verbs() {
		if !strings.Contains(help, "\n  "+v.name+" ") {
			t.Errorf("help does not list %s", v.name)
		}
		for _, flag := range []string{"-h", "--help"} {
			code, out, errs := say(t, "", v.name, flag)
			if code != exitDone || !strings.HasPrefix(out, "usage: lurewatch "+v.name) || errs != "" {
				t.Errorf("%s %s: exit %d, %q, %q", v.name, flag, code, out, errs)
			}
		}
		code, _, errs := say(t, "", v.name, "-no-such-flag")
		if code != exitUsage || strings.Count(errs, "\n") != 1 {
			t.Errorf("%s with a wrong flag: exit %d, %q", v.name, code, errs)
		}
	}
}

func TestWrongUsage(t *testing.T) {
	for _, args := range [][]string{{}, {"nonsense"}, {"eval"}, {"backup"}, {"run", "now"}, {"rules"}, {"check", "-jsonl", "text"}} {
		if code, out, errs := say(t, "", args...); code != exitUsage || errs == "" || out != "" {
			t.Errorf("%q: exit %d, %q, %q", args, code, out, errs)
		}
	}
}

func TestSettingsAreNamedAndNeverShown(t *testing.T) {
	for _, f := range settingFields() {
		wrong := "%%this-is-no-value%%"
		t.Run(f.name, func(t *testing.T) {
			t.Setenv(f.name, wrong)
			t.Setenv("LUREWATCH_DB", t.TempDir()+"/x.db")
			_, err := loadConfig()
			if f.standard == "-" || f.name == "LUREWATCH_DB" {
				return // any text is a value
			}
			if err == nil || !strings.Contains(err.Error(), f.name) || strings.Contains(err.Error(), "this-is-no-value") {
				t.Errorf("a wrong value gives %v", err)
			}
		})
	}
}

func TestSecretsDoNotPrint(t *testing.T) {
	t.Setenv("LUREWATCH_TELEGRAM_TOKEN", canary)
	c, err := loadConfig()
	if err != nil {
		t.Fatal(err)
	}
	for _, form := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x"} {
		lacks(t, strings.ToLower(sprintf(form, c)), strings.ToLower(canary), "4141636172")
	}
}
