// The chat page. It shows what the server streams and posts what the person
// does; it keeps no state of its own but the draft.
import { write } from "./text.js";

const $ = (id) => document.getElementById(id);
const el = (tag, name, ...children) => {
  const node = document.createElement(tag);
  if (name) node.className = name;
  node.append(...children.filter((c) => c !== null && c !== undefined && c !== false));
  return node;
};
const icon = (name) => {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", "#i-" + name);
  svg.setAttribute("aria-hidden", "true");
  svg.append(use);
  return svg;
};
const button = (name, words, onClick) => {
  const b = el("button", name, ...[words].flat());
  b.type = "button";
  b.addEventListener("click", onClick);
  return b;
};

let stage = { bot: {}, people: [], groups: [] };
let scene = null;
let as = 0, chat = 0;
let stream = null, failures = 0;
let draft = { replyTo: null, picture: null };
const shown = new Map(); // message id → { json, node }

// ---- talking to the server

async function post(what, body) {
  try {
    const res = await fetch("/sandbox/" + what, {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ as, chat, ...body }),
    });
    const out = await res.json();
    if (out.error) toast(out.error);
    return out;
  } catch {
    toast("The sandbox does not answer.");
    return { error: "gone" };
  }
}

function listen() {
  stream?.close();
  stream = new EventSource(`/sandbox/events?as=${as}&chat=${chat}`);
  stream.addEventListener("stage", (e) => { failures = 0; stage = { ...stage, ...JSON.parse(e.data) }; drawStage(); });
  stream.addEventListener("scene", (e) => { scene = JSON.parse(e.data); drawScene(); });
  stream.addEventListener("end", () => { stream.close(); gone(); });
  stream.addEventListener("error", () => { if (++failures > 5) { stream.close(); gone(); } });
}
addEventListener("pagehide", () => stream?.close());
addEventListener("pageshow", (e) => { if (e.persisted) listen(); });

function gone() {
  notice("The sandbox has stopped. Start it again and reload this page.", "Reload", () => location.reload());
  $("composer").hidden = true;
}

// ---- who and where

function turnTo(person, where) {
  const own = chat === as;
  as = person;
  chat = where ?? (own ? person : chat);
  history.replaceState(null, "", `#as=${as}&chat=${chat}`);
  shown.clear();
  $("log").replaceChildren();
  $("log").lang = tag(who()?.language || "en");
  $("text").lang = $("log").lang;
  draft.replyTo = null;
  drawChips();
  drawStage();
  listen();
}
const who = () => stage.people.find((p) => p.id === as);
const tag = (code) => code.replace(/^zh-han/, "zh-Han");

function drawStage() {
  const select = $("person");
  const key = stage.people.map((p) => p.id + p.name + p.role).join();
  if (select.dataset.key !== key) {
    select.dataset.key = key;
    const groups = new Map();
    for (const p of stage.people) {
      const [kind, ...rest] = p.role.split(" · ");
      if (!groups.has(kind)) groups.set(kind, Object.assign(el("optgroup"), { label: kind + "s" }));
      const o = el("option", "", [p.name, ...rest].join(" · "));
      o.value = p.id;
      groups.get(kind).append(o);
    }
    select.replaceChildren(...groups.values());
  }
  select.value = as;
  $("chats").replaceChildren(
    chatRow(as, stage.bot.name, who()?.last || "Private chat with the bot", "bot"),
    ...stage.groups.map((g) => chatRow(g.id, g.title, g.last || "Group", "group")),
  );
}

function chatRow(id, title, last, kind) {
  const words = el("span", "words", el("strong", "", title), el("span", "last", last));
  words.dir = "auto";
  const b = button("", [face(kind, title), words], () => { turnTo(as, id); closePanels(); });
  if (id === chat) b.setAttribute("aria-current", "true");
  return el("li", "", b);
}

function face(kind, title) {
  const f = el("span", "face " + kind);
  f.setAttribute("aria-hidden", "true");
  if (kind === "bot") f.append(Object.assign(el("img"), { src: "/sandbox/icon.svg", alt: "" }));
  else f.append([...title][0] || "?");
  return f;
}

// ---- the chat

