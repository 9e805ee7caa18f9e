// A message's text as elements, from the entities Telegram found in it. Offsets count UTF-16 units,
// as JavaScript's strings do. Nothing here reads HTML: an unknown entity leaves plain text.
import { make } from "./dom.js";

const TAGS = {
  bold: "strong",
  italic: "em",
  underline: "u",
  strikethrough: "s",
  code: "code",
  pre: "pre",
  blockquote: "blockquote",
  expandable_blockquote: "blockquote",
};

// `acts`: { command(text), start(payload), bot } for what can be pressed inside a text.
export function rich(text, entities, acts) {
  const inOrder = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  const whole = document.createDocumentFragment();
  fill(whole, { text, from: 0, to: text.length, waiting: inOrder, acts, pressable: true });
  return whole;
}

function fill(parent, piece) {
  const { text, to, waiting } = piece;
  let at = piece.from;
  while (waiting.length && waiting[0].offset < to) {
    const entity = waiting.shift();
    const end = Math.min(entity.offset + entity.length, to);
    if (entity.offset < at || end <= at) continue;
    const inside = text.slice(entity.offset, end);
    const element = elementOf(entity, inside, piece);
    // A link inside a link could not be pressed by itself.
    const pressable = piece.pressable && !["A", "BUTTON"].includes(element.tagName);
    fill(element, { ...piece, from: entity.offset, to: end, pressable });
    parent.append(text.slice(at, entity.offset), element);
    at = end;
  }
  parent.append(text.slice(at, to));
}

function elementOf(entity, inside, { acts, pressable }) {
  if (entity.type in TAGS) return make(TAGS[entity.type]);
  if (entity.type === "spoiler") return make("span", { class: "spoiler" });
  if (!pressable) return make("span");
  if (entity.type === "bot_command") return pressed(() => acts.command(inside));
  if (entity.type === "text_link") return linkTo(entity.url, acts);
  if (entity.type === "url") return linkTo(inside, acts);
  return make("span", { class: "marked" });
}

function pressed(act) {
  return make("button", { type: "button", class: "inline", on: { click: act } });
}

function linkTo(address, acts) {
  const payload = startPayload(address, acts.bot);
  if (payload !== null) {
    const start = pressed(() => acts.start(payload));
    start.dataset.start = payload;
    return start;
  }
  const safe = /^https?:\/\//.test(address) ? address : `https://${address}`;
  return make("a", { href: safe, target: "_blank", rel: "noopener noreferrer" });
}

// What START would carry, where the address is this bot's own link; else null.
function startPayload(address, bot) {
  const found = /^(?:https?:\/\/)?t\.me\/(\w+)(?:$|\?start=([\w-]{0,64}))/.exec(address);
  return found && found[1].toLowerCase() === bot.toLowerCase() ? (found[2] ?? "") : null;
}
