"""Who works at the office of the full play: invitations, /new to an opening in the morning,
posters, and a group that is invited to speak."""

from dataclasses import dataclass

from playground import sample
from playground.demonstration import citizens
from playground.demonstration.actors import Actor
from playground.demonstration.citizens import Citizen
from playground.demonstration.office import invites, payload, plans
from playground.demonstration.stage import Stage
from playground.demonstration.words import (
    DAILY,
    DIGEST_CHOSEN,
    FREE,
    GROUP_JOINED,
    GROUP_LINK,
    GROUP_NAME,
    IDEAS,
    NAME_SHOWN,
    ONE_MORE_LINK,
    ONE_YEAR,
    OPEN_THEN,
    POSTER,
    SCHEDULED,
    SHOW_FIRST,
    SHOW_NAME,
    SKIP,
    WHERE_PUT,
)

GROUP = "옛 시장 상인회"
GROUP_SAYS = "상인회에서 드립니다. 장터를 다시 열면 회원들이 돌아가며 청소와 주차 안내를 맡겠습니다"
CHANNEL, BY_POSTER = "library", 5  # every fifth citizen comes by the poster at the library


@dataclass
class Office:
    """The people. Only the administrator was made one in the shell."""

    stage: Stage
    asked: sample.Consultation
    admin: Actor
    official: Actor
    approver: Actor
    guest: Citizen  # of the group that is invited

    @classmethod
    def on(cls, stage: Stage, asked: sample.Consultation) -> "Office":
        """The cast."""
        names = ("관리자", "주무관", "확인하는 이", "상인회장")
        admin, official, approver, guest = (stage.actor(name, aloud=True) for name in names)
        speaker = Citizen("p9000", guest, [GROUP_SAYS])
        return cls(stage, asked, admin, official, approver, speaker)

    @property
    def actors(self) -> tuple[Actor, ...]:
        """Everybody in it."""
        return self.admin, self.official, self.approver, self.guest.actor

    @property
    def steps(self) -> tuple[str, ...]:
        """What the official answers to /new, in order; some of it by a button."""
        return (
            FREE,
            IDEAS,
            self.asked.title,
            self.asked.question,
            SKIP,
            "300명이 말하고, 주제의 50%에 답하기",
            f"{self.asked.department} {self.asked.phone}",
            self.asked.other_ways,
            SKIP,
            SKIP,
            "내일 9시",
            "12월 8일 18시",
            "1월 15일",
            SHOW_FIRST,
            ONE_YEAR,
            self.asked.slug,
        )

    async def invites(self) -> None:
        """An official, and somebody who looks at what officials send."""
        self.stage.transcript.scene("관리자가 함께할 분을 모십니다", "Staff are invited")
        await invites(self.admin, "official", self.official)
        await invites(self.admin, "approver", self.approver)

    async def plans(self) -> None:
        """/new, to an opening tomorrow morning."""
        self.stage.transcript.scene("담당자가 마당을 짭니다", "The official plans it")
        await plans(self.official, self.steps, OPEN_THEN)
        await self.official.presses(OPEN_THEN, SCHEDULED)

    async def puts_up_posters(self) -> None:
        """A link of its own for the library; and a briefing every morning there is news."""
        await self.official.says("/links", ONE_MORE_LINK)
        await self.official.presses(ONE_MORE_LINK, WHERE_PUT)
        await self.official.says(CHANNEL, POSTER)
        await self.official.says("/digest", DAILY)
        await self.official.presses(DAILY, DIGEST_CHOSEN)

    def link(self, each: Citizen) -> str:
        """By which link somebody comes."""
        slug = self.asked.slug
        return f"{slug}_{CHANNEL}" if int(each.key[1:]) % BY_POSTER == 0 else slug

    async def invites_a_group(self) -> None:
        """One of the traders comes by the link of their association and speaks for it."""
        admin, guest = self.admin, self.guest.actor
        await admin.says("/invite 초대 단체", GROUP_NAME)
        link = payload(await admin.says(GROUP, GROUP_LINK))
        mark = admin.person.mark
        admin.unasked.append(GROUP_JOINED)
        await guest.starts(link, guest.words.agree_all, bubbles=2)
        await guest.presses(guest.words.agree_all, SHOW_NAME, bubbles=2)
        await admin.hears_of(GROUP_JOINED, mark)
        await guest.presses(SHOW_NAME, NAME_SHOWN)
        await citizens.writes(self.guest, 0)

    async def wants_four_eyes(self) -> None:
        """From now on a second person looks at what goes out."""
        self.stage.transcript.note(
            "이제부터 다른 한 분이 보아야 나갑니다. · From now on a second person has to look."
        )
        await self.stage.madang.does("agency", "four-eyes", self.asked.agency_slug, "on")
