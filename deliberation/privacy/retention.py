"""Words are kept for the span that people were told when they agreed. Then they go by themselves,
and with them whatever points at a person; numbers, answers and promises stay.

Why it is so stands in `docs/decisions/retention.md`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from deliberation import log, notices
from deliberation.briefing.splits import FEW
from deliberation.grouping import counts
from deliberation.privacy import erasures, forgetting
from deliberation.work import Work
from storage import accounts, consultations, endings, erasing, people, teams, topics, traffic
from storage import retention as rows
from storage.models import Agency, Consultation
from storage.retention import Kept

AHEAD = timedelta(days=7)
"""So long before it officials are told; nothing goes before they have known it for as long."""
AT_ONCE = 100
"""People in one transaction, with all that they wrote."""
IDLE = timedelta(days=30)
"""An account to which nothing belongs goes when it is as old; so does what followed a promise that
was settled as long ago."""
LOOKED_AT = 500  # accounts in one transaction
TOLD, DONE, CURSOR = "erasing_told", "erasing_done", "accounts_looked_at"
TELLS = ("official", "admin")


@dataclass(frozen=True)
class Due:
    """What becomes of a consultation's words: `due` is when their span is over, `at` when they go,
    None as long as officials have not been told. `waits`: something is still under way there."""

    consultation: Consultation
    agency: Agency
    ended: datetime
    due: datetime
    at: datetime | None
    kept: Kept
    waits: bool


@dataclass(frozen=True)
class Soon:
    """Officials are told: at this moment words go. `unanswered` topics have no final answer, and
    nobody could be reached with one afterwards."""

    consultation: Consultation
    at: datetime
    unanswered: int


def ended(asked: Consultation) -> datetime:
    return asked.closed_at or asked.closes_at


def due(asked: Consultation) -> datetime:
    """When the span is over that people were told."""
    return ended(asked) + timedelta(days=asked.retention_days)


def goes_at(asked: Consultation) -> datetime | None:
    """When the words go; None where nobody was told of it yet. Later than due only where it could
    not be told in time."""
    told = asked.settings.get(TOLD)
    return max(due(asked), datetime.fromisoformat(told) + AHEAD) if told else None


def plan(work: Work) -> tuple[Due, ...]:
    """Every consultation that is over and still has words, and what will become of them."""
    return tuple(
        Due(
            asked,
            people.agency(work.session, asked.agency_id),
            ended(asked),
            due(asked),
            goes_at(asked),
            rows.kept(work.session, asked.id),
            _is_at_work(work, asked),
        )
        for asked in rows.ended(work.session)
    )


def tell(work: Work) -> int:
    """A week before, whoever works for the agency is told once; how many consultations."""
    soon = [
        asked
        for asked in rows.ended(work.session)
        if TOLD not in asked.settings and due(asked) - AHEAD <= work.now
    ]
    for asked in soon:
        asked.settings = {**asked.settings, TOLD: work.now.isoformat()}
        work.session.add(asked)
        agency = people.agency(work.session, asked.agency_id)
        for contact in teams.with_role(work.session, agency.id, *TELLS):
            notices.tell(
                work,
                contact,
                "words_go",
                zone=agency.timezone,
                once=f"words_go:{asked.id}:{contact.id}",
                consultation=asked.id,
            )
    return len(soon)


def soon(work: Work, consultation_id: int) -> Soon | None:
    """What they are told; None where the words are gone already."""
    asked = consultations.by_id(work.session, consultation_id)
    at = goes_at(asked) if asked else None
    if asked is None or at is None or asked.erasing_at is not None:
        return None
    run = topics.last_run(work.session, asked.id)
    found = topics.topics_of(work.session, run.id) if run else []
    living = {row.topic_id for row in found if row.size}
    answered = endings.finally_answered(work.session, asked.id)
    everyone = endings.answers_everyone(work.session, asked.id)
    return Soon(asked, at, 0 if everyone else len(living - answered))


def go_on(work: Work) -> int:
    """Erase a piece of what is due; how many people's."""
    for asked in rows.ended(work.session):
        if is_due(work, asked):
            return _piece(work, asked)
    return 0


