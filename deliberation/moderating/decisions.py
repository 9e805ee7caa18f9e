"""What a moderator decides about flagged words: at once, with a sealed row of the log, and told to
the author by day, not before a slip could be undone."""

from dataclasses import dataclass
from datetime import datetime

from deliberation import log
from deliberation.grouping import analysis, counts
from deliberation.moderating import moderated, moderation
from deliberation.moderating.flags import is_own
from deliberation.moderating.moderated import SLIP
from deliberation.moderating.moderation import Next
from deliberation.people import Person
from deliberation.work import Work
from storage import consultations, flags, topics
from storage import opinions as rows
from storage.models import AnalysisRun, Consultation, LogRow, Opinion

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
    of: str
    becomes: str
    flags: str
    tells: bool


KEEP = Choice("opinion.kept", "received", "received", "kept", tells=False)
HIDE = Choice("opinion.hidden", "received", "hidden", "hidden", tells=True)
RESTORE = Choice("opinion.restored", "hidden", "received", "kept", tells=True)
KEEP_HIDDEN = Choice("opinion.kept_hidden", "hidden", "hidden", "hidden", tells=True)
UNDO = "opinion.hiding_undone"


@dataclass(frozen=True)
class Decided:
    """It is decided, as the log's `row` says. The author is told at `tells_at`; None where there
    is nothing to tell, or nobody who could be told."""

    choice: Choice
    row: LogRow
    opinion: Opinion
    consultation: Consultation
    tells_at: datetime | None
    stamp: int
    next: Next


@dataclass(frozen=True)
class Undone:
    """The words are shown again, and wait in the queue again."""

    opinion: Opinion
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
class WentAway:
    """The author took the words back meanwhile."""

    next: Next


@dataclass(frozen=True)
class OwnWords:
    """Nobody decides about words of their own; `nobody` where there is no colleague to do it."""

    nobody: bool
    next: Next


@dataclass(frozen=True)
class NotThere:
    """No such words, or another agency's: told alike."""


@dataclass(frozen=True)
class TooLate:
    """The time for undoing is over."""


Refused = DecidedBefore | Changed | WentAway | OwnWords | NotThere


def decide(
    work: Work, person: Person, opinion_id: int, stamp: int, choice: Choice, reason: str = ""
) -> Decided | Refused:
    """Decide about the words of a card, if they are still as the card showed them.

    Raises ValueError for hiding without a reason of REASONS.
    """
    if choice is HIDE and reason not in REASONS:
        raise ValueError(f"no such reason: {reason}")
    held = _hold(work, person, opinion_id)
    if not isinstance(held, _Held):
        return held
    refused = _refuse(work, person, held, stamp, choice)
    if refused is not None:
        return refused
    opinion, asked = held.opinion, held.consultation
    queue = moderation.waiting(work, moderation.agencies(person), person)
    row = _carry_out(work, person, held, choice, reason or opinion.reason or "")
    told = moderated.tell(work, opinion, asked, row) if choice.tells else None
    after = moderation.show(work, person, moderation.following(queue, opinion.id))
    stamp = moderation.stamp_of(work, opinion)
    return Decided(choice, row, opinion, asked, told, stamp, after)


def check(
    work: Work, person: Person, opinion_id: int, stamp: int, choice: Choice
) -> Opinion | Refused:
    """Whether this can be decided now: asked before a reason is."""
    held = _hold(work, person, opinion_id)
    if not isinstance(held, _Held):
        return held
    return _refuse(work, person, held, stamp, choice) or held.opinion


@dataclass(frozen=True)
class _Held:
    """Words nobody else decides about while this lasts, and what was decided so far."""

    opinion: Opinion
    consultation: Consultation
    decisions: tuple[LogRow, ...]


