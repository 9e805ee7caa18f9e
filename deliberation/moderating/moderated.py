"""What the author is told of a moderator's decision: by day, and not before a slip could be
undone. Only the latest decision is told, of the words it was about."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from deliberation import notices
from deliberation.asking import consultations
from deliberation.moderating import appeals
from deliberation.work import Work
from storage import consultations as consultation_rows
from storage import flags, people, traffic
from storage import opinions as rows
from storage.models import Agency, Consultation, LogRow, Opinion

SLIP = timedelta(minutes=10)
"""How long a decision can be undone, before anybody is told."""


@dataclass(frozen=True)
class Told:
    """A decision, as its author reads it. `words` are those it was about, changed since or not;
    `line` is the moderator's, after an appeal."""

    decision: LogRow
    opinion: Opinion
    words: str
    consultation: Consultation
    agency: Agency
    may_change: bool
    may_appeal: bool
    line: str = ""

    @property
    def after_appeal(self) -> bool:
        """Whether the author had asked for this look."""
        return "appeal" in self.decision.details


def tell(
    work: Work, opinion: Opinion, asked: Consultation, decision: LogRow, line: str = ""
) -> datetime | None:
    """Queue the notice, with a moderator's line for the author; when it goes out, None where
    nobody can be told."""
    author = rows.author(work.session, opinion)
    if author is None:
        return None
    queued = notices.tell(
        work,
        author,
        "moderated",
        zone=asked.timezone,
        once=_name(decision),
        after=work.now + SLIP,
        opinion=opinion.id,
        decision=decision.id,
        line=line,
    )
    return queued.not_before if queued else None


def keep_quiet(work: Work, decision: LogRow) -> bool:
    """Keep the notice from going out, if there is one; False where it has gone."""
    if not traffic.is_queued(work.session, _name(decision)):
        return True
    return notices.take_back(work, _name(decision))


def _name(decision: LogRow) -> str:
    return f"moderated:{decision.id}"


def told(work: Work, opinion_id: int, decision_id: int, line: str = "") -> Told | None:
    """What the notice says when it goes out; None where something came after the decision."""
    opinion = rows.by_id(work.session, opinion_id)
    decided = flags.decisions(work.session, opinion_id)
    asked = opinion and consultation_rows.by_id(work.session, opinion.consultation_id)
    if not opinion or not asked or not decided or decided[-1].id != decision_id:
        return None
    if opinion.state not in flags.LOOKED_AT:
        return None
    return Told(
        decided[-1],
        opinion,
        rows.words_at(work.session, opinion, decided[-1].details["version"]),
        asked,
        people.agency(work.session, asked.agency_id),
        may_change=consultations.accepts(asked, work.now),
        may_appeal=appeals.may_ask(work, opinion),
        line=line,
    )
