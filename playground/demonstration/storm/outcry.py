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
    LOOK_AGAIN,
    MESSAGE_BUTTON,
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

LINE = "욕한 적이 없어요. 다시 봐 주세요."
_SHOWN = re.compile(r"^(\d+) “(.+?)…?”", re.MULTILINE)
_NUMBER = re.compile(r"^([\d,]+) “", re.MULTILINE)


async def report_wrongly(trolls: Sequence[Actor], honest: Iterable[Citizen]) -> list[Citizen]:
    """Each troll reports the first two messages of the largest topic; whose words they are."""
    wronged: list[Citizen] = []
    people = list(honest)
    for troll in trolls:
        await troll.says("/topics", TOPICS)
        page = await troll.presses(TOPIC_BUTTON.format(1), ALL_TOPICS)
        shown = _SHOWN.findall(page.text)[:2]
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


async def ask_again(wronged: Iterable[Citizen]) -> None:
    """They press the button of the notice, and say why in a line."""
    for each in wronged:
        await each.actor.presses(LOOK_AGAIN, WHY_LOOK_AGAIN)
        await each.actor.says(LINE, ASKED_AGAIN)
