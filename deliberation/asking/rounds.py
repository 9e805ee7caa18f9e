"""What everybody who agreed to notices is told once, or everybody who wrote: queued some at a
time, so that no transaction is long. Where a round stands is kept with its consultation.

What each is told is made when it goes out: see `deliberation.asking.tidings`.
"""

from typing import Any

from deliberation import notices
from deliberation.work import Work
from storage import endings, partners, rounds
from storage.models import Consultation, LogRow, Participation

AT_ONCE = 200  # people a tick: more than Telegram lets go out meanwhile
TO_WRITERS = ("question_changed", "unanswered")
"""What concerns people's own words, so that it is told also to who agreed to no notices."""


def begin(work: Work, consultation: Consultation, about: str, log: LogRow) -> None:
    """Everybody is going to be told what this row of the log did."""
    told = {"about": about, "log": log.id, "after": 0}
    _keep(work, consultation, [*consultation.settings.get("rounds", []), told])


def keep_counts(work: Work, consultation: Consultation) -> None:
    """How many citizens wrote how much until the end: everybody is told the same, counted once."""
    people, count = partners.beside(work.session, consultation.id)
    ended = {"people": people, "opinions": count}
    consultation.settings = {**consultation.settings, "ended_with": ended}
    work.session.add(consultation)


def go_on(work: Work) -> int:
    """Queue the next notices of every round; how many people they go to."""
    return sum(_piece(work, consultation) for consultation in rounds.under_way(work.session))


def _piece(work: Work, consultation: Consultation) -> int:
    current, *later = consultation.settings["rounds"]
    those = rounds.writers if current["about"] in TO_WRITERS else rounds.listeners
    told = those(work.session, consultation.id, current["after"], AT_ONCE)
    for participation, contact in told:
        if not _concerns(work, current["about"], participation):
            continue
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


def _concerns(work: Work, about: str, participation: Participation) -> bool:
    if about != "unanswered":
        return True
    given = endings.opinions_of(work.session, participation.id)
    return bool(given - endings.answered_of(work.session, participation.id))


def _keep(work: Work, consultation: Consultation, told: list[dict[str, Any]]) -> None:
    settings = {name: value for name, value in consultation.settings.items() if name != "rounds"}
    consultation.settings = {**settings, "rounds": told} if told else settings
    work.session.add(consultation)
