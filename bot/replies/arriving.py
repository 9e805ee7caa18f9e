"""Arrival and consent: who asks what, what happens to the words, and what was agreed to."""

from collections.abc import Mapping
from dataclasses import replace

from bot import texts
from bot.bubbles import Bubble, Key, Reply, Rows, one
from bot.buttons import Button
from bot.replies.pressed import spent
from bot.turn import View
from deliberation.answering.attachments import Attachment
from deliberation.asking.consultations import Invitation, UnknownLink
from deliberation.outcomes import Closed, ConsentNeeded, NotOpenYet, NowhereToWrite
from deliberation.pages import nearest
from deliberation.people import PURPOSES
from storage.models import Agency, Consultation

Entries = tuple[tuple[Consultation, str], ...]
"""Consultations with the names of their agencies."""
MOST_LISTED = 10
MOST_KEYS = 5


def arrived(view: View, outcome: Invitation | Closed | NotOpenYet | UnknownLink) -> Reply:
    match outcome:
        case Invitation(joined=True):
            return one(entered(view, outcome.consultation))
        case Invitation():
            return Reply((question(view, outcome), consent(view, outcome.consultation)))
        case Closed():
            return one(closed_link(view, outcome.consultation))
        case NotOpenYet():
            return one(Bubble(not_open(view, outcome.consultation), when_open(view, outcome)))
        case UnknownLink():
            rows = ((view.key("list", Button("ls")),),) if outcome.open else ()
            return one(Bubble(view.say("link.unknown", n=outcome.open), rows))


def question(view: View, outcome: Invitation) -> Bubble:
    """Who asks what, until when."""
    asked = outcome.consultation
    words = view.say(
        "start.question",
        agency=outcome.agency.name,
        title=asked.title,
        question=asked.question,
        closes=view.when(asked.closes_at, asked.timezone),
        contact=whom_to_ask(outcome.agency, asked),
        more=texts.joined(("", *_more(view, asked))),
        answer_due_line=answer_due(view, asked),
    )
    return Bubble(words, _to_read(view, asked))


def _more(view: View, asked: Consultation) -> list[texts.Markup]:
    """By which procedure, and what there is to read."""
    lines = []
    if asked.legal_basis:
        name = view.say(f"procedure.{asked.procedure}")
        lines.append(view.say("start.procedure", procedure=name, basis=asked.legal_basis))
    if "link" in asked.background:
        lines.append(view.say("start.background", link=asked.background["link"]))
    elif asked.background:
        lines.append(view.say("start.background_file"))
    if "languages" in asked.settings:
        lines.append(view.say(f"start.languages_{asked.settings['languages']}"))
    return lines


def _to_read(view: View, asked: Consultation) -> Rows:
    if "file_id" not in asked.background:
        return ()
    return ((view.key("background", Button("bg", asked.id)),),)


def background(view: View, asked: Consultation | None) -> Reply:
    """The file there is to read, as it was sent."""
    if asked is None or "file_id" not in asked.background:
        return spent(view)
    file = Attachment(size=0, **asked.background)
    return one(Bubble(view.say("start.background_of", title=asked.title), file=file)).fresh()


def whom_to_ask(agency: Agency, asked: Consultation) -> str:
    """The department and its telephone, as far as they were given."""
    return f"{asked.department or agency.name} {asked.phone}".strip()


def answer_due(view: View, asked: Consultation) -> str:
    if asked.answer_due is None:
        return view.say("answer_due.none")
    return view.say("answer_due.set", answer_due=view.day(asked.answer_due))


def consent(view: View, asked: Consultation, *, words_first: bool = False) -> Bubble:
    words = view.say("consent.ask", retention=view.days(asked.retention_days))
    if words_first:
        words = view.lines(view.say("consent.words_first"), "", words)
    rows = (
        (view.key("agree_all", Button("cs", asked.id, "all")),),
        (
            view.key("choose", Button("cs", asked.id, "pick")),
            view.key("disagree", Button("cs", asked.id, "none")),
        ),
    )
    return Bubble(words, rows, how="reply" if words_first else "new")


def consent_item(view: View, asked_id: int, so_far: str) -> Bubble:
    """The next of the four consents; `so_far` holds y or n for each of those before."""
    rows = (
        (
            view.key("yes_agree", Button("cs", asked_id, f"{so_far}y")),
            view.key("no", Button("cs", asked_id, f"{so_far}n")),
        ),
    )
    words = view.say(f"consent.item{len(so_far) + 1}")
    return Bubble(words, rows, how="edit" if so_far else "reply")


def refused(view: View, asked: Consultation) -> Reply:
    words = view.say("consent.refused", other_ways=other_ways(view, asked))
    read = view.key("others_said", Button("tl", asked.id))
    return Reply((Bubble(how="strip"), Bubble(words, ((read,),))))


