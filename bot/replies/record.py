"""The record of moderation, in words."""

from datetime import date
from typing import assert_never
from zoneinfo import ZoneInfo

from bot import texts
from bot.bubbles import Bubble, Reply, Rows, one
from bot.buttons import Button
from bot.turn import View
from deliberation.moderating.records import Alias, Entry, NothingDone, Page


def page(view: View, outcome: Page | NothingDone) -> Reply:
    match outcome:
        case Page():
            return one(_page(view, outcome))
        case NothingDone():
            return one(Bubble(view.say("record.none"), how="edit"))
        case _:
            assert_never(outcome)


def head(view: View, day: str, written: str) -> Bubble:
    """How far the record has come on this day, as `madang audit head` writes it."""
    return Bubble(view.say("record.head", day=view.day(date.fromisoformat(day)), head=written))


def _page(view: View, shown: Page) -> Bubble:
    counts = shown.counts
    words = view.say(
        "record.page",
        date=view.day(shown.day),
        n=sum(counts.values()),
        kept=counts.get("opinion.kept", 0),
        hidden=counts.get("opinion.hidden", 0),
        masked=counts.get("opinion.masked", 0),
        restored=counts.get("opinion.restored", 0),
        lines=view.lines(*(_line(view, each) for each in shown.entries)),
    )
    return Bubble(words, _keys(view, shown), how="edit")


def _keys(view: View, shown: Page) -> Rows:
    turns = []
    if shown.earlier is not None:
        turns.append(view.key("page_back", Button("lo", shown.earlier)))
    if shown.later is not None:
        turns.append(view.key("page_next", Button("lo", shown.later)))
    return tuple(turns), (view.key("take_away", Button("lf")),)


def _line(view: View, entry: Entry) -> texts.Markup:
    row = entry.row
    at = row.at.astimezone(ZoneInfo(entry.agency.timezone))
    said = [
        view.say("record.at", time=f"{at:%H:%M}", decision=view.say(f"record.{row.action}")),
        view.say(f"reason.{row.reason}") if row.reason else "",
        _by(view, entry.alias),
    ]
    return texts.joined(filter(None, said), by=" · ")


def _by(view: View, alias: Alias | None) -> str:
    if alias is None:
        return ""
    return view.say("team.alias", role=view.say(f"role.{alias.role}"), n=alias.number)


def taken(view: View) -> Reply:
    words = view.say("record.making")
    return Reply((Bubble(words, how="add"), Bubble(kind="record")), words.plain)
