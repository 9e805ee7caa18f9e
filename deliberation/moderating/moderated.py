"""What the author is told of a moderator's decision: by day, and not before a slip could be
undone. Only the latest decision is told, of the words it was about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from deliberation import notices
from deliberation.asking import consultations
from deliberation.moderating import appeals
from deliberation.notices import Notice
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


Done = Sequence[tuple[Opinion, LogRow]]
"""Opinions, each with the row of the log that says what was decided about it."""


def tell(work: Work, asked: Consultation, done: Done, line: str = "") -> list[datetime]:
    """Queue the notices, with a moderator's line for the author; when they go out, of those who
    can be told."""
    authors = rows.authors(work.session, [opinion.id for opinion, _ in done])
    letters = [
        Notice(
            authors[opinion.id],
            _name(decision),
            {"opinion": opinion.id, "decision": decision.id, "line": line},
        )
        for opinion, decision in done
        if opinion.id in authors
    ]
    queued = notices.tell_all(
        work, "moderated", letters, zone=asked.timezone, after=work.now + SLIP
    )
    return [each.not_before for each in queued]


def keep_quiet(work: Work, decisions: Sequence[LogRow]) -> set[int]:
    """Keep the notices of these decisions from going out, where there are any; the decisions of
    which nobody was told."""
    names = {_name(each): each.id for each in decisions}
    queued = traffic.queued(work.session, names)
    kept = notices.take_back_all(work, queued)
    return {number for name, number in names.items() if name not in queued or name in kept}


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
