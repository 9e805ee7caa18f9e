"""What everybody who agreed to notices is told once: queued some at a time, so that no
transaction is long. Where a round stands is kept with its consultation."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from deliberation import notices
from deliberation.work import Work
from storage import consultations as rows
from storage import opinions, rounds
from storage.models import Consultation, LogRow, Participation

AT_ONCE = 200  # people a tick: more than Telegram lets go out meanwhile


@dataclass(frozen=True)
class Over:
    """A consultation takes no opinions any more. `wrote`: whether this person gave any."""

    consultation: Consultation
    people: int
    opinions: int
    wrote: bool


@dataclass(frozen=True)
class Extended:
    """A consultation closes later than was said."""

    consultation: Consultation
    before: datetime
    reason: str


def begin(work: Work, consultation: Consultation, about: str, log: LogRow) -> None:
    """Everybody is going to be told what this row of the log did."""
    told = {"about": about, "log": log.id, "after": 0}
    _keep(work, consultation, [*consultation.settings.get("rounds", []), told])


def keep_counts(work: Work, consultation: Consultation) -> None:
    """How many people wrote how much until the end: everybody is told the same, counted once."""
    people, count, _ = opinions.counts(work.session, consultation.id)
    ended = {"people": people, "opinions": count}
    consultation.settings = {**consultation.settings, "ended_with": ended}
    work.session.add(consultation)


def go_on(work: Work) -> int:
    """Queue the next notices of every round; how many people they go to."""
    return sum(_piece(work, consultation) for consultation in rounds.under_way(work.session))


def _piece(work: Work, consultation: Consultation) -> int:
    current, *later = consultation.settings["rounds"]
    told = rounds.listeners(work.session, consultation.id, current["after"], AT_ONCE)
    for participation, contact in told:
        notices.tell(
            work,
            contact,
            current["about"],
            zone=consultation.timezone,
            once=f"{current['about']}:{current['log']}:{participation.id}",
            log=current["log"],
            participation=participation.id,
        )
    if len(told) == AT_ONCE:
        later = [{**current, "after": told[-1][0].id}, *later]
    _keep(work, consultation, later)
    return len(told)


def _keep(work: Work, consultation: Consultation, told: list[dict[str, Any]]) -> None:
    settings = {name: value for name, value in consultation.settings.items() if name != "rounds"}
    consultation.settings = {**settings, "rounds": told} if told else settings
    work.session.add(consultation)


def over(work: Work, participation_id: int) -> Over | None:
    """What somebody is told at the end; None for who wants no notices any more."""
    asked = _still_wanted(work, participation_id)
    if asked is None:
        return None
    participation, consultation = asked
    if "ended_with" not in consultation.settings:  # it ended before that was kept
        keep_counts(work, consultation)
    ended = consultation.settings["ended_with"]
    own = opinions.of_person(work.session, participation.id)
    wrote = any(opinion.state != "withdrawn" for opinion in own)
    return Over(consultation, ended["people"], ended["opinions"], wrote)


def extended(work: Work, participation_id: int, log_id: int) -> Extended | None:
    """What somebody is told of a later end; None where it is over, or put off again since."""
    asked = _still_wanted(work, participation_id)
    done = rows.log_row(work.session, log_id)
    if asked is None or done is None:
        return None
    _, consultation = asked
    before, closes = (datetime.fromisoformat(done.details[name]) for name in ("before", "closes"))
    if consultation.closed_at is not None or consultation.closes_at != closes:
        return None
    return Extended(consultation, before, done.reason)


def _still_wanted(work: Work, participation_id: int) -> tuple[Participation, Consultation] | None:
    participation = rounds.listener(work.session, participation_id)
    if participation is None:
        return None
    consultation = rows.by_id(work.session, participation.consultation_id)
    return None if consultation is None else (participation, consultation)
