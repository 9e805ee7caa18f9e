// Waiting for news: one question that is answered when something happens, asked again and again.
import { events } from "./server.js";

const LONGEST_PAUSE = 4000; // milliseconds between tries while the server is away
const BREATH = 80; // milliseconds: a crowd that writes at once comes as one piece of news

const rest = (milliseconds) => new Promise((over) => setTimeout(over, milliseconds));

// `onNews(news, fresh)`: fresh when another run of the server answers, whose numbers begin anew.
export async function follow({ onNews, onGone, onBack }) {
  let since = 0;
  let run = null;
  let failures = 0;
  for (;;) {
    try {
      const news = await events(since);
      if (failures) onBack();
      failures = 0;
      const fresh = run !== null && run !== news.run;
      [since, run] = [news.number, news.run];
      onNews(news, fresh);
      await rest(BREATH);
    } catch (error) {
      failures += 1;
      if (failures === 1) onGone();
      await rest(Math.min(500 * 2 ** (failures - 1), LONGEST_PAUSE));
    }
  }
}
