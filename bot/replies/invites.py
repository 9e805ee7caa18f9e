"""Invitations in words: making a link, opening one, joining by it."""

from typing import assert_never

from bot.bubbles import Bubble, Reply, one, pairs
from bot.buttons import Button
from bot.replies.arriving import arrived
from bot.replies.doors import doors
from bot.replies.team import not_yours
from bot.turn import View, address
from deliberation.asking.consultations import UnknownLink
from deliberation.briefing.department_names import LONGEST_NAME
from deliberation.outcomes import NotYours
from deliberation.people import Person
from deliberation.staff.invites import (
    INVITED,
    AlreadyThere,
    Cancelled,
    Entered,
    Invited,
    InviteOver,
    NotOpen,
    Opened,
    OwnInvite,
    WhichDepartment,
)
from storage.models import Agency

OFFERED = 8  # departments on one bubble; any can be typed
LETTERS = 4  # of a role's name in a button

Inviting = Invited | WhichDepartment | NotYours


def ask_role(view: View, agency: Agency, *, unknown: bool = False) -> Reply:
    words = view.say("invite.role", agency=agency.name)
    if unknown:
        words = view.lines(view.say("invite.no_such_role"), words)
    keys = [view.key(f"role_{role}", Button("iv", agency.id, role[:LETTERS])) for role in INVITED]
    group = view.key("role_partner", Button("gi", agency.id))
    return one(Bubble(words, pairs([*keys, group, view.key("stop", Button("ss"))])))


def invited(view: View, outcome: Inviting, bot_username: str) -> Reply:
    match outcome:
        case Invited():
            return one(_link(view, outcome, bot_username))
        case WhichDepartment():
            return one(_which_department(view, outcome))
        case NotYours():
            return not_yours(view)
        case _:
            assert_never(outcome)


def _which_department(view: View, outcome: WhichDepartment) -> Bubble:
    keys = [
        view.key("department", Button("ih", outcome.agency.id, "", each.id), name=each.name)
        for each in outcome.departments[:OFFERED]
    ]
    words = view.say("invite.which_department", max=LONGEST_NAME)
    return Bubble(words, (*pairs(keys), (view.key("stop", Button("ss")),)))


def _link(view: View, outcome: Invited, bot_username: str) -> Bubble:
    """It names nobody, so that it can be forwarded as it is; buttons are not forwarded."""
    words = view.say(
        "invite.link",
        agency=outcome.agency.name,
        role=view.say(f"role.{outcome.invite.role}"),
        expires=view.when(outcome.invite.expires_at, outcome.agency.timezone),
        link=address(bot_username, outcome.payload),
    )
    return Bubble(words, ((view.key("cancel_link", Button("ic", outcome.invite.id)),),))


def cancelled(view: View, outcome: Cancelled | InviteOver | NotYours) -> Reply:
    match outcome:
        case Cancelled():
            return one(Bubble(view.say("invite.cancelled"), how="add"))
        case InviteOver():
            return one(Bubble(view.say("invite.over"), how="add"))
        case NotYours():
            return not_yours(view)
        case _:
            assert_never(outcome)


def opened(view: View, outcome: Opened | NotOpen | UnknownLink) -> Reply:
    match outcome:
        case Opened():
            return one(_ask_to_join(view, outcome))
        case UnknownLink():
            return arrived(view, outcome)
        case _:
            return one(Bubble(_not_open(view, outcome)))


def _ask_to_join(view: View, outcome: Opened) -> Bubble:
    invite = outcome.invite
    role = view.say(f"role.{invite.role}")
    words = view.say("invite.ask", agency=outcome.agency.name, role=role)
    rows = (
        (
            view.key("join_team", Button("in", invite.id, "yes")),
            view.key("no", Button("in", invite.id, "no")),
        ),
    )
    return Bubble(words, rows)


def _not_open(view: View, outcome: NotOpen) -> str:
    match outcome:
        case OwnInvite():
            return view.say("invite.own")
        case AlreadyThere():
            role = view.say(f"role.{outcome.role}")
            there = view.say("invite.already", agency=outcome.agency.name, role=role)
            return view.lines(there, view.say("invite.unused")) if outcome.unused else there
        case InviteOver():
            return view.say("invite.dead")
        case _:
            assert_never(outcome)


def joined(view: View, outcome: Entered | NotOpen, person: Person) -> Reply:
    if not isinstance(outcome, Entered):
        return one(Bubble(_not_open(view, outcome))).fresh()
    role = view.say(f"role.{outcome.role.role}")
    words = view.say("invite.done", agency=outcome.agency.name, role=role)
    return one(Bubble(words, doors(view, person))).fresh()


def declined(view: View) -> Reply:
    return one(Bubble(view.say("invite.declined"), how="add"))
