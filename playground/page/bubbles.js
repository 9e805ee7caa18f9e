// One message as it stands in a chat.
import { aside, button, make, sign } from "./dom.js";
import { rich } from "./entities.js";
import { hourOf, say, sizeOf } from "./language.js";
import { fileAddress } from "./server.js";

const WORDLESS = ["voice", "sticker", "poll", "location", "contact"];

// `acts`: what can be done in this chat: command, start, press, more; `bot`: its username.
// `waiting`: callback data of this message's buttons the bot has not answered yet.
export function bubble(message, { acts, waiting }) {
  const mine = message.by === "person";
  return make(
    "li",
    {
      class: `message ${mine ? "mine" : "theirs"}`,
      dataMessage: message.message_id,
      dataBy: message.by,
      dataKind: message.kind,
    },
    make("div", { class: "bubble" }, ...contents(message, mine, acts), foot(message, acts)),
    ...(message.buttons.length ? [keyboard(message, acts, waiting)] : []),
  );
}

function contents(message, mine, acts) {
  const words = make("div", { class: "words", dataRole: "words" });
  words.append(rich(message.text, message.entities, acts));
  return [
    aside(`${say(mine ? "phone.you" : "phone.bot")}: `),
    message.forwarded ? make("p", { class: "forwarded" }, say("message.forwarded")) : null,
    message.reply_to ? quote(message.reply_to) : null,
    message.kind === "photo" ? photo(message, mine) : null,
    message.kind === "document" ? file(message.file) : null,
    WORDLESS.includes(message.kind) ? thing(message.kind) : null,
    message.text ? words : null,
  ].filter((part) => part !== null);
}

function quote(quoted) {
  const who = say(quoted.by === "bot" ? "phone.bot" : "phone.you");
  return make("blockquote", { class: "quote", dataRole: "quote" }, make("b", {}, who), quoted.text);
}

function photo(message, mine) {
  const address = fileAddress(message.file.path);
  const label = say(mine ? "message.ownPhoto" : "message.photo");
  const picture = make("img", { src: address, alt: label, loading: "lazy" });
  const open = { class: "photo", href: address, target: "_blank", rel: "noopener" };
  return make("a", { ...open, dataRole: "photo" }, picture);
}

function file({ path, name, size }) {
  return make(
    "a",
    {
      class: "file",
      href: fileAddress(path),
      download: name,
      dataRole: "document",
    },
    sign("file"),
    make("span", { class: "name" }, name),
    make("span", { class: "size" }, sizeOf(size), aside(`, ${say("message.download")}`)),
  );
}

const thing = (kind) => make("p", { class: "thing" }, say(`message.${kind}`));

function foot(message, acts) {
  const sent = new Date(message.date * 1000);
  return make(
    "div",
    { class: "foot" },
    message.protected
      ? make(
          "span",
          { class: "protected", dataRole: "protected", title: say("message.protectedLabel") },
          say("message.protected"),
        )
      : null,
    message.edited ? make("span", { dataRole: "edited" }, say("message.edited")) : null,
    make("time", { datetime: sent.toISOString() }, hourOf(sent)),
    button(sign("dots"), (event) => acts.more(message, event.currentTarget), {
      class: "more",
      ariaLabel: say("message.more"),
      ariaHaspopup: "menu",
      dataRole: "more",
    }),
  );
}

function keyboard(message, acts, waiting) {
  const rows = message.buttons.map((row) =>
    make("div", { class: "row" }, ...row.map((one) => key(one, message, acts, waiting))),
  );
  return make("div", { class: "keyboard", dataRole: "keyboard" }, ...rows);
}

function key(one, message, acts, waiting) {
  if (one.url) return link(one, acts);
  const spinning = waiting.includes(one.callback_data);
  return button(
    [one.text, spinning ? make("span", { class: "spinner" }, aside(say("message.waiting"))) : ""],
    () => acts.press(message, one.callback_data),
    { class: "key", dataRole: "button", dataCode: one.callback_data, ariaBusy: spinning && "true" },
  );
}

function link(one, acts) {
  const inside = [{ type: "text_link", url: one.url, offset: 0, length: one.text.length }];
  const made = rich(one.text, inside, acts).querySelector("a, button");
  made.className = "key";
  made.dataset.role = "button";
  return made;
}
