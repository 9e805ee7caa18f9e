"""A moderator's decision: once, whoever else decides; sealed in the log; everywhere at once."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial

import pytest

from bot.analyses.worker import PictureRequest, Worker
from deliberation import people
from deliberation.moderating import decisions, moderation
from deliberation.moderating.choices import HIDE, KEEP, Choice
from deliberation.moderating.decisions import Decided
from deliberation.moderating.moderation import Card
from deliberation.moderating.refusals import DecidedBefore, NotThere, TakenOver, WentAway
from deliberation.speaking import opinions
from storage import consultations, flags, topics
from storage.database import Session, reading
from storage.models import AnalysisRun, LogRow, Picture, RunTopic
from tests.bot.scenes import market_square
from tests.moderating import FINE, OTHER, RUDE, Desk, another_agency
from tests.town import Citizen, Town

pytestmark = pytest.mark.side_by_side

QUOTED = "장터를 열어요"  # stands for its topic in the briefing
MARKET_DAY = "토요일마다 장을 열면 좋겠어요"


def card_of(town: Town, mo: Citizen) -> Card:
    with town.changing() as session:
        work = town.work(session)
        card = moderation.queue_of(work, people.meet(work, mo.account.id, "ko"))
    assert isinstance(card, Card)
    return card


def decide(
    session: Session, *, town: Town, mo: Citizen, card: Card, choice: Choice, reason: str = ""
) -> object:
    work = town.work(session)
    person = people.meet(work, mo.account.id, "ko")
    return decisions.decide(work, person, card.opinion.id, card.stamp, choice, reason)


def hides(town: Town, mo: Citizen) -> object:
    card = card_of(town, mo)
    with town.changing() as session:
        return decide(session, town=town, mo=mo, card=card, choice=HIDE, reason="insult")


async def test_two_who_decide_at_the_same_moment_decide_once(town: Town) -> None:
    desk = Desk.with_flagged(town, RUDE)
    mo, may = await desk.moderator(), await desk.moderator("May")
    card_of(town, may)
    await town.passes(minutes=10)
    card = card_of(town, mo)
    hide = partial(decide, town=town, mo=mo, card=card, choice=HIDE, reason="insult")
    keep = partial(decide, town=town, mo=may, card=card, choice=KEEP)
    write = town.app.database.write
    outcomes = await asyncio.gather(write(hide), write(keep))
    assert [type(each) for each in outcomes] in ([Decided, DecidedBefore], [Decided, TakenOver])
    assert len(desk.decisions) == 1


async def test_words_taken_back_while_they_are_hidden_never_come_back_unseen(town: Town) -> None:
    desk = Desk.with_flagged(town, RUDE)
    mo, author = await desk.moderator(), desk.author(RUDE)
    card = card_of(town, mo)

    def take_back(session: Session) -> object:
        work = town.work(session)
        return opinions.withdraw(work, people.meet(work, author.account.id, "ko"), card.opinion.id)

    write = town.app.database.write
    hide = partial(decide, town=town, mo=mo, card=card, choice=HIDE, reason="insult")
    hidden, _ = await asyncio.gather(write(hide), write(take_back))
    before = desk.opinion(RUDE).state_before
    assert (type(hidden), before) in [(Decided, "hidden"), (WentAway, "received")]


async def test_every_decision_is_sealed_in_the_log(town: Town) -> None:
    desk = Desk.with_flagged(town, RUDE, OTHER, FINE)
    mo = await desk.moderator()
    for words in ("/queue", "/hide 2", "/keep", "/hide 5"):
        await mo.says(words)
    await mo.presses("되돌리기")
    keys, seal = town.app.settings.secrets(), b""
    with reading(town.app.database.engine) as session:
        for row in consultations.log(session):
            seal = keys.seal_of(seal, consultations.sealed_words(row))
            assert row.seal == seal
    assert [row.action for row in town.all(LogRow)][-4:] == [
        "opinion.hidden",
        "opinion.kept",
        "opinion.hidden",
        "opinion.hiding_undone",
    ]


async def test_the_log_tells_who_decided_what_when_and_why(small_town: Town) -> None:
    desk = Desk.with_flagged(small_town, RUDE)
    mo = await desk.moderator()
    hides(small_town, mo)
    row = small_town.all(LogRow)[-1]
    with small_town.changing() as session:
        person = people.meet(small_town.work(session), mo.account.id, "ko")
    assert person.contact is not None
    assert (row.actor, row.subject) == (f"contact:{person.contact.id}", f"opinion:{desk.id(RUDE)}")
    assert (row.reason, row.at, row.agency_id) == ("insult", small_town.clock.now(), 1)


async def test_no_words_of_a_citizen_stand_in_the_log(small_town: Town) -> None:
    desk = Desk.with_flagged(small_town, RUDE)
    hides(small_town, await desk.moderator())
    assert small_town.traces(RUDE) == {"opinion.text"}


@pytest.mark.parametrize("reason", ["", "disagree", "other", "rewritten"])
async def test_hiding_without_a_reason_of_the_list_is_a_bug(small_town: Town, reason: str) -> None:
    desk = Desk.with_flagged(small_town, RUDE)
    mo = await desk.moderator()
    card = card_of(small_town, mo)
    with small_town.changing() as session, pytest.raises(ValueError, match="no such reason"):
        decide(session, town=small_town, mo=mo, card=card, choice=HIDE, reason=reason)


async def test_hidden_words_leave_topics_counts_and_pictures_at_once(small_town: Town) -> None:
    mo = await flagged_market_day(small_town)
    draw(small_town)
    await mo.says("/hide 5")
    (run,) = small_town.all(AnalysisRun)[:1]
    market = next(row for row in small_town.all(RunTopic) if row.name == "장터")
    assert (run.people, run.opinions, market.people, market.size) == (9, 10, 1, 1)
    assert small_town.all(Picture) == []


async def test_hidden_words_leave_the_briefing_at_once(small_town: Town) -> None:
    mo = await flagged_market_day(small_town, QUOTED)
    olga = await small_town.official()
    assert QUOTED in (await olga.says("/summary"))[0]
    await mo.says("/hide 5")
    (briefing,) = await olga.says("/summary")
    assert QUOTED not in briefing
    assert "시민 9명이 10건." in briefing


async def flagged_market_day(town: Town, words: str = MARKET_DAY) -> Citizen:
    """A moderator with a card of one of the opinions that were gathered into topics."""
    desk = Desk(town, market_square(town))
    desk.flags(words)
    mo = await desk.moderator()
    await mo.says("/queue")
    return mo


def draw(town: Town) -> None:
    """The pictures as they were before."""
    with town.changing() as session:
        for language in people.LANGUAGES:
            topics.keep_picture(session, 1, language, b"before")


Happening = Callable[[], Awaitable[object]]


class Drawing(Worker):
    """An analysis process whose pictures tell what was asked for; things happen meanwhile."""

    def __init__(self, *meanwhile: Happening) -> None:
        super().__init__()
        self.meanwhile = list(meanwhile)

    async def draw(self, request: PictureRequest) -> bytes:
        while self.meanwhile:
            await self.meanwhile.pop()()
        return json.dumps({bar.label: bar.count for bar in request.rows}).encode()


async def drawn(town: Town, *meanwhile: Happening) -> list[dict[str, int]]:
    """What the pictures tell when all was drawn: people by topic."""
    analyst = replace(town.app.analyst, worker=Drawing(*meanwhile))
    object.__setattr__(town.app, "analyst", analyst)
    await town.analyses()
    return [json.loads(picture.png) for picture in town.all(Picture)]


async def test_a_picture_already_made_is_drawn_again_without_the_hidden_words(
    small_town: Town,
) -> None:
    mo = await flagged_market_day(small_town)
    draw(small_town)
    await mo.says("/hide 5")
    assert [each["장터"] for each in await drawn(small_town)] == [1, 1]


async def test_a_picture_of_words_hidden_while_it_was_drawn_is_not_kept(
    small_town: Town,
) -> None:
    mo = await flagged_market_day(small_town)
    pictures = await drawn(small_town, partial(mo.says, "/hide 5"))
    assert [each["장터"] for each in pictures] == [1, 1]


async def test_a_topic_named_by_hidden_words_alone_is_made_anew(small_town: Town) -> None:
    mo = await flagged_market_day(small_town, QUOTED)
    await mo.says("/hide 5")
    assert [run.state for run in small_town.all(AnalysisRun)] == ["done", "asked"]


async def test_a_topic_that_others_name_too_stays_as_it_is(small_town: Town) -> None:
    mo = await flagged_market_day(small_town)
    await mo.says("/hide 5")
    assert [run.state for run in small_town.all(AnalysisRun)] == ["done"]


async def test_words_moved_to_another_agency_while_the_card_is_open_are_that_agencys(
    small_town: Town,
) -> None:
    desk = Desk.with_flagged(small_town, RUDE)
    mo, author = await desk.moderator(), desk.author(RUDE)
    card, (agency, _) = card_of(small_town, mo), another_agency(small_town)
    await author.agrees("harbour")
    with small_town.changing() as session:
        work = small_town.work(session)
        opinions.move(work, people.meet(work, author.account.id, "ko"), card.opinion.id, 2)
    with small_town.changing() as session:
        outcome = decide(session, town=small_town, mo=mo, card=card, choice=KEEP)
        there = flags.waiting(session, [agency.id])
    assert isinstance(outcome, NotThere)
    assert [each.opinion_id for each in there] == [card.opinion.id]


async def test_what_waited_longest_comes_first(small_town: Town) -> None:
    desk = Desk.with_flagged(small_town)
    desk.scene.speak(RUDE, OTHER)
    desk.flags(OTHER)
    await small_town.passes(minutes=1)
    desk.flags(RUDE)
    mo = await desk.moderator()
    assert card_of(small_town, mo).opinion.text == OTHER
