"""The citizens of the sample: who follows the link, who writes what, who changes their mind."""

import asyncio
from collections.abc import Callable, Coroutine, Iterable, Sequence
from dataclasses import dataclass, field

from playground import sample
from playground.demonstration.actors import Actor
from playground.demonstration.stage import Stage
from playground.demonstration.transcript import Transcript

MAIN = "p016"  # her dialogue is printed; both of her opinions are about the same thing
EDITS, EDITED = "p006", "한 시간만 무료로 주차할 수 있어도 시장 골목 가게들이 살아날 것 같아요"
WITHDRAWS = "p010"
SENDS_PHOTO = "p014"
CHOOSE_ONE_BY_ONE = ("p021", "p050", "p101")
REFUSES = "지나가던이웃"  # not of the sample: whoever refuses writes nothing
READS = "p012"  # what others say, and flags one of them
ASKS_TO_BE_FORGOTTEN = "p004"
NUMBER = "010-0000-0000"
CARELESS = sample.Message(
    person="p201",
    name="골목반장",
    language="ko",
    text=f"골목에 늘 트럭 대는 사람 번호 {NUMBER}이에요. 다들 전화해서 주차 좀 빼라고 하세요",
)
"""Not of the sample: somebody who writes down a neighbour's telephone number."""
TOLD_OF = {MAIN, EDITS, WITHDRAWS, SENDS_PHOTO, READS, ASKS_TO_BE_FORGOTTEN, CARELESS.person}

AT_ONCE = 32  # people who are at their telephones at the same moment


@dataclass
class Citizen:
    """One person of the sample and what they are going to write."""

    key: str
    actor: Actor
    texts: list[str] = field(default_factory=list)


def cast(
    stage: Stage,
    messages: Iterable[sample.Message],
    *,
    aloud: str = MAIN,
    known_to_bot: bool = False,
) -> dict[str, Citizen]:
    """Everybody of the sample, in the order in which they first write; `aloud` is printed."""
    citizens: dict[str, Citizen] = {}
    for message in messages:
        if message.person not in citizens:
            actor = stage.actor(
                message.name,
                message.language,
                aloud=message.person == aloud,
                known_to_bot=known_to_bot,
            )
            citizens[message.person] = Citizen(message.person, actor)
        citizens[message.person].texts.append(message.text)
    return citizens


async def arrives(citizen: Citizen, slug: str) -> None:
    """By the link, through consent, to where one can write."""
    actor = citizen.actor
    await actor.starts(slug, actor.words.agree_all, bubbles=2)
    if citizen.key in CHOOSE_ONE_BY_ONE:
        await _chooses(actor)
    else:
        await actor.presses(actor.words.agree_all, actor.words.welcome)


async def _chooses(actor: Actor) -> None:
    """Yes to what is needed, no to being quoted and to notices."""
    words = actor.words
    await actor.presses(words.choose, words.agree)
    await actor.presses(words.agree, words.agree)
    await actor.presses(words.agree, words.agree)
    await actor.presses(words.decline, words.agree)
    await actor.presses(words.decline, words.welcome)


async def refuses(actor: Actor, slug: str) -> None:
    """Follow the link and say no."""
    await actor.starts(slug, actor.words.disagree, bubbles=2)
    await actor.presses(actor.words.disagree, actor.words.refused)


async def writes(citizen: Citizen, nth: int) -> None:
    """The n-th of their opinions, as a text or under a picture."""
    actor, text = citizen.actor, citizen.texts[nth]
    if citizen.key == SENDS_PHOTO and nth == 0:
        actor.wrote.append(text)
        await actor.does(lambda person: person.photo(text), *actor.words.received)
    else:
        await actor.opines(text)


async def edits(citizen: Citizen) -> None:
    """Change the last opinion by changing the message, as one does in Telegram."""
    actor = citizen.actor
    own = max(no for no, message in actor.person.chat.messages.items() if not message.by_bot)
    actor.wrote[-1] = EDITED
    await actor.does(lambda person: person.edits(own, EDITED), actor.words.changed)


async def withdraws_and_undoes(citizen: Citizen) -> None:
    """Take the last opinion back, and take that back."""
    actor = citizen.actor
    await actor.presses(actor.words.take_back, actor.words.taken_back)
    await actor.presses(actor.words.undo, actor.words.undone)


async def crowd(
    acts: Sequence[Coroutine[object, object, object]], after_each: Callable[[], None]
) -> None:
    """Let many act, some at the same time. The first who fails ends it."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(act: Coroutine[object, object, object]) -> None:
        async with gate:
            await act
        after_each()

    try:
        async with asyncio.TaskGroup() as together:
            for act in acts:
                together.create_task(one(act))
    except ExceptionGroup as failed:
        raise failed.exceptions[0] from None
    finally:
        for act in acts:
            act.close()  # whoever had not begun when it ended


async def all_arrive(
    everybody: Sequence[Citizen], link: Callable[[Citizen], str], tell: Transcript
) -> None:
    """Each by the link they have, side by side."""
    with tell.progress("들어와 동의 · arrive and agree", len(everybody)) as step:
        await crowd([arrives(each, link(each)) for each in everybody], step)


async def all_write(everybody: Sequence[Citizen], tell: Transcript) -> None:
    """Everybody's first opinion, then the second of those who have one, and so on."""
    rounds = range(max(len(each.texts) for each in everybody))
    turns = [(each, nth) for nth in rounds for each in everybody if nth < len(each.texts)]
    with tell.progress("의견 · opinions", len(turns)) as step:
        for nth in rounds:
            await crowd([writes(each, n) for each, n in turns if n == nth], step)


async def inside(name: str, everybody: Iterable[Citizen], tell: Transcript) -> list[Citizen]:
    """Who reads under /my that their words are in the topic of this name, by their keys. Nothing
    of it is printed; who has blocked the bot reads nothing."""
    found: list[Citizen] = []

    async def look(each: Citizen) -> None:
        with each.actor.silence():
            shown = await each.actor.says("/my")
        if f"{each.actor.words.topic}{name.rstrip('…')}" in shown.text:
            found.append(each)

    there = [each for each in everybody if not each.actor.person.account.blocked]
    with tell.progress("내 의견 보기 · everybody looks at /my", len(there)) as step:
        await crowd([look(each) for each in there], step)
    return sorted(found, key=lambda each: each.key)
