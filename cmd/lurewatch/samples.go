package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// A sample is one labelled text.
type sample struct {
	ID   string `json:"id"`
	Lang string `json:"lang"`
	Kind string `json:"kind"`
	Text string `json:"text"`
}

// readSamples reads labelled files, and the ones in the folders given.
func readSamples(paths []string) ([]sample, error) {
	var samples []sample
	for _, path := range paths {
		files, err := labelledFiles(path)
		if err != nil {
			return nil, err
		}
		for _, file := range files {
			found, err := readLabelled(file)
			if err != nil {
				return nil, err
			}
			samples = append(samples, found...)
		}
	}
	return samples, nil
}

func labelledFiles(path string) ([]string, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("reading labelled texts: %w", err)
	}
	if !info.IsDir() {
		return []string{path}, nil
	}
	var files []string
	err = filepath.WalkDir(path, func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && (strings.HasSuffix(name, ".jsonl") || strings.HasSuffix(name, ".txt")) {
			files = append(files, name)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("reading labelled texts: %w", err)
	}
	return files, nil
}

func readLabelled(path string) ([]sample, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("reading labelled texts: %w", err)
	}
	if strings.HasSuffix(path, ".txt") {
		absolute, err := filepath.Abs(path)
		if err != nil {
			return nil, fmt.Errorf("reading labelled texts: %w", err)
		}
		return parseSamples(path, filepath.Base(filepath.Dir(absolute)), string(raw))
	}
	return parseLines(path, raw)
}

// parseSamples reads texts that each follow a header line.
func parseSamples(path, lang, text string) ([]sample, error) {
	var samples []sample
	number := 0
	for raw := range strings.Lines(text) {
		number++
		header, isHeader := strings.CutPrefix(raw, "=== ")
		if !isHeader {
			if len(samples) > 0 {
				samples[len(samples)-1].Text += raw
			} else if t := strings.TrimSpace(raw); t != "" && !strings.HasPrefix(t, "#") {
				return nil, fmt.Errorf("%s:%d: text before the first header; write \"=== <id> <kind>\" above it", path, number)
			}
			continue
		}
		words := strings.Fields(header)
		if len(words) < 2 {
			return nil, fmt.Errorf("%s:%d: a header must say \"=== <id> <kind> [form=<word>]\"", path, number)
		}
		samples = append(samples, sample{ID: words[0], Lang: lang, Kind: words[1]})
	}
	for i := range samples {
		samples[i].Text = strings.TrimRight(samples[i].Text, "\r\n")
	}
	return samples, nil
}

// parseLines reads a JSON object a line; blank lines are passed over.
func parseLines(path string, raw []byte) ([]sample, error) {
	var samples []sample
	lines := bufio.NewScanner(bytes.NewReader(raw))
	lines.Buffer(nil, maxLine)
	for number := 1; lines.Scan(); number++ {
		if len(bytes.TrimSpace(lines.Bytes())) == 0 {
			continue
		}
		var in struct {
			sample
			ID any `json:"id"`
		}
		if err := json.Unmarshal(lines.Bytes(), &in); err != nil {
			return nil, fmt.Errorf("%s:%d: %w; want {\"id\",\"lang\",\"kind\",\"text\"} on one line", path, number, err)
		}
		if in.Kind == "" {
			return nil, fmt.Errorf("%s:%d: no \"kind\"; an unlabelled text cannot be measured", path, number)
		}
		in.sample.ID = fmt.Sprint(in.ID)
		samples = append(samples, in.sample)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("reading %s: %w", path, err)
	}
	return samples, nil
}
