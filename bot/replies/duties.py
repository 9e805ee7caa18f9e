"""What somebody at work may do, in words."""

from typing import assert_never

from bot.bubbles import Bubble, Reply, Rows, one, pairs
from bot.buttons import Button
from bot.replies.doors import roles_held
from bot.replies.team import alias, not_yours
from bot.turn import View
from deliberation.briefing.department_names import LONGEST_NAME
from deliberation.outcomes import NotYours
from deliberation.people import STAFF_ROLES
from deliberation.staff.roles import IN_DEPARTMENT, Changed, Duties, LastRole
from deliberation.staff.teams import LastAdmin, NotThere

OFFERED = 8


def shown(view: View, outcome: Changed) -> Reply:
    match outcome:
        case Duties():
            return one(Bubble(_duties(view, outcome), _keys(view, outcome), how="edit"))
        case LastRole():
            words = view.say("duties.last_role")
        case LastAdmin():
            words = view.say("revoke.last")
        case NotThere():
            words = view.say("revoke.gone")
        case NotYours():
            return not_yours(view)
        case _:
            assert_never(outcome)
    return one(Bubble(words, how="add"), words.plain)


def _duties(view: View, duties: Duties) -> str:
    words = view.say(
        "duties.of",
        agency=duties.agency.name,
        alias=alias(view, duties.member),
        roles=roles_held(view, duties.member.roles),
    )
    if duties.department is None:
        return words
    return view.lines(words, view.say("duties.department", department=duties.department.name))


def _keys(view: View, duties: Duties) -> Rows:
    member = duties.member
    keys = []
    for place, role in enumerate(STAFF_ROLES):
        name, act = ("take_role", "t") if role in member.roles else ("give_role", "g")
        button = Button("tr", member.role_id, f"{act}{place}")
        keys.append(view.key(name, button, role=view.say(f"role.{role}").plain))
    if any(role in IN_DEPARTMENT for role in member.roles):
        keys.append(view.key("set_department", Button("td", member.role_id)))
    return (*pairs(keys), (view.key("team", Button("tm", duties.agency.id)),))


def department_asked(view: View, outcome: Duties | NotThere | NotYours) -> Reply:
    if not isinstance(outcome, Duties):
        return shown(view, outcome)
    role_id = outcome.member.role_id
    keys = [
        view.key("department", Button("tr", role_id, "d", each.id), name=each.name)
        for each in outcome.departments[:OFFERED]
    ]
    last = (view.key("no_department", Button("tr", role_id, "d")), view.key("stop", Button("ss")))
    words = view.say("duties.which_department", max=LONGEST_NAME)
    return one(Bubble(words, (*pairs(keys), last), how="edit"))


def named(view: View, outcome: Changed | None) -> Reply:
    """After a department was typed; None: it was no name."""
    if outcome is None:
        stop = ((view.key("stop", Button("ss")),),)
        words = view.say("duties.which_department", max=LONGEST_NAME)
        return one(Bubble(words, stop, how="reply"))
    return shown(view, outcome)
