package store

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"sort"
)

// This file reads the pages of a bbolt file by plain reads with every bound
// checked. bbolt maps the file into memory and trusts it: a file cut short or
// overwritten makes it panic, or stops the process where its own check runs in
// another goroutine. What passes here is safe for it to walk.

const (
	boltMagic      = 0xED0CDAED
	boltVersion    = 2
	pageHeader     = 16
	leafElement    = 16
	branchElement  = 16
	metaBytes      = 64 // without the page header
	flagBranch     = 0x01
	flagLeaf       = 0x02
	flagMeta       = 0x04
	flagFreelist   = 0x10
	flagBucket     = 0x01
	noFreelist     = ^uint64(0)
	countOverflows = 0xFFFF
	maxPageSize    = 1 << 24
)

// boltMeta is the part of a meta page that leads to everything else.
type boltMeta struct {
	pageSize             uint64
	root, freelist, high uint64 // page ids; high is the first page never used
	txid                 uint64
}

// readMeta parses one meta page, given from its header on.
func readMeta(b []byte) (boltMeta, error) {
	var m boltMeta
	if len(b) < pageHeader+metaBytes {
		return m, io.ErrUnexpectedEOF
	}
	flags := binary.NativeEndian.Uint16(b[8:])
	b = b[pageHeader : pageHeader+metaBytes]
	sum := fnv.New64a()
	sum.Write(b[:metaBytes-8])
	n32, n64 := binary.NativeEndian.Uint32, binary.NativeEndian.Uint64
	switch {
	case n32(b) != boltMagic || flags != flagMeta:
		return m, errors.New("not a bbolt file")
	case n32(b[4:]) != boltVersion:
		return m, fmt.Errorf("bbolt file of version %d", n32(b[4:]))
	case n64(b[56:]) != sum.Sum64():
		return m, errors.New("wrong checksum")
	}
	m = boltMeta{pageSize: uint64(n32(b[8:])), root: n64(b[16:]), freelist: n64(b[32:]), high: n64(b[40:]), txid: n64(b[48:])}
	if m.pageSize < 1024 || m.pageSize > maxPageSize || m.pageSize&(m.pageSize-1) != 0 {
		return m, fmt.Errorf("page size %d", m.pageSize)
	}
	return m, nil
}

// newestMeta reads both meta pages and returns the newer of those that are
// whole, as bbolt does.
func newestMeta(r io.ReaderAt) (boltMeta, error) {
	buf := make([]byte, pageHeader+metaBytes)
	n, err := r.ReadAt(buf, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return boltMeta{}, err
	}
	first, firstErr := readMeta(buf[:n])
	best, bestErr := first, firstErr
	for size := int64(1024); size <= maxPageSize; size *= 2 {
		if firstErr == nil && size != int64(first.pageSize) {
			continue
		}
		n, err := r.ReadAt(buf, size)
		if err != nil && !errors.Is(err, io.EOF) {
			return boltMeta{}, err
		}
		second, err := readMeta(buf[:n])
		if err == nil && int64(second.pageSize) == size && (bestErr != nil || second.txid > best.txid) {
			best, bestErr = second, nil
		}
	}
	return best, bestErr
}

// pages walks a file from one meta page.
type pages struct {
	ctx  context.Context
	r    io.ReaderAt
	meta boltMeta
	used map[uint64]bool // page id → reachable (true) or free (false)
}

// checkHead checks what bbolt itself reads when it opens a file: that the
// file is as long as it says, and its list of free pages.
func checkHead(r io.ReaderAt, size int64) (*pages, error) {
	meta, err := newestMeta(r)
	if err != nil {
		return nil, err
	}
	return checkMeta(r, size, meta)
}

func checkMeta(r io.ReaderAt, size int64, meta boltMeta) (*pages, error) {
	if have := uint64(size) / meta.pageSize; meta.high > have || meta.high < 4 {
		return nil, fmt.Errorf("the file has %d pages where it should have %d", have, meta.high)
	}
	p := &pages{ctx: context.Background(), r: r, meta: meta, used: make(map[uint64]bool)}
	if meta.root < 2 || meta.root >= meta.high {
		return nil, fmt.Errorf("root page %d of %d", meta.root, meta.high)
	}
	if meta.freelist == noFreelist {
		return p, nil
	}
	return p, p.freelist()
}

// freelist reads the list of free pages and marks them.
func (p *pages) freelist() error {
	b, err := p.read(p.meta.freelist, flagFreelist)
	if err != nil {
		return fmt.Errorf("list of free pages: %w", err)
	}
	count := uint64(binary.NativeEndian.Uint16(b[10:]))
	at := uint64(pageHeader)
	if count == countOverflows {
		count, at = binary.NativeEndian.Uint64(b[at:]), at+8
	}
	if count > (uint64(len(b))-at)/8 {
		return fmt.Errorf("list of free pages: %d entries do not fit it", count)
	}
	for ; count > 0; count, at = count-1, at+8 {
		id := binary.NativeEndian.Uint64(b[at:])
		if id < 2 || id >= p.meta.high {
			return fmt.Errorf("list of free pages: page %d of %d", id, p.meta.high)
		}
		if _, twice := p.used[id]; twice {
			return fmt.Errorf("list of free pages: page %d is free and used, or listed twice", id)
		}
		p.used[id] = false
	}
	return nil
}

