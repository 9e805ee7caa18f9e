"""Invitations and teams, where two do something at once, and what the record keeps."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from threading import Barrier
from typing import TypeVar

import pytest
from sqlmodel import select

from bot.application import rules_of
from deliberation import people
from deliberation.outcomes import NotYours
from deliberation.people import Person
from deliberation.staff import invites, teams
from deliberation.staff.invites import AlreadyThere, Entered, Invited, InviteOver, Opened, OwnInvite
from deliberation.staff.teams import LastAdmin, NotThere, Removal, Removed
from deliberation.work import Work
from storage import consultations
from storage.database import Session, open_engine, reading, transaction
from storage.models import Agency, Contact, Invite, Role
from tests.town import MORNING, found, settings_for

pytestmark = pytest.mark.side_by_side

T = TypeVar("T")

ALICE, BORA, CHUL, DANA = 101, 102, 103, 104


@dataclass
class Office:
    """An agency on its own database, and a clock."""

    url: str

    def __post_init__(self) -> None:
        self.engine = open_engine(self.url)
        self.settings = settings_for(self.url)
        self.now = MORNING
        self.do(lambda work: found(work.session, self.now))

    def work(self, session: Session) -> Work:
        return Work(session, self.now, self.settings.secrets(), rules_of(self.settings))

    def do(self, act: Callable[[Work], T]) -> T:
        with transaction(self.engine) as session:
            return act(self.work(session))

    def grant(self, who: int, role: str = "admin") -> None:
        self.do(lambda work: people.grant(work, who, 1, role, actor="test"))

    def invite(self, who: int = ALICE, role: str = "official") -> Invited:
        made = self.do(lambda work: invites.make(work, met(work, who), 1, role))
        assert isinstance(made, Invited)
        return made

    def opens(self, who: int, made: Invited) -> object:
        return self.do(lambda work: invites.open_(work, met(work, who), made.payload))

    def joins(self, who: int, made: Invited) -> object:
        return self.do(lambda work: invites.join(work, met(work, who), made.invite.id))

    def removes(self, who: int, whom: int) -> object:
        return self.do(lambda work: teams.remove(work, met(work, who), role_of(work, whom)))

    def at_once(self, *acts: Callable[[], object]) -> list[object]:
        """Everybody begins at the same moment."""
        together = Barrier(len(acts))

        def begin(act: Callable[[], object]) -> object:
            together.wait()
            return act()

        with ThreadPoolExecutor(len(acts)) as threads:
            return list(threads.map(begin, acts))

    def roles(self) -> list[str]:
        with reading(self.engine) as session:
            return sorted(role.role for role in session.exec(select(Role)))

    def done(self) -> list[tuple[str, str, str]]:
        """The record: who did what to whom."""
        with reading(self.engine) as session:
            return [(row.actor, row.action, row.subject) for row in consultations.log(session)]


def met(work: Work, who: int) -> Person:
    return people.meet(work, who, "ko")


def role_of(work: Work, who: int) -> int:
    contact = met(work, who).contact
    assert contact is not None
    return work.session.exec(select(Role.id).where(Role.contact_id == contact.id)).first() or 0


@pytest.fixture
def office(database_url: str) -> Iterator[Office]:
    """On both databases: two at once are waited for in different ways."""
    made = Office(database_url)
    yield made
    made.engine.dispose()


@pytest.fixture
def small_office(sqlite_url: str) -> Iterator[Office]:
    made = Office(sqlite_url)
    yield made
    made.engine.dispose()


# --- invitations ---


def test_of_two_who_join_by_one_link_at_once_one_gets_in(office: Office) -> None:
    office.grant(ALICE)
    made = office.invite()
    outcomes = office.at_once(lambda: office.joins(BORA, made), lambda: office.joins(CHUL, made))
    assert sorted(type(each).__name__ for each in outcomes) == ["Entered", "InviteOver"]
    assert office.roles() == ["admin", "official"]


def test_who_came_too_late_leaves_no_trace(office: Office) -> None:
    office.grant(ALICE)
    made = office.invite()
    office.joins(BORA, made)
    assert office.joins(CHUL, made) == InviteOver()
    with reading(office.engine) as session:
        assert len(session.exec(select(Contact)).all()) == 2


def test_only_a_mark_of_the_token_is_kept(small_office: Office) -> None:
    small_office.grant(ALICE)
    made = small_office.invite()
    token = made.payload.removeprefix(invites.PREFIX)
    assert token not in made.invite.token_hash
    assert len(made.payload) <= 64
    assert len(token) >= 22  # 128 bits


def test_two_links_differ(small_office: Office) -> None:
    small_office.grant(ALICE)
    assert small_office.invite().payload != small_office.invite().payload


def test_opening_a_link_uses_nothing_up(small_office: Office) -> None:
    small_office.grant(ALICE)
    made = small_office.invite()
    assert [type(small_office.opens(who, made)) for who in (BORA, CHUL)] == [Opened, Opened]


def test_a_link_ends_after_seven_days(small_office: Office) -> None:
    small_office.grant(ALICE)
    made = small_office.invite()
    small_office.now += timedelta(days=7)
    assert small_office.opens(BORA, made) == InviteOver()
    assert small_office.joins(BORA, made) == InviteOver()


def test_the_inviter_does_not_use_their_own_link_up(small_office: Office) -> None:
    small_office.grant(ALICE)
    made = small_office.invite()
    assert small_office.opens(ALICE, made) == OwnInvite()
    assert small_office.joins(ALICE, made) == OwnInvite()
    assert isinstance(small_office.joins(BORA, made), Entered)


def test_who_has_the_role_already_leaves_the_link_to_others(small_office: Office) -> None:
    small_office.grant(ALICE)
    small_office.grant(BORA, "official")
    made = small_office.invite()
    outcome = small_office.joins(BORA, made)
    assert isinstance(outcome, AlreadyThere)
    assert outcome.unused
    assert isinstance(small_office.joins(CHUL, made), Entered)


def test_only_an_administrator_of_the_agency_invites(small_office: Office) -> None:
    small_office.grant(ALICE)
    small_office.grant(BORA, "official")

    def tries(work: Work) -> list[object]:
        makers = (met(work, BORA), met(work, CHUL))
        here = [invites.make(work, each, 1, "official") for each in makers]
        return [*here, invites.make(work, met(work, ALICE), 2, "official")]

    assert small_office.do(tries) == [NotYours()] * 3


@pytest.mark.parametrize("role", ["king", "", "citizen"])
def test_nobody_is_invited_to_a_role_there_is_not(small_office: Office, role: str) -> None:
    small_office.grant(ALICE)
    with pytest.raises(ValueError, match="nobody is invited"):
        small_office.do(lambda work: invites.make(work, met(work, ALICE), 1, role))


def test_every_step_of_an_invitation_is_on_record(small_office: Office) -> None:
    small_office.grant(ALICE)
    small_office.joins(BORA, small_office.invite())
    unused = small_office.invite()
    small_office.do(lambda work: invites.cancel(work, met(work, ALICE), unused.invite.id))
    assert small_office.done() == [
        ("test", "role.granted", "contact:1"),
        ("contact:1", "invite.made", "invite:1"),
        ("contact:2", "role.granted", "contact:2"),
        ("contact:1", "invite.made", "invite:2"),
        ("contact:1", "invite.cancelled", "invite:2"),
    ]


def test_the_invite_says_who_used_it_and_the_role_who_invited(small_office: Office) -> None:
    small_office.grant(ALICE)
    small_office.joins(BORA, small_office.invite())
    with reading(small_office.engine) as session:
        assert session.exec(select(Invite.used_by)).all() == [2]
        assert session.exec(select(Role.granted_by)).all() == [None, 1]


# --- removal ---


def test_two_administrators_who_remove_each_other_at_once_leave_one(office: Office) -> None:
    office.grant(ALICE)
    office.grant(BORA)
    outcomes = office.at_once(
        lambda: office.removes(ALICE, BORA), lambda: office.removes(BORA, ALICE)
    )
    assert [type(each) for each in outcomes].count(Removed) == 1
    assert office.roles() == ["admin"]


def test_the_last_administrator_stays(small_office: Office) -> None:
    small_office.grant(ALICE)
    small_office.grant(BORA, "moderator")
    assert small_office.removes(ALICE, ALICE) == LastAdmin()
    assert small_office.roles() == ["admin", "moderator"]


def test_whether_somebody_is_the_last_can_be_asked(small_office: Office) -> None:
    small_office.grant(ALICE)
    assert small_office.do(lambda work: teams.is_last_admin(work, 1, 1))
    small_office.grant(BORA)
    assert not small_office.do(lambda work: teams.is_last_admin(work, 1, 1))


def test_all_roles_at_the_agency_end_and_none_elsewhere(small_office: Office) -> None:
    small_office.grant(ALICE)
    for role in ("official", "moderator"):
        small_office.grant(BORA, role)

    def elsewhere(work: Work) -> None:
        work.session.add(Agency(slug="seo", name="서구청", created_at=work.now))
        work.session.flush()
        people.grant(work, BORA, 2, "official", actor="test")

    small_office.do(elsewhere)
    assert isinstance(small_office.removes(ALICE, BORA), Removed)
    assert small_office.do(lambda work: met(work, BORA).roles) == ((2, "official"),)


def test_links_that_were_left_about_end_with_the_role(small_office: Office) -> None:
    small_office.grant(ALICE)
    small_office.grant(BORA)
    made = small_office.invite(BORA)
    small_office.removes(ALICE, BORA)
    assert small_office.joins(CHUL, made) == InviteOver()


def test_somebody_removed_meanwhile_is_not_there(small_office: Office) -> None:
    small_office.grant(ALICE)
    small_office.grant(BORA)
    role = small_office.do(lambda work: role_of(work, BORA))
    small_office.removes(ALICE, BORA)
    assert small_office.do(lambda work: teams.remove(work, met(work, ALICE), role)) == NotThere()


def test_another_agencys_people_are_out_of_reach(small_office: Office) -> None:
    small_office.grant(ALICE)

    def of_another(work: Work) -> object:
        work.session.add(Agency(slug="seo", name="서구청", created_at=work.now))
        work.session.flush()
        people.grant(work, DANA, 2, "admin", actor="test")
        return teams.ask_removal(work, met(work, ALICE), role_of(work, DANA))

    assert small_office.do(of_another) == NotYours()


def test_a_number_that_was_somebodys_is_nobody_elses_later(small_office: Office) -> None:
    small_office.grant(ALICE)
    for who in (BORA, CHUL):
        small_office.grant(who, "official")
    small_office.removes(ALICE, CHUL)
    small_office.grant(DANA, "official")
    everybody = small_office.do(lambda work: teams.members(work, 1))
    assert [(each.roles, each.number) for each in everybody] == [
        (("admin",), 1),
        (("official",), 1),
        (("official",), 3),
    ]


def test_a_removal_names_all_roles_it_takes(small_office: Office) -> None:
    small_office.grant(ALICE)
    for role in ("official", "moderator"):
        small_office.grant(BORA, role)
    asked = small_office.do(
        lambda work: teams.ask_removal(work, met(work, ALICE), role_of(work, BORA))
    )
    assert isinstance(asked, Removal)
    assert (asked.member.roles, asked.drafts) == (("official", "moderator"), 0)
