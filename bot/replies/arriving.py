"""Arrival and consent: who asks what, what happens to the words, and what was agreed to."""

from collections.abc import Mapping

from bot.bubbles import Bubble, Key, Reply, one
from bot.buttons import Button
from bot.replies.pressed import spent
from bot.turn import View
from deliberation.consultations import Invitation, UnknownLink
from deliberation.outcomes import Closed, ConsentNeeded, NotOpenYet, NowhereToWrite
from deliberation.people import PURPOSES
from storage.models import Agency, Consultation

Rows = tuple[tuple[Key, ...], ...]
MOST_LISTED = 10


def arrived(view: View, outcome: Invitation | Closed | NotOpenYet | UnknownLink) -> Reply:
    match outcome:
        case Invitation(joined=True):
            return one(entered(view, outcome.consultation))
        case Invitation():
            return Reply((_question(view, outcome), consent(view, outcome.consultation)))
        case Closed():
            return one(closed_link(view, outcome.consultation))
        case NotOpenYet():
            return one(Bubble(not_open(view, outcome.consultation)))
        case UnknownLink():
            rows = ((view.key("list", Button("ls")),),) if outcome.open else ()
            return one(Bubble(view.say("link.unknown", n=outcome.open), rows))


def _question(view: View, outcome: Invitation) -> Bubble:
    asked = outcome.consultation
    words = view.say(
        "start.question",
        agency=outcome.agency.name,
        title=asked.title,
        question=asked.question,
        closes=view.when(asked.closes_at, asked.timezone),
        contact=whom_to_ask(outcome.agency, asked),
        answer_due_line=answer_due(view, asked),
    )
    return Bubble(words)


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
    return Reply((Bubble(how="strip"), Bubble(words)))


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


def listed(
    view: View, entries: tuple[tuple[Consultation, str], ...], *, not_stored: bool = False
) -> Bubble:
    shown = entries[:MOST_LISTED]
    if shown:
        lines = [_line(view, i, asked, name) for i, (asked, name) in enumerate(shown, start=1)]
        words = view.say("list.open", n=len(entries), lines=view.lines(*lines))
    else:
        words = view.say("list.none")
    if not_stored:
        words = view.lines(view.say("words.not_stored"), words)
    numbers = tuple((i, Button("go", asked.id)) for i, (asked, _) in enumerate(shown, start=1))
    keys = (
        view.key("enter", button, other=asked.title)
        for (_, button), (asked, _) in zip(numbers[:5], shown[:5], strict=True)
    )
    return Bubble(words, tuple((key,) for key in keys), numbers=numbers)


def _line(view: View, i: int, asked: Consultation, agency: str) -> str:
    closes = view.when(asked.closes_at, asked.timezone)
    return view.say("list.line", i=i, title=asked.title, agency=agency, closes=closes)


def entered(view: View, asked: Consultation) -> Bubble:
    closes = view.when(asked.closes_at, asked.timezone)
    return Bubble(view.say("switch.done", title=asked.title, closes=closes), how="add")


def closed_link(view: View, asked: Consultation) -> Bubble:
    stage = "archived" if asked.state == "archived" else "waiting"
    line = view.say(f"closed.stage.{stage}", answer_due_line=answer_due(view, asked))
    closed = view.when(asked.closed_at or asked.closes_at, asked.timezone)
    words = view.say("closed.link", title=asked.title, closed=closed, stage_line=line)
    return Bubble(words, ((view.key("list", Button("ls")),),))


def not_open(view: View, asked: Consultation) -> str:
    opens = view.when(asked.opens_at, asked.timezone)
    return view.say("not_open", title=asked.title, opens=opens)


def other_ways(view: View, asked: Consultation) -> str:
    return asked.other_ways or view.say("other_ways.none")
