package bot

import "time"

// What tests look at from outside.
var (
	Shown             = shown
	Repeats           = repeats
	CampaignOf        = campaignOf
	WithKnownCommands = withKnownCommands
	NewPace           = newPace
	Grown             = grown
	ReadPhrases       = readPhrases
)

// Wait is pace.wait.
func (p *pace) Wait(chat int64, now time.Time) time.Duration { return p.wait(chat, now) }

// Kind is phrases.kind.
func (p phrases) Kind(text string) string { return string(p.kind(text)) }
