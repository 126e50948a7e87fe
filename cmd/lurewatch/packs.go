package main

import (
	"sync"

	"lurewatch/classifier"
	"lurewatch/classifier/rules"
)

// embeddedPacks is the classifier of the embedded packs, compiled once a
// process: it takes a third of a second and never changes.
var embeddedPacks = sync.OnceValues(func() (*classifier.Classifier, error) { return classifier.New(rules.FS) })
