// The messages of one chat: changed in place, read out as they come, walked through by arrow keys.
import { bubble } from "./bubbles.js";
import { make } from "./dom.js";
import { dayOf, say } from "./language.js";

const NEAR_END = 60; // pixels: who reads further up is not pulled down by news

export class Log {
  constructor(name, acts) {
    this.acts = acts;
    this.items = new Map(); // message id -> { element, as } with `as` what it was made from
    this.list = make("ol", {});
    this.element = make(
      "div",
      {
        class: "log",
        role: "log",
        tabindex: 0,
        ariaLabel: say("phone.chat", { name }),
        ariaDescription: say("phone.hint"),
        ariaLive: "off",
        dataRole: "log",
        on: {
          keydown: (event) => this.#walk(event),
          focusin: (event) => this.#entered(event),
          scroll: () => this.#scrolled(),
        },
      },
      this.list,
    );
    this.#stayAtEnd();
  }

  show(messages, waiting, empty) {
    this.#forgetGone(new Set(messages.map((message) => message.message_id)));
    for (const message of messages) this.#put(message, waitingOn(message, waiting));
    this.#putDays(messages, empty);
    this.#choose();
    // What was there before the page came is not read out; what comes from now on is.
    requestAnimationFrame(() => this.element.setAttribute("aria-live", "polite"));
  }

  toEnd() {
    this.atEnd = true;
    this.element.scrollTop = this.element.scrollHeight;
  }

  // Whatever grows or shrinks (a message, a picture that loads, the field below): who was at the
  // end stays there.
  #stayAtEnd() {
    this.atEnd = true;
    const sizes = new ResizeObserver(() => this.atEnd && this.toEnd());
    sizes.observe(this.element);
    sizes.observe(this.list);
  }

  #scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.element;
    this.atEnd = scrollHeight - scrollTop - clientHeight < NEAR_END;
  }

  #put(message, waiting) {
    const as = JSON.stringify([message, waiting]);
    const known = this.items.get(message.message_id);
    if (known?.as === as) return;
    const element = bubble(message, { acts: this.acts, waiting });
    if (!known) this.list.append(element);
    else this.#replace(known.element, element);
    this.items.set(message.message_id, { element, as });
  }

  // A bubble that changes under a person's finger keeps the focus.
  #replace(old, element) {
    const { activeElement } = document;
    const held = old.contains(activeElement) ? activeElement.dataset : null;
    old.replaceWith(element);
    if (!held) return;
    const same = [...element.querySelectorAll("[data-code]")].find(
      (one) => one.dataset.code === held.code,
    );
    (same ?? element.querySelector("[data-role=more]")).focus({ preventScroll: true });
  }

  #forgetGone(standing) {
    for (const [id, { element }] of this.items) {
      if (standing.has(id)) continue;
      element.remove();
      this.items.delete(id);
    }
  }

  #putDays(messages, empty) {
    for (const line of this.list.querySelectorAll(".day, .empty")) line.remove();
    let day = "";
    for (const message of messages) {
      const itsDay = dayOf(new Date(message.date * 1000));
      const { element } = this.items.get(message.message_id);
      if (itsDay !== day) element.before(make("li", { class: "day" }, itsDay));
      day = itsDay;
    }
    if (!messages.length) this.list.append(make("li", { class: "empty" }, ...empty));
  }

  // Tab stops only at the newest bubble and the newest one with buttons (or where one is already):
  // a long chat must not stand between a keyboard and the text field.
  #choose(current = document.activeElement?.closest?.(".message")) {
    const bubbles = [...this.list.querySelectorAll(".message")];
    const withKeys = bubbles.findLast((one) => one.querySelector(".keyboard"));
    const stops = this.list.contains(current) ? [current] : [withKeys, bubbles.at(-1)];
    for (const one of bubbles) {
      const tabindex = stops.includes(one) ? "0" : "-1";
      for (const control of one.querySelectorAll("a, button")) control.setAttribute("tabindex", tabindex);
    }
  }

  #entered(event) {
    const at = event.target.closest(".message");
    if (at) this.#choose(at);
  }

  #walk(event) {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!step) return;
    const bubbles = [...this.list.querySelectorAll(".message")];
    const from = document.activeElement.closest(".message");
    const to = from ? bubbles[bubbles.indexOf(from) + step] : bubbles.at(-1);
    const control = to?.querySelector(".keyboard .key") ?? to?.querySelector("a, button");
    if (!control) return;
    event.preventDefault();
    control.focus({ preventScroll: true });
    to.scrollIntoView({ block: "nearest" });
  }
}

function waitingOn(message, waiting) {
  return waiting.filter((one) => one.message_id === message.message_id).map((one) => one.data);
}
