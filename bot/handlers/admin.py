"""What an administrator can do: invite, see who works there, remove; and how the invited join."""

from collections.abc import Callable

from bot import texts
from bot.bubbles import Reply
from bot.buttons import Button
from bot.handlers import partners
from bot.replies import invites as invite_words
from bot.replies import team as team_words
from bot.turn import Step, Turn
from deliberation import people
from deliberation.staff import invites, teams
from storage.models import Agency


def invite(turn: Turn) -> Reply:
    """/invite, or /invite official"""
    if turn.argument and texts.normal(turn.argument) in texts.labels("role.partner"):
        return _where(turn, Button("gi"), lambda agency: partners.where(turn, agency.id))
    role = _role_typed(turn.argument)
    unknown = bool(turn.argument) and not role
    chosen = Button("iv", value=role[: invite_words.LETTERS])
    return _where(turn, chosen, lambda agency: _invite(turn, agency, role, unknown=unknown))


def invite_to(turn: Turn, button: Button) -> Reply:
    """The agency was chosen, or the role."""
    if not button.subject:
        return invite(turn).fresh()
    for agency in invites.agencies(turn.work, turn.person):
        if agency.id == button.subject:
            return _invite(turn, agency, _role_of(button.value)).fresh()
    return team_words.not_yours(turn.view)


def _invite(turn: Turn, agency: Agency, role: str, *, unknown: bool = False) -> Reply:
    if not role:
        return invite_words.ask_role(turn.view, agency, unknown=unknown)
    return _invited(turn, invites.make(turn.work, turn.person, agency.id, role))


def _invited(turn: Turn, outcome: invite_words.Inviting) -> Reply:
    if isinstance(outcome, invites.WhichDepartment):
        turn.step = Step("invite_head", {"agency": outcome.agency.id})
    return invite_words.invited(turn.view, outcome, turn.bot_username)


def invite_head(turn: Turn, button: Button) -> Reply:
    """The department was chosen that somebody shall answer for."""
    department = button.state or None
    return _invited(turn, invites.make(turn.work, turn.person, button.subject, "head", department))


def put_department(turn: Turn, step: Step) -> Reply:
    """The department was typed."""
    agency, said = int(step.payload["agency"]), turn.incoming.text
    return _invited(turn, invites.make_head(turn.work, turn.person, agency, said))


def _where(turn: Turn, chosen: Button, then: Callable[[Agency], Reply]) -> Reply:
    """At the only agency there is, or at the one they choose."""
    agencies = invites.agencies(turn.work, turn.person)
    if len(agencies) == 1:
        return then(agencies[0])
    return team_words.which(turn.view, agencies, chosen)


def _role_typed(words: str) -> str:
    """The role somebody named, in any language; nothing where there is no such role."""
    said = texts.normal(words)
    named = (each for each in invites.INVITED if said in {each, *texts.labels(f"role.{each}")})
    return next(named, "")


def _role_of(value: str) -> str:
    return next((each for each in invites.INVITED if value and each.startswith(value)), "")


def cancel_link(turn: Turn, button: Button) -> Reply:
    return invite_words.cancelled(turn.view, invites.cancel(turn.work, turn.person, button.subject))


def arrive(turn: Turn) -> Reply:
    """Somebody opened an invitation's link."""
    outcome = invites.open_(turn.work, turn.person, turn.argument)
    if isinstance(outcome, invites.Opened) and outcome.invite.role == invites.PARTNER:
        return partners.arrive(turn, outcome.invite)
    return invite_words.opened(turn.view, outcome)


def join(turn: Turn, button: Button) -> Reply:
    """Yes or no to an invitation."""
    if button.value != "yes":
        return invite_words.declined(turn.view)
    outcome = invites.join(turn.work, turn.person, button.subject)
    turn.person = people.again(turn.work, turn.person)
    return invite_words.joined(turn.view, outcome, turn.person)


def team(turn: Turn) -> Reply:
    """/team"""
    return _where(turn, Button("tm"), lambda agency: _team(turn, agency.id))


def team_of(turn: Turn, button: Button) -> Reply:
    """The agency was chosen, or a page turned."""
    if not button.subject:
        return team(turn).fresh()
    shown = _team(turn, button.subject, button.page)
    return shown if button.value else shown.fresh()


def _team(turn: Turn, agency_id: int, page: int = 0) -> Reply:
    outcome = teams.team(turn.work, turn.person, agency_id, page)
    return team_words.listed(turn.view, outcome)


def whose_duties(turn: Turn, button: Button) -> Reply:
    """Whose roles are to be changed?"""
    outcome = teams.team(turn.work, turn.person, button.subject, button.page)
    shown = team_words.choose(turn.view, outcome, to="tr")
    return shown if button.value else shown.fresh()


def revoke(turn: Turn) -> Reply:
    """/revoke"""
    return _where(turn, Button("rp"), lambda agency: _whom(turn, agency.id))


def revoke_at(turn: Turn, button: Button) -> Reply:
    """The agency was chosen, or a page turned."""
    shown = _whom(turn, button.subject, button.page)
    return shown if button.value else shown.fresh()


def _whom(turn: Turn, agency_id: int, page: int = 0) -> Reply:
    outcome = teams.team(turn.work, turn.person, agency_id, page)
    return team_words.choose(turn.view, outcome)


def ask_removal(turn: Turn, button: Button) -> Reply:
    outcome = teams.ask_removal(turn.work, turn.person, button.subject)
    return team_words.removal_asked(turn.view, outcome)


def remove(turn: Turn, button: Button) -> Reply:
    outcome = teams.remove(turn.work, turn.person, button.subject)
    return team_words.removed(turn.view, outcome)
