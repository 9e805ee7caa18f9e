"""A briefing narrowed to a part of what was said: of a time, of people who came one way, of a side.

One cut at a time: two together would soon leave a few people, of whom nothing may be told.
"""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from deliberation.briefing import briefings, channels, splits, topic_lines
from deliberation.briefing.briefings import A_PAGE, PAGE
from deliberation.briefing.narrowed import (
    NOBODY,
    Cut,
    CutGone,
    Narrowed,
    NarrowedLine,
    NarrowedWords,
    Place,
    Places,
    Share,
    Told,
    Ways,
)
from deliberation.briefing.splits import FEW, Split, Splits
from deliberation.outcomes import NotYours
from deliberation.pages import nearest
from deliberation.people import Person
from deliberation.speaking import partners
from deliberation.speaking.stances import STANCES
from deliberation.work import Work
from storage import narrowing as rows
from storage import opinions, posters, topics
from storage import people as people_rows
from storage.models import AnalysisRun, Consultation, Look, Opinion, RunTopic, Topic
from storage.narrowing import UNSAID, Part

WEEK = timedelta(days=7)
SIDES = (*STANCES, UNSAID)
LISTED = 8  # places on one page
Shares = Mapping[int | None, Share]
"""Topic id -> who is in it; None is what stands on its own."""


@dataclass(frozen=True)
class _Here:
    """A cut that can be made: of which run, as it is said, and as it is asked for."""

    asked: Consultation
    run: AnalysisRun
    told: Told
    part: Part
    by_stance: Splits | None = None

    @property
    def side(self) -> int | None:
        """Where the side stands among the cells of a split; None where it is no side."""
        kind = self.told.cut.kind
        return SIDES.index(kind) if kind in SIDES else None


def ways(work: Work, person: Person, consultation_id: int) -> Ways | CutGone | NotYours:
    """By what the briefing can be narrowed."""
    found = _briefed(work, person, consultation_id)
    if not isinstance(found, tuple):
        return found
    asked, run = found
    look = _look(work, person, asked)
    places = posters.any_made(work.session, asked.id)
    return Ways(asked, run, look.before_at if look else None, places, bool(asked.proposal))


def places(
    work: Work, person: Person, consultation_id: int, page: int = 0
) -> Places | CutGone | NotYours:
    """The ways in, the link without a place first, then those by which most people came."""
    found = _briefed(work, person, consultation_id)
    if not isinstance(found, tuple):
        return found
    asked, _ = found
    came = _came(work, asked)
    names = sorted(came, key=lambda name: (name != "", -came[name], name))
    at, pages = nearest(page, len(names), LISTED)
    shown = names[at * LISTED : (at + 1) * LISTED]
    made = tuple(Place(name, mark(name), came[name]) for name in shown)
    return Places(asked, made, at * LISTED + 1, at, pages)


def mark(place: str) -> int:
    """By which a button names a place; 0 is the link without one."""
    return zlib.crc32(place.encode())


def brief(
    work: Work, person: Person, consultation_id: int, cut: Cut, page: int = 0
) -> Narrowed | CutGone | NotYours:
    """The briefing of a part. It is no new look."""
    here = _here(work, person, consultation_id, cut)
    if not isinstance(here, _Here):
        return here
    shares = _shares(work, here)
    listed = [
        (place, row)
        for place, row in enumerate(_ordered(work, here.run), start=1)
        if not shares.get(row.topic_id, NOBODY).is_empty
    ]
    at, pages = nearest(page, len(listed), A_PAGE)
    lines = [
        _line(work, here, place, row, shares[row.topic_id])
        for place, row in listed[at * A_PAGE : (at + 1) * A_PAGE]
    ]
    alone = shares.get(None, NOBODY)
    lonely = _words(work, here, None, alone, 0, 1)
    quoted = [*(line.quote for line in lines if line.quote), *lonely]
    return Narrowed(
        here.asked,
        here.run,
        here.told,
        _everybody(work, here),
        tuple(lines),
        alone,
        lonely[0] if lonely else None,
        at,
        pages,
        newer=max(0, opinions.count(work.session, here.asked.id) - here.run.opinions),
        now=work.now,
        signed=partners.signed(work, quoted),
    )


def words(
    work: Work, person: Person, topic_id: int, cut: Cut, page: int = 0
) -> NarrowedWords | CutGone | NotYours:
    """What was said in a topic, as far as it is in the part."""
    topic = topics.topic(work.session, topic_id)
    if topic is None:
        return NotYours()
    here = _here(work, person, topic.consultation_id, cut)
    if not isinstance(here, _Here):
        return here
    listed = [row.topic_id for row in _ordered(work, here.run)]
    if topic.id not in listed:
        return NotYours()
    share = _shares(work, here).get(topic.id, NOBODY)
    said = share.opinions + share.invited[1] if _is_readable(here, share) else 0
    at, pages = nearest(page, said, PAGE)
    shown = _words(work, here, topic.id, share, at * PAGE, PAGE)
    return NarrowedWords(
        here.told,
        here.asked,
        listed.index(topic.id) + 1,
        topic,
        share,
        tuple(shown),
        at,
        pages,
        partners.signed(work, shown),
    )


