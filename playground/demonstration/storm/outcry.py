"""What people do about words: trolls report honest ones, the office reports copies, and who was
hidden wrongly asks for a second look."""

import re
from collections.abc import Iterable, Sequence

from playground.demonstration.actors import Actor, NoAnswerError
from playground.demonstration.citizens import Citizen
from playground.demonstration.words import (
    ALL_TOPICS,
    ASKED_AGAIN,
    FOUND,
    IT_INSULTS,
    MESSAGE_BUTTON,
    NOT_ABOUT_VIEWS,
    REPORT,
    REPORTED,
    TELL_MODERATOR,
    TOLD_MODERATOR,
    TOPIC_BUTTON,
    TOPICS,
    WHICH_MESSAGE,
    WHY_LOOK_AGAIN,
    WHY_WORRYING,
)

TARGETS = 2  # honest messages that trolls report
LINE = "욕한 적이 없어요. 다시 봐 주세요."
_SHOWN = re.compile(r"^(\d+) “(.+?)…?”", re.MULTILINE)
_HIDDEN = re.compile(r"^내 의견 (\d+)번을 숨겼어요")
_NUMBER = re.compile(r"^([\d,]+) “", re.MULTILINE)


async def report_wrongly(trolls: Sequence[Actor], honest: Iterable[Citizen]) -> list[Citizen]:
    """Each troll reports the first messages of the largest topic; whose words they are."""
    wronged: list[Citizen] = []
    people = list(honest)
    for troll in trolls:
        await troll.says("/topics", TOPICS)
        page = await troll.presses(TOPIC_BUTTON.format(1), ALL_TOPICS)
        shown = _SHOWN.findall(page.text)[:TARGETS]
        for number, _ in shown:
            await troll.says("/topics", TOPICS)
            await troll.presses(TOPIC_BUTTON.format(1), ALL_TOPICS)
            await troll.presses(REPORT, WHICH_MESSAGE)
            await troll.presses(MESSAGE_BUTTON.format(number), WHY_WORRYING)
            await troll.presses(IT_INSULTS, REPORTED)
        wronged = [_author(begins, people) for _, begins in shown]
    return wronged


def _author(begins: str, people: Iterable[Citizen]) -> Citizen:
    """Who said what begins so. Raises NoAnswerError where nobody of these did."""
    for each in people:
        if any(said.startswith(begins) for said in each.actor.wrote):
            return each
    raise NoAnswerError(f"nobody honest wrote “{begins}”")


async def report_copies(official: Actor, words: Iterable[str]) -> None:
    """The office looks for copies that no machine knows, and tells the moderators of one each."""
    for each in words:
        found = await official.says(f"/find {each}", FOUND)
        number = _NUMBER.search(found.text)
        if number is None:
            raise NoAnswerError(f"nothing was found for {each}: {found.text}")
        await official.says(number[1].replace(",", ""), TELL_MODERATOR)
        await official.presses(TELL_MODERATOR, TOLD_MODERATOR)


def hidden_of(actor: Actor) -> list[str]:
    """The numbers of their opinions of which they were told that they are hidden."""
    bubbles = (got.text for got in actor.person.received if got.event == "message")
    told = (_HIDDEN.search(text) for text in bubbles if NOT_ABOUT_VIEWS in text)
    return [number[1] for number in told if number]


async def ask_again(wronged: Iterable[Citizen]) -> int:
    """They ask for a second look at all of theirs, and say why in a line; how many these are."""
    asked = [(each.actor, number) for each in wronged for number in hidden_of(each.actor)]
    for actor, number in asked:
        await actor.says(f"/appeal {number}", WHY_LOOK_AGAIN)
        await actor.says(LINE, ASKED_AGAIN)
    return len(asked)
