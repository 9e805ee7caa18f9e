// A small menu beside a button: arrow keys move, Enter chooses, Escape and a click elsewhere close.
import { button, make } from "./dom.js";

const GAP = 6; // pixels between the menu and its button, and to the window's edge

// `items`: [{ label, note, act, role }]; `empty` is said where there are none.
export function openMenu(anchor, label, items, empty = "") {
  const menu = make("div", { class: "menu", role: "menu", ariaLabel: label, popover: "auto" });
  menu.append(...(items.length ? items.map((item) => entry(item, menu)) : [nothing(empty)]));
  menu.addEventListener("keydown", moveByKeys);
  menu.addEventListener("toggle", (event) => event.newState === "closed" && closed(menu, anchor));
  anchor.closest(".phone").append(menu);
  menu.showPopover();
  place(menu, anchor);
  anchor.setAttribute("aria-expanded", "true");
  menu.querySelector("[role=menuitem]").focus();
}

function entry({ label, note, act, role }, menu) {
  const choose = () => {
    menu.hidePopover();
    act();
  };
  const words = note ? [make("b", {}, label), make("span", {}, note)] : label;
  return button(words, choose, { role: "menuitem", tabindex: "-1", dataRole: role });
}

function nothing(words) {
  return make("div", { role: "menuitem", ariaDisabled: "true", tabindex: "-1" }, words);
}

function closed(menu, anchor) {
  // Focus goes back to the button, unless what was chosen has taken it elsewhere already.
  const lost = menu.contains(document.activeElement) || document.activeElement === document.body;
  menu.remove();
  anchor.removeAttribute("aria-expanded");
  if (lost && anchor.isConnected) anchor.focus();
}

// Above its button where there is room, and over its own phone rather than the next one.
function place(menu, anchor) {
  const { offsetWidth: width, offsetHeight: height } = menu;
  const beside = anchor.getBoundingClientRect();
  const phone = anchor.closest(".screen").getBoundingClientRect();
  const onTheRight = beside.left > phone.left + phone.width / 2;
  const wanted = onTheRight ? beside.right - width : beside.left;
  const left = Math.min(wanted, innerWidth - width - GAP);
  const above = beside.top - height - GAP;
  const below = Math.min(beside.bottom + GAP, innerHeight - height - GAP);
  menu.style.left = `${Math.max(GAP, left)}px`;
  menu.style.top = `${above >= GAP ? above : Math.max(GAP, below)}px`;
}

function moveByKeys(event) {
  const items = [...event.currentTarget.querySelectorAll("[role=menuitem]")];
  const at = items.indexOf(document.activeElement);
  const to = {
    ArrowDown: (at + 1) % items.length,
    ArrowUp: (at - 1 + items.length) % items.length,
    Home: 0,
    End: items.length - 1,
  }[event.key];
  if (event.key === "Tab") event.currentTarget.hidePopover();
  if (to === undefined) return;
  event.preventDefault();
  items[to].focus();
}
