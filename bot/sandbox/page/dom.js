// Small helpers that make nodes. Words always become text nodes.

export const $ = (id) => document.getElementById(id);
export const el = (tag, name, ...children) => {
  const node = document.createElement(tag);
  if (name) node.className = name;
  node.append(...children.filter((c) => c !== null && c !== undefined && c !== false));
  return node;
};
export const icon = (name) => {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", "#i-" + name);
  svg.setAttribute("aria-hidden", "true");
  svg.append(use);
  return svg;
};
export const button = (name, words, onClick) => {
  const b = el("button", name, ...[words].flat());
  b.type = "button";
  b.addEventListener("click", onClick);
  return b;
};
// auto lets the browser find the direction of a node's words.
export const auto = (node) => { node.dir = "auto"; return node; };
// arrange makes rows the children of a node and leaves those alone that are
// there already, so that focus and selection survive.
export function arrange(parent, rows) {
  const keep = new Set(rows);
  for (const child of [...parent.children]) if (!keep.has(child)) child.remove();
  rows.forEach((row, i) => { if (parent.children[i] !== row) parent.insertBefore(row, parent.children[i] || null); });
}