def _briefed(
    work: Work, person: Person, consultation_id: int
) -> tuple[Consultation, AnalysisRun] | CutGone | NotYours:
    """The consultation with the run its briefing is of."""
    asked = briefings.readable(work, person, consultation_id)
    run = topics.last_run(work.session, asked.id) if asked else None
    if asked is None:
        return NotYours()
    return (asked, run) if run is not None else CutGone()


def _look(work: Work, person: Person, asked: Consultation) -> Look | None:
    contact = person.contact
    return people_rows.look(work.session, contact.id, asked.id) if contact else None


def _came(work: Work, asked: Consultation) -> dict[str, int]:
    """How many citizens came by each link there is, and by those written by hand."""
    came = channels.cells(work, asked.id, topics.last_run(work.session, asked.id))
    made = {poster.channel for poster in posters.of(work.session, asked.id)}
    return {name: came.get(name, 0) for name in {"", *made, *came}}


def _here(work: Work, person: Person, consultation_id: int, cut: Cut) -> _Here | CutGone | NotYours:
    found = _briefed(work, person, consultation_id)
    if not isinstance(found, tuple):
        return found
    asked, run = found
    if cut.kind in SIDES and asked.proposal:
        by_stance = splits.of_run(work, run, asked)
        return _Here(asked, run, Told(cut), Part(stance=cut.kind), by_stance)
    if cut.kind == "place":
        place = next((name for name in _came(work, asked) if mark(name) == cut.mark), None)
        told = Told(cut, place=place or "")
        return CutGone() if place is None else _Here(asked, run, told, Part(channel=place))
    return _of_time(work, person, asked, run, cut)


def _of_time(
    work: Work, person: Person, asked: Consultation, run: AnalysisRun, cut: Cut
) -> _Here | CutGone:
    if cut.kind == "since":
        look = _look(work, person, asked)
        if look is None or look.before_at is None:
            return CutGone()
        part = Part(after=look.before_opinion_id)
        return _Here(asked, run, Told(cut, look.before_at), part)
    begins = {"today": _midnight(work, asked), "week": work.now - WEEK}.get(cut.kind)
    return _Here(asked, run, Told(cut, begins), Part(since=begins)) if begins else CutGone()


def _midnight(work: Work, asked: Consultation) -> datetime:
    """With which today began, where the consultation is."""
    there = work.now.astimezone(ZoneInfo(asked.timezone))
    return there.replace(hour=0, minute=0, second=0, microsecond=0).astimezone(work.now.tzinfo)


def _ordered(work: Work, run: AnalysisRun) -> list[RunTopic]:
    return topic_lines.ordered(work, run, topics.counted(work.session, run))


def _everybody(work: Work, here: _Here) -> Share:
    found = rows.everybody(work.session, here.run.id, here.part)
    split = here.by_stance.everybody if here.by_stance else None
    return _share(here, found.get(False, (0, 0)), found.get(True, (0, 0)), split)


def _shares(work: Work, here: _Here) -> Shares:
    """Who of the part is in each topic. Of a side nothing is said of what stands on its own: taken
    from the sum of all it could give a small number away."""
    found = rows.by_topic(work.session, here.run.id, here.part)
    places = {topic_id for topic_id, _ in found} | set(
        here.by_stance.topics if here.by_stance else ()
    )
    return {
        place: _share(
            here,
            found.get((place, False), (0, 0)),
            found.get((place, True), (0, 0)),
            here.by_stance.topics.get(place) if here.by_stance else None,
        )
        for place in places
        if place is not None or here.side is None
    }


def _share(
    here: _Here, citizens: tuple[int, int], invited: tuple[int, int], split: Split | None
) -> Share:
    """A side is told as its split is; elsewhere a number under FEW is not told."""
    people, said = citizens
    if here.side is not None:
        cell = split.cells[here.side] if split else splits.KEPT
        return Share(cell, said)
    return Share("few" if 0 < people < FEW else people, said, invited)


def _is_readable(here: _Here, share: Share) -> bool:
    """Words of a few, shown as those of one side, would tell on whose side they are."""
    return here.side is None or isinstance(share.people, int)


def _line(work: Work, here: _Here, place: int, row: RunTopic, share: Share) -> NarrowedLine:
    topic = work.session.get_one(Topic, row.topic_id)
    quote = next(iter(_words(work, here, topic.id, share, 0, 1)), None)
    return NarrowedLine(place, topic, share, quote, _is_readable(here, share))


def _words(
    work: Work, here: _Here, topic_id: int | None, share: Share, offset: int, limit: int
) -> Sequence[Opinion]:
    if share.is_empty or not _is_readable(here, share):
        return ()
    return rows.words(work.session, here.run.id, topic_id, here.part, offset=offset, limit=limit)
