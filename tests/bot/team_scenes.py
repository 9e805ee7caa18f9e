"""What dialogues about a team begin with: an administrator, and people who were invited."""

import re

from storage.models import Agency, Role
from tests.town import Citizen, Town

JOIN = "함께할게요"


async def administrator(town: Town, name: str = "Alice", agency: str = "jungang") -> Citizen:
    """Somebody who was made administrator in the shell, and has pressed Start."""
    alice = town.citizen(name)
    town.grant(alice, "admin", agency)
    await alice.starts()
    return alice


async def invitation(by: Citizen, role: str = "official") -> str:
    """The payload of a link for this role."""
    (told,) = await by.says(f"/invite {role}")
    return payload(told)


def payload(told: str) -> str:
    found = re.search(r"https://t\.me/madang_bot\?start=(i_[\w-]+)$", told)
    assert found, told
    return found[1]


async def joined(town: Town, by: Citizen, name: str = "Bora", role: str = "official") -> Citizen:
    """Somebody who was invited by `by`, and said yes."""
    made = town.citizen(name)
    await made.starts(await invitation(by, role))
    await made.presses(JOIN)
    return made


def founds(town: Town, slug: str, name: str) -> None:
    """A further agency."""
    with town.changing() as session:
        session.add(Agency(slug=slug, name=name, created_at=town.clock.now()))


def roles(town: Town) -> list[str]:
    """Every role anybody has, in the order they were given."""
    return [role.role for role in town.all(Role)]
