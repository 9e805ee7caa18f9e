"""The rules of a consultation that is being written, without a chat around them."""

from collections.abc import Iterator

import pytest
from sqlmodel import select

from deliberation import people
from deliberation.asking import planning
from deliberation.asking.founding import SlugTaken
from deliberation.asking.plan_drafts import Asked, Previewed
from deliberation.asking.plan_steps import STEPS
from deliberation.asking.planning import ACTS, DraftFound, DraftMoved, Opened
from deliberation.outcomes import NotYours
from deliberation.people import Person
from deliberation.work import Work
from storage.database import open_engine, transaction
from storage.models import Agency, Consultation, ConsultationDraft
from tests.town import MORNING, consultation, found, settings_for

ANSWERS = (
    "free",
    "hear",
    "이름",
    "물음",
    "제안",
    "300명",
    "과 02-000-0000",
    "우편",
    "https://plan.example/a",
    "ko",
    "지금",
    "2주 뒤",
    "한 달 뒤",
    "show_first",
    "2년",
    "new-yard",
)


@pytest.fixture
def work(sqlite_url: str) -> Iterator[Work]:
    engine = open_engine(sqlite_url)
    with transaction(engine) as session:
        found(session, MORNING)
        yield Work(session, MORNING, settings_for(sqlite_url).secrets())
    engine.dispose()


@pytest.fixture
def olga(work: Work) -> Person:
    return official(work, 7)


def official(work: Work, telegram_id: int, role: str = "official") -> Person:
    agency = work.session.exec(select(Agency)).one()
    people.grant(work, telegram_id, agency.id, role, actor="test")
    return people.meet(work, telegram_id, "ko")


def begun(work: Work, person: Person) -> ConsultationDraft:
    asked = planning.begin(work, person)
    assert isinstance(asked, Asked)
    return asked.draft


def written(work: Work, person: Person) -> ConsultationDraft:
    draft = begun(work, person)
    for words in ANSWERS:
        outcome = planning.put(work, person, draft.id, words)
    assert isinstance(outcome, Previewed)
    return draft


def test_a_new_draft_begins_with_the_first_step(work: Work, olga: Person) -> None:
    draft = begun(work, olga)
    assert (draft.step, draft.version, draft.content) == (STEPS[0].name, 1, {})


def test_each_answer_counts_the_version_up(work: Work, olga: Person) -> None:
    draft = begun(work, olga)
    planning.put(work, olga, draft.id, "free")
    assert draft.version == 2
    planning.put(work, olga, draft.id, "")
    assert draft.version == 2


def test_a_draft_is_found_again(work: Work, olga: Person) -> None:
    draft = begun(work, olga)
    assert planning.begin(work, olga) == DraftFound(draft)


def test_a_preview_keeps_nothing_but_the_draft(work: Work, olga: Person) -> None:
    written(work, olga)
    assert len(work.session.exec(select(Consultation)).all()) == 1


def test_opening_takes_the_draft_away(work: Work, olga: Person) -> None:
    draft = written(work, olga)
    opened = planning.act(work, olga, draft.id, draft.version, "open")
    assert isinstance(opened, Opened)
    work.session.flush()
    assert work.session.exec(select(ConsultationDraft)).all() == []
    assert planning.act(work, olga, draft.id, draft.version, "open") == DraftMoved()


@pytest.mark.parametrize("act", [act for act in ACTS if act not in planning.AT_ANY_TIME])
def test_a_button_of_an_earlier_version_does_nothing(work: Work, olga: Person, act: str) -> None:
    draft = written(work, olga)
    assert planning.act(work, olga, draft.id, draft.version - 1, act) == DraftMoved()
    assert draft.step == "preview"


@pytest.mark.parametrize("act", ["", "0", "99", "c1", "x", "²"])
def test_an_act_that_is_none_does_nothing(work: Work, olga: Person, act: str) -> None:
    draft = written(work, olga)
    assert planning.act(work, olga, draft.id, draft.version, act) == DraftMoved()


@pytest.mark.parametrize("act", ["use", "skip", "fix", "open"])
def test_what_does_not_fit_the_step_does_nothing(work: Work, olga: Person, act: str) -> None:
    draft = begun(work, olga)
    assert planning.act(work, olga, draft.id, draft.version, act) == DraftMoved()


def test_a_colleagues_draft_is_out_of_reach(work: Work, olga: Person) -> None:
    draft = written(work, olga)
    otto = official(work, 8)
    assert planning.act(work, otto, draft.id, draft.version, "open") == DraftMoved()


def test_who_has_no_such_role_now_cannot_go_on(work: Work, olga: Person) -> None:
    draft = written(work, olga)
    former = Person(olga.telegram_id, olga.lane, "ko", olga.contact, ())
    assert planning.act(work, former, draft.id, draft.version, "open") == NotYours()
    assert planning.put(work, former, draft.id, "이름") == NotYours()


def test_a_suggested_short_name_is_free(work: Work, olga: Person) -> None:
    agency = work.session.exec(select(Agency)).one()
    work.session.add(consultation(agency.id, MORNING, slug="jungang-3"))
    work.session.flush()
    draft = begun(work, olga)
    for words in ANSWERS[:-1]:
        asked = planning.put(work, olga, draft.id, words)
    assert isinstance(asked, Asked)
    assert asked.known == {"slug": "jungang-4"}


def test_a_name_taken_before_the_press_is_asked_for_again(work: Work, olga: Person) -> None:
    draft = written(work, olga)
    agency = work.session.exec(select(Agency)).one()
    work.session.add(consultation(agency.id, MORNING, slug=ANSWERS[-1]))
    work.session.flush()
    asked = planning.act(work, olga, draft.id, draft.version, "open")
    assert isinstance(asked, Asked)
    assert (asked.step.name, asked.wrong) == ("slug", SlugTaken(ANSWERS[-1]))
    assert "slug" not in draft.content
