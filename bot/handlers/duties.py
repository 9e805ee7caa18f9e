"""What an administrator does to change what somebody at work may do."""

from bot.bubbles import Reply
from bot.buttons import Button
from bot.replies import duties as words
from bot.turn import Step, Turn
from deliberation.people import STAFF_ROLES
from deliberation.staff import roles
from deliberation.staff.roles import Duties

FLOW = "department"
GIVE, TAKE, PUT = "g", "t", "d"


def of(turn: Turn, button: Button) -> Reply:
    """What a member does, or one change of it: `g2` gives the third of the roles, `t2` takes it,
    `d` puts them into the department in `state`."""
    act, place = button.value[:1], button.value[1:]
    if act == PUT:
        outcome = roles.put_into(turn.work, turn.person, button.subject, button.state)
        return words.shown(turn.view, outcome)
    if act in (GIVE, TAKE) and place in map(str, range(len(STAFF_ROLES))):
        change = roles.give if act == GIVE else roles.take
        outcome = change(turn.work, turn.person, button.subject, STAFF_ROLES[int(place)])
        return words.shown(turn.view, outcome)
    return words.shown(turn.view, roles.of_member(turn.work, turn.person, button.subject)).fresh()


def ask_department(turn: Turn, button: Button) -> Reply:
    """Which department is theirs?"""
    outcome = roles.of_member(turn.work, turn.person, button.subject)
    if isinstance(outcome, Duties):
        turn.step = Step(FLOW, {"role": outcome.member.role_id})
    return words.department_asked(turn.view, outcome)


def put(turn: Turn, step: Step) -> Reply:
    """A department was typed."""
    role_id = int(step.payload["role"])
    outcome = roles.put_into_named(turn.work, turn.person, role_id, turn.incoming.text)
    if outcome is None:
        turn.step = step
    return words.named(turn.view, outcome)
