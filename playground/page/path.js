// What happens behind, as a path with four stations; a mark travels along when words move on.
import { calm, make } from "./dom.js";
import { figures, marks } from "./figures.js";
import { say } from "./language.js";

const STATIONS = ["said", "taken", "topics", "answers"];
const GLOWS = 1400; // milliseconds
const MOST_MARKS = 3; // on one way at a time, however many words travel

export class Path {
  constructor() {
    this.stations = new Map(STATIONS.map((name) => [name, new Station(name)]));
    this.calls = make("ul", { class: "calls", dataRole: "calls" });
    const list = make("ol", { class: "path" });
    for (const { element } of this.stations.values()) list.append(element);
    this.element = make(
      "section",
      { class: "behind", ariaLabelledby: "path-title", dataRole: "behind" },
      make("h2", { id: "path-title" }, say("path.title")),
      list,
      make("details", {}, make("summary", {}, say("calls.title")), this.calls),
    );
  }

  show(news) {
    const [shown, moved] = [figures(news), marks(news)];
    for (const [name, station] of this.stations) station.show(shown[name], moved[name]);
    const calls = Object.entries(news.requests);
    const lines = calls.map(([method, n]) => make("li", {}, make("code", {}, method), ` ${n}`));
    this.calls.replaceChildren(...(lines.length ? lines : [make("li", {}, say("calls.none"))]));
  }
}

class Station {
  constructor(name) {
    this.number = make("p", { class: "number", dataRole: `count-${name}` });
    this.notes = make("ul", { class: "notes" });
    this.way = make("span", { class: "way", ariaHidden: "true" });
    const heading = make("h3", {}, say(`path.${name}`));
    const parts = [this.way, heading, this.number, this.notes];
    this.element = make("li", { class: "station", dataStation: name }, ...parts);
  }

  show({ figure, lines }, mark) {
    this.number.textContent = figure;
    const notes = lines.map(([words, n]) => make("li", {}, `${words} `, make("b", {}, String(n))));
    this.notes.replaceChildren(...notes);
    if (this.mark !== undefined && this.mark !== mark) this.#arrives();
    this.mark = mark;
  }

  // Who asked for less movement sees the station light up, and nothing that moves.
  #arrives() {
    if (!calm() && this.way.childElementCount < MOST_MARKS) {
      const mark = make("span", { class: "mark" });
      mark.addEventListener("animationend", () => mark.remove());
      this.way.append(mark);
    }
    this.element.classList.add("fresh");
    clearTimeout(this.fades);
    this.fades = setTimeout(() => this.element.classList.remove("fresh"), GLOWS);
  }
}
