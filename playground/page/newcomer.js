// A new person with a telephone of their own.
import { button, make } from "./dom.js";
import { language, say } from "./language.js";
import { people } from "./server.js";

export function newcomer(tried) {
  const name = make("input", {
    id: "new-name",
    required: true,
    pattern: ".*\\S.*",
    maxlength: 40,
    autocomplete: "off",
    dataRole: "new-name",
  });
  const languages = [option("ko", "korean"), option("en", "english")];
  const spoken = make("select", { id: "new-language", dataRole: "new-language" }, ...languages);
  spoken.value = language;
  const dialog = make(
    "dialog",
    { ariaLabelledby: "new-title" },
    make(
      "form",
      { method: "dialog" },
      make("h2", { id: "new-title" }, say("people.addTitle")),
      make("label", { for: "new-name" }, say("people.name")),
      name,
      make("label", { for: "new-language" }, say("people.language")),
      spoken,
      make(
        "div",
        { class: "choice" },
        button(say("people.cancel"), () => dialog.close()),
        make("button", { type: "submit", class: "main", dataRole: "new-add" }, say("people.confirm")),
      ),
    ),
  );
  dialog.addEventListener("submit", () => {
    tried(people.add({ first_name: name.value.trim(), language_code: spoken.value, part: "citizen" }));
    name.value = "";
  });
  document.body.append(dialog);
  return () => dialog.showModal();
}

const option = (code, word) => make("option", { value: code }, say(`people.${word}`));