let actionTimer = 0;
function drawScene() {
  if (scene.chat !== chat || scene.as !== as) return;
  const group = scene.type !== "private";
  $("title").textContent = scene.title;
  $("face").replaceWith(Object.assign(face(group ? "group" : "bot", scene.title), { id: "face" }));
  clearTimeout(actionTimer);
  const left = scene.action ? 5000 - scene.actionAge : 0;
  drawStatus(left > 0);
  if (left > 0) actionTimer = setTimeout(() => drawStatus(false), left);
  drawMessages(group);
  drawNotice(group);
  $("commands").hidden = scene.menu.length === 0;
  const anonymous = $("origin").querySelector("[value=anonymous]");
  anonymous.hidden = anonymous.disabled = !(group && scene.admin);
  if (anonymous.hidden && $("origin").value === "anonymous") $("origin").value = "";
}

function drawStatus(busy) {
  const s = $("status");
  s.classList.toggle("busy", busy);
  const places = { member: "the bot is a member", administrator: "the bot is an admin" };
  if (busy) s.textContent = (scene.type === "private" ? "" : stage.bot.name + " is ") + actionWords(scene.action);
  else if (scene.type === "private") s.textContent = scene.blocked ? "bot, blocked by you" : "bot";
  else s.textContent = `${scene.members} ${scene.members === 1 ? "person" : "people"}, ${places[scene.bot] || "the bot is not here"}`;
}
const actionWords = (a) => ({ upload_photo: "sending a picture", upload_document: "sending a file" })[a] || "typing";

function drawNotice(group) {
  const empty = !group && scene.messages.length === 0;
  const out = group && scene.bot !== "member" && scene.bot !== "administrator";
  $("composer").hidden = empty && !scene.blocked;
  if (scene.blocked && !group) notice("You have blocked the bot.", "Unblock", () => post("block", { on: false }));
  else if (empty) notice("", "Start", () => post("send", { text: "/start" }), "start");
  else if (out) notice("The bot is not in this group.", "Add the bot", () => post("bot", { on: true }));
  else $("notice").hidden = true;
  if (scene.blocked && !group) $("composer").hidden = true;
}

function notice(words, action, onClick, name = "") {
  const n = $("notice");
  n.className = "notice " + name;
  n.hidden = false;
  n.replaceChildren(words ? el("span", "", words) : "", button("", action, onClick));
}

function drawMessages(group) {
  const log = $("log");
  const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 90;
  const rows = [], seen = new Set();
  let before = null, fresh = false;
  if (scene.messages.length === 0 && !group) rows.push(welcome());
  for (const m of scene.messages) {
    const day = new Date(m.date * 1000).toDateString();
    if (!before || day !== new Date(before.date * 1000).toDateString()) rows.push(dayRow(m.date));
    const first = !before || before.from !== m.from || before.kind === "service" || m.date - before.date > 300;
    const json = JSON.stringify([m, first]);
    const old = shown.get(m.id);
    seen.add(m.id);
    if (old?.json === json) rows.push(old.node);
    else {
      const node = m.service ? eventRow(m) : messageRow(m, first, group);
      shown.set(m.id, { json, node });
      rows.push(node);
      fresh ||= !old;
    }
    before = m;
  }
  for (const id of shown.keys()) if (!seen.has(id)) shown.delete(id);
  arrange(log, rows);
  const last = scene.messages.at(-1);
  if (atEnd || fresh && last?.from === as) log.scrollTop = log.scrollHeight;
}

// arrange makes rows the children of a node and leaves those alone that are
// there already, so that focus and selection survive.
function arrange(parent, rows) {
  const keep = new Set(rows);
  for (const child of [...parent.children]) if (!keep.has(child)) child.remove();
  rows.forEach((row, i) => { if (parent.children[i] !== row) parent.insertBefore(row, parent.children[i] || null); });
}

function welcome() {
  const w = el("li", "welcome", Object.assign(el("img"), { src: "/sandbox/icon.svg", width: 64, height: 64, alt: "" }),
    el("h3", "", stage.bot.name || "Lurewatch"),
    el("p", "", scene.description || "Forward or paste a job offer here to learn what the bot sees in it. Press Start to begin, or pick an example."));
  w.querySelector("p").dir = "auto";
  return w;
}
const dayRow = (date) => el("li", "day", new Date(date * 1000).toLocaleDateString("en", { day: "numeric", month: "long", weekday: "long" }));
function eventRow(m) {
  const row = el("li", "event", el("b", "", m.name), " " + m.service);
  row.id = "m" + m.id;
  return row;
}

