"""Those who work for an agency, in words: the list, removal, and what is told of both."""

from collections.abc import Sequence
from typing import assert_never

from bot.bubbles import Bubble, Key, Reply, one, pairs
from bot.buttons import Button
from bot.replies.arriving import page_keys
from bot.replies.doors import doors, roles_held
from bot.turn import View
from deliberation.outcomes import NotYours
from deliberation.people import Person
from deliberation.staff.teams import LastAdmin, Member, Newcomer, NotThere, Removal, Removed, Team
from storage.models import Agency


def which(view: View, agencies: Sequence[Agency], button: Button) -> Reply:
    """An administrator of several agencies chooses one."""
    keys = [
        view.key("agency", Button(button.action, each.id, button.value), agency=each.name)
        for each in agencies
    ]
    return one(Bubble(view.say("team.which"), pairs(keys)))


def listed(view: View, outcome: Team | NotYours) -> Reply:
    """Who works there."""
    match outcome:
        case Team():
            return one(_list(view, outcome))
        case NotYours():
            return not_yours(view)
        case _:
            assert_never(outcome)


def _list(view: View, team: Team) -> Bubble:
    lines = [view.say("team.line", **_shown(view, each)) for each in team.members]
    words = view.say("team.list", agency=team.agency.name, n=team.count, lines=view.lines(*lines))
    change = (
        view.key("invite", Button("iv", team.agency.id)),
        view.key("remove", Button("rp", team.agency.id)),
    )
    duties = (view.key("change_duties", Button("tw", team.agency.id)),)
    return Bubble(words, (change, duties, _pages(view, team, "tm")), how="edit")


def choose(view: View, outcome: Team | NotYours, to: str = "ro") -> Reply:
    """Whom to remove; or, with another button, whose roles to change."""
    match outcome:
        case Team():
            return one(_choose(view, outcome, to))
        case NotYours():
            return not_yours(view)
        case _:
            assert_never(outcome)


def _choose(view: View, team: Team, to: str) -> Bubble:
    numbered = list(enumerate(team.members, start=team.first))
    lines = [view.say("team.choice", i=i, **_shown(view, each)) for i, each in numbered]
    key = "team.choose" if to == "ro" else "duties.whose"
    words = view.say(key, agency=team.agency.name, lines=view.lines(*lines))
    keys = [
        view.key("member", Button(to, each.role_id), alias=alias(view, each))
        for each in team.members
    ]
    rows = (
        *pairs(keys),
        _pages(view, team, "rp" if to == "ro" else "tw"),
        (view.key("stop", Button("ss")),),
    )
    numbers = tuple((i, Button(to, each.role_id)) for i, each in numbered)
    return Bubble(words, rows, how="edit", numbers=numbers)


def _shown(view: View, member: Member) -> dict[str, object]:
    return {
        "alias": alias(view, member),
        "roles": roles_held(view, member.roles),
        "seen": view.day(member.seen) if member.seen else view.say("team.unseen"),
    }


def alias(view: View, member: Member) -> str:
    """What somebody is called where no names are kept."""
    role = view.say(f"role.{member.roles[0]}")
    named = view.say("team.alias", role=role, n=member.number)
    return view.say("team.me", alias=named) if member.me else named


def called(view: View, member: Member | None) -> str:
    """The same of somebody who may have left."""
    return alias(view, member) if member else view.say("team.somebody")


def _pages(view: View, team: Team, action: str) -> tuple[Key, ...]:
    return page_keys(view, team.page, team.pages, Button(action, team.agency.id))


def removal_asked(view: View, outcome: Removal | LastAdmin | NotThere | NotYours) -> Reply:
    if isinstance(outcome, Removal):
        return one(_ask_removal(view, outcome)).fresh()
    return _not_removed(view, outcome)


def _ask_removal(view: View, removal: Removal) -> Bubble:
    member = removal.member
    words = view.say(
        "revoke.ask_self" if member.me else "revoke.ask",
        agency=removal.agency.name,
        alias=alias(view, member),
        roles=roles_held(view, member.roles),
        drafts=removal.drafts,
    )
    rows = (
        (
            view.key("remove", Button("rd", member.role_id)),
            view.key("stop", Button("ss")),
        ),
    )
    return Bubble(words, rows)


def removed(view: View, outcome: Removed | LastAdmin | NotThere | NotYours) -> Reply:
    if not isinstance(outcome, Removed):
        return _not_removed(view, outcome)
    words = view.say(
        "revoke.done_self" if outcome.member.me else "revoke.done",
        agency=outcome.agency.name,
        alias=alias(view, outcome.member),
    )
    return one(Bubble(words, how="add"), words.plain)


def _not_removed(view: View, outcome: LastAdmin | NotThere | NotYours) -> Reply:
    match outcome:
        case LastAdmin():
            return one(Bubble(view.say("revoke.last")), view.say("revoke.last").plain)
        case NotThere():
            return one(Bubble(view.say("revoke.gone"), how="add"), view.say("revoke.gone").plain)
        case NotYours():
            return not_yours(view)
        case _:
            assert_never(outcome)


def not_yours(view: View) -> Reply:
    return one(Bubble(view.say("team.not_yours")))


def newcomer(view: View, newcomer: Newcomer) -> Bubble:
    """To who made the link: somebody joined by it, and can be removed at once."""
    words = view.say(
        "invite.used",
        time=view.when(newcomer.role.granted_at, newcomer.agency.timezone),
        alias=alias(view, newcomer.member),
        agency=newcomer.agency.name,
        role=view.say(f"role.{newcomer.role.role}"),
    )
    return Bubble(words, ((view.key("remove", Button("ro", newcomer.role.id)),),))


def role_ended(view: View, agency: Agency) -> Bubble:
    """To who was removed."""
    return Bubble(view.say("revoke.told", agency=agency.name))


def start(view: View, person: Person) -> Bubble:
    """Somebody of the staff comes without a link."""
    roles = roles_held(view, [role for _, role in person.roles])
    return Bubble(view.say("staff.start", roles=roles), doors(view, person))
