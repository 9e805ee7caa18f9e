// The page: what happens behind above, the phones below; everything it shows comes from the server.
import { button, make, put, sign } from "./dom.js";
import { language, otherLanguage, say } from "./language.js";
import { newcomer } from "./newcomer.js";
import { follow } from "./news.js";
import { Path } from "./path.js";
import { Phone } from "./phone.js";
import { Switcher } from "./switcher.js";
import { Tools } from "./tools.js";

const phones = new Map();
const banner = make("p", { class: "banner", role: "alert", dataRole: "banner", hidden: true });
const path = new Path();
const tools = new Tools(tried);
const row = make("div", { class: "phones", dataRole: "phones" });
const loading = make("p", { class: "loading" }, say("page.loading"));
const switcher = new Switcher(phones);

function build() {
  document.documentElement.lang = language;
  document.title = say("page.title");
  const bar = make("div", { class: "people" }, switcher.element);
  const below = make("div", { id: "phones", tabindex: -1 }, loading, row);
  document.body.append(
    make("a", { class: "skip", href: "#phones" }, say("page.skip")),
    head(),
    banner,
    make("main", {}, path.element, tools.element, bar, below),
  );
}

function head() {
  const words = make("div", {}, make("h1", {}, say("page.title")), make("p", {}, say("page.intro")));
  const add = button(say("people.add"), newcomer(tried), { class: "add", dataRole: "add-person" });
  return make("header", {}, sign("seal"), words, add, languageLink());
}

// Another language is another address: nothing is lost, since nothing is kept only here.
function languageLink() {
  const to = () => `?lang=${otherLanguage}${location.hash}`;
  const link = make(
    "a",
    { class: "language", href: to(), lang: otherLanguage, dataRole: "language" },
    say("page.otherLanguage"),
  );
  link.addEventListener("click", () => put(link, "href", to()));
  return link;
}

async function tried(promise) {
  try {
    await promise;
  } catch (error) {
    warn(say("phone.refused", { why: error.message }), true);
  }
}

function warn(words, passes = false) {
  banner.textContent = words;
  banner.hidden = false;
  clearTimeout(banner.hides);
  if (passes) banner.hides = setTimeout(() => (banner.hidden = true), 4000);
}

function show(news, fresh) {
  if (fresh) return location.reload(); // another playground: no id of before means anything
  loading.hidden = news.people.length > 0;
  if (!news.people.length) loading.textContent = say("page.nobody");
  for (const person of news.people) {
    const phone = phones.get(person.id) ?? addPhone(person, news.bot);
    phone.meet(person);
    phone.news(news.chats[person.id] ?? 0);
  }
  path.show(news);
  tools.show(news);
}

function addPhone(person, bot) {
  const phone = new Phone(person, bot, (count) => switcher.unread(person.id, count));
  phones.set(person.id, phone);
  row.append(phone.element);
  switcher.add(phone);
  return phone;
}

build();
follow({
  onNews: show,
  onGone: () => warn(say("page.gone")),
  onBack: () => warn(say("page.back"), true),
});