// read returns page id with its overflow pages, marked as used.
func (p *pages) read(id uint64, flags ...uint16) ([]byte, error) {
	if err := p.ctx.Err(); err != nil {
		return nil, err
	}
	if id < 2 || id >= p.meta.high {
		return nil, fmt.Errorf("page %d of %d", id, p.meta.high)
	}
	size := p.meta.pageSize
	b := make([]byte, size)
	if _, err := p.r.ReadAt(b, int64(id*size)); err != nil {
		return nil, fmt.Errorf("page %d: %w", id, err)
	}
	if self := binary.NativeEndian.Uint64(b); self != id {
		return nil, fmt.Errorf("page %d says it is page %d", id, self)
	}
	kind, ok := binary.NativeEndian.Uint16(b[8:]), false
	for _, f := range flags {
		ok = ok || kind == f
	}
	if !ok {
		return nil, fmt.Errorf("page %d is of a wrong kind (%#x)", id, kind)
	}
	more := uint64(binary.NativeEndian.Uint32(b[12:]))
	if id+more >= p.meta.high {
		return nil, fmt.Errorf("page %d runs over the end", id)
	}
	for n := id; n <= id+more; n++ {
		if _, twice := p.used[n]; twice {
			return nil, fmt.Errorf("page %d is used twice, or free and used", n)
		}
		p.used[n] = true
	}
	if more > 0 {
		b = make([]byte, (more+1)*size)
		if _, err := p.r.ReadAt(b, int64(id*size)); err != nil {
			return nil, fmt.Errorf("page %d: %w", id, err)
		}
	}
	return b, nil
}

// tree walks everything below page id, whose keys lie in [low, high); nil is
// no bound.
func (p *pages) tree(id uint64, low, high []byte) error {
	b, err := p.read(id, flagBranch, flagLeaf)
	if err != nil {
		return err
	}
	return p.elements(b, fmt.Sprintf("page %d", id), low, high)
}

// elements checks the elements of one page or inline bucket and walks on.
func (p *pages) elements(b []byte, where string, low, high []byte) error {
	leaf := binary.NativeEndian.Uint16(b[8:]) == flagLeaf
	count := int(binary.NativeEndian.Uint16(b[10:]))
	if pageHeader+count*leafElement > len(b) || (!leaf && count == 0) {
		return fmt.Errorf("%s: %d elements", where, count)
	}
	keys := make([][]byte, count)
	for i := range keys {
		key, err := elementKey(b, i, leaf)
		if err != nil {
			return fmt.Errorf("%s, element %d: %w", where, i, err)
		}
		keys[i] = key
	}
	sorted := sort.SliceIsSorted(keys, func(i, j int) bool { return bytes.Compare(keys[i], keys[j]) <= 0 })
	if !sorted || count > 0 && (leaf && low != nil && bytes.Compare(keys[0], low) < 0 || high != nil && bytes.Compare(keys[count-1], high) >= 0) {
		return fmt.Errorf("%s: keys out of order", where)
	}
	for i := range keys {
		if err := p.element(b, i, leaf, keys, high); err != nil {
			return err
		}
	}
	return nil
}

// element walks into a branch's child or a leaf's bucket.
func (p *pages) element(b []byte, i int, leaf bool, keys [][]byte, high []byte) error {
	at := pageHeader + i*leafElement
	if !leaf {
		next := high
		if i+1 < len(keys) {
			next = keys[i+1]
		}
		return p.tree(binary.NativeEndian.Uint64(b[at+8:]), keys[i], next)
	}
	if binary.NativeEndian.Uint32(b[at:])&flagBucket == 0 {
		return nil
	}
	start := at + int(binary.NativeEndian.Uint32(b[at+4:])) + len(keys[i])
	value := b[start : start+int(binary.NativeEndian.Uint32(b[at+12:]))]
	if len(value) < 16 {
		return fmt.Errorf("bucket %q: %d bytes", keys[i], len(value))
	}
	if root := binary.NativeEndian.Uint64(value); root != 0 {
		return p.tree(root, nil, nil)
	}
	inline := value[16:]
	if len(inline) < pageHeader || binary.NativeEndian.Uint16(inline[8:]) != flagLeaf {
		return fmt.Errorf("bucket %q: broken", keys[i])
	}
	return p.elements(inline, fmt.Sprintf("bucket %q", keys[i]), nil, nil)
}

// elementKey is the key of element i, with its value known to lie within b.
func elementKey(b []byte, i int, leaf bool) ([]byte, error) {
	at := uint64(pageHeader + i*leafElement)
	e := b[at : at+leafElement]
	pos, size, value := binary.NativeEndian.Uint32(e), binary.NativeEndian.Uint32(e[4:]), uint32(0)
	if leaf {
		pos, size, value = binary.NativeEndian.Uint32(e[4:]), binary.NativeEndian.Uint32(e[8:]), binary.NativeEndian.Uint32(e[12:])
	}
	start := at + uint64(pos)
	if size == 0 || start+uint64(size)+uint64(value) > uint64(len(b)) {
		return nil, errors.New("lies outside its page")
	}
	return b[start : start+uint64(size)], nil
}

// checkAll checks every page: each is used once or free, and what is used
// forms ordered trees.
func (p *pages) checkAll(ctx context.Context) error {
	p.ctx = ctx
	if err := p.tree(p.meta.root, nil, nil); err != nil {
		return err
	}
	if p.meta.freelist == noFreelist {
		return nil
	}
	for id := uint64(2); id < p.meta.high; id++ {
		if _, known := p.used[id]; !known {
			return fmt.Errorf("page %d is neither used nor free", id)
		}
	}
	return nil
}
