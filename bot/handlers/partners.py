"""Invited groups: how an administrator invites one, and how its people come in."""

from bot.bubbles import Bubble, Reply
from bot.buttons import Button
from bot.replies import partners as words
from bot.turn import Step, Turn
from deliberation import people
from deliberation.speaking import partners
from deliberation.speaking.partners import Guest, WhichGroup
from deliberation.staff import invites
from storage.models import Invite


def where(turn: Turn, agency_id: int) -> Reply:
    """To which consultation a group is invited."""
    return _asked(turn, partners.where(turn.work, turn.person, agency_id))


def where_at(turn: Turn, button: Button) -> Reply:
    """The agency was chosen."""
    return where(turn, button.subject).fresh()


def ask_name(turn: Turn, button: Button) -> Reply:
    """The consultation was chosen."""
    return _asked(turn, partners.ask_name(turn.work, turn.person, button.subject)).fresh()


def put_name(turn: Turn, step: Step) -> Reply:
    """The group's name came."""
    asked, name = int(step.payload["consultation"]), turn.incoming.text
    return _asked(turn, partners.invite(turn.work, turn.person, asked, name))


def _asked(turn: Turn, outcome: words.Inviting) -> Reply:
    if isinstance(outcome, WhichGroup):
        turn.step = Step("partner", {"consultation": outcome.consultation.id})
    return words.inviting(turn.view, outcome, turn.bot_username)


def again(turn: Turn, button: Button) -> Reply:
    """A further link for a group."""
    outcome = partners.invite_again(turn.work, turn.person, button.subject)
    return words.inviting(turn.view, outcome, turn.bot_username).fresh()


def arrive(turn: Turn, invite: Invite) -> Reply:
    """Somebody came by a group's link: the question and the consent first, as for everybody."""
    outcome = partners.arrive(turn.work, turn.person, invite)
    if isinstance(outcome, Guest) and not outcome.there:
        turn.arrived_by(outcome.invitation.consultation.id, None, invite.id)
    return words.came(turn.view, outcome)


def join(turn: Turn, button: Button) -> Reply:
    """Who takes part already says whether they are one of the group from now on."""
    if button.value != "yes":
        return words.stays_citizen(turn.view)
    invite = invites.usable(turn.work, turn.person, button.subject)
    if invite is None:
        return words.entered(turn.view, invites.InviteOver()).fresh()
    return words.entered(turn.view, partners.enter(turn.work, turn.person, invite.id)).fresh()


def entered(turn: Turn, invite_id: int) -> tuple[Bubble, ...]:
    """Who has just agreed is one of the group, if the link is still unused."""
    turn.person = people.again(turn.work, turn.person)
    return words.entered(turn.view, partners.enter(turn.work, turn.person, invite_id)).bubbles


def show_name(turn: Turn, button: Button) -> Reply:
    """Whether the group's name stands beside one's words."""
    outcome = partners.show_name(turn.work, turn.person, button.subject, shown=button.value == "y")
    return words.name_shown(turn.view, outcome)
