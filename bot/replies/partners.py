"""Invited groups in words: inviting them, coming as one of them, and their name."""

from dataclasses import replace
from typing import assert_never

from bot.bubbles import Bubble, Reply, one
from bot.buttons import Button
from bot.replies.arriving import arrived, consent, question
from bot.replies.pressed import spent
from bot.replies.team import not_yours
from bot.turn import View, address
from deliberation.asking.consultations import UnknownLink
from deliberation.outcomes import Closed, NotOpenYet, NotYours
from deliberation.speaking.partners import (
    GroupInvited,
    Guest,
    GuestEntered,
    NamesGroup,
    Newcomer,
    WhichConsultation,
    WhichGroup,
)
from deliberation.staff.invites import InviteOver

Inviting = WhichConsultation | WhichGroup | GroupInvited | NotYours


def inviting(view: View, outcome: Inviting, bot_username: str) -> Reply:
    match outcome:
        case WhichConsultation(consultations=()):
            return one(Bubble(view.say("partner.nowhere")))
        case WhichConsultation():
            return one(_which(view, outcome))
        case WhichGroup():
            return one(_ask_name(view, outcome))
        case GroupInvited():
            return one(_link(view, outcome, bot_username))
        case NotYours():
            return not_yours(view)
        case _:
            assert_never(outcome)


def _which(view: View, outcome: WhichConsultation) -> Bubble:
    numbered = list(enumerate(outcome.consultations, start=1))
    lines = [view.say("partner.line", i=i, title=asked.title) for i, asked in numbered]
    numbers = tuple((i, Button("gc", asked.id)) for i, asked in numbered)
    keys = tuple(
        (view.key("enter", Button("gc", asked.id), other=asked.title),)
        for asked in outcome.consultations[:5]
    )
    stop = (view.key("stop", Button("ss")),)
    words = view.say("partner.which", lines=view.lines(*lines))
    return Bubble(words, (*keys, stop), numbers=numbers)


def _ask_name(view: View, outcome: WhichGroup) -> Bubble:
    ask = view.say("partner.name", title=outcome.consultation.title)
    stop = ((view.key("stop", Button("ss")),),)
    if outcome.wrong is None:
        return Bubble(ask, stop)
    wrong, longest = outcome.wrong, outcome.wrong.longest
    key = "typed_in.too_long" if wrong.length else "typed_in.empty"
    said = view.say(key, max=longest, n=wrong.length)
    return Bubble(view.lines(said, "", ask), stop, how="reply")


def _link(view: View, outcome: GroupInvited, bot_username: str) -> Bubble:
    """It names nobody of the group, so that it can be forwarded as it is."""
    words = view.say(
        "partner.link",
        group=outcome.partner.name,
        title=outcome.consultation.title,
        expires=view.when(outcome.invite.expires_at, outcome.consultation.timezone),
        link=address(bot_username, outcome.payload),
    )
    cancel = view.key("cancel_link", Button("ic", outcome.invite.id))
    more = view.key("one_more_link", Button("gl", outcome.partner.id))
    return Bubble(words, ((cancel, more),))


def came(view: View, outcome: Guest | InviteOver | Closed | NotOpenYet | UnknownLink) -> Reply:
    """Somebody came by a group's link."""
    match outcome:
        case Guest(there=True):
            return one(_ask_to_join(view, outcome))
        case Guest():
            asked = question(view, outcome.invitation)
            invited = view.say("partner.came", group=outcome.partner.name)
            first = replace(asked, text=view.lines(asked.text, "", invited))
            return Reply((first, consent(view, outcome.invitation.consultation)))
        case InviteOver():
            return one(Bubble(view.say("invite.dead")))
        case _:
            return arrived(view, outcome)


def _ask_to_join(view: View, outcome: Guest) -> Bubble:
    title = outcome.invitation.consultation.title
    words = view.say("partner.ask", group=outcome.partner.name, title=title)
    rows = (
        (
            view.key("join_team", Button("gj", outcome.invite.id, "yes")),
            view.key("no", Button("gj", outcome.invite.id, "no")),
        ),
    )
    return Bubble(words, rows)


def stays_citizen(view: View) -> Reply:
    return one(Bubble(view.say("partner.declined"), how="add"))


def entered(view: View, outcome: GuestEntered | InviteOver | NotYours) -> Reply:
    match outcome:
        case GuestEntered():
            rows = (
                (
                    view.key("show_name", Button("gn", outcome.consultation.id, "y")),
                    view.key("hide_name", Button("gn", outcome.consultation.id, "n")),
                ),
            )
            return one(Bubble(view.say("partner.show_name", group=outcome.partner.name), rows))
        case InviteOver():
            return one(Bubble(view.say("partner.over")))
        case NotYours():
            return spent(view)
        case _:
            assert_never(outcome)


def name_shown(view: View, outcome: NamesGroup | NotYours) -> Reply:
    if isinstance(outcome, NotYours):
        return spent(view)
    key = "partner.shown" if outcome.shown else "partner.hidden"
    return one(Bubble(view.say(key, group=outcome.partner.name), how="add"))


def newcomer(view: View, outcome: Newcomer) -> Bubble:
    """Told to whoever made the link."""
    title = outcome.consultation.title
    return Bubble(view.say("partner.joined", group=outcome.partner.name, title=title))