def is_due(work: Work, asked: Consultation) -> bool:
    """Whether its words go now; what is begun goes on."""
    at = goes_at(asked)
    if asked.erasing_at is not None:
        return True
    return at is not None and at <= work.now and not _is_at_work(work, asked)


def _is_at_work(work: Work, asked: Consultation) -> bool:
    """An answer that is going out still needs to know to whom, and an analysis what was said; but
    nothing holds it up for longer than the span was told ahead."""
    if goes_at(asked) is not None and work.now >= due(asked) + 2 * AHEAD:
        return False
    return (
        rows.is_sending(work.session, asked.id)
        or bool(asked.settings.get("rounds"))
        or topics.run_under_way(work.session, asked.id) is not None
    )


def erase_again(work: Work, slug: str) -> int:
    """After a restore: what was erased since the copy was made, all of it; how many people's."""
    asked = consultations.by_slug(work.session, slug)
    gone = 0
    while asked is not None and asked.erased_at is None:
        gone += _piece(work, asked)
    return gone


def _piece(work: Work, asked: Consultation) -> int:
    session = work.session
    asked = consultations.held(session, asked.id) or asked
    if asked.erased_at is not None:
        return 0
    if asked.erasing_at is None:
        _begin(work, asked)
    done = asked.settings[DONE]
    some = rows.next_people(session, asked.id, done["after"], AT_ONCE)
    said = rows.with_opinions_of(session, [each.id for each in some])
    erasing.leave_bubbles(session, forgetting.beginnings([each.text for each in said]))
    rows.erase_words(session, said, ended(asked), work.now)
    rows.part_with(session, some, ended(asked), work.now)
    done = {
        "after": some[-1].id if some else done["after"],
        "people": done["people"] + len(some),
        "opinions": done["opinions"] + len(said),
    }
    asked.settings = {**asked.settings, DONE: done}
    session.add(asked)
    if len(some) < AT_ONCE:
        _finish(work, asked, done)
    return len(some) or 1


def _begin(work: Work, asked: Consultation) -> None:
    """The counts are taken a last time while there are words; then nobody reads them any more."""
    session = work.session
    erasures.words_over(work, asked)
    run = topics.last_run(session, asked.id)
    if run is not None and run.changes != run.counted:
        counts.recount(work, run)
    rows.end_waiting_runs(session, asked.id)
    rows.leave_runs(session, asked.id, FEW)
    asked.erasing_at = work.now
    asked.settings = {**asked.settings, DONE: {"after": 0, "people": 0, "opinions": 0}}
    session.add(asked)
    session.flush()


def _finish(work: Work, asked: Consultation, done: Mapping[str, Any]) -> None:
    asked.erased_at = work.now
    left = {name: value for name, value in asked.settings.items() if name not in (DONE, TOLD)}
    asked.settings = left
    work.session.add(asked)
    log.keep(
        work,
        "clock",
        "consultation.words_erased",
        f"consultation:{asked.id}",
        agency_id=asked.agency_id,
        details={name: done[name] for name in ("people", "opinions")},
    )


def let_accounts_go(work: Work) -> int:
    """Look at the next accounts; those to which nothing belongs any more go. How many went."""
    session, until = work.session, work.now - IDLE
    accounts.end_follows(session, until)
    before = (traffic.remembered(session, CURSOR) or {}).get("after", 0)
    some = accounts.next_ones(session, before, LOOKED_AT)
    after = some[-1][0] if len(some) == LOOKED_AT else 0
    if after != before:
        traffic.remember(session, CURSOR, {"after": after}, work.now)
    old = [account for account, came in some if came <= until]
    empty = accounts.with_nothing(session, old) if old else []
    if empty:
        accounts.let_go(session, empty)
    return len(empty)
