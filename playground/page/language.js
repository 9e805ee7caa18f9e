// Which language the page speaks, and its words, numbers and times in it.
import { WORDS } from "./words.js";

// The sample agency's time zone: the bot writes its times in it, so the page does too.
const ZONE = "Asia/Seoul";

const asked = new URLSearchParams(location.search).get("lang");
const preferred = navigator.language.startsWith("ko") ? "ko" : "en";
export const language = asked in WORDS ? asked : preferred;
export const otherLanguage = language === "ko" ? "en" : "ko";

export function say(key, values = {}) {
  const words = WORDS[language][key] ?? key;
  return words.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

// The words for a state the bot names; one the page has no words for is shown as it is.
export function sayState(family, state) {
  return WORDS[language][`${family}.${state}`] ?? state;
}

function format(moment, options) {
  return new Intl.DateTimeFormat(language, { timeZone: ZONE, ...options }).format(moment);
}

const HOUR = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };

export const hourOf = (moment) => format(moment, HOUR);
export const dayOf = (moment) => format(moment, { month: "long", day: "numeric", weekday: "short" });
export const dateAndHour = (moment) =>
  format(moment, { month: "short", day: "numeric", weekday: "short", ...HOUR });

export function sizeOf(bytes) {
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
  if (bytes < 1024) return `${number.format(bytes)} B`;
  if (bytes < 1024 ** 2) return `${number.format(bytes / 1024)} KB`;
  return `${number.format(bytes / 1024 ** 2)} MB`;
}
