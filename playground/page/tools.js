// The clock that can be moved, and the faults that can be switched on.
import { button, make } from "./dom.js";
import { dateAndHour, say } from "./language.js";
import { faults, moveClock, people } from "./server.js";

const HOUR = 3600; // seconds
// Each lasts until it is switched off: `times` null hits every request that fits.
const FAULTS = {
  too_many: { kind: "too_many", method: "sendMessage", times: null, retry_after: 3 },
  lost_reply: { kind: "lost_reply", method: "sendMessage", times: null },
};

export class Tools {
  // `tried(promise)` shows what went wrong.
  constructor(tried) {
    this.tried = tried;
    this.switches = new Map();
    this.time = make("time", { class: "now", dataRole: "now" });
    this.said = make("p", { class: "aside", role: "status" });
    this.list = make("ul", {
      class: "switches",
      ariaLabel: say("faults.title"),
      ariaDescribedby: "faults-hint",
    });
    this.element = make("section", { ariaLabel: say("tools.title") }, this.#folded());
    setInterval(() => this.#tick(), 1000);
  }

  // In a narrow window the phones come first: there the tools lie folded under their name.
  #folded() {
    const clock = [make("h2", {}, say("clock.title")), this.time, this.#jumps(), this.said];
    const hint = make("p", { class: "hint", id: "faults-hint" }, say("faults.hint"));
    const broken = [make("h2", {}, say("faults.title")), this.list, hint];
    const both = [make("div", { class: "clock" }, ...clock), make("div", { class: "faults" }, ...broken)];
    const summary = make("summary", {}, say("tools.title"));
    const folded = make("details", { class: "tools" }, summary, make("div", {}, ...both));
    const wide = matchMedia("(min-width: 761px)");
    const fit = () => (folded.open = wide.matches);
    wide.addEventListener("change", fit);
    fit();
    return folded;
  }

  #jumps() {
    const jump = (name, seconds) =>
      button(say(`clock.${name}`), () => this.tried(this.#move(seconds)), { dataRole: name });
    return make("div", { class: "jumps" }, jump("hour", HOUR), jump("day", 24 * HOUR));
  }

  async #move(seconds) {
    const now = new Date(await moveClock(seconds));
    this.#set(now);
    this.said.textContent = say("clock.moved", { time: dateAndHour(now) });
  }

  show(news) {
    this.#set(new Date(news.now));
    for (const [name, fault] of Object.entries(FAULTS)) {
      const on = news.faults.filter((one) => one.kind === fault.kind);
      const act = () =>
        on.length ? Promise.all(on.map((one) => faults.off(one.number))) : faults.on(fault);
      this.#put(name, say(`faults.${name}`), on.length > 0, act);
    }
    for (const { id, first_name: name, blocked } of news.people) {
      const act = () => people.act(id, blocked ? "unblocks" : "blocks");
      this.#put(`blocked-${id}`, say("faults.blocked", { name }), blocked, act);
    }
  }

  #put(name, label, on, act) {
    const known = this.switches.get(name) ?? this.#add(name, label);
    known.setAttribute("aria-checked", String(on));
    known.onclick = () => this.tried(act());
  }

  #add(name, label) {
    const made = make(
      "button",
      { type: "button", role: "switch", class: "switch", dataFault: name },
      make("span", { class: "knob", ariaHidden: "true" }),
      label,
    );
    this.switches.set(name, made);
    this.list.append(make("li", {}, made));
    return made;
  }

  #set(now) {
    this.ahead = now.getTime() - Date.now();
    this.#tick();
  }

  // Between two pieces of news the playground's clock goes on as this one does.
  #tick() {
    if (this.ahead === undefined) return;
    const now = new Date(Date.now() + this.ahead);
    const words = dateAndHour(now);
    if (this.time.textContent === words) return;
    this.time.textContent = words;
    this.time.setAttribute("datetime", now.toISOString());
  }
}