function messageRow(m, first, group) {
  const mine = m.from === as;
  const bubble = el("div", "bubble");
  if (group && !mine && first) bubble.append(auto(el("div", "name", m.name)));
  if (m.forwarded) bubble.append(auto(el("div", "fwd", "Forwarded from ", el("b", "", m.forwarded))));
  if (m.replyTo) bubble.append(reference(m.replyTo));
  if (m.photo) bubble.append(picture(m));
  if (m.document) bubble.append(file(m.document));
  if (m.text) bubble.append(auto(el("div", "text", write(m.text, m.entities, (words) => post("send", { text: words })))));
  else if (!m.photo && !m.document) bubble.append(el("div", "text", el("em", "", "(" + m.kind.replace("_", " ") + ")")));
  if (m.reaction) bubble.append(el("div", "reaction", m.reaction));
  const time = new Date(m.date * 1000).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  bubble.append(el("div", "meta", m.edited ? el("span", "", "edited") : null, m.silent ? el("span", "", "silent") : null, el("time", "", time)));
  const row = el("li", "msg" + (mine ? " mine" : "") + (first ? " first" : "") + (m.buttons?.length ? " keyed" : ""), bubble);
  if (m.buttons?.length) row.append(keys(m));
  const more = button("round more", icon("more"), () => messageMenu(m, mine, more));
  more.setAttribute("aria-label", "What you can do with this message");
  more.setAttribute("aria-haspopup", "menu");
  row.append(more);
  row.id = "m" + m.id;
  return row;
}
const auto = (node) => { node.dir = "auto"; return node; };

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

