"""What the risk finder finds in words: it brings them before a moderator, and does nothing else."""

from dataclasses import dataclass

from deliberation.work import Work
from nlp import screening
from nlp.screening import LOOKED_AT, Kind
from storage import flags
from storage.models import Flag, Opinion

MACHINE = "machine"


@dataclass(frozen=True)
class Risk:
    """Words of a message, and what they were taken for."""

    kind: Kind
    words: str


def look(work: Work, opinion: Opinion, *, new: bool = False) -> tuple[Kind, ...]:
    """Flag an opinion for each kind found in its words as they stand, and end the flags for what
    was in earlier words, unless it is `new`; which kinds there are."""
    found = {each.kind for each in screening.spoken(opinion.text, work.rules.words)}
    kinds = tuple(kind for kind in LOOKED_AT if kind in found)
    before = [] if new else flags.by_source(work.session, opinion.id, MACHINE)
    for flag in before:
        if flag.state == "open" and flag.reason not in kinds:
            flag.state, flag.decided_at = "gone", work.now
            work.session.add(flag)
    known = {flag.reason: flag.id for flag in before}
    for kind in kinds:
        flag = _flag(work, opinion, kind)
        flag.id = known.get(kind, flag.id)  # a later one, of other words, takes its place
        work.session.merge(flag)
    return kinds


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
