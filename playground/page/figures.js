// What each station of the path says: one figure, and lines of [words, number] below it.
import { dateAndHour, dayOf, hourOf, say, sayState } from "./language.js";

const LONG = 5; // seconds a message may wait before it is worth a word

// How many wait is always said; of the others only what there is, in this order.
const SHOWN = {
  inbox: ["new", "failed", "dead"],
  outbox: ["pending", "sending", "uncertain", "failed", "blocked", "unreachable", "stopped", "cancelled"],
};

// `news.behind` may be empty, where nobody tells how the bot stands inside.
export function figures(news) {
  const { inbox, outbox, analysis } = news.behind;
  return {
    said: {
      figure: say("path.saidCount", { n: news.said }),
      lines: [[say("path.pending"), news.pending]],
    },
    taken: {
      figure: count("path.takenCount", inbox, inbox?.done),
      lines: [...states("inbox", inbox), ...waits(news.behind.oldest_wait)],
    },
    topics: {
      figure: count("path.topicCount", analysis, analysis?.topics),
      lines: grouping(analysis, news.now),
    },
    answers: {
      figure: count("path.sentCount", outbox, outbox?.sent),
      lines: states("outbox", outbox),
    },
  };
}

// What has moved on when it changes, station by station.
export function marks(news) {
  const { inbox, outbox, analysis } = news.behind;
  return {
    said: news.said,
    taken: inbox?.done ?? news.said,
    topics: `${analysis?.state} ${analysis?.at}`,
    answers: outbox?.sent ?? news.told,
  };
}

// A figure nobody tells is a dash; one that has not begun is 0.
const count = (words, known, n) => (known ? say(words, { n: n ?? 0 }) : say("path.unknown"));

function states(family, counts) {
  if (!counts) return [];
  const [waiting, ...others] = SHOWN[family];
  const shown = [waiting, ...others.filter((state) => counts[state])];
  return shown.map((state) => [sayState(family, state), counts[state] ?? 0]);
}

function waits(seconds) {
  return seconds >= LONG ? [[say("path.oldest"), say("path.seconds", { n: Math.round(seconds) })]] : [];
}

function grouping(analysis, now) {
  if (!analysis) return [];
  const lines = [[sayState("analysis", analysis.state), ""]];
  if (analysis.at) lines.push([say("path.last"), sameDayOr(new Date(analysis.at), new Date(now))]);
  return lines;
}

const sameDayOr = (moment, now) =>
  dayOf(moment) === dayOf(now) ? hourOf(moment) : dateAndHour(moment);
