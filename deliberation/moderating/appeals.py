"""A second look at words that were hidden or partly covered, because their author asks for it: once
for each opinion, and never by who decided so.

An appeal is a flag by the author. So it waits in the queue with all others, and ends with a
decision as they do.
"""

from collections.abc import Collection
from dataclasses import dataclass

from deliberation import log, notices
from deliberation.moderating.flags import APPEAL, AUTHOR, MODERATES, REWRITTEN
from deliberation.outcomes import Gone
from deliberation.people import Person
from deliberation.speaking import covering, wording
from deliberation.work import Work
from storage import flags, people, teams
from storage import opinions as rows
from storage.models import Agency, Consultation, Contact, Flag, Opinion

LONGEST = 200  # UTF-16 units
OVER = ("answered", "archived")
"""States of a consultation in which nothing that was hidden would be counted any more."""
AGAINST = ("opinion.hidden", "opinion.kept_hidden", "opinion.masked", "opinion.kept_masked")
"""Decisions that an author can have looked at again."""


@dataclass(frozen=True)
class AppealOffered:
    """Why should these words be looked at again? One line is asked for."""

    opinion: Opinion


@dataclass(frozen=True)
class AppealTaken:
    """Somebody else will look. With `nobody` there is nobody else: it waits until there is."""

    opinion: Opinion
    nobody: bool
    agency: Agency
    consultation: Consultation


@dataclass(frozen=True)
class AppealedBefore:
    """Each opinion is looked at again once; `waits` where that is still to come."""

    opinion: Opinion
    waits: bool


@dataclass(frozen=True)
class LooksAlready:
    """The author wrote other words for the hidden ones, and these are looked at anyway."""

    opinion: Opinion


@dataclass(frozen=True)
class NotHidden:
    """Words that are shown as they were written, or were taken back."""

    opinion: Opinion


@dataclass(frozen=True)
class AppealOver:
    """All was answered, or the time for answers is over."""

    agency: Agency
    consultation: Consultation


@dataclass(frozen=True)
class LineUnusable:
    """Empty, or too long; nothing was kept."""

    units: int
    most: int


Refused = AppealedBefore | LooksAlready | NotHidden | AppealOver | Gone


def ask(work: Work, person: Person, opinion_id: int) -> AppealOffered | Refused:
    """Whether this person may have these words looked at again."""
    opinion = _own(work, person, opinion_id)
    if opinion is None:
        return Gone()
    return _refuse(work, opinion) or AppealOffered(opinion)


def may_ask(work: Work, opinion: Opinion) -> bool:
    """Whether its author may have it looked at again."""
    return _refuse(work, opinion) is None


def make(
    work: Work, person: Person, opinion_id: int, line: str | None = None
) -> AppealTaken | LineUnusable | Refused:
    """Have one's words looked at again, with a line that says why, or without one."""
    opinion = _own(work, person, opinion_id)
    if opinion is None:
        return Gone()
    refused = _refuse(work, opinion)
    if refused is not None:
        return refused
    said = read_line(work, person, line) if line is not None else ""
    if isinstance(said, LineUnusable):
        return said
    return _take(work, opinion, said)


def read_line(work: Work, person: Person, words: str) -> str | LineUnusable:
    """One line, as it may be kept: without numbers that lead to somebody."""
    line = covering.words(work, person.language, " ".join(words.split()))
    if wording.unusable(line) or wording.units(line) > LONGEST:
        return LineUnusable(wording.units(line), LONGEST)
    return line


def _own(work: Work, person: Person, opinion_id: int) -> Opinion | None:
    contact = person.contact
    own = rows.owned(work.session, contact.id, opinion_id) if contact else None
    return rows.hold(work.session, own.id) if own and own.state != "erased" else None


def _refuse(
    work: Work, opinion: Opinion
) -> AppealedBefore | LooksAlready | NotHidden | AppealOver | None:
    if not _is_decided_against(opinion):
        return NotHidden(opinion)
    before = flags.of_person(work.session, opinion.id, APPEAL)
    if before is not None:
        return AppealedBefore(opinion, before.state == "open")
    if (AUTHOR, REWRITTEN) in flags.open_reasons(work.session, [opinion.id]):
        return LooksAlready(opinion)
    asked, agency = _place(work, opinion)
    return AppealOver(agency, asked) if asked.state in OVER else None


