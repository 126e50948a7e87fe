package main

import (
	"reflect"
	"regexp"
	"strings"
)

// A settingField is one documented setting.
type settingField struct{ name, standard, meaning string }

// words parts a field's name as envconfig's split_words does.
var words = regexp.MustCompile(`[A-Z]+[a-z]*`)

// settingFields lists the settings that have a description, in order.
func settingFields() []settingField {
	var fields []settingField
	t := reflect.TypeFor[config]()
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Tag.Get("desc") == "" {
			continue
		}
		standard := f.Tag.Get("default")
		if standard == "" {
			standard = "-"
		}
		fields = append(fields, settingField{envName(f.Name), standard, f.Tag.Get("desc")})
	}
	return fields
}

// acronyms are the field names' capitals that stay one word.
var acronyms = []string{"API", "DB", "HTTP", "OCR", "URL"}

// envName is the variable that envconfig reads for a field.
func envName(field string) string {
	for _, a := range acronyms {
		field = strings.Replace(field, a, a[:1]+strings.ToLower(a[1:]), 1)
	}
	return prefix + "_" + strings.ToUpper(strings.Join(words.FindAllString(field, -1), "_"))
}
