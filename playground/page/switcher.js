// In a narrow window one phone is shown at a time; these buttons choose which. The choice stands in
// the address (#phone-ID), so that a reload keeps it.
import { aside, button, make } from "./dom.js";
import { say } from "./language.js";

export class Switcher {
  constructor(phones) {
    this.phones = phones;
    this.buttons = new Map();
    this.element = make("nav", { class: "switcher", ariaLabel: say("people.choose") });
  }

  add(phone) {
    const choose = button(
      [make("span", {}, phone.person.first_name), make("small", {}, say(`part.${phone.person.part}`))],
      () => this.choose(phone.id),
      { dataSwitch: phone.id },
    );
    this.buttons.set(phone.id, choose);
    this.element.append(choose);
    const wanted = location.hash === `#phone-${phone.id}`;
    if (wanted || this.buttons.size === 1) this.choose(phone.id, false);
  }

  choose(id, keep = true) {
    if (keep) history.replaceState(null, "", `#phone-${id}`);
    for (const phone of this.phones.values()) {
      const front = phone.id === id;
      phone.element.classList.toggle("front", front);
      this.buttons.get(phone.id)?.setAttribute("aria-pressed", String(front));
      if (front) phone.look();
    }
  }

  unread(id, count) {
    const choose = this.buttons.get(id);
    choose.querySelector(".unread")?.remove();
    if (!count) return;
    const words = make("span", { class: "unread" }, make("span", { ariaHidden: "true" }, String(count)));
    words.append(aside(say("people.news", { n: count })));
    choose.append(words);
  }
}