def _is_decided_against(opinion: Opinion) -> bool:
    """Whether words are hidden, or a part of them was covered."""
    covered = opinion.state in rows.STANDING and opinion.reason is not None
    return opinion.state == "hidden" or covered


def _place(work: Work, opinion: Opinion) -> tuple[Consultation, Agency]:
    asked = work.session.get_one(Consultation, opinion.consultation_id)
    return asked, people.agency(work.session, asked.agency_id)


def _take(work: Work, opinion: Opinion, line: str) -> AppealTaken:
    asked, agency = _place(work, opinion)
    flag = Flag(
        opinion_id=opinion.id,
        flagged_by=APPEAL,
        version=opinion.version,
        source=AUTHOR,
        reason=APPEAL,
        note=line,
        at=work.now,
    )
    work.session.add(flag)
    work.session.flush()
    log.keep(
        work,
        "",
        "appeal.made",
        f"opinion:{opinion.id}",
        agency_id=agency.id,
        details={"version": opinion.version},
    )
    others = _others(work, agency, opinion)
    _tell_administrators(work, agency, flag, others)
    return AppealTaken(opinion, not others, agency, asked)


def _others(work: Work, agency: Agency, opinion: Opinion) -> dict[int, Contact]:
    """Everybody at the agency who may decide, by number; with none but administrators among them
    where there is no other moderator."""
    by = _decided_by(work, [opinion.id]).get(opinion.id, set())
    own = rows.author(work.session, opinion)
    return {
        contact.id: contact
        for contact in teams.with_role(work.session, agency.id, *MODERATES)
        if f"contact:{contact.id}" not in by and (own is None or own.id != contact.id)
    }


def _tell_administrators(
    work: Work, agency: Agency, flag: Flag, others: dict[int, Contact]
) -> None:
    """Where no moderator is left but who hid it, it is for the administrators, who are told."""
    moderate = {each.id for each in teams.with_role(work.session, agency.id, "moderator")}
    if moderate.intersection(others):
        return
    for contact in others.values():
        notices.tell(
            work,
            contact,
            "appeal_waits",
            zone=agency.timezone,
            once=f"appeal:{flag.id}:{contact.id}",
            flag=flag.id,
        )


def waits(work: Work, flag_id: int) -> Agency | None:
    """The agency where this appeal still waits; None where it was decided, or has gone."""
    flag = work.session.get(Flag, flag_id)
    opinion = rows.by_id(work.session, flag.opinion_id) if flag else None
    if flag is None or opinion is None or flag.state != "open":
        return None
    if not _is_decided_against(opinion):
        return None
    return _place(work, opinion)[1]


def of(work: Work, opinion: Opinion) -> Flag | None:
    """The appeal that waits for a decision about these words."""
    flag = flags.of_person(work.session, opinion.id, APPEAL)
    return flag if flag is not None and flag.state == "open" else None


def of_covered(work: Work, opinion: Opinion) -> bool:
    """Whether an author waits for a second look at words of which a part was covered."""
    return opinion.state == rows.SHOWN and of(work, opinion) is not None


def not_for(work: Work, person: Person, opinion_ids: Collection[int]) -> set[int]:
    """Those of these opinions whose appeal this person may not decide: it is against them."""
    appealed = flags.appealed(work.session, opinion_ids)
    against = _decided_by(work, appealed)
    return {each for each in appealed if person.actor in against.get(each, ())}


def _decided_by(work: Work, opinion_ids: Collection[int]) -> dict[int, set[str]]:
    """opinion -> who hid or covered it, or let that stand, since it was shown as it was written."""
    found: dict[int, set[str]] = {}
    for row in flags.decisions_on(work.session, opinion_ids):
        number = int(row.subject.removeprefix("opinion:"))
        if row.action in AGAINST:
            found.setdefault(number, set()).add(row.actor)
        elif row.action != "opinion.kept":
            found.pop(number, None)
    return found