def _hold(work: Work, person: Person, opinion_id: int) -> _Held | OwnWords | NotThere:
    opinion = rows.hold(work.session, opinion_id)
    asked = consultations.by_id(work.session, opinion.consultation_id) if opinion else None
    if opinion is None or asked is None or asked.agency_id not in moderation.agencies(person):
        return NotThere()
    if is_own(work, person, opinion):
        nobody = moderation.has_no_colleague(work, person, asked.agency_id)
        return OwnWords(nobody, moderation.queue_of(work, person))
    return _Held(opinion, asked, tuple(flags.decisions(work.session, opinion.id)))


def _refuse(
    work: Work, person: Person, held: _Held, stamp: int, choice: Choice
) -> DecidedBefore | Changed | WentAway | NotThere | None:
    opinion = held.opinion
    if opinion.state not in flags.LOOKED_AT:
        return WentAway(moderation.queue_of(work, person))
    if not flags.open_reasons(work.session, opinion.id):
        return _decided_before(work, person, held)
    if stamp != moderation.stamp_of(work, opinion) or opinion.state != choice.of:
        return Changed(moderation.show(work, person, opinion.id))
    return None


def _decided_before(work: Work, person: Person, held: _Held) -> DecidedBefore | NotThere:
    if not held.decisions:
        return NotThere()
    row = held.decisions[-1]
    own = row.actor == person.actor
    return DecidedBefore(row, held.consultation, own, moderation.queue_of(work, person))


def _carry_out(work: Work, person: Person, held: _Held, choice: Choice, reason: str) -> LogRow:
    opinion = held.opinion
    flags.decide(work.session, opinion.id, choice.flags, work.now)
    if opinion.state != choice.becomes:
        _turn(work, opinion, choice.becomes, reason)
    given = reason if choice.becomes == "hidden" else ""
    return _record(work, person, held, choice.action, given)


def _turn(work: Work, opinion: Opinion, state: str, reason: str) -> None:
    """Hide words, or show them again: everywhere, and at once."""
    hidden = state == "hidden"
    opinion.state_before, opinion.state = (opinion.state if hidden else None), state
    opinion.reason = reason if hidden else None
    work.session.add(opinion)
    (counts.went if hidden else counts.came)(work, opinion)
    run = topics.last_run(work.session, opinion.consultation_id)
    place = topics.place_of(work.session, run.id, opinion.id) if run else None
    if run is None or place is None:
        return
    if hidden and place.topic_id and _was_named_by(work, run, place.topic_id, opinion.text):
        analysis.ask(work, opinion.consultation_id, None)


def _was_named_by(work: Work, run: AnalysisRun, topic_id: int, hidden: str) -> bool:
    """Whether the topic has one of its keywords from these words alone."""
    row = topics.row(work.session, run.id, topic_id)
    keywords = [word for word in row.keywords if word in hidden] if row else []
    return any(not topics.says(work.session, run.id, topic_id, word) for word in keywords)


def _record(work: Work, person: Person, held: _Held, action: str, reason: str) -> LogRow:
    return log.keep(
        work,
        person.actor,
        action,
        f"opinion:{held.opinion.id}",
        agency_id=held.consultation.agency_id,
        reason=reason,
        details={"version": held.opinion.version},
    )


def undo(work: Work, person: Person, opinion_id: int, stamp: int) -> Undone | TooLate | Refused:
    """Take a hiding back, as long as nobody was told and nothing came after it."""
    held = _hold(work, person, opinion_id)
    if not isinstance(held, _Held):
        return held
    opinion, row = held.opinion, held.decisions[-1] if held.decisions else None
    if opinion.state == "withdrawn":
        return WentAway(moderation.queue_of(work, person))
    if row is None or row.action != HIDE.action or opinion.state != "hidden":
        return _decided_before(work, person, held)
    if stamp != moderation.stamp_of(work, opinion):
        return Changed(moderation.show(work, person, opinion.id))
    if work.now - row.at >= SLIP or not moderated.keep_quiet(work, row):
        return TooLate()
    flags.reopen(work.session, opinion.id, HIDE.flags, row.at)
    _turn(work, opinion, "received", "")
    _record(work, person, held, UNDO, "")
    return Undone(opinion, moderation.show(work, person, opinion.id))
