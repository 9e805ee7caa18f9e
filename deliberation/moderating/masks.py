"""A moderator covers some of somebody's words. The rest stays to be read by everybody; the words as
they were are a revision, which only their author sees."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from deliberation.grouping import counts
from deliberation.moderating import claims, moderated, moderation, queues
from deliberation.moderating.choices import HIDE, REASONS
from deliberation.moderating.holds import Held, check, entry, hold_open, record, whole_of
from deliberation.moderating.moderation import Next
from deliberation.moderating.refusals import Changed, Refused
from deliberation.moderating.showing import name_anew
from deliberation.moderating.uncovering import MASKED
from deliberation.people import Person
from deliberation.work import Work
from storage import flags
from storage import opinions as rows
from storage.models import Consultation, LogRow, Opinion


@dataclass(frozen=True)
class Wanted:
    """Which words? `wrong`: `absent` where those that came are not in the text, `all` where they
    are all of it."""

    opinion: Opinion
    wrong: str = ""


@dataclass(frozen=True)
class Found:
    """The words to cover stand from `at`, `length` characters; the reason is asked next."""

    opinion: Opinion
    at: int
    length: int


@dataclass(frozen=True)
class Covered:
    """It is done, of `count` messages; `left` copies do not hold the words, and wait. Authors are
    told at `tells_at`, None where nobody can be. `stamp` is for undoing it."""

    row: LogRow
    opinion: Opinion
    consultation: Consultation
    tells_at: datetime | None
    stamp: int
    next: Next
    count: int
    left: int


def ask(work: Work, person: Person, opinion_id: int, stamp: int) -> Wanted | Refused:
    """Something of the words of a card shall be covered."""
    found = check(work, person, opinion_id, stamp, HIDE)
    return Wanted(found) if isinstance(found, Opinion) else found


def find(
    work: Work, person: Person, opinion_id: int, stamp: int, words: str, signs: Mapping[str, str]
) -> Found | Wanted | Refused:
    """The words to cover came; `signs`: language -> what is to stand in their place."""
    asked = ask(work, person, opinion_id, stamp)
    if not isinstance(asked, Wanted):
        return asked
    opinion, wanted = asked.opinion, words.strip()
    text, sign = opinion.text, _sign(opinion, signs)
    if not wanted or wanted not in text or wanted in sign:
        return Wanted(opinion, "absent")
    if not any(each.isalnum() for each in text.replace(wanted, "").replace(sign, "")):
        return Wanted(opinion, "all")
    return Found(opinion, text.index(wanted), len(wanted))


def _sign(opinion: Opinion, signs: Mapping[str, str]) -> str:
    return signs.get(opinion.language) or next(iter(signs.values()))


def cover(
    work: Work,
    person: Person,
    found: tuple[int, int, int],
    stamp: int,
    reason: str,
    signs: Mapping[str, str],
) -> Covered | Refused:
    """Cover the words; `found` is the opinion, where in it they stand, and their length.

    Raises ValueError for a reason that is not one of REASONS.
    """
    if reason not in REASONS:
        raise ValueError(f"no such reason: {reason}")
    opinion_id, at, length = found
    held = hold_open(work, person, opinion_id, stamp, HIDE)
    if not isinstance(held, Held):
        return held
    whole = whole_of(work, person, held.opinion)
    words = held.opinion.text[at : at + length]
    if whole is None or not words:
        return Changed(moderation.show(work, person, opinion_id))
    following = queues.of(work, person).after(opinion_id, {each.id for each in whole})
    holding = [each for each in whole if words in each.text]
    done = _carry_out(work, person, held, holding, words, reason, signs)
    told = moderated.tell(work, held.consultation, done)
    return Covered(
        done[0][1],
        held.opinion,
        held.consultation,
        min(told, default=None),
        claims.stamp_of(work, held.opinion),
        moderation.show(work, person, following),
        len(done),
        len(whole) - len(done),
    )


def _carry_out(
    work: Work,
    person: Person,
    held: Held,
    holding: list[Opinion],
    words: str,
    reason: str,
    signs: Mapping[str, str],
) -> list[tuple[Opinion, LogRow]]:
    """Each message gets a new version, and its row in the log: where the words stood, not which
    they were, and what there was before."""
    ids = [each.id for each in holding]
    flags.decide(work.session, ids, "masked", work.now)
    claims.end(work, ids)
    card = {"card": held.opinion.id} if len(ids) > 1 else {}
    entries = []
    for each in holding:
        place = {"version": each.version, "at": each.text.index(words), "length": len(words)}
        before = {"was": each.state, "why": each.reason or ""}
        entries.append(entry(each, reason, {**place, **before, **card}))
    _replace(work, holding, words, signs, reason)
    return list(zip(holding, record(work, person, held, MASKED, entries), strict=True))


def _replace(
    work: Work, holding: list[Opinion], words: str, signs: Mapping[str, str], reason: str
) -> None:
    was = holding[0].state
    for each in holding:
        rows.keep_version(work.session, each, work.now)
        each.text, each.state = each.text.replace(words, _sign(each, signs)), rows.SHOWN
        each.version, each.reason = each.version + 1, reason
    work.session.add_all(holding)
    rows.forget_pieces(work.session, [each.id for each in holding])
    counts.leave_family(work, *holding)
    name_anew(work, holding, [words] * len(holding))
    if was != rows.SHOWN:
        counts.came(work, *holding)
