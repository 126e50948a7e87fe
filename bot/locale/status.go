package locale

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"lurewatch/classifier/pack"
)

// The words a status.txt may say of a language.
const (
	statusMachine = "machine" // written by a machine, no native speaker has read it
	statusNative  = "native"  // a native speaker has read and mended every text
)

// readStatus reads status.txt: which languages a native speaker has read. No
// file means none.
func readStatus(fsys fs.FS) (map[string]bool, error) {
	raw, err := fs.ReadFile(fsys, statusFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading who checked the texts: %w", err)
	}
	file, err := pack.Parse(statusFile, string(raw), "status", "reviewer", "date", "never", "note")
	if err != nil {
		return nil, err
	}
	reviewed := make(map[string]bool)
	for _, s := range file.Sections {
		switch word := strings.TrimSpace(s.Value("status")); word {
		case statusMachine:
		case statusNative:
			if s.Value("date") == "" {
				return nil, &pack.Error{File: statusFile, Line: s.Line, Cause: "[" + s.Name + "] is native without a date", Cure: "add date: YYYY-MM-DD, the day of the review"}
			}
			reviewed[s.Name] = true
		default:
			return nil, &pack.Error{File: statusFile, Line: s.Line, Cause: fmt.Sprintf("status %q of [%s]", word, s.Name), Cure: "write status: machine or status: native"}
		}
	}
	return reviewed, nil
}
