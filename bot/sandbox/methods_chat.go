package sandbox

import (
	"strconv"
	"time"
)

func (s *Server) getMe(*request) (any, *apiError) {
	return object{"id": s.me.ID, "is_bot": true, "first_name": s.me.FirstName, "username": s.me.Username,
		"can_join_groups": true, "can_read_all_group_messages": s.o.ReadsGroups, "supports_inline_queries": false,
		"can_connect_to_business": false, "has_main_web_app": false}, nil
}

func (s *Server) getChat(r *request) (any, *apiError) {
	c, e := s.reachable(r)
	if e != nil {
		return nil, e
	}
	o := s.chatJSON(c)
	o["accent_color_id"], o["max_reaction_count"] = 0, 11
	o["accepted_gift_types"] = object{"unlimited_gifts": false, "limited_gifts": false, "unique_gifts": false, "premium_subscription": false}
	if c.group() {
		o["permissions"] = object{"can_send_messages": !c.Muted, "can_send_photos": !c.Muted, "can_send_documents": !c.Muted}
	}
	return o, nil
}

// memberOf is a member of a chat as the bot sees it.
func (s *Server) memberOf(c *chat, id int64) object {
	if id == s.me.ID {
		status := c.Bot
		if c.private() {
			status = statusMember
		}
		return memberJSON(s.me, status)
	}
	status := c.members[id]
	if c.private() && id == c.ID {
		status = statusMember
	} else if status == "" {
		status = statusLeft
	}
	return memberJSON(s.people[id].user(), status)
}

func (s *Server) getChatMember(r *request) (any, *apiError) {
	c, e := s.reachable(r)
	if e != nil {
		return nil, e
	}
	id, e := s.userOf(r)
	if e != nil {
		return nil, e
	}
	return s.memberOf(c, id), nil
}

func (s *Server) userOf(r *request) (int64, *apiError) {
	id, err := strconv.ParseInt(r.get("user_id"), 10, 64)
	switch {
	case err != nil || id <= 0:
		return 0, badRequest("invalid user_id specified")
	case id != s.me.ID && s.people[id] == nil:
		return 0, badRequest("user not found")
	}
	return id, nil
}

func (s *Server) getChatAdministrators(r *request) (any, *apiError) {
	c, e := s.reachable(r)
	if e != nil {
		return nil, e
	}
	if c.private() {
		return nil, badRequest("there are no administrators in the private chat")
	}
	out := []object{}
	for _, id := range c.order {
		if c.admin(id) {
			out = append(out, s.memberOf(c, id))
		}
	}
	if c.Bot == statusAdmin {
		out = append(out, s.memberOf(c, s.me.ID))
	}
	return out, nil
}

func (s *Server) getChatMemberCount(r *request) (any, *apiError) {
	c, e := s.reachable(r)
	if e != nil {
		return nil, e
	}
	n := 1
	for _, status := range c.members {
		if status != statusLeft && status != statusKicked {
			n++
		}
	}
	if c.private() {
		n = 2
	}
	return n, nil
}

// restrainable is a member that the bot, an administrator, may act against.
func (s *Server) restrainable(r *request, inGroups bool) (*chat, int64, *apiError) {
	c, e := s.reachable(r)
	if e != nil {
		return nil, 0, e
	}
	id, e := s.userOf(r)
	switch {
	case e != nil:
		return nil, 0, e
	case c.private(), c.Type == Group && !inGroups:
		return nil, 0, badRequest("method is available only for supergroups")
	case c.Bot != statusAdmin:
		return nil, 0, badRequest("not enough rights to restrict/unrestrict chat member")
	case id == s.me.ID:
		return nil, 0, badRequest("can't restrict self")
	case c.members[id] == statusCreator:
		return nil, 0, badRequest("can't remove chat owner")
	case c.admin(id):
		return nil, 0, badRequest("user is an administrator of the chat")
	}
	return c, id, nil
}

func (s *Server) restrictChatMember(r *request) (any, *apiError) {
	c, id, e := s.restrainable(r, false)
	if e != nil {
		return nil, e
	}
	if r.get("permissions") == "" {
		return nil, badRequest("parameter \"permissions\" is required")
	}
	c.enter(id, "restricted")
	return true, nil
}

func (s *Server) banChatMember(r *request) (any, *apiError) {
	c, id, e := s.restrainable(r, true)
	if e != nil {
		return nil, e
	}
	c.enter(id, statusKicked)
	return true, nil
}

func (s *Server) leaveChat(r *request) (any, *apiError) {
	c, e := s.reachable(r)
	if e != nil {
		return nil, e
	}
	if c.private() {
		return nil, badRequest("chat member status can't be changed in private chats")
	}
	was := c.Bot
	c.Bot = statusLeft
	s.placeLocked(c, &message{from: s.me.ID, date: s.o.Now().Truncate(time.Second), service: "left the group"})
	s.membershipLocked(c, s.me.ID, was, statusLeft)
	return true, nil
}
