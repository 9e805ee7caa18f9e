"""The record of moderation as a table file: for the public too, as nobody can be told from it."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.files.layout import Layout, Row, Section, grid
from bot.files.speaking import Speech
from deliberation.moderating.records import Alias, Entry

COLUMNS = ("at", "agency", "decision", "reason", "by", "seal")


def laid_out(speech: Speech, entries: Sequence[Entry], at: datetime) -> Layout:
    """One line for each entry; the hour is the agency's own."""
    title = speech.say("record.title")
    heads = [(speech.say(f"record.column.{name}"), 1) for name in COLUMNS]
    rows = (_line(speech, each) for each in entries)
    subtitle = speech.when(at)
    section = Section(title, title, (), grid(heads, rows))
    return Layout(title, subtitle, speech.language, at, (section,), title)


def _line(speech: Speech, entry: Entry) -> Row:
    row, zone = entry.row, ZoneInfo(entry.agency.timezone)
    return (
        f"{row.at.astimezone(zone):%Y-%m-%d %H:%M}",
        entry.agency.name,
        speech.say(f"record.{row.action}"),
        speech.maybe(f"reason.{row.reason}"),
        _by(speech, entry.alias),
        row.seal.hex(),
    )


def _by(speech: Speech, alias: Alias | None) -> str:
    if alias is None:
        return ""
    return speech.say("team.alias", role=speech.say(f"role.{alias.role}"), n=alias.number)
