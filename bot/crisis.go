package bot

import (
	"lurewatch/bot/hotline"
	"lurewatch/classifier"
)

// crisis answers a call for help: whether it is safe to write, and the numbers
// in the same message. Nothing of it is kept but a count, and the ids of these
// answers so that /hide can take them back.
func (a answer) crisis() *turn {
	v := a.verdict
	a.b.recent.drop(a.Chat)
	a.count("crisis", string(v.Kind))
	home := a.home()
	q := hotline.Query{Home: home.country, Places: v.Places, Held: true, Now: a.b.now()}
	self := v.Kind == classifier.KindCrisisSelf
	purpose := "o"
	if self {
		purpose = "s"
	} else {
		q.At = home.country
	}
	m := message{key: a.key(), insist: true, urgent: true}
	ask, countries := a.askCountry(home, purpose, v.Places)
	numbers := a.lineList(q, home, roomForNumbers)
	if home.country == "" && len(v.Places) == 0 {
		numbers = a.ministries(roomForNumbers)
	}
	if self {
		m.html = paragraphs(a.say("crisis-self"), a.say("numbers.head")+"\n"+numbers, ask,
			a.say("numbers.police-last"), a.say("crisis.slow"), a.say("crisis-self.hide")+"\n"+a.say("crisis.delete"))
		m.buttons = [][]button{{{Text: a.say("button.embassy"), Data: "x:embassy"}}, {{Text: a.say("button.hide"), Data: "d:y"}}}
	} else {
		m.html = paragraphs(a.say("crisis-other"), a.say("numbers.head")+"\n"+numbers, ask,
			a.say("crisis-other.money")+"\n"+a.say("crisis-other.rescuers"), a.say("crisis.slow"))
		m.buttons = [][]button{{{Text: a.say("button.embassy"), Data: "x:embassy"}}}
	}
	m.buttons = append(m.buttons, countries...)
	if a.in.Kind() == "edited_message" {
		m.key += ":" + campaignOf(a.letter.text)
	}
	a.send(m)
	return a.turn
}
