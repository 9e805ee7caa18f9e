"""Who may do what: audiences are sets of roles.

Officials read; of them an approver looks at what others wrote, and a head opens no consultation.
"""

from collections.abc import Mapping
from typing import Literal

from deliberation.people import STAFF_ROLES, Person

Audience = Literal[
    "everybody", "staff", "officials", "answerers", "planners", "moderators", "admins"
]

ROLES: Mapping[Audience, tuple[str, ...]] = {
    "staff": STAFF_ROLES,
    "officials": ("official", "approver", "admin", "head"),
    "answerers": ("official", "admin", "head"),
    "planners": ("official", "admin"),
    "moderators": ("moderator", "admin"),
    "admins": ("admin",),
}


def may(person: Person, audience: Audience) -> bool:
    """Whether the person is one of them, at any agency; which, use cases look at."""
    return audience == "everybody" or bool(person.agencies(*ROLES[audience]))
