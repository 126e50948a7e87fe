// The chat page. It shows what the server streams and posts what the person
// does; it keeps no state of its own but the draft.
import { $, arrange, auto, button, el, icon } from "./dom.js";
import { ask, closePanels, menu, openPanel, toast } from "./panels.js";
import { dayRow, eventRow, messageRow, welcome } from "./rows.js";

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
  else if (scene.type === "private") s.textContent = `as ${who()?.name} · bot${scene.blocked ? ", blocked" : ""}`;
  else s.textContent = `as ${who()?.name} · ${scene.members} ${scene.members === 1 ? "person" : "people"} · ${places[scene.bot] || "the bot is not here"}`;
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
  const rows = [], seen = new Set(), arriving = shown.size === 0;
  let before = null, answer = null, own = false;
  if (scene.messages.length === 0 && !group) rows.push(welcome(stage.bot, scene.description));
  for (const m of scene.messages) {
    const day = new Date(m.date * 1000).toDateString();
    if (!before || day !== new Date(before.date * 1000).toDateString()) rows.push(dayRow(m.date));
    const first = !before || before.from !== m.from || before.kind === "service" || m.date - before.date > 300;
    const json = JSON.stringify([m, first]);
    const old = shown.get(m.id);
    seen.add(m.id);
    if (old?.json === json) rows.push(old.node);
    else {
      const node = m.service ? eventRow(m) : messageRow(m, { mine: m.from === as, first, group }, acts);
      shown.set(m.id, { json, node });
      rows.push(node);
      if (!old && m.from === as) own = true;
      else if (!old && (!answer || arriving)) answer = node;
    }
    before = m;
  }
  for (const id of shown.keys()) if (!seen.has(id)) shown.delete(id);
  arrange(log, rows);
  // What is longer than the screen is read from its beginning.
  if (answer && (atEnd || arriving)) log.scrollTop = answer.offsetTop - 12;
  else if (own || atEnd && arriving) log.scrollTop = log.scrollHeight;
}

const acts = { say: (words) => post("send", { text: words }), press, menu: messageMenu };

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

// ---- menus

function messageMenu(m, mine, anchor) {
  const items = [["Reply", () => { draft.replyTo = m; drawChips(); $("text").focus(); }]];
  if (m.text) items.push(["Copy the words", () => navigator.clipboard.writeText(m.text).then(() => toast("Copied"), () => toast("The browser does not allow it."))]);
  if (m.text && scene.type !== "private") items.push(["Send to the bot in private", () => post("send", { chat: as, text: m.text, forward: origin(m) })]);
  if (mine && m.text) items.push(["Edit", () => editMessage(m)]);
  if (mine || scene.admin || scene.type === "private") items.push(["Delete", () => post("delete", { message: m.id }), "bad"]);
  menu(anchor, items);
}

const origin = (m) => (stage.people.some((p) => p.id === m.from) ? { kind: "user", from: m.from } : { kind: "hidden_user", name: m.name });

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
  if (e.key === "Enter" && !e.shiftKey && !e.isComposing && !matchMedia("(pointer: coarse)").matches) { e.preventDefault(); $("composer").requestSubmit(); }
});
$("origin").addEventListener("change", () => {
  $("origin").classList.toggle("on", $("origin").value !== "");
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
