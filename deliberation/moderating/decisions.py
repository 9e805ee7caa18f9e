"""What a moderator decides about flagged words: at once, with a sealed row of the log, and told to
the author by day, not before a slip could be undone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from deliberation import log
from deliberation.grouping import analysis, counts
from deliberation.moderating import appeals, claims, copies, measures, moderated, moderation, queues
from deliberation.moderating.flags import is_own
from deliberation.moderating.moderation import Next
from deliberation.people import Person
from deliberation.work import Work
from storage import consultations, flags, handlings, topics
from storage import opinions as rows
from storage.models import AnalysisRun, Consultation, Handling, LogRow, Opinion

REASONS = (
    "personal",
    "insult",
    "hate",
    "threat",
    "advertising",
    "impersonation",
    "campaigning",
)
"""Why words may be hidden: a closed list, each with a public rule. Another view is none."""


@dataclass(frozen=True)
class Choice:
    """What can be decided: of words in which state, what becomes of them and of their flags."""

    action: str
    of: tuple[str, ...]
    becomes: str
    flags: str
    tells: bool


KEEP = Choice("opinion.kept", ("received",), "received", "kept", tells=False)
SHOW = Choice("opinion.shown", ("held",), "received", "kept", tells=True)
"""To keep words that waited to be looked at first."""
HIDE = Choice("opinion.hidden", ("received", "held"), "hidden", "hidden", tells=True)
RESTORE = Choice("opinion.restored", ("hidden",), "received", "kept", tells=True)
KEEP_HIDDEN = Choice("opinion.kept_hidden", ("hidden",), "hidden", "hidden", tells=True)


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


@dataclass(frozen=True)
class DecidedBefore:
    """Somebody was first; `own` where it was the same person."""

    row: LogRow
    consultation: Consultation
    own: bool
    next: Next


@dataclass(frozen=True)
class Changed:
    """The words, or what was decided about them, changed since the card was made."""

    next: Next


@dataclass(frozen=True)
class TakenOver:
    """The time with the card was over, and a colleague has it now."""

    next: Next


@dataclass(frozen=True)
class WithAdmins:
    """A moderator passed it on: an administrator decides."""

    next: Next


@dataclass(frozen=True)
class WentAway:
    """The author took the words back meanwhile."""

    next: Next


@dataclass(frozen=True)
class OwnWords:
    """Nobody decides about words of their own, nor about an appeal against themselves; `nobody`
    where there is no colleague to do it."""

    nobody: bool
    next: Next


@dataclass(frozen=True)
class NotThere:
    """No such words, or another agency's: told alike."""


Refused = DecidedBefore | Changed | TakenOver | WithAdmins | WentAway | OwnWords | NotThere


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
    choice = SHOW if choice is KEEP and held.opinion.state == "held" else choice
    refused = _refuse(work, person, held, stamp, choice)
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
    told = _tell(work, held, done, line) if choice.tells else []
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


def check(
    work: Work, person: Person, opinion_id: int, stamp: int, choice: Choice
) -> Opinion | Refused:
    """Whether this can be decided now: asked before a reason is."""
    held = hold_open(work, person, opinion_id, stamp, choice)
    return held.opinion if isinstance(held, Held) else held


@dataclass(frozen=True)
class Held:
    """Words nobody else decides about while this lasts, and what was decided so far."""

    opinion: Opinion
    consultation: Consultation
    decisions: tuple[LogRow, ...]
    handling: Handling | None


def hold(work: Work, person: Person, opinion_id: int) -> Held | OwnWords | NotThere:
    """Words of an agency where this person moderates, and not their own, held."""
    queues.hold(work, person)
    opinion = rows.hold(work.session, opinion_id)
    asked = consultations.by_id(work.session, opinion.consultation_id) if opinion else None
    if opinion is None or asked is None or asked.agency_id not in queues.agencies(person):
        return NotThere()
    if is_own(work, person, opinion):
        nobody = queues.has_no_colleague(work, person, asked.agency_id)
        return OwnWords(nobody, moderation.queue_of(work, person))
    decided = tuple(flags.decisions(work.session, opinion.id))
    return Held(opinion, asked, decided, handlings.of(work.session, opinion.id))


def hold_open(
    work: Work, person: Person, opinion_id: int, stamp: int, choice: Choice
) -> Held | Refused:
    """The words of a card, held, if this person can decide this about them now."""
    held = hold(work, person, opinion_id)
    if not isinstance(held, Held):
        return held
    return _refuse(work, person, held, stamp, choice) or held


