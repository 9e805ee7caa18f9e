"""The ways into the work of the staff: only those that a person's roles allow."""

from collections.abc import Sequence

from bot.audiences import Audience, may
from bot.bubbles import Rows, pairs
from bot.buttons import Button
from bot.turn import View
from deliberation.people import STAFF_ROLES, Person

DOORS: tuple[tuple[Audience, str, Button], ...] = (
    ("officials", "summary", Button("su")),
    ("officials", "debt", Button("de")),
    ("planners", "new_consultation", Button("nw")),
    ("moderators", "queue", Button("qo")),
    ("admins", "invite", Button("iv")),
    ("admins", "team", Button("tm")),
    ("staff", "as_citizen", Button("ci")),
    ("staff", "what_i_can", Button("hp")),
)


def doors(view: View, person: Person) -> Rows:
    """Buttons, two a row."""
    return pairs(view.key(name, to) for audience, name, to in DOORS if may(person, audience))


def roles_held(view: View, roles: Sequence[str]) -> str:
    """The names of roles, each once and always in the same order."""
    return ", ".join(view.say(f"role.{role}") for role in STAFF_ROLES if role in roles)