function keys(m) {
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

async function press(m, b, node) {
  if (node.getAttribute("aria-busy") === "true") return;
  node.setAttribute("aria-busy", "true");
  const out = await post("press", { message: m.id, data: b.data });
  node.removeAttribute("aria-busy");
  if (out.url && /^https?:/i.test(out.url)) open(out.url, "_blank", "noopener,noreferrer");
  if (!out.text) return;
  if (out.alert) ask({ title: stage.bot.name, text: out.text, yes: "OK" });
  else toast(out.text);
}

// ---- menus, dialogs, panels

function menu(anchor, items) {
  const m = $("menu");
  m.replaceChildren(...items.map(([words, onClick, name]) => {
    const b = button(name || "", words, () => { m.hidePopover(); onClick(); });
    b.setAttribute("role", "menuitem");
    return b;
  }));
  m.showPopover();
  const a = anchor.getBoundingClientRect(), r = m.getBoundingClientRect();
  m.style.left = Math.max(8, Math.min(a.left, innerWidth - r.width - 8)) + "px";
  const below = a.bottom + 4 + r.height < innerHeight;
  m.style.top = Math.max(8, below ? a.bottom + 4 : a.top - r.height - 4) + "px";
  anchor.setAttribute("aria-expanded", "true");
  m.addEventListener("toggle", () => { anchor.setAttribute("aria-expanded", "false"); anchor.focus(); }, { once: true });
  m.querySelector("button")?.focus();
}
$("menu").addEventListener("keydown", (e) => {
  const all = [...$("menu").querySelectorAll("button")], at = all.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[e.key];
  if (to === undefined) return;
  e.preventDefault();
  all[(to + all.length) % all.length].focus();
});

function messageMenu(m, mine, anchor) {
  const items = [["Reply", () => { draft.replyTo = m; drawChips(); $("text").focus(); }]];
  if (m.text) items.push(["Copy the words", () => navigator.clipboard.writeText(m.text).then(() => toast("Copied"), () => toast("The browser does not allow it."))]);
  if (m.text && scene.type !== "private") items.push(["Send to the bot in private", () => post("send", { chat: as, text: m.text, forward: { kind: "user", from: m.from, name: m.name } })]);
  if (mine && m.text) items.push(["Edit", () => editMessage(m)]);
  if (mine || scene.admin || scene.type === "private") items.push(["Delete", () => post("delete", { message: m.id }), "bad"]);
  menu(anchor, items);
}

async function editMessage(m) {
  const words = await ask({ title: "Edit message", label: "Message", value: m.text, yes: "Save" });
  if (words) post("edit", { message: m.id, text: words });
}

$("chat-menu").addEventListener("click", (e) => {
  if (!scene) return;
  if (scene.type === "private") {
    menu(e.currentTarget, [[scene.blocked ? "Unblock the bot" : "Block the bot", () => post("block", { on: !scene.blocked }), scene.blocked ? "" : "bad"]]);
    return;
  }
  const here = scene.bot === "member" || scene.bot === "administrator";
  menu(e.currentTarget, here
    ? [[scene.bot === "administrator" ? "Make the bot a plain member" : "Make the bot an admin (it then sees all messages)", () => post("promote", { on: scene.bot !== "administrator" })],
      ["Remove the bot", () => post("bot", { on: false }), "bad"]]
    : [["Add the bot", () => post("bot", { on: true })]]);
});
$("commands").addEventListener("click", (e) => {
  menu(e.currentTarget, scene.menu.map((c) => [[el("b", "", "/" + c.command), auto(el("span", "", c.description))],
    () => post("send", { text: "/" + c.command + (scene.type === "private" ? "" : "@" + stage.bot.username) })]));
});
$("new-group").addEventListener("click", async () => {
  const title = await ask({ title: "New group", text: "You become its admin and the bot is added.", label: "Name of the group", value: "Jobs abroad", yes: "Create" });
  if (!title) return;
  const out = await post("group", { title });
  if (out.chat) { turnTo(as, out.chat); closePanels(); }
});

function ask({ title, text = "", label = "", value = "", yes }) {
  const d = $("ask"), input = $("ask-input");
  $("ask-title").textContent = title;
  $("ask-text").textContent = text;
  $("ask-text").hidden = !text;
  $("ask-label").textContent = label;
  $("ask-label").hidden = input.hidden = !label;
  input.value = value;
  input.rows = value.length > 60 ? 6 : 1;
  $("ask-no").hidden = !label;
  $("ask-yes").textContent = yes;
  d.returnValue = "";
  d.showModal();
  if (label) input.select(); else $("ask-yes").focus();
  return new Promise((done) => d.addEventListener("close", () => done(d.returnValue === "yes" ? input.value.trim() || true : ""), { once: true }));
}
$("ask-input").addEventListener("keydown", (e) => {
  if (e.key === "Enter" && !e.shiftKey && $("ask-input").rows === 1) { e.preventDefault(); $("ask-yes").click(); }
});

let toastTimer = 0;
function toast(words) {
  const t = $("toast");
  t.textContent = words;
  t.classList.add("on");
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => t.classList.remove("on"), 3500);
}

let opener = null;
function openPanel(name) {
  closePanels();
  opener = document.querySelector(`[data-open=${name}]`);
  opener.setAttribute("aria-expanded", "true");
  $(name).classList.add("open");
  $("veil").hidden = false;
  $(name).querySelector("[data-close]").focus();
}
function closePanels() {
  for (const name of ["side", "examples"]) {
    $(name).classList.remove("open");
    document.querySelector(`[data-open=${name}]`).setAttribute("aria-expanded", "false");
  }
  $("veil").hidden = true;
  opener?.focus();
  opener = null;
}
for (const b of document.querySelectorAll("[data-open]")) b.addEventListener("click", () => openPanel(b.dataset.open));
for (const b of document.querySelectorAll("[data-close]")) b.addEventListener("click", closePanels);
$("veil").addEventListener("click", closePanels);
addEventListener("keydown", (e) => { if (e.key === "Escape" && !$("veil").hidden) closePanels(); });

// ---- writing

function drawChips() {
  const chips = [];
  if (draft.replyTo) chips.push(chip("Reply to " + draft.replyTo.name, draft.replyTo.text || "Message", null, () => { draft.replyTo = null; }));
  if (draft.picture) chips.push(chip("Picture", draft.picture.name, draft.picture.address, () => { draft.picture = null; $("picture").value = ""; }));
  $("chips").replaceChildren(...chips);
}
function chip(title, words, image, drop) {
  const x = button("round", icon("close"), () => { drop(); drawChips(); $("text").focus(); });
  x.setAttribute("aria-label", "Remove");
  return el("div", "chip", image ? Object.assign(el("img"), { src: image, alt: "" }) : null, el("div", "", el("b", "", title), auto(el("span", "", words))), x);
}

