// What happens behind, as a path with four stations; a mark travels along when words move on.
import { calm, make } from "./dom.js";
import { dateAndHour, say, sayState } from "./language.js";

const STATIONS = ["said", "taken", "topics", "answers"];

export class Path {
  constructor() {
    this.stations = new Map(STATIONS.map((name) => [name, station(name)]));
    this.counts = null;
    const list = make("ol", { class: "path" });
    for (const { element } of this.stations.values()) list.append(element);
    this.calls = make("ul", { class: "calls", dataRole: "calls" });
    this.element = make(
      "section",
      { class: "behind", ariaLabelledby: "path-title", dataRole: "behind" },
      make("h2", { id: "path-title" }, say("path.title")),
      list,
      make("details", {}, make("summary", {}, say("calls.title")), this.calls),
    );
  }

  show(news) {
    const { inbox, outbox, analysis = {}, oldest_wait: wait } = news.behind;
    const waits = wait ? [[say("path.oldest"), say("path.seconds", { n: Math.round(wait) })]] : [];
    this.#put("said", say("path.saidCount", { n: news.said }), [[say("path.pending"), news.pending]]);
    this.#put("taken", count("path.takenCount", inbox?.done, inbox), [...states("inbox", inbox, "new", "done"), ...waits]);
    this.#put("topics", count("path.topicCount", analysis.topics, news.behind.analysis), [[grouping(analysis), ""]]);
    this.#put("answers", count("path.sentCount", outbox?.sent, outbox), states("outbox", outbox, "pending", "sent"));
    const grouped = `${analysis.state} ${analysis.at}`;
    this.#travel(news.said, inbox?.done, grouped, outbox?.sent ?? news.told);
    this.#showCalls(news.requests);
  }

  #put(name, figure, lines) {
    const { number, notes } = this.stations.get(name);
    number.textContent = figure;
    notes.replaceChildren(
      ...lines.map(([label, value]) => make("li", {}, `${label} `, make("b", {}, String(value)))),
    );
  }

  // Each change since the last look sends a mark to the station where the words arrived.
  #travel(...counts) {
    const before = this.counts;
    this.counts = counts;
    if (!before) return;
    const [said, taken, grouped, sent] = counts.map((now, at) => now !== before[at]);
    if (said) this.stations.get("said").arrives(false);
    if (taken || said) this.stations.get("taken").arrives(true);
    if (grouped) this.stations.get("topics").arrives(true);
    if (sent) this.stations.get("answers").arrives(true);
  }

  #showCalls(requests) {
    const calls = Object.entries(requests);
    const lines = calls.map(([method, n]) => make("li", {}, make("code", {}, method), ` ${n}`));
    this.calls.replaceChildren(...(lines.length ? lines : [make("li", {}, say("calls.none"))]));
  }
}

function station(name) {
  const number = make("p", { class: "number", dataRole: `count-${name}` });
  const notes = make("ul", { class: "notes" });
  const way = make("span", { class: "way", ariaHidden: "true" });
  const element = make(
    "li",
    { class: "station", dataStation: name },
    way,
    make("h3", {}, say(`path.${name}`)),
    number,
    notes,
  );
  return { element, number, notes, arrives: (travels) => arrives(element, way, travels) };
}

// Who asked for less movement sees the station light up, and nothing that moves.
function arrives(element, way, travels) {
  if (travels && !calm() && way.childElementCount < 3) {
    const mark = make("span", { class: "mark" });
    mark.addEventListener("animationend", () => mark.remove());
    way.append(mark);
  }
  element.classList.add("fresh");
  clearTimeout(element.fades);
  element.fades = setTimeout(() => element.classList.remove("fresh"), 1400);
}

// A figure nobody tells is a dash; one that has not begun is 0.
const count = (words, n, known) => (known ? say(words, { n: n ?? 0 }) : say("path.unknown"));

// How many wait is always said; of what went another way only what there is.
function states(family, counts = {}, waiting, shownAbove) {
  const others = Object.entries(counts).filter(
    ([state, n]) => n && state !== shownAbove && state !== waiting,
  );
  const lines = [[waiting, counts[waiting] ?? 0], ...others];
  return lines.map(([state, n]) => [sayState(family, state), n]);
}

function grouping({ state = "none", at }) {
  const when = at ? ` · ${say("path.at", { time: dateAndHour(new Date(at)) })}` : "";
  return sayState("analysis", state) + when;
}
