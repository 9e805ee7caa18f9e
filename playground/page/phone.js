// One telephone: whose it is, its chat with the bot, and what its owner does in it.
import { button, make, sign } from "./dom.js";
import { Composer } from "./composer.js";
import { say } from "./language.js";
import { Log } from "./log.js";
import { openMenu } from "./menus.js";
import { Refusal, people } from "./server.js";

const TOAST_STAYS = 5000; // milliseconds
const TYPING_STAYS = 5000;

export class Phone {
  // `onUnread(count)` is told how many messages of the bot came that nobody has seen yet.
  constructor(person, bot, onUnread) {
    this.id = person.id;
    this.person = person;
    this.bot = bot;
    this.onUnread = onUnread;
    this.chat = { messages: [], waiting: [], toasts: [], doing: "" };
    this.seen = -1; // the number of the news this chat was last read at
    this.unread = 0;
    this.#build();
  }

  get title() {
    return say("phone.label", { name: this.person.first_name, part: say(`part.${this.person.part}`) });
  }

  #build() {
    this.log = new Log(this.person.first_name, this.#acts());
    this.composer = new Composer(this.person, (act, words) => this.does(act, words));
    this.toast = make("p", { class: "toast", role: "status", dataRole: "toast" });
    this.doing = make("span", { class: "doing", dataRole: "doing" });
    this.element = make(
      "section",
      {
        class: "phone",
        ariaLabel: this.title,
        dataPart: this.person.part,
        dataPerson: this.id,
        id: `phone-${this.id}`,
      },
      this.#owner(),
      make("div", { class: "screen" }, this.#head(), this.log.element, this.toast, this.composer.element),
    );
  }

  #owner() {
    const { part, first_name: name } = this.person;
    return make(
      "h2",
      { class: "owner" },
      make("span", { class: "part" }, say(`part.${part}`)),
      make("span", { class: "name" }, name),
    );
  }

  #head() {
    const more = button(sign("dots"), () => this.#openMore(more), {
      class: "more",
      ariaLabel: say("phone.more"),
      ariaHaspopup: "menu",
      dataRole: "chat-more",
    });
    const name = make("span", { class: "name" }, this.bot.first_name);
    return make("div", { class: "head" }, sign("seal"), make("p", {}, name, this.doing), more);
  }

  #acts() {
    return {
      bot: this.bot.username,
      command: (text) => this.does("sends", { text }),
      start: (payload) => this.does("starts", { payload }),
      press: ({ message_id: on }, data) => this.does("presses", { label_or_data: data, on }),
      more: (message, anchor) => this.#openFor(message, anchor),
    };
  }

  #openMore(anchor) {
    const { blocked } = this.person;
    const act = () => this.does(blocked ? "unblocks" : "blocks");
    const label = say(blocked ? "phone.unblock" : "phone.block");
    openMenu(anchor, say("phone.more"), [{ label, act, role: "block" }]);
  }

  #openFor(message, anchor) {
    const reply = { label: say("message.reply"), role: "reply", act: () => this.composer.reply(message) };
    const edit = { label: say("message.edit"), role: "edit", act: () => this.composer.edit(message) };
    const gone = { message: message.message_id };
    const forget = { label: say("message.delete"), role: "delete", act: () => this.does("deletes", gone) };
    const mine = message.by === "person";
    const own = message.text && !message.forwarded ? [edit, forget] : [forget];
    openMenu(anchor, say("message.more"), mine ? [reply, ...own] : [reply]);
  }

  // Act as this person; whether it went well. What went wrong is said on the phone.
  async does(act, words) {
    try {
      await people.act(this.id, act, words);
      await this.refresh();
      return true;
    } catch (error) {
      if (error instanceof Refusal) this.say(say("phone.refused", { why: error.message }));
      else this.say(say("phone.unreachable"));
      return false;
    }
  }

  // Who owns it may have changed: blocked, started, another menu.
  meet(person) {
    const changed = JSON.stringify(person) !== JSON.stringify(this.person);
    this.person = person;
    if (changed) this.#show();
  }

  async news(number) {
    if (this.seen >= number) return;
    this.seen = number;
    try {
      await this.refresh();
    } catch {
      this.seen = -1; // the next news brings it
    }
  }

  // Two readings may overlap; an older one must never cover a newer one.
  async refresh() {
    const mine = (this.asked = (this.asked ?? 0) + 1);
    const chat = await people.chat(this.id);
    if (mine < (this.shown ?? 0)) return;
    const first = this.shown === undefined;
    this.shown = mine;
    const before = this.chat;
    this.chat = chat;
    this.person = { ...this.person, started: this.person.started || chat.messages.some(isOwn) };
    this.#show();
    if (!first) this.#notice(before);
  }

  #show() {
    const empty = [say(this.person.payload && !this.person.started ? "phone.emptyStart" : "phone.empty")];
    this.log.show(this.chat.messages, this.chat.waiting, empty);
    this.composer.show(this.person, this.chat.messages);
    this.#showDoing(this.chat.doing);
  }

  #notice(before) {
    for (const words of this.chat.toasts.slice(before.toasts.length)) this.say(words);
    const newest = before.messages.at(-1)?.message_id ?? 0;
    const came = this.chat.messages.filter((one) => one.by === "bot" && one.message_id > newest);
    if (came.length && !this.element.checkVisibility()) this.unread += came.length;
    this.onUnread(this.unread);
  }

  // The phone was brought to the front.
  look() {
    this.unread = 0;
    this.onUnread(0);
    this.log.toEnd();
  }

  #showDoing(doing) {
    clearTimeout(this.ends);
    const known = ["typing", "upload_photo", "upload_document"].includes(doing);
    this.doing.textContent = doing ? say(`doing.${known ? doing : "other"}`) : say("phone.bot");
    this.doing.classList.toggle("now", doing !== "");
    if (doing) this.ends = setTimeout(() => this.#showDoing(""), TYPING_STAYS);
  }

  say(words) {
    clearTimeout(this.hides);
    this.toast.textContent = words;
    this.hides = setTimeout(() => (this.toast.textContent = ""), TOAST_STAYS);
  }
}

const isOwn = (message) => message.by === "person";
