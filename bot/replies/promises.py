"""Promises in words, for everybody: the list, one promise whole, and what followers are told."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import assert_never
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from bot import texts
from bot.bubbles import Bubble, Key, Reply, Rows, one, pairs
from bot.buttons import Button
from bot.replies.arriving import page_keys
from bot.replies.pressed import spent
from bot.turn import View
from deliberation.promising.commitments import Line, NoPromises, NoSuchPromise, OnePromise, Promises
from deliberation.promising.followers import DueSoon, Stopped, Told
from storage.models import Agency, Commitment, CommitmentChange

LINE = 60
OWN = 200
NOTE = 100
HISTORY = 8  # changes shown of one promise
LONGEST_LINK = 1000


def listed(view: View, outcome: Promises | NoPromises) -> Reply:
    match outcome:
        case Promises():
            return one(_list(view, outcome))
        case NoPromises():
            return one(Bubble(view.say("promises.none")))
        case _:
            assert_never(outcome)


def _list(view: View, shown: Promises) -> Bubble:
    words = view.say(
        "promises.list_of" if shown.agency else "promises.list",
        agency=shown.agency.name if shown.agency else "",
        n=shown.total,
        done=shown.done,
        late=shown.late,
        lines=view.lines(*(_line(view, shown, each) for each in shown.lines)),
    )
    numbers = tuple((each.place, Button("pv", each.commitment.id)) for each in shown.lines)
    keys = [view.key("promise_n", button, n=place) for place, button in numbers]
    scope = shown.agency.id if shown.agency else 0
    turns = page_keys(view, shown.page, shown.pages, Button("pl", scope))
    others = (view.key("other_promises", Button("pl")),) if shown.agency and shown.more else ()
    return Bubble(words, (*pairs(keys), turns, others), how="edit", numbers=numbers)


def _line(view: View, shown: Promises, line: Line) -> texts.Markup:
    promised = line.commitment
    return view.say(
        "promises.line" if shown.agency else "promises.line_of",
        i=line.place,
        agency=line.agency.name,
        what=texts.excerpt(promised.what, LINE),
        status=view.say(f"state.promise_short.{promised.status}"),
        due=view.day(promised.due),
    )


def one_whole(view: View, outcome: OnePromise | NoSuchPromise) -> Reply:
    match outcome:
        case OnePromise():
            return one(Bubble(_whole(view, outcome), _whole_keys(view, outcome))).fresh()
        case NoSuchPromise():
            return spent(view)
        case _:
            assert_never(outcome)


def _whole(view: View, shown: OnePromise) -> texts.Markup:
    promised = shown.commitment
    parts: list[str] = [
        view.say(
            "promise.one",
            number=promised.number,
            office=office(view, shown.agency, promised),
            title=shown.consultation.title,
            what=promised.what,
            status=status(view, promised.status, promised.reason),
            stage=view.say(f"stage.{promised.stage}"),
            due=view.day(promised.due),
            measure=promised.measure or view.say("promise.no_measure"),
        ),
        *plan_lines(view, promised),
    ]
    if promised.evidence:
        parts.append(view.say("promise.evidence", evidence=promised.evidence))
    zone = shown.agency.timezone
    return view.lines(*parts, "", view.say("promise.history"), *_history(view, shown.history, zone))


def plan_lines(view: View, promised: Commitment) -> list[str]:
    """Partners, the first day and milestones, as far as they were given."""
    lines: list[str] = []
    if promised.partners:
        lines.append(view.say("promise.partners", partners=", ".join(promised.partners)))
    if promised.starts:
        lines.append(view.say("promise.starts", day=view.day(promised.starts)))
    for i, each in enumerate(promised.milestones, start=1):
        done = "done" if each["done"] else "open"
        lines.append(
            view.say(
                f"promise.milestone_{done}",
                i=i,
                what=each["what"],
                due=view.day(date.fromisoformat(each["due"])),
            )
        )
    return lines


def _history(view: View, history: Sequence[CommitmentChange], zone: str) -> list[str]:
    """The newest changes, each by what it changed; of earlier ones how many there are."""
    before: list[CommitmentChange | None] = [None, *history]
    lines: list[str] = [
        _change(view, change, earlier, zone)
        for change, earlier in zip(history, before, strict=False)
    ]
    if len(lines) <= HISTORY:
        return lines
    left_out = view.say("promise.history_more", n=len(lines) - HISTORY)
    return [left_out, *lines[-HISTORY:]]


def _change(
    view: View, change: CommitmentChange, earlier: CommitmentChange | None, zone: str
) -> texts.Markup:
    parts: list[str] = []
    if earlier is None:
        parts.append(view.say("promise.history_made", due=view.day(change.due)))
    else:
        if change.status != earlier.status:
            parts.append(status(view, change.status, texts.excerpt(change.note, NOTE)))
        if change.stage != earlier.stage:
            parts.append(view.say(f"stage.{change.stage}"))
        if change.due != earlier.due:
            old, due = view.day(earlier.due), view.day(change.due)
            parts.append(view.say("promise.history_due", old=old, due=due))
    if change.note and change.status != "dropped":
        parts.append(texts.excerpt(change.note, NOTE))
    said = texts.joined(parts, " · ") if parts else view.say("promise.history_same")
    return view.say("promise.history_line", date=_date(view, change.at, zone), said=said)


def _whole_keys(view: View, shown: OnePromise) -> Rows:
    promised = shown.commitment
    write = (view.key("promise_news_write", Button("pu", promised.id)),) if shown.mine else ()
    back = view.key("all_promises", Button("pl", shown.agency.id))
    return (evidence_keys(view, promised.evidence), write, (*_stop(view, shown), back))


def _stop(view: View, shown: OnePromise) -> tuple[Key, ...]:
    if shown.follows is None:
        return ()
    return (
        stop_key(view, shown.commitment) if shown.follows else again_key(view, shown.commitment),
    )


def stop_key(view: View, promised: Commitment) -> Key:
    return view.key("stop_promise", Button("pf", promised.id, "n"))


def again_key(view: View, promised: Commitment) -> Key:
    return view.key("follow_again", Button("pf", promised.id, "y"))


def evidence_keys(view: View, evidence: str) -> tuple[Key, ...]:
    """A button where the evidence is an address; other words stand in the text."""
    return (view.link("see_evidence", evidence),) if is_link(evidence) else ()


def is_link(words: str) -> bool:
    """Whether these words are an address on the web, and nothing else."""
    if len(words) > LONGEST_LINK or any(each.isspace() for each in words):
        return False
    try:
        parts = urlsplit(words)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and "." in (parts.hostname or "")


def stopped(view: View, outcome: Stopped | None) -> Reply:
    if outcome is None:
        return spent(view)
    if outcome.follows:
        key, said = stop_key(view, outcome.commitment), view.say("promise.follows_again")
    else:
        key, said = again_key(view, outcome.commitment), view.say("promise.stopped")
    return one(Bubble(said, ((key,),), how="add"), said.plain)


def status(view: View, name: str, reason: str = "") -> texts.Markup:
    return view.say(f"state.promise.{name}", reason=reason)


def office(view: View, agency: Agency, promised: Commitment) -> texts.Markup:
    """Who answers for it: the agency, and the part of it that leads."""
    return view.say("answer.office", agency=agency.name, department=promised.lead)


def told(view: View, outcome: Told) -> Bubble:
    """What a follower is told: a promise was made, changed, or its day passed."""
    words = {"made": _made, "news": _news, "late": _late}[outcome.what](view, outcome)
    change = outcome.change
    first = evidence_keys(view, change.evidence)
    return Bubble(words, (first, (stop_key(view, outcome.commitment),)), kind="receipt")


def _made(view: View, outcome: Told) -> texts.Markup:
    promised = outcome.commitment
    parts: list[str] = [
        view.say(
            "promise.made",
            office=office(view, outcome.agency, promised),
            what=promised.what,
            due=view.day(outcome.change.due),
        )
    ]
    if outcome.own is not None:
        parts.append(view.say("promise.own", own=texts.excerpt(outcome.own.text, OWN)))
    return view.lines(*parts, view.say("promise.made_end"))


def _news(view: View, outcome: Told) -> texts.Markup:
    promised, change = outcome.commitment, outcome.change
    parts: list[str] = [
        view.say(
            "promise.news",
            what=promised.what,
            status=status(view, change.status, change.note),
            stage=view.say(f"stage.{change.stage}"),
        )
    ]
    if change.note and change.status != "dropped":
        parts.append(change.note)
    if change.evidence and not is_link(change.evidence):
        parts.append(view.say("promise.evidence", evidence=change.evidence))
    parts.append(view.say("promise.by_day", due=view.day(change.due)))
    if outcome.before is not None:
        parts.append(view.say("promise.was_due", due=view.day(outcome.before)))
    written = view.say(
        "promise.written",
        office=office(view, outcome.agency, promised),
        date=_date(view, change.at, outcome.agency.timezone),
    )
    return view.lines(*parts, written)


def _late(view: View, outcome: Told) -> texts.Markup:
    due = view.day(outcome.change.due)
    return view.say("promise.late", what=outcome.commitment.what, due=due)


def due_soon(view: View, outcome: DueSoon) -> Bubble:
    """An owner is reminded."""
    promised = outcome.commitment
    words = view.say(
        "promise.due_soon", what=promised.what, days=outcome.days, people=outcome.people
    )
    return Bubble(words, ((view.key("promise_news_write", Button("pu", promised.id)),),))


def _date(view: View, at: datetime, zone: str) -> str:
    return view.day(at.astimezone(ZoneInfo(zone)).date())
