package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"runtime"

	"golang.org/x/sync/errgroup"

	"lurewatch/classifier"
)

// The bounds of a stream: how much is read before a batch is handed on, and
// the longest line that is judged.
const (
	batchLines = 256
	batchBytes = 256 << 10
	maxLine    = maxText
)

// A batch is some lines on their way through the workers. Batches are written
// in the order read, however long each one takes.
type batch struct {
	lines []line
	out   bytes.Buffer
	done  chan struct{}
}

// A line is one line of the stream, or why it cannot be read.
type line struct {
	number int
	text   []byte
	fault  string
}

// checkStream answers every line of in with one line of out, in order, as
// they come: memory stays bounded however long the stream is.
func checkStream(ctx context.Context, c *classifier.Classifier, in io.Reader, out io.Writer) error {
	workers := runtime.GOMAXPROCS(0)
	group, ctx := errgroup.WithContext(ctx)
	work := make(chan *batch, workers)
	order := make(chan *batch, 4*workers)
	// Reading may block for ever on a terminal, so nobody waits for it.
	failed := make(chan error, 1)
	go func() { failed <- readBatches(ctx, in, work, order) }()
	for range workers {
		group.Go(func() error { return judgeBatches(ctx, c, work) })
	}
	group.Go(func() error { return writeBatches(ctx, order, out) })
	if err := group.Wait(); err != nil {
		return err
	}
	return <-failed
}

// readBatches cuts in into batches: full ones while lines wait, smaller ones
// as soon as they do not, so that a slow stream is answered line by line.
func readBatches(ctx context.Context, in io.Reader, work, order chan<- *batch) error {
	defer close(work)
	defer close(order)
	r := bufio.NewReaderSize(in, batchBytes)
	for number := 1; ; {
		b := &batch{done: make(chan struct{})}
		var err error
		for size := 0; len(b.lines) < batchLines && size < batchBytes; {
			var l line
			l, err = readLine(r)
			if err != nil && len(l.text) == 0 && l.fault == "" {
				break
			}
			l.number = number
			number++
			size += len(l.text)
			b.lines = append(b.lines, l)
			if err != nil || r.Buffered() == 0 {
				break
			}
		}
		if len(b.lines) > 0 {
			for _, to := range []chan<- *batch{order, work} {
				select {
				case to <- b:
				case <-ctx.Done():
					return ctx.Err()
				}
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("reading standard input: %w", err)
		}
	}
}

// readLine reads one line without its end. A line that is too long is skipped
// and remembered as a fault.
func readLine(r *bufio.Reader) (line, error) {
	var l line
	for {
		part, err := r.ReadSlice('\n')
		if l.fault == "" && len(l.text)+len(part) > maxLine {
			l.text, l.fault = nil, fmt.Sprintf("longer than %d MiB", maxLine>>20)
		}
		if l.fault == "" {
			l.text = append(l.text, part...)
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		l.text = bytes.TrimRight(l.text, "\r\n")
		return l, err
	}
}

// judgeBatches judges batches until there are no more.
func judgeBatches(ctx context.Context, c *classifier.Classifier, work <-chan *batch) error {
	for {
		b, ok := next(ctx, work)
		if !ok {
			return ctx.Err()
		}
		b.judge(c)
	}
}

// writeBatches writes the batches in the order they were read.
func writeBatches(ctx context.Context, order <-chan *batch, out io.Writer) error {
	for {
		b, ok := next(ctx, order)
		if !ok {
			return ctx.Err()
		}
		select {
		case <-b.done:
		case <-ctx.Done():
			return ctx.Err()
		}
		if _, err := out.Write(b.out.Bytes()); err != nil {
			return fmt.Errorf("writing verdicts: %w", err)
		}
	}
}

// next is the next batch, or false when there are no more or ctx has ended.
func next(ctx context.Context, from <-chan *batch) (*batch, bool) {
	select {
	case b, ok := <-from:
		return b, ok
	case <-ctx.Done():
		return nil, false
	}
}

// judge answers every line of the batch.
func (b *batch) judge(c *classifier.Classifier) {
	defer close(b.done)
	enc := json.NewEncoder(&b.out)
	enc.SetEscapeHTML(false)
	for _, l := range b.lines {
		id, text, fault := l.read()
		var answer any = lineFault{ID: id, Error: fmt.Sprintf("line %d: %s", l.number, fault)}
		if fault == "" {
			answer = judged{ID: id, Verdict: whole(c.Classify(classifier.Offer{Text: text}))}
		}
		// Encoding these types into memory cannot fail.
		_ = enc.Encode(answer)
	}
}

// lineFault stands where the verdict of a bad line would.
type lineFault struct {
	ID    json.RawMessage `json:"id"`
	Error string          `json:"error"`
}

// read takes the line apart. The id comes back even when the rest is wrong,
// where it can be read.
func (l line) read() (id json.RawMessage, text, fault string) {
	if l.fault != "" {
		return nil, "", l.fault
	}
	if len(bytes.TrimSpace(l.text)) == 0 {
		return nil, "", `empty; want {"id":…,"text":…}`
	}
	var in struct {
		ID   json.RawMessage `json:"id"`
		Text *string         `json:"text"`
	}
	err := json.Unmarshal(l.text, &in)
	id = in.ID
	if len(id) == 0 || id[0] == '{' || id[0] == '[' {
		id = nil
	}
	var wrongType *json.UnmarshalTypeError
	switch {
	case errors.As(err, &wrongType) && wrongType.Field == "":
		return nil, "", `not an object; want {"id":…,"text":…}`
	case errors.As(err, &wrongType):
		return id, "", fmt.Sprintf("%q is not a string", wrongType.Field)
	case err != nil:
		return nil, "", "not JSON: " + err.Error()
	case in.Text == nil:
		return id, "", `there is no "text"`
	}
	return id, *in.Text, ""
}