async function takePicture(f) {
  if (!f || !f.type.startsWith("image/")) return;
  if (f.size > 10 << 20) { toast("Telegram takes pictures up to 10 MB."); return; }
  const address = await new Promise((done) => { const r = new FileReader(); r.onload = () => done(r.result); r.readAsDataURL(f); });
  draft.picture = { name: f.name || "picture", address, data: address.slice(address.indexOf(",") + 1) };
  $("text").placeholder = "Caption";
  drawChips();
}
$("picture").addEventListener("change", (e) => takePicture(e.target.files[0]));
addEventListener("paste", (e) => takePicture([...(e.clipboardData?.files || [])][0]));
addEventListener("dragover", (e) => e.preventDefault());
addEventListener("drop", (e) => { e.preventDefault(); takePicture(e.dataTransfer.files[0]); });

function grow() {
  const t = $("text");
  t.style.height = "auto";
  t.style.height = t.scrollHeight + 2 + "px";
}
$("text").addEventListener("input", grow);
$("text").addEventListener("keydown", (e) => {
  if (e.key === "Enter" && !e.shiftKey && !e.isComposing && matchMedia("(pointer: fine)").matches) { e.preventDefault(); $("composer").requestSubmit(); }
});
$("origin").addEventListener("change", () => {
  $("origin-name").hidden = ["", "anonymous"].includes($("origin").value);
  if (!$("origin-name").hidden) $("origin-name").focus();
});
$("composer").addEventListener("submit", async (e) => {
  e.preventDefault();
  const text = $("text").value.trim(), origin = $("origin").value;
  if (!text && !draft.picture) { $("text").focus(); return; }
  const body = { text, replyTo: draft.replyTo?.id || 0, picture: draft.picture?.data, anonymous: origin === "anonymous" };
  if (origin && origin !== "anonymous") body.forward = { kind: origin, name: $("origin-name").value.trim() };
  const out = await post("send", body);
  if (out.error) return;
  draft = { replyTo: null, picture: null };
  $("text").value = $("picture").value = "";
  $("text").placeholder = "Write or paste a job offer";
  drawChips();
  grow();
  $("text").focus();
});
$("person").addEventListener("change", (e) => turnTo(Number(e.target.value)));

// ---- examples

function drawExamples() {
  const titles = { offer: "Lures", harmless: "Harmless", crisis: "Calls for help" };
  const out = [];
  for (const kind of ["offer", "harmless", "crisis"]) {
    const some = (stage.examples || []).filter((x) => x.kind === kind);
    if (some.length) out.push(el("h3", kind, titles[kind]), ...some.map(exampleRow));
  }
  $("example-list").replaceChildren(...out);
}
function exampleRow(x) {
  const label = auto(el("b", "", x.label)), words = auto(el("p", "", x.text));
  label.lang = words.lang = x.lang;
  const send = button("", [label, words, el("span", "lang", x.lang)], async () => {
    const kind = document.querySelector("[name=mode]:checked").value;
    closePanels();
    await post("send", { text: x.text, forward: kind ? { kind, name: "HR Anna" } : null });
  });
  const edit = button("round", icon("pen"), () => { closePanels(); $("composer").hidden = false; $("text").value = x.text; grow(); $("text").focus(); });
  edit.setAttribute("aria-label", "Put it into the message box: " + x.label);
  edit.title = "Put it into the message box";
  return el("div", "example", send, edit);
}

// ---- beginning

async function begin() {
  const res = await fetch("/sandbox/stage");
  stage = await res.json();
  drawExamples();
  const at = new URLSearchParams(location.hash.slice(1));
  const person = stage.people.find((p) => p.id === Number(at.get("as"))) || stage.people[0];
  if (!person) { notice("Nobody is on this stage yet.", "Reload", () => location.reload()); $("composer").hidden = true; return; }
  const where = Number(at.get("chat"));
  turnTo(person.id, stage.groups.some((g) => g.id === where) ? where : person.id);
  if (at.get("panel")) openPanel(at.get("panel"));
}
begin();
