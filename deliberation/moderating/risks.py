"""What the risk finder finds in words: it brings them before a moderator. Threats, and words of
somebody who may be in danger, nobody reads before that; nothing else is done to anything."""

from collections.abc import Collection
from dataclasses import dataclass

from deliberation.moderating.flags import POLICY
from deliberation.work import Work
from nlp import screening
from nlp.screening import LOOKED_AT, Kind
from storage import flags
from storage.models import Flag, Opinion

MACHINE = "machine"
FIRST = (Kind.THREAT, Kind.DANGER)
"""What a moderator looks at before it is shown."""


@dataclass(frozen=True)
class Risk:
    """Words of a message, and what they were taken for."""

    kind: Kind
    words: str


def kinds(work: Work, text: str) -> tuple[Kind, ...]:
    """Which kinds of words there are that bring a message before a moderator."""
    found = {each.kind for each in screening.spoken(text, work.rules.words)}
    return tuple(kind for kind in LOOKED_AT if kind in found)


def first(found: Collection[Kind]) -> str:
    """The kind for which nobody reads a message before a moderator has; "" where there is none."""
    return next((kind for kind in FIRST if kind in found), "")


def held_for(work: Work, opinion: Opinion) -> str:
    """Why words that wait unseen do: a kind of FIRST, because all are looked at first, or in a
    flood."""
    waits = flags.by_source(work.session, opinion.id, MACHINE)
    found = first([Kind(each.reason) for each in waits if each.state == "open"])
    before_all = flags.of_person(work.session, opinion.id, POLICY)
    return found or (before_all.reason if before_all else POLICY)


def look(work: Work, opinion: Opinion, found: Collection[Kind], *, new: bool = False) -> None:
    """Flag an opinion for each of these kinds, found in its words as they stand, and end the flags
    for what was in earlier words, unless it is `new`."""
    before = [] if new else flags.by_source(work.session, opinion.id, MACHINE)
    for flag in before:
        if flag.state == "open" and flag.reason not in found:
            flag.state, flag.decided_at = "gone", work.now
            work.session.add(flag)
    known = {flag.reason: flag.id for flag in before}
    for kind in found:
        flag = _flag(work, opinion, kind)
        flag.id = known.get(kind, flag.id)  # a later one, of other words, takes its place
        work.session.merge(flag)
    if not new:
        work.session.flush()


def _flag(work: Work, opinion: Opinion, kind: Kind) -> Flag:
    """One row a kind, as citizens have one each."""
    return Flag(
        opinion_id=opinion.id,
        flagged_by=f"{MACHINE}:{kind}",
        version=opinion.version,
        source=MACHINE,
        reason=kind,
        at=work.now,
    )


def seen(work: Work, opinion: Opinion) -> tuple[Risk, ...]:
    """Everything that is found in the words, for who looks at them: each kind once."""
    found = screening.finds(opinion.text, work.rules.words)
    first = {each.kind: each for each in reversed(found)}
    return tuple(
        Risk(kind, opinion.text[each.start : each.end])
        for kind, each in sorted(first.items(), key=lambda item: list(Kind).index(item[0]))
    )
