"""/new: a consultation asked for step by step, shown as citizens will see it, opened once."""

from datetime import UTC, date, datetime

import pytest

from deliberation.asking.kinds import AIMS
from deliberation.asking.plan_steps import STEPS as ASKED
from locales import LANGUAGES, catalogue
from storage.models import Consultation, ConsultationDraft, LogRow
from tests.bot.planning import STEPS, begins, dismisses, draft, founds, goes_on, opened
from tests.town import Town

LINK = "https://t.me/madang_bot?start=playground"


def test_the_steps_here_are_the_steps_there() -> None:
    between = ("legal_basis", "period")  # of formal procedures, and of periods that are short
    assert [step.name for step in ASKED if step.name not in between] == list(STEPS)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("step", STEPS)
def test_every_step_has_a_question_and_a_button(step: str, language: str) -> None:
    assert {f"new.{step}", f"button.new_{step}"} <= set(catalogue(language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_choice_has_a_button_and_every_aim_a_reason(language: str) -> None:
    named = {f"button.{step.name}_{choice}" for step in ASKED for choice in step.choices}
    named |= {f"new.fits.{aim}" for aim in AIMS} | {f"kind.{kind}" for kind in AIMS.values()}
    assert named <= set(catalogue(language))


async def test_the_answers_and_a_press_open_a_consultation(town: Town) -> None:
    olga = await begins(town, until="")
    before = town.clock.now()
    await olga.presses("지금 열기")
    closes = "2026년 12월 31일(목) 18:00"
    told = olga.words("new.opened", title="어린이 놀이터", closes=closes, link=LINK)
    assert olga.account.screen[-1].text == told
    [made] = opened(town)
    assert (made.title, made.question) == (STEPS["title"], STEPS["question"])
    assert (made.proposal, made.other_ways) == (STEPS["proposal"], STEPS["other_ways"])
    assert (made.department, made.phone) == ("공원과", "02-000-1111")
    assert (made.state, made.opens_at) == ("open", before)
    assert made.closes_at == datetime(2026, 12, 31, 9, 0, tzinfo=UTC)
    assert made.answer_due == date(2027, 1, 31)
    assert (made.kind, made.settings["aim"], made.procedure) == ("dialogue", "ideas", "free")
    assert (made.goal, made.goal_people, made.goal_answered) == (STEPS["goal"], 300, 90)
    assert (made.background, made.retention_days) == ({"link": STEPS["background"]}, 365)
    assert town.all(ConsultationDraft) == []


async def test_the_link_leads_citizens_into_it(small_town: Town) -> None:
    olga = await begins(small_town, until="")
    copy = olga.account.screen[-2].text
    await olga.presses("지금 열기")
    ada = small_town.citizen()
    question, _ = await ada.starts(STEPS["slug"])
    assert question == copy


async def test_the_log_tells_who_opened_it(small_town: Town) -> None:
    olga = await begins(small_town, until="")
    author = draft(small_town).contact_id
    await olga.presses("지금 열기")
    row = small_town.all(LogRow)[-1]
    assert (row.action, row.actor) == ("consultation.added", f"contact:{author}")


async def test_each_step_says_how_far_one_is(small_town: Town) -> None:
    olga = await begins(small_town, until="question")
    assert olga.account.screen[-1].text.startswith(olga.words("new.head", i=4, n=16))
    assert olga.buttons == ["뒤로", "그만두기"]


async def test_what_is_optional_can_be_left_out(small_town: Town) -> None:
    olga = await begins(small_town, until="proposal")
    for _ in ("proposal", "goal", "department", "other_ways", "background", "languages"):
        await olga.presses("건너뛰기")
    await olga.presses("지금")
    await olga.says(STEPS["closes"])
    await olga.presses("건너뛰기")
    await goes_on(olga, since="moderation")
    await olga.presses("지금 열기")
    [made] = opened(small_town)
    assert (made.proposal, made.department, made.phone, made.other_ways) == (None, "", "", "")
    assert made.answer_due is None


async def test_a_press_changes_the_bubble_and_words_get_a_new_one(small_town: Town) -> None:
    olga = await begins(small_town, until="proposal")
    bubbles = len(olga.account.screen)
    await olga.presses("건너뛰기")
    assert len(olga.account.screen) == bubbles
    await olga.says(STEPS["goal"])
    assert len(olga.account.screen) == bubbles + 1


async def test_going_back_shows_what_was_written(small_town: Town) -> None:
    olga = await begins(small_town, until="question")
    await olga.presses("뒤로")
    known = olga.words("new.known", value=STEPS["title"])
    assert olga.account.screen[-1].text.endswith(known)
    assert olga.buttons == ["그대로 쓰기", "뒤로", "그만두기"]
    await olga.presses("그대로 쓰기")
    assert draft(small_town).step == "question"


async def test_what_was_written_can_be_written_anew(small_town: Town) -> None:
    olga = await begins(small_town, until="question")
    await olga.presses("뒤로")
    await olga.says("모래 놀이터")
    assert draft(small_town).content["title"] == "모래 놀이터"


async def test_stopping_keeps_the_draft(small_town: Town) -> None:
    olga = await begins(small_town, until="proposal")
    await olga.presses("그만두기")
    assert olga.account.screen[-1].text == olga.words("new.kept")
    assert await olga.says("무엇이든") == [olga.words("plain.staff")]
    assert await olga.says("/new") == [olga.words("new.found", title=STEPS["title"])]
    await olga.presses("이어서 쓰기")
    assert draft(small_town).step == "proposal"
    await olga.says(STEPS["proposal"])
    assert draft(small_town).step == "goal"


async def test_a_second_new_finds_the_first(small_town: Town) -> None:
    olga = await begins(small_town, until="question")
    await olga.says("/new")
    await olga.says("/new")
    assert len(small_town.all(ConsultationDraft)) == 1


async def test_a_draft_can_be_thrown_away(small_town: Town) -> None:
    olga = await begins(small_town, until="question")
    await olga.says("/new")
    await olga.presses("버리기")
    assert small_town.all(ConsultationDraft) == []
    first = olga.words("new.procedure")
    assert await olga.says("/new") == [olga.words("new.head", i=1, n=16) + "\n" + first]


async def test_a_draft_left_for_a_day_is_closed_and_kept(small_town: Town) -> None:
    olga = await begins(small_town, until="question")
    await small_town.passes(hours=25)
    over = olga.words("draft.expired", what=olga.words("draft.what.new"))
    assert await olga.says(STEPS["question"]) == [over]
    assert olga.buttons == ["이어서 쓰기", "버리기"]
    await olga.presses("이어서 쓰기")
    await olga.says(STEPS["question"])
    assert draft(small_town).step == "proposal"


async def test_a_short_name_is_suggested(small_town: Town) -> None:
    olga = await begins(small_town, until="slug")
    await olga.presses("그대로 쓰기")
    await olga.presses("지금 열기")
    assert small_town.all(Consultation)[-1].slug == "jungang-2"


async def test_the_preview_shows_what_else_is_set(small_town: Town) -> None:
    olga = await begins(small_town, until="")
    numbers = olga.words("goal.numbers", numbers="300명, 주제의 90%에 답하기")
    lines = [
        "· 절차: 자유롭게 듣기",
        "· 알고 싶은 것: 어떤 생각이 있는지",
        f"· 제안: {STEPS['proposal']}",
        f"· 목표: {STEPS['goal']} · {numbers}",
        "· 다른 방법: 우편, 방문",
        "· 읽을거리: https://park.example/plan",
        "· 쓰는 말: 한국어와 영어",
        "· 여는 때: ‘지금 열기’를 누르시는 때",
        "· 마치는 때: 2026년 12월 31일(목) 18:00",
        "· 여는 기간: 38일, 사이에 쉬는 날: 기독탄신일 2026년 12월 25일(금)",
        "· 답할 날: 2027년 1월 31일(일)",
        "· 글 살피기: 먼저 보이기",
        "· 보관 기간: 1년",
    ]
    said = olga.words("new.preview", lines="\n".join(lines), link=LINK)
    assert olga.account.screen[-1].text == said
    assert olga.buttons == ["지금 열기", "고치기", "그만두기"]


async def test_words_at_the_preview_change_nothing(small_town: Town) -> None:
    olga = await begins(small_town, until="")
    assert await olga.says("좋네요") == [olga.words("new.choose_first")]
    await olga.presses("지금 열기")
    assert len(opened(small_town)) == 1


async def test_one_answer_of_the_preview_can_be_changed(small_town: Town) -> None:
    olga = await begins(small_town, until="")
    await olga.presses("고치기")
    await olga.presses("물음")
    await olga.says("모래밭은 어떨까요?")
    await olga.presses("지금 열기")
    assert opened(small_town)[0].question == "모래밭은 어떨까요?"


async def test_it_can_open_at_its_hour(small_town: Town) -> None:
    olga = await begins(small_town, until="opens")
    await goes_on(olga, since="opens", opens="내일 9시")
    await olga.presses("이 때에 열기")
    assert "2026년 11월 24일(화) 09:00에 저절로 열려요" in olga.account.screen[-1].text
    assert opened(small_town)[0].state == "scheduled"
    await small_town.passes(hours=23)
    assert opened(small_town)[0].state == "open"


async def test_pressing_open_twice_opens_one(town: Town) -> None:
    olga = await begins(town, until="")
    olga.account.presses("지금 열기")
    olga.account.presses("지금 열기")
    await town.settle()
    assert len(opened(town)) == 1
    assert olga.account.toasts[-1] == olga.words("button.spent")


async def test_an_old_preview_cannot_open_what_was_changed(small_town: Town) -> None:
    olga = await begins(small_town, until="")
    old = olga.account.screen[-1]
    assert old.markup is not None
    data = old.markup["inline_keyboard"][0][0]["callback_data"]
    await olga.presses("고치기")
    await olga.presses("이름")
    await olga.says("다른 이름")
    await olga.does(lambda account: account.forges(data, old.message_id))
    assert opened(small_town) == []
    assert olga.account.toasts[-1] == olga.words("button.spent")


async def test_an_old_button_does_not_end_the_open_step(small_town: Town) -> None:
    olga = await begins(small_town, until="proposal")
    old = olga.account.screen[-1].message_id
    await olga.says(STEPS["proposal"])
    await olga.does(lambda account: account.presses("건너뛰기", on=old))
    await olga.says(STEPS["goal"])
    assert draft(small_town).content["goal"] == STEPS["goal"]


async def test_an_official_of_two_agencies_says_for_which(small_town: Town) -> None:
    founds(small_town)
    olga = await small_town.official()
    small_town.grant(olga, "admin", "dongnae")
    [asked] = await olga.says("/new")
    assert olga.buttons == ["동래구청", "중앙구청"]
    assert asked.endswith("1 동래구청\n2 중앙구청")
    await olga.says("동래구청")
    await goes_on(olga)
    await olga.presses("지금 열기")
    [made] = opened(small_town)
    assert made.agency_id == 2


async def test_one_person_may_write_one_for_each_agency(small_town: Town) -> None:
    founds(small_town)
    olga = await small_town.official()
    small_town.grant(olga, "admin", "dongnae")
    for agency in ("동래구청", "중앙구청", "동래구청"):
        await olga.says("/new")
        await olga.presses(agency)
    assert len(small_town.all(ConsultationDraft)) == 2
    assert olga.buttons == ["이어서 쓰기", "버리기"]


async def test_an_approver_alone_may_not(small_town: Town) -> None:
    anna = small_town.citizen("Anna")
    small_town.grant(anna, "approver")
    assert await anna.says("/new") == [anna.words("command.unknown")]


@pytest.mark.parametrize("command", ["/new", "/close", "/extend"])
async def test_a_citizen_never_learns_of_it(small_town: Town, command: str) -> None:
    ada = small_town.citizen()
    assert await ada.says(command) == [ada.words("command.unknown")]


async def test_a_role_revoked_in_the_middle_of_a_step(small_town: Town) -> None:
    olga = await begins(small_town, until="question")
    dismisses(small_town)
    assert await olga.says(STEPS["question"]) == [olga.words("role.gone")]
    assert draft(small_town).step == "question"
    small_town.grant(olga, "official")
    await olga.says("/new")
    await olga.presses("이어서 쓰기")
    await olga.says(STEPS["question"])
    assert draft(small_town).step == "proposal"


async def test_a_role_revoked_at_this_agency_only(small_town: Town) -> None:
    founds(small_town)
    olga = await begins(small_town, until="")
    small_town.grant(olga, "admin", "dongnae")
    dismisses(small_town)
    await olga.presses("지금 열기")
    assert olga.account.screen[-1].text == olga.words("role.gone")
    assert opened(small_town) == []
    assert draft(small_town).step == "preview"


async def test_a_colleague_cannot_press_for_the_author(small_town: Town) -> None:
    olga = await begins(small_town, until="")
    otto = await small_town.official("Otto")
    await otto.says("/new")
    assert draft(small_town).contact_id != small_town.all(ConsultationDraft)[0].contact_id
    await olga.presses("지금 열기")
    assert [one.step for one in small_town.all(ConsultationDraft)] == ["procedure"]