def _refuse(work: Work, person: Person, held: Held, stamp: int, choice: Choice) -> Refused | None:
    """Why this person cannot decide this now; None where they can."""
    opinion = held.opinion
    if opinion.state not in flags.LOOKED_AT:
        return WentAway(moderation.queue_of(work, person))
    if not flags.open_reasons(work.session, [opinion.id]):
        return decided_before(work, person, held)
    if appeals.not_for(work, person, [opinion.id]):
        nobody = queues.has_no_colleague(work, person, held.consultation.agency_id)
        return OwnWords(nobody, moderation.queue_of(work, person))
    if _is_with_admins(person, held):
        return WithAdmins(moderation.queue_of(work, person))
    if claims.is_anothers(work, person, held.handling):
        return TakenOver(moderation.queue_of(work, person))
    if stamp != claims.stamp_of(work, opinion) or opinion.state not in choice.of:
        return Changed(moderation.show(work, person, opinion.id))
    return None


def _is_with_admins(person: Person, held: Held) -> bool:
    passed = held.handling is not None and held.handling.passed_at is not None
    return passed and held.consultation.agency_id not in person.agencies(queues.ADMIN)


def whole_of(work: Work, person: Person, opinion: Opinion) -> list[Opinion] | None:
    """What a decision on this card is of: its words, and the copies it showed. None for a card
    that was put away meanwhile and has copies."""
    others = claims.others_on(work, person, opinion)
    if others is None:
        queue = queues.of(work, person)
        waits = next((e for e in queue.waiting if e.opinion_id == opinion.id), None)
        if waits is not None and len(copies.group(work, waits, queue.waiting).versions) > 1:
            return None
    return [opinion, *(others or [])]


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


def decided_before(work: Work, person: Person, held: Held) -> DecidedBefore | NotThere:
    if not held.decisions:
        return NotThere()
    row = held.decisions[-1]
    own = row.actor == person.actor
    return DecidedBefore(row, held.consultation, own, moderation.queue_of(work, person))


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
    # The first of a family goes last and comes first: it names the family, which would have to be
    # named anew with every copy.
    for each in reversed(whole) if choice.becomes == "hidden" else whole:
        if each.state != choice.becomes:
            turn(work, each, choice.becomes, _why(each, choice, reason))
    done = []
    for each in whole:
        why = _why(each, choice, reason)
        done.append((each, record(work, person, held, each, choice.action, why, about)))
    if choice is SHOW:
        _analyse(work, held.consultation)
    return done


def _why(opinion: Opinion, choice: Choice, reason: str) -> str:
    return (reason or opinion.reason or "") if choice.becomes == "hidden" else ""


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


def _tell(work: Work, held: Held, done: list[tuple[Opinion, LogRow]], line: str) -> list[datetime]:
    """Each author is told; when, for each who can be."""
    told = (moderated.tell(work, each, held.consultation, row, line) for each, row in done)
    return [at for at in told if at is not None]


def turn(work: Work, opinion: Opinion, state: str, reason: str) -> None:
    """Hide words, or show them again: everywhere, and at once."""
    hidden, was = state == "hidden", opinion.state
    opinion.state_before, opinion.state = (was if hidden else None), state
    opinion.reason = reason or None
    work.session.add(opinion)
    if was == rows.SHOWN:
        counts.went(work, opinion)
    elif state == rows.SHOWN:
        counts.came(work, opinion)
    if hidden:
        name_anew(work, opinion, opinion.text)


def name_anew(work: Work, opinion: Opinion, gone: str) -> None:
    """Have topics made anew where one has its name from these words alone, which are read no
    more."""
    run = topics.last_run(work.session, opinion.consultation_id)
    place = topics.place_of(work.session, run.id, opinion.id) if run else None
    if run is None or place is None or place.topic_id is None:
        return
    if _was_named_by(work, run, place.topic_id, gone):
        analysis.ask(work, opinion.consultation_id, None)


def _was_named_by(work: Work, run: AnalysisRun, topic_id: int, hidden: str) -> bool:
    """Whether the topic has one of its keywords from these words alone."""
    row = topics.row(work.session, run.id, topic_id)
    keywords = [word for word in row.keywords if word in hidden] if row else []
    return any(not topics.says(work.session, run.id, topic_id, word) for word in keywords)


def record(
    work: Work,
    person: Person,
    held: Held,
    opinion: Opinion,
    action: str,
    reason: str = "",
    about: Mapping[str, Any] | None = None,
) -> LogRow:
    return log.keep(
        work,
        person.actor,
        action,
        f"opinion:{opinion.id}",
        agency_id=held.consultation.agency_id,
        reason=reason,
        details={"version": opinion.version, **(about or {})},
    )
