"""What it takes until an answer to ten thousand people stands in the outbox.

A part of `make bench-desk`. What is timed is work: between the press and the job that goes on lies
up to a second of the clock.
"""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from sqlmodel import Session, func, select

from bench.stored import EACH, FIRST, fill
from deliberation import people
from deliberation.answering import answers, draft_steps, drafts, sendings
from deliberation.answering.drafts import Drafting
from deliberation.outcomes import Confirmed
from storage.database import transaction
from storage.models import Answer, Consultation, Outbox
from tests.answering import REASON, WORDS
from tests.town import Town

RECIPIENTS = 10_000
SLUG = "answered"
T = TypeVar("T")


def to_everyone(town: Town, url: str, telegram_id: int, beside: int) -> dict[str, float]:
    """What was done -> seconds: the official confirms, then pieces follow until all stand there.
    `beside` opinions are stored already. Raises LookupError where somebody is left out."""
    town.puts(slug=SLUG)
    at = town.clock.now() - timedelta(hours=1)
    sealed = town.app.settings.secrets().seal_id(1)
    fill(url, RECIPIENTS * EACH, at=at, sealed=sealed, first=FIRST * 10 + beside)
    answer_id, version = _changed(town, lambda session: _draft(town, session, telegram_id))
    began = time.perf_counter()
    _changed(town, lambda session: _confirm(town, session, telegram_id, answer_id, version))
    confirmed = time.perf_counter()
    while _changed(town, lambda session: answers.queue_on(town.work(session))):
        pass
    ended = time.perf_counter()
    _check(town, answer_id)
    return {
        f"confirming an answer to {RECIPIENTS:,}": confirmed - began,
        "and until all of it is queued": ended - began,
    }


def _changed(town: Town, act: Callable[[Session], T]) -> T:
    """In a transaction of its own, as the bot does it."""
    with transaction(town.app.database.engine) as session:
        return act(session)


def _draft(town: Town, session: Session, telegram_id: int) -> tuple[int, int]:
    work = town.work(session)
    person = people.meet(work, telegram_id, "ko")
    asked = session.exec(select(Consultation).where(Consultation.slug == SLUG)).one()
    begun = drafts.write_to_everyone(work, person, asked.id)
    if not isinstance(begun, Drafting):
        raise TypeError(f"no draft: {begun}")
    answer = begun.answer
    draft_steps.put(work, person, answer.id, "text", WORDS)
    draft_steps.choose(work, person, answer.id, answer.version, "adopted")
    draft_steps.put(work, person, answer.id, "reason", REASON)
    return answer.id, answer.version


def _confirm(town: Town, session: Session, telegram_id: int, answer_id: int, version: int) -> None:
    work = town.work(session)
    outcome = sendings.confirm(work, people.meet(work, telegram_id, "ko"), answer_id, version)
    if not isinstance(outcome, Confirmed):
        raise TypeError(f"not confirmed: {outcome}")


def _check(town: Town, answer_id: int) -> None:
    with transaction(town.app.database.engine) as session:
        rows = select(func.count()).select_from(Outbox).where(Outbox.answer_id == answer_id)
        there, meant = session.exec(rows).one(), session.get_one(Answer, answer_id).people
    if (there, meant) != (RECIPIENTS, RECIPIENTS):
        raise LookupError(f"{there} of {meant} people stand in the outbox")
