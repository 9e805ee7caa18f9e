"""What a moderator decides about flagged words: at once, with a sealed row of the log, and told to
the author by day, not before a slip could be undone."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from deliberation import log
from deliberation.grouping import analysis
from deliberation.moderating import (
    appeals,
    claims,
    measures,
    moderated,
    moderation,
    queues,
    uncovering,
)
from deliberation.moderating.choices import HIDE, KEEP_COVERED, REASONS, SHOW, UNCOVER, Choice
from deliberation.moderating.holds import Held, entry, hold, meant, record, refuse, whole_of
from deliberation.moderating.moderation import Next
from deliberation.moderating.refusals import Changed, Refused
from deliberation.moderating.showing import turn
from deliberation.people import Person
from deliberation.work import Work
from storage import flags, handlings, topics
from storage.models import Consultation, LogRow, Opinion


@dataclass(frozen=True)
class Decided:
    """It is decided, of `count` messages, as the log's `row` says of the first. Authors are told
    at `tells_at`, `told` of them; None where there is nothing to tell, or nobody who could be.
    `repeated` is how often words of this author are hidden for this reason."""

    choice: Choice
    row: LogRow
    opinion: Opinion
    consultation: Consultation
    tells_at: datetime | None
    stamp: int
    next: Next
    count: int = 1
    told: int = 0
    repeated: int = 0


@dataclass(frozen=True)
class SecondNeeded:
    """So many are hidden at once only if a colleague agrees: they wait for one now."""

    opinion: Opinion
    reason: str
    count: int
    next: Next


def decide(
    work: Work,
    person: Person,
    opinion_id: int,
    stamp: int,
    choice: Choice,
    reason: str = "",
    line: str = "",
) -> Decided | SecondNeeded | Refused:
    """Decide about the words of a card and their copies, if they are still as the card showed
    them. The moderator's own are never among them. The `line` is for an author who had asked for
    a second look.

    Raises ValueError for hiding without a reason of REASONS.
    """
    if choice is HIDE and reason not in REASONS:
        raise ValueError(f"no such reason: {reason}")
    held = hold(work, person, opinion_id)
    if not isinstance(held, Held):
        return held
    choice = meant(work, held.opinion, choice)
    refused = refuse(work, person, held, stamp, choice)
    if refused is not None:
        return refused
    whole = whole_of(work, person, held.opinion)
    if whole is None:
        return Changed(moderation.show(work, person, opinion_id))
    if choice is HIDE and _needs_second(work, person, held, len(whole)):
        return _propose(work, person, held, whole, reason)
    queue = queues.of(work, person)
    following = queue.after(opinion_id, {each.id for each in whole})
    done = _carry_out(work, person, held, whole, choice, reason)
    told = moderated.tell(work, held.consultation, done, line) if choice.tells else []
    return Decided(
        choice,
        done[0][1],
        held.opinion,
        held.consultation,
        min(told) if told else None,
        claims.stamp_of(work, held.opinion),
        moderation.show(work, person, following),
        len(done),
        len(told),
        measures.times(work, held.opinion) if choice is HIDE else 0,
    )


def _needs_second(work: Work, person: Person, held: Held, count: int) -> bool:
    """Whether a colleague has to agree first: there are many, there is one, and none has yet."""
    if count < work.rules.mass_hide:
        return False
    if queues.has_no_colleague(work, person, held.consultation.agency_id):
        return False
    handling = held.handling
    return handling is None or not handling.proposed or handling.proposed_by == person.contact_id


def _propose(
    work: Work, person: Person, held: Held, whole: list[Opinion], reason: str
) -> SecondNeeded:
    opinion = held.opinion
    following = queues.of(work, person).after(opinion.id, {each.id for each in whole})
    handlings.propose(work.session, [each.id for each in whole], person.contact_id, reason)
    log.keep(
        work,
        person.actor,
        "hide.proposed",
        f"consultation:{opinion.consultation_id}",
        agency_id=held.consultation.agency_id,
        reason=reason,
        details={"opinion": opinion.id, "copies": len(whole)},
    )
    return SecondNeeded(opinion, reason, len(whole), moderation.show(work, person, following))


def _carry_out(
    work: Work,
    person: Person,
    held: Held,
    whole: list[Opinion],
    choice: Choice,
    reason: str,
) -> list[tuple[Opinion, LogRow]]:
    """Every message turns, and every one has its row in the log."""
    ids = [each.id for each in whole]
    about = _about(work, held, whole, choice)
    flags.decide(work.session, ids, choice.flags, work.now)
    claims.end(work, ids)
    reasons = [_why(each, choice, reason) for each in whole]
    if choice is UNCOVER:
        uncovering.uncover(work, held.opinion, held.decisions)
    elif held.opinion.state != choice.becomes:
        turn(work, whole, choice.becomes, reasons[0])
    entries = [entry(each, why, about) for each, why in zip(whole, reasons, strict=True)]
    done = record(work, person, held, choice.action, entries)
    if choice is SHOW:
        _analyse(work, held.consultation)
    return list(zip(whole, done, strict=True))


def _why(opinion: Opinion, choice: Choice, reason: str) -> str:
    against = choice.becomes == "hidden" or choice is KEEP_COVERED
    return (reason or opinion.reason or "") if against else ""


def _analyse(work: Work, asked: Consultation) -> None:
    """Have topics made anew where many are shown that the last analysis has not seen: one that was
    looked at late is no newer than others by its number."""
    run = topics.last_run(work.session, asked.id)
    if run is not None and topics.newer(work.session, asked.id, run.id) >= work.rules.analyse_after:
        analysis.ask(work, asked.id, None)


def _about(work: Work, held: Held, whole: list[Opinion], choice: Choice) -> dict[str, Any]:
    """What the log keeps beside the act: of which card it was, who proposed it, and which appeal
    it decides."""
    about: dict[str, Any] = {"card": held.opinion.id} if len(whole) > 1 else {}
    handling, appeal = held.handling, appeals.of(work, held.opinion)
    if appeal is not None:
        about["appeal"] = appeal.id
    if choice is HIDE and handling is not None and handling.proposed_by is not None:
        about["proposed_by"] = f"contact:{handling.proposed_by}"
    return about
