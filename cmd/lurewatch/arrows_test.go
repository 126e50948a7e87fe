package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// arrows are the packages that each package may import of this module. What
// they protect: the classifier is pure, the store knows no Telegram, and one
// message travels one way.
var arrows = map[string][]string{
	"cmd/lurewatch": {
		"bot", "bot/chart", "bot/hotline", "bot/locale", "bot/ocr", "bot/sandbox", "bot/telegram",
		"classifier", "classifier/rules", "store",
	},
	"bot":              {"bot/chart", "bot/hotline", "bot/locale", "bot/ocr", "bot/telegram", "classifier", "store"},
	"bot/chart":        {},
	"bot/hotline":      {"classifier/pack"},
	"bot/locale":       {"classifier/pack"},
	"bot/ocr":          {},
	"bot/sandbox":      {},
	"bot/telegram":     {},
	"classifier":       {"classifier/pack", "classifier/rules"},
	"classifier/pack":  {},
	"classifier/rules": {"classifier/pack"},
	"store":            {},
}

// keepers are the only packages that may import a module.
var keepers = map[string]string{
	"github.com/go-telegram-bot-api/": "bot/telegram",
	"go.etcd.io/bbolt":                "store",
	"github.com/kelseyhightower/":     "cmd/lurewatch",
}

// impure are the packages of the standard library that a pure function of
// text and packs has no use for.
var impure = []string{"bufio", "context", "log", "log/slog", "math/rand", "math/rand/v2", "net", "net/http", "os", "os/exec", "syscall", "time"}

func TestImportsFollowTheArrows(t *testing.T) {
	root := filepath.Join("..", "..")
	err := filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(file, ".go") {
			return err
		}
		rel, err := filepath.Rel(root, file)
		if err != nil {
			return err
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, spec := range parsed.Imports {
			name, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			checkArrow(t, filepath.ToSlash(rel), name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// checkArrow complains of an import that no arrow allows. Tests may drive
// what they test through any package but the program.
func checkArrow(t *testing.T, file, imported string) {
	t.Helper()
	from := path.Dir(file)
	allowed, known := arrows[from]
	if !known {
		t.Errorf("%s: the package %s has no place among the arrows", file, from)
		return
	}
	for module, keeper := range keepers {
		if strings.HasPrefix(imported, module) && from != keeper {
			t.Errorf("%s imports %s, which only %s may", file, imported, keeper)
		}
	}
	test := strings.HasSuffix(file, "_test.go")
	if !test && strings.HasPrefix(from, "classifier") && slices.Contains(impure, imported) {
		t.Errorf("%s imports %s, and the classifier is pure", file, imported)
	}
	own, internal := strings.CutPrefix(imported, "lurewatch/")
	switch {
	case !internal || own == from:
	case test && !strings.HasPrefix(own, "cmd/"):
	case !slices.Contains(allowed, own):
		t.Errorf("%s: there is no arrow from %s to %s", file, from, own)
	}
}
