// Elements, made without HTML strings: whatever a person or the bot wrote stays plain text.

// make("button", { class: "send", type: "button", on: { click } }, "Send")
// An attribute that is null or false is left out; true stands as an empty one.
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  const { on = {}, ...plain } = attributes;
  for (const [name, value] of Object.entries(plain)) put(element, name, value);
  for (const [event, act] of Object.entries(on)) element.addEventListener(event, act);
  element.append(...children.flat().filter((child) => child !== null && child !== ""));
  return element;
}

export function put(element, name, value) {
  const attribute = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  if (value === null || value === false) element.removeAttribute(attribute);
  else element.setAttribute(attribute, value === true ? "" : value);
}

export function button(label, act, attributes = {}) {
  return make("button", { type: "button", on: { click: act }, ...attributes }, label);
}

// Words for ears only.
export const aside = (words) => make("span", { class: "aside" }, words);

// A drawing beside words; it says nothing by itself.
export function sign(name) {
  return make("span", { class: `sign sign-${name}`, ariaHidden: "true" });
}

export const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
