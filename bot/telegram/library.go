package telegram

import (
	"log/slog"
	"sync"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

// libraryLog takes the place of the library's own logger, which writes
// addresses with the token and people's words to standard error. It passes on
// that something was said and never the values.
type libraryLog struct{ log *slog.Logger }

func (l libraryLog) Println(v ...any) {
	l.log.Warn("the telegram library logged a line", "values", len(v))
}

func (l libraryLog) Printf(format string, v ...any) {
	l.log.Warn("the telegram library logged a line", "values", len(v))
}

// The library has one logger for the whole program; the first client sets it,
// once, since the library reads it without a lock.
var quietOnce sync.Once

func quietLibrary(log *slog.Logger) {
	quietOnce.Do(func() {
		// The only error is that of a nil logger.
		_ = tgbotapi.SetLogger(libraryLog{log})
	})
}
