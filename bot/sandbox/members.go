package sandbox

// AddBot puts the bot into a group on behalf of a person: the bot gets
// my_chat_member and the service message, as from Telegram.
func (s *Server) AddBot(chatID, byID int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.chatLocked(chatID)
	if c.members[byID] == "" {
		s.personLocked(byID)
		c.enter(byID, statusMember)
	}
	was := c.Bot
	if was != statusKicked {
		was = statusLeft
	}
	c.Bot = statusMember
	s.membershipLocked(c, byID, was, statusMember)
	s.joinedLocked(c, byID, s.me)
	s.changedLocked()
}

// joinedLocked writes the service message that somebody was added.
func (s *Server) joinedLocked(c *chat, byID int64, who user) {
	text := "joined the group"
	if who.ID != byID {
		text = "added " + who.FirstName
	}
	m := &message{from: byID, service: text, extra: map[string]any{
		"new_chat_participant": who, "new_chat_member": who, "new_chat_members": []user{who},
	}}
	s.placeLocked(c, m)
	s.tellLocked(c, m, "message")
}

// Kick removes the bot from a group on behalf of a person: the bot gets
// my_chat_member with the status "kicked" and can write there no more.
func (s *Server) Kick(chatID, byID int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.chatLocked(chatID)
	was := c.Bot
	m := &message{from: byID, service: "removed " + s.me.FirstName, extra: map[string]any{
		"left_chat_participant": s.me, "left_chat_member": s.me,
	}}
	s.placeLocked(c, m)
	if c.Type == Group { // in a supergroup the bot no longer sees it
		s.tellLocked(c, m, "message")
	}
	c.Bot = statusKicked
	s.membershipLocked(c, byID, was, statusKicked)
	s.changedLocked()
}

// Promote makes the bot an administrator of a group, or a plain member again
// if admin is false.
func (s *Server) Promote(chatID, byID int64, admin bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.chatLocked(chatID)
	was := c.Bot
	c.Bot = statusMember
	if admin {
		c.Bot = statusAdmin
	}
	s.membershipLocked(c, byID, was, c.Bot)
	s.changedLocked()
}

// Join adds a person to a group, with the service message.
func (s *Server) Join(chatID, personID int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.chatLocked(chatID)
	p := s.personLocked(personID)
	c.enter(personID, statusMember)
	s.joinedLocked(c, personID, p.sender())
	s.changedLocked()
}

// SetAdmin makes a person an administrator of a group, or takes it away.
func (s *Server) SetAdmin(chatID, personID int64, admin bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.chatLocked(chatID)
	s.personLocked(personID)
	status := statusMember
	if admin {
		status = statusAdmin
	}
	c.enter(personID, status)
	s.changedLocked()
}

// Mute forbids the bot to write in a group, or allows it again.
func (s *Server) Mute(chatID int64, muted bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.chatLocked(chatID).Muted = muted
	s.changedLocked()
}

// Migrate turns a group into a supergroup and returns the new id. The bot
// gets both service messages; sends to the old id fail with the new one.
func (s *Server) Migrate(chatID int64) (newID int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	old := s.chatLocked(chatID)
	next := old.Chat
	next.ID, next.Type, next.Members, next.Admins = 0, Supergroup, nil, nil
	c := s.addChatLocked(next)
	for _, id := range old.order {
		c.enter(id, old.members[id])
	}
	by := s.somebodyLocked(old)
	m := &message{from: by, service: "made this a supergroup", extra: map[string]any{"migrate_to_chat_id": c.ID}}
	s.placeLocked(old, m)
	s.tellLocked(old, m, "message")
	old.migrated = c.ID
	m = &message{from: anonymousAdminID, senderChat: c.ID, service: "was a group before",
		extra: map[string]any{"migrate_from_chat_id": old.ID}}
	s.placeLocked(c, m)
	s.tellLocked(c, m, "message")
	s.changedLocked()
	return c.ID
}

// membershipLocked queues my_chat_member.
func (s *Server) membershipLocked(c *chat, byID int64, was, is string) {
	s.queueLocked("my_chat_member", object{
		"chat": s.chatJSON(c), "from": s.senderLocked(byID), "date": s.o.Now().Unix(),
		"old_chat_member": memberJSON(s.me, was), "new_chat_member": memberJSON(s.me, is),
	})
}

// memberJSON is a ChatMember with the fields its status has.
func memberJSON(u user, status string) object {
	o := object{"user": u, "status": status}
	switch status {
	case statusKicked:
		o["until_date"] = 0
	case statusCreator:
		o["is_anonymous"] = false
	case statusAdmin:
		for _, right := range []string{"can_manage_chat", "can_change_info", "can_delete_messages", "can_invite_users",
			"can_restrict_members", "can_pin_messages", "can_manage_video_chats"} {
			o[right] = true
		}
		o["can_be_edited"], o["can_promote_members"], o["is_anonymous"] = false, false, false
	}
	return o
}
