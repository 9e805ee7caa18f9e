// What a person writes with: the text field, and what stands in its place before START.
import { button, make, sign } from "./dom.js";
import { say } from "./language.js";
import { openMenu } from "./menus.js";

const LONGEST = 4096; // UTF-16 units, as Telegram counts
const WARN_FROM = 3600;

const THINGS = {
  photo: {},
  voice: {},
  sticker: {},
  location: {},
  contact: {},
  forwards: { text: say("attach.forwardedText") },
};

export class Composer {
  // `does(act, words)` acts as the person and resolves to whether it went well.
  constructor(person, does) {
    this.person = person;
    this.does = does;
    this.about = null; // { message, editing }: the bubble a reply or a change is about
    this.dismissed = 0; // the message whose wish for a reply was put aside
    this.newestWish = null;
    this.busy = false;
    this.draft = `draft:${person.id}`;
    this.#build();
  }

  #build() {
    this.field = make("textarea", {
      rows: 1,
      maxlength: LONGEST,
      ariaLabel: say("compose.field", { name: this.person.first_name }),
      placeholder: say("compose.placeholder"),
      dataRole: "field",
      on: { input: () => this.#typed(), keydown: (event) => this.#key(event) },
    });
    this.field.value = sessionStorage.getItem(this.draft) ?? "";
    this.banner = make("div", { class: "about", dataRole: "about", hidden: true });
    this.left = make("p", { class: "left", hidden: true });
    this.sender = make("button", { class: "send", type: "submit", dataRole: "send" });
    this.menu = this.#opener(say("compose.menu"), "menu", () => this.#openCommands());
    const attach = this.#opener(sign("plus"), "attach", () => this.#openThings());
    attach.setAttribute("aria-label", say("compose.attach"));
    const bar = make("div", { class: "bar" }, this.menu, this.field, attach, this.sender);
    this.form = make("form", { class: "writing" }, this.banner, this.left, bar);
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send();
    });
    this.element = make("div", { class: "composer" });
    this.#showAbout();
  }

  #opener(words, role, act) {
    return button(words, act, { class: role, ariaHaspopup: "menu", dataRole: role });
  }

  // Show what fits: START, the way back from blocking, or the field.
  show(person, messages) {
    this.person = person;
    const state = person.blocked ? "blocked" : person.started ? "writing" : "new";
    if (state !== this.state) this.#put(state);
    this.#answerWish(messages.at(-1));
  }

  #put(state) {
    const hadFocus = this.element.contains(document.activeElement);
    const before = this.state;
    this.state = state;
    const parts = { blocked: () => this.#blocked(), new: () => this.#start(), writing: () => this.form };
    this.element.replaceChildren(parts[state]());
    this.#grow();
    if (hadFocus && before) this.element.querySelector("textarea, .wide").focus();
  }

  #start() {
    const start = () => this.does("starts", { payload: this.person.payload });
    return button(say("compose.start"), start, { class: "wide", dataRole: "start" });
  }

  #blocked() {
    const unblock = button(say("phone.unblock"), () => this.does("unblocks"), {
      class: "wide",
      dataRole: "unblock",
    });
    return make("div", { class: "blocked" }, make("p", {}, say("phone.blocked")), unblock);
  }

  // A bot that wishes for a reply opens one, as Telegram's own apps do, until it is put aside.
  #answerWish(last) {
    const wish = last?.by === "bot" && last.force_reply ? last : null;
    if (wish?.message_id === this.newestWish?.message_id) return;
    const over = this.about && this.about.message === this.newestWish;
    this.newestWish = wish;
    this.field.placeholder = wish?.placeholder || say("compose.placeholder");
    if (wish && !this.about && this.dismissed !== wish.message_id) this.reply(wish, false);
    else if (over) this.#forget();
  }

  reply(message, focus = true) {
    this.about = { message, editing: false };
    this.#showAbout();
    if (focus) this.field.focus();
  }

  edit(message) {
    this.about = { message, editing: true };
    this.#showAbout();
    this.field.value = message.text;
    this.#typed();
    this.field.focus();
  }

  #forget() {
    if (this.about?.editing) this.field.value = "";
    this.about = null;
    this.#showAbout();
    this.#typed();
  }

  #putAside() {
    this.dismissed = this.about.message.message_id;
    this.#forget();
    this.field.focus();
  }

  #showAbout() {
    const editing = this.about?.editing ?? false;
    this.sender.textContent = say(editing ? "compose.save" : "compose.send");
    this.banner.hidden = this.about === null;
    if (this.about === null) return;
    this.banner.replaceChildren(
      make("b", {}, say(editing ? "compose.editing" : "compose.replying")),
      make("span", {}, this.about.message.text),
      button("×", () => this.#putAside(), { ariaLabel: say("compose.cancel"), class: "close" }),
    );
  }

  #typed() {
    const { value } = this.field;
    // An unfinished change is no draft: after a reload it would go out as a new message.
    if (!this.about?.editing) sessionStorage.setItem(this.draft, value);
    this.left.hidden = value.length < WARN_FROM;
    this.left.textContent = say("compose.left", { n: LONGEST - value.length });
    this.#grow();
  }

  #grow() {
    this.field.style.height = "auto";
    if (this.field.scrollHeight) this.field.style.height = `${this.field.scrollHeight + 2}px`;
  }

  #key(event) {
    // Enter that ends a Korean syllable being composed is not Enter yet.
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.#send();
    } else if (event.key === "Escape" && this.about) {
      this.#putAside();
    }
  }

  async #send() {
    const text = this.field.value.trim();
    if (!text || this.busy) return;
    this.busy = true;
    const { message, editing } = this.about ?? {};
    const went = editing
      ? await this.does("edits", { message: message.message_id, text })
      : await this.does("sends", { text, reply_to: message?.message_id ?? null });
    this.busy = false;
    if (!went) return;
    this.field.value = "";
    this.#forget();
  }

  #openCommands() {
    const items = this.person.menu.map(({ command, description }) => ({
      label: `/${command}`,
      note: description,
      role: "command",
      act: () => this.does("sends", { text: `/${command}` }),
    }));
    openMenu(this.menu, say("compose.menuLabel"), items, say("compose.menuNone"));
  }

  #openThings() {
    const items = Object.entries(THINGS).map(([act, words]) => ({
      label: say(`attach.${act}`),
      role: "thing",
      act: () => this.does(act, words),
    }));
    openMenu(this.form.querySelector(".attach"), say("compose.attach"), items);
  }
}
