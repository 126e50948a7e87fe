// The rows of a chat: messages with their pictures, files and buttons, days,
// and what happened to the group.
import { $, auto, button, el, icon } from "./dom.js";
import { write } from "./text.js";

export function welcome(bot, description) {
  const w = el("li", "welcome", Object.assign(el("img"), { src: "/sandbox/icon.svg", width: 64, height: 64, alt: "" }),
    el("h3", "", bot.name || "Lurewatch"),
    el("p", "", description || "Forward or paste a job offer here to learn what the bot sees in it. Press Start to begin, or pick an example."));
  w.querySelector("p").dir = "auto";
  return w;
}
export const dayRow = (date) => el("li", "day", new Date(date * 1000).toLocaleDateString("en", { day: "numeric", month: "long", weekday: "long" }));

export function eventRow(m) {
  const row = el("li", "event", el("b", "", m.name), " " + m.service);
  row.id = "m" + m.id;
  return row;
}

// messageRow is one message. look says how it stands in the chat: mine, first of
// its sender, in a group. acts are what the person can do with it: say a
// command, press a button, open the menu.
export function messageRow(m, look, acts) {
  const { mine, first, group } = look;
  const bubble = el("div", "bubble");
  if (group && !mine && first) bubble.append(auto(el("div", "name", m.name)));
  if (m.forwarded) bubble.append(auto(el("div", "fwd", "Forwarded from ", el("b", "", m.forwarded))));
  if (m.replyTo) bubble.append(reference(m.replyTo));
  if (m.photo) bubble.append(picture(m));
  if (m.document) bubble.append(file(m.document));
  if (m.text) bubble.append(auto(el("div", "text", write(m.text, m.entities, acts.say))));
  else if (!m.photo && !m.document) bubble.append(el("div", "text", el("em", "", "(" + m.kind.replace("_", " ") + ")")));
  if (m.reaction) bubble.append(el("div", "reaction", m.reaction));
  const time = new Date(m.date * 1000).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  bubble.append(el("div", "meta", m.edited ? el("span", "", "edited") : null, m.silent ? el("span", "", "silent") : null, el("time", "", time)));
  const row = el("li", "msg" + (mine ? " mine" : "") + (first ? " first" : "") + (m.buttons?.length ? " keyed" : ""), bubble);
  if (m.buttons?.length) row.append(keys(m, acts.press));
  const more = button("round more", icon("more"), () => acts.menu(m, mine, more));
  more.setAttribute("aria-label", "What you can do with this message");
  more.setAttribute("aria-haspopup", "menu");
  row.append(more);
  row.id = "m" + m.id;
  return row;
}

function reference(ref) {
  return button("ref", [el("b", "", ref.name), auto(el("span", "", ref.text))], () => {
    const row = $("m" + ref.id);
    row?.scrollIntoView({ block: "center", behavior: "smooth" });
    row?.classList.add("flash");
    setTimeout(() => row?.classList.remove("flash"), 1300);
  });
}

function picture(m) {
  const img = el("img", "pic");
  Object.assign(img, { src: "/sandbox/file?id=" + encodeURIComponent(m.photo.id), alt: m.text ? "Picture, with the words below" : "Picture" });
  if (m.photo.width) Object.assign(img, { width: m.photo.width, height: m.photo.height });
  return img;
}

function file(d) {
  const a = el("a", "doc", icon("clip"), el("div", "", el("b", "", d.name || "File"), el("span", "", size(d.size))));
  a.href = "/sandbox/file?id=" + encodeURIComponent(d.id);
  a.download = d.name || "file";
  return a;
}
const size = (n) => (n < 1024 ? n + " B" : n < 1 << 20 ? (n / 1024).toFixed(1) + " KB" : (n / (1 << 20)).toFixed(1) + " MB");

function keys(m, press) {
  return el("div", "keys", ...m.buttons.map((row) => el("div", "", ...row.map((b) => {
    if (b.url) {
      const a = el("a", "key link", b.text);
      if (/^(https?|tg):/i.test(b.url)) a.href = b.url;
      Object.assign(a, { target: "_blank", rel: "noopener noreferrer nofollow", title: b.url });
      return auto(a);
    }
    return auto(button("key", b.text, (e) => press(m, b, e.currentTarget)));
  }))));
}
