// Menus, questions, short notices, and the panels that slide in where the
// screen is narrow.
import { $, button } from "./dom.js";

// menu shows items, each [words, what to do, class], beside an anchor.
export function menu(anchor, items) {
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
  m.addEventListener("toggle", function closed(e) {
    if (e.newState !== "closed") return;
    m.removeEventListener("toggle", closed);
    anchor.setAttribute("aria-expanded", "false");
    if (document.activeElement === document.body || m.contains(document.activeElement)) anchor.focus();
  });
  m.querySelector("button")?.focus();
}
$("menu").addEventListener("keydown", (e) => {
  const all = [...$("menu").querySelectorAll("button")], at = all.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[e.key];
  if (to === undefined) return;
  e.preventDefault();
  all[(to + all.length) % all.length].focus();
});

// ask shows a question, or only words, and gives what was written: true for
// an empty yes, "" for no.
export function ask({ title, text = "", label = "", value = "", yes }) {
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
export function toast(words) {
  const t = $("toast");
  t.textContent = words;
  t.classList.add("on");
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => t.classList.remove("on"), 3500);
}

let opener = null;
export function openPanel(name) {
  closePanels();
  opener = document.querySelector(`[data-open=${name}]`);
  opener.setAttribute("aria-expanded", "true");
  $(name).classList.add("open");
  $("veil").hidden = false;
  $(name).querySelector("[data-close]").focus();
}
export function closePanels() {
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
