"""An administrator invites staff, and the new official opens a consultation, step by step."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from playground.demonstration import citizens
from playground.demonstration.actors import Actor, NoAnswerError
from playground.demonstration.checks import Promises
from playground.demonstration.citizens import Citizen
from playground.demonstration.stage import Stage
from playground.demonstration.words import (
    FREE,
    I_AM_FOR_IT,
    IDEAS,
    INVITE_DEAD,
    INVITED,
    JOIN,
    JOINED,
    NOW,
    ONE_YEAR,
    OPEN_NOW,
    OPENED,
    SHOW_FIRST,
    SKIP,
    SOMEBODY_JOINED,
    STANCE_NOTED,
    STEP,
    WEIGH,
)
from playground.messages.chats import Received

SLUG = "night-lights"
TITLE, QUESTION = "밤길 가로등", "어느 골목의 가로등을 먼저 고치면 좋을까요?"
PROPOSAL = "어두운 골목의 가로등을 먼저 고친다"
OPINION = "옛 시장 뒷골목이 밤에 제일 깜깜해요. 거기부터 고쳐 주세요"
STEPS = (
    FREE,
    WEIGH,
    TITLE,
    QUESTION,
    PROPOSAL,
    "50명이 말하고, 주제의 80%에 답하기",
    "안전도시과 02-000-0001",
    "구청 1층 안전도시과 방문, 우편, 전화",
    SKIP,
    SKIP,
    NOW,
    "2주 뒤 18시",
    "1월 15일",
    SHOW_FIRST,
    ONE_YEAR,
    SLUG,
)
"""What the official answers, in order; some of them by a button."""
BY_BUTTON = (FREE, WEIGH, IDEAS, SKIP, NOW, SHOW_FIRST, ONE_YEAR)
_PAYLOAD = re.compile(r"\?start=(\S+)")


@dataclass
class Office:
    """Who works there. Only the administrator was made one in the shell."""

    stage: Stage
    promises: Promises
    admin: Actor
    moderator: Actor
    official: Actor
    late: Actor  # comes with a link somebody else has used
    neighbour: Citizen

    @classmethod
    def on(cls, stage: Stage, promises: Promises) -> "Office":
        """The cast."""
        return cls(
            stage,
            promises,
            admin=stage.actor("관리자", aloud=True),
            moderator=stage.actor("운영자", aloud=True),
            official=stage.actor("새 주무관", aloud=True),
            late=stage.actor("늦게 온 이", aloud=True),
            neighbour=Citizen("neighbour", stage.actor("마실가는이", aloud=True), [OPINION]),
        )

    @property
    def actors(self) -> tuple[Actor, ...]:
        """Everybody in it."""
        neighbour = self.neighbour.actor
        return self.admin, self.moderator, self.official, self.late, neighbour

    async def invites(self) -> None:
        """A moderator and an official; a link works once."""
        self.stage.transcript.scene("관리자가 함께할 분을 모십니다", "Staff are invited")
        await invites(self.admin, "moderator", self.moderator)
        used = await invites(self.admin, "official", self.official)
        await self.late.starts(used, INVITE_DEAD)

    async def opens(self) -> None:
        """/new, to where the first citizen has written."""
        self.stage.transcript.scene(
            "새 담당자가 새 마당을 엽니다", "The new official opens a consultation"
        )
        official, mark = self.official, self.official.person.mark
        await plans(official, STEPS, OPEN_NOW)
        preview = [got.text for got in official.person.inbox_since(mark)]
        await official.presses(OPEN_NOW, OPENED)
        await self._takes_part(preview)

    async def _takes_part(self, preview: list[str]) -> None:
        """Somebody follows the new link; what they read first is what the official was shown. They
        write, and say that they are for what is proposed."""
        actor = self.neighbour.actor
        await citizens.arrives(self.neighbour, SLUG)
        read = actor.person.received[0].text
        self.promises.expect(
            QUESTION in read and read in preview, f"the preview was another: {read}"
        )
        await citizens.writes(self.neighbour, 0)
        self.promises.expect(
            PROPOSAL in actor.person.received[-1].text, "nobody asked for or against"
        )
        await actor.presses(I_AM_FOR_IT, STANCE_NOTED)


async def invites(admin: Actor, role: str, guest: Actor) -> str:
    """Somebody joins by a link. Its payload, used now. The administrator is told who came by it."""
    link = payload(await admin.says(f"/invite {role}", INVITED))
    mark = admin.person.mark
    admin.unasked.append(SOMEBODY_JOINED)
    await guest.starts(link, JOIN)
    await guest.presses(JOIN, JOINED)
    await admin.hears_of(SOMEBODY_JOINED, mark)
    return link


def payload(told: Received) -> str:
    """What the link of an invitation carries. Raises NoAnswerError where there is none."""
    link = _PAYLOAD.search(told.text)
    if link is None:
        raise NoAnswerError(f"an invitation without a link: {told.text}")
    return link[1]


async def plans(official: Actor, steps: Sequence[str], until: str) -> None:
    """/new, answered step by step; some of it by a button. Under the preview one can press
    `until`."""
    await official.says("/new", STEP.format(1, len(steps)))
    for nth, answer in enumerate(steps[:-1], start=2):
        act = official.presses if answer in BY_BUTTON else official.says
        await act(answer, STEP.format(nth, len(steps)))
    await official.says(steps[-1], until, bubbles=2)
