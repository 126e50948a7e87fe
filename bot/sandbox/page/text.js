// Turns a text and Telegram's entities into nodes. Offsets are UTF-16 units,
// as JavaScript counts them. Only text nodes are made of what people write.

const tags = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote", expandable_blockquote: "blockquote",
};

// write returns the nodes of a text; onCommand is called with a command that
// is clicked.
export function write(text, entities, onCommand) {
  const sorted = [...(entities || [])].sort((a, b) => a.offset - b.offset || b.length - a.length);
  const out = document.createDocumentFragment();
  fill(out, text, sorted, 0, text.length, onCommand);
  return out;
}

// fill writes text[from:to] into parent; entities that begin there are taken
// from the front of the list.
function fill(parent, text, entities, from, to, onCommand) {
  let at = from;
  while (entities.length && entities[0].offset < to) {
    const e = entities.shift();
    const begin = Math.max(e.offset, at), end = Math.min(e.offset + e.length, to);
    if (end <= begin) continue;
    const node = element(e, text.slice(begin, end), onCommand);
    // A block stands on lines of its own: the breaks beside it are not shown.
    const block = ["BLOCKQUOTE", "PRE"].includes(node.tagName);
    parent.append(text.slice(at, begin - (block && begin > at && text[begin - 1] === "\n" ? 1 : 0)));
    fill(node, text, entities, begin, end, onCommand);
    parent.append(node);
    at = end + (block && end < to && text[end] === "\n" ? 1 : 0);
  }
  parent.append(text.slice(at, to));
}

function element(e, words, onCommand) {
  switch (e.type) {
    case "text_link": return link(e.url);
    case "url": return link(/^[a-z]+:\/\//i.test(words) ? words : "http://" + words);
    case "email": return link("mailto:" + words);
    case "phone_number": return link("tel:" + words);
    case "bot_command": return command(words, onCommand);
    case "spoiler": return spoiler();
    case "mention": case "hashtag": return mark("mention");
  }
  const node = document.createElement(tags[e.type] || "span");
  if (e.type === "expandable_blockquote") expandable(node);
  return node;
}

function mark(name) {
  const node = document.createElement("span");
  node.className = name;
  return node;
}

function link(address) {
  if (!/^(https?|mailto|tel|tg):/i.test(address)) return document.createElement("span");
  const a = document.createElement("a");
  a.href = address;
  a.target = "_blank";
  a.rel = "noopener noreferrer nofollow";
  a.title = address;
  return a;
}

function command(words, onCommand) {
  const b = document.createElement("button");
  b.type = "button";
  b.className = "command";
  b.addEventListener("click", () => onCommand(words));
  return b;
}

function spoiler() {
  const node = mark("spoiler");
  node.tabIndex = 0;
  node.setAttribute("role", "button");
  node.setAttribute("aria-label", "Hidden words, press to show");
  const show = () => { node.classList.add("shown"); node.removeAttribute("role"); node.removeAttribute("aria-label"); };
  node.addEventListener("click", show);
  node.addEventListener("keydown", (ev) => { if (ev.key === "Enter" || ev.key === " ") { ev.preventDefault(); show(); } });
  return node;
}

function expandable(node) {
  node.className = "expandable";
  node.tabIndex = 0;
  node.title = "Show more or less";
  const turn = () => node.classList.toggle("open");
  node.addEventListener("click", (ev) => { if (!ev.target.closest("a,button")) turn(); });
  node.addEventListener("keydown", (ev) => { if (ev.key === "Enter") turn(); });
}
