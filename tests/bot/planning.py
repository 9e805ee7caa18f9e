"""What the tests of a new consultation begin with: an official, and the answers to every step."""

from collections.abc import Mapping

from sqlmodel import select

from storage.models import Agency, Consultation, ConsultationDraft, Role
from tests.town import Citizen, Town

STEPS: Mapping[str, str] = {
    "procedure": "자유롭게 듣기",
    "aim": "어떤 생각이 있는지",
    "title": "어린이 놀이터",
    "question": "놀이터를 어디에 만들면 좋을까요?",
    "proposal": "빈터에 놀이터를 만든다",
    "goal": "300명이 말하고, 주제의 90%에 답하기",
    "department": "공원과 02-000-1111",
    "other_ways": "우편, 방문",
    "background": "https://park.example/plan",
    "languages": "한국어와 영어",
    "opens": "지금",
    "closes": "12월 31일 18시",
    "answer_due": "1월 31일",
    "moderation": "먼저 보이기",
    "retention": "1년",
    "slug": "playground",
}
"""The steps of a free dialogue in their order, with an answer to each."""


async def begins(town: Town, until: str = "title", name: str = "Olga", **other: str) -> Citizen:
    """An official begins and answers up to this step, which is open then; `other` answers than
    those of STEPS where they are given."""
    olga = await town.official(name)
    await olga.says("/new")
    await goes_on(olga, until, **other)
    return olga


async def goes_on(olga: Citizen, until: str = "", since: str = "procedure", **other: str) -> None:
    """The official answers from this step on up to that one."""
    steps = list(STEPS)
    for step in steps[steps.index(since) :]:
        if step == until:
            break
        await olga.says(other.get(step, STEPS[step]))


def draft(town: Town) -> ConsultationDraft:
    return town.all(ConsultationDraft)[-1]


def opened(town: Town) -> list[Consultation]:
    """What was opened by /new."""
    return [each for each in town.all(Consultation) if each.slug == STEPS["slug"]]


def dismisses(town: Town, agency: str = "jungang") -> None:
    """Nobody has a role at the agency any more."""
    with town.changing() as session:
        found = session.exec(select(Agency).where(Agency.slug == agency)).one()
        for role in session.exec(select(Role).where(Role.agency_id == found.id)):
            session.delete(role)


def founds(
    town: Town, slug: str = "dongnae", name: str = "동래구청", zone: str = "Asia/Seoul"
) -> None:
    """A further agency."""
    with town.changing() as session:
        now = town.clock.now()
        session.add(Agency(slug=slug, name=name, timezone=zone, created_at=now))