def over(view: View, asked: Consultation | None) -> Reply:
    """Consent for something that takes no opinions now."""
    if asked is None:
        return spent(view)
    return Reply((Bubble(how="strip"), closed_link(view, asked)))


def noted(view: View, asked: Consultation, consents: Mapping[str, bool], now: str) -> Bubble:
    given = [view.say(f"consent.name.{name}") for name in PURPOSES if consents[name]]
    words = view.say(
        "consent.noted", now=now, version=asked.notice_version, consents=", ".join(given)
    )
    return Bubble(words, how="add")


def welcome(view: View, asked: Consultation, *, send_again: bool) -> Bubble:
    """After consent: write now. Where earlier words were not kept, they are asked for again."""
    words = view.say("consent.done", title=asked.title)
    if send_again:
        words = view.say("consent.send_again")
    return Bubble(words, placeholder=view.say("consent.placeholder"))


def consent_needed(view: View, outcome: ConsentNeeded) -> Reply:
    return one(consent(view, outcome.consultation, words_first=True))


def nowhere(view: View, outcome: NowhereToWrite, *, had_words: bool) -> Reply:
    """No consultation is chosen: the open ones, or a word that there is none."""
    return one(listed(view, outcome.open, not_stored=had_words))


def listed(view: View, entries: Entries, page: int = 0, *, not_stored: bool = False) -> Bubble:
    """What is open, to go there; or that there is nothing, and what is over."""
    past = (view.key("past", Button("pa")),)
    bubble = Bubble(view.say("list.none"))
    if entries:
        bubble = numbered_list(
            view, entries, page, said="list.open", to=Button("go"), turn=Button("lp")
        )
    words = bubble.text
    if not_stored:
        words = view.lines(view.say("words.not_stored"), words)
    return replace(bubble, text=words, rows=(*bubble.rows, past))


def numbered_list(
    view: View,
    entries: Entries,
    page: int,
    *,
    said: str,
    to: Button,
    turn: Button,
    line: str = "list.line",
) -> Bubble:
    """A page of consultations to choose from: `to` is the button that leads into one, without its
    subject, `turn` the one that turns the page in place."""
    at, pages = nearest(page, len(entries), MOST_LISTED)
    first = at * MOST_LISTED
    shown = list(enumerate(entries, start=1))[first : first + MOST_LISTED]
    words = view.say(
        said,
        n=len(entries),
        lines=view.lines(*(_line(view, line, i, *entry) for i, entry in shown)),
    )
    chosen = [(i, asked, replace(to, subject=asked.id)) for i, (asked, _) in shown]
    numbers = tuple((i, button) for i, _, button in chosen)
    rows = tuple(
        (view.key("enter", button, other=asked.title),) for _, asked, button in chosen[:MOST_KEYS]
    )
    return Bubble(words, (*rows, page_keys(view, at, pages, turn)), how="edit", numbers=numbers)


def page_keys(view: View, page: int, pages: int, turn: Button) -> tuple[Key, ...]:
    """The keys that turn the pages of a bubble in place."""
    keys = []
    if page > 0:
        keys.append(view.key("page_back", replace(turn, value=str(page - 1))))
    if page + 1 < pages:
        keys.append(view.key("page_next", replace(turn, value=str(page + 1))))
    return tuple(keys)


def _line(view: View, key: str, i: int, asked: Consultation, agency: str) -> str:
    closes = view.when(asked.closes_at, asked.timezone)
    closed = view.when(asked.closed_at or asked.closes_at, asked.timezone)
    return view.say(key, i=i, title=asked.title, agency=agency, closes=closes, closed=closed)


def entered(view: View, asked: Consultation) -> Bubble:
    closes = view.when(asked.closes_at, asked.timezone)
    return Bubble(view.say("switch.done", title=asked.title, closes=closes), how="add")


def closed_link(view: View, asked: Consultation) -> Bubble:
    stage = asked.state if asked.state in ("answered", "archived") else "waiting"
    line = view.say(f"closed.stage.{stage}", answer_due_line=answer_due(view, asked))
    closed = view.when(asked.closed_at or asked.closes_at, asked.timezone)
    words = view.say("closed.link", title=asked.title, closed=closed, stage_line=line)
    return Bubble(words, ways_on(view, asked))


def ways_on(view: View, asked: Consultation) -> Rows:
    """Where a consultation takes no words any more: reading, and what else is open."""
    read = view.key("read_opinions", Button("tl", asked.id))
    return ((read, view.key("list", Button("ls"))),)


def not_open(view: View, asked: Consultation) -> str:
    opens = view.when(asked.opens_at, asked.timezone)
    return view.say("not_open", title=asked.title, opens=opens)


def when_open(view: View, outcome: NotOpenYet) -> Rows:
    return ((view.key("tell_me", Button("wo", outcome.consultation.id)),),)


def other_ways(view: View, asked: Consultation) -> str:
    return asked.other_ways or view.say("other_ways.none")
