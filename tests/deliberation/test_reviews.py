"""A second look: taken by somebody else, at what it was asked for, and once."""

from deliberation import people
from deliberation.outcomes import NotYours
from deliberation.people import Person
from deliberation.staff import reviews
from deliberation.staff.reviews import Approved, ChangesAsked, OwnWork, ReviewMoved
from deliberation.work import Work
from storage.models import LogRow, Review
from tests.bot.scenes import asked
from tests.town import Town

OLGA, ANN, MIRA = 1_000_001, 1_000_002, 1_000_003


def person(work: Work, account: int, role: str) -> Person:
    people.grant(work, account, asked(work.session).agency_id, role, actor="test")
    work.session.flush()
    return people.meet(work, account, "ko")


async def test_a_second_person_decides_about_what_was_shown(town: Town) -> None:
    with town.changing() as session:
        work = town.work(session)
        agency = asked(session).agency_id
        olga = person(work, OLGA, "admin")
        ann, mira = person(work, ANN, "approver"), person(work, MIRA, "moderator")
        first = reviews.ask(work, olga, "answer", 7, 1, agency)
        assert reviews.ask(work, olga, "answer", 7, 1, agency) is first
        assert [each.id for each in reviews.approvers(work, agency, but=[first.asked_by])] == [
            ann.contact.id if ann.contact else 0
        ]
        decided = reviews.decide(work, olga, first.id, approve=True, version=1)
        assert isinstance(decided, OwnWork)
        decided = reviews.decide(work, mira, first.id, approve=True, version=1)
        assert isinstance(decided, NotYours)
        changed = reviews.decide(work, ann, first.id, approve=True, version=2)
        assert isinstance(changed, ReviewMoved)
        reviews.void(work, "answer", 7)
        assert isinstance(reviews.decide(work, ann, first.id, approve=True, version=1), ReviewMoved)
        second = reviews.ask(work, olga, "answer", 7, 2, agency)
        to_change = reviews.decide(
            work, ann, second.id, approve=False, version=2, line="날짜를 적어 주세요"
        )
        assert isinstance(to_change, ChangesAsked)
        third = reviews.ask(work, olga, "answer", 7, 3, agency)
        assert isinstance(reviews.decide(work, ann, third.id, approve=True, version=3), Approved)
        again = reviews.decide(work, ann, third.id, approve=True, version=3)
        assert isinstance(again, ReviewMoved)
        assert reviews.newest(work, "answer", 7) is third
        assert reviews.newest(work, "consultation", 7) is None
    assert [review.state for review in town.all(Review)] == ["void", "changes", "approved"]
    actions = [row.action for row in town.all(LogRow) if row.action.startswith("review")]
    assert actions == [
        f"review.{each}" for each in ("asked", "asked", "changes", "asked", "approved")
    ]
