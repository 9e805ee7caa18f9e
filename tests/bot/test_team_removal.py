"""The list of who works for an agency, and how somebody is removed, also in mid-dialogue."""

import pytest

from storage.models import Answer, LogRow, Opinion
from tests.bot.scenes import market_square
from tests.bot.team_scenes import JOIN, administrator, founds, invitation, joined, roles
from tests.town import Citizen, Town

REMOVE, STOP = "내보내기", "그만두기"
TODAY = "2026년 11월 23일(월)"


async def pair(town: Town, role: str = "official") -> tuple[Citizen, Citizen]:
    """An administrator, and somebody who joined by their link."""
    alice = await administrator(town)
    return alice, await joined(town, alice, role=role)


async def removes(alice: Citizen, alias: str) -> str:
    """What the administrator reads last when they remove somebody."""
    await alice.says("/revoke")
    await alice.presses(alias)
    return (await alice.presses(REMOVE))[-1]


# --- the list ---


async def test_the_team_is_listed_under_aliases(town: Town) -> None:
    alice, _ = await pair(town)
    await joined(town, alice, "Chul")
    assert await alice.says("/team") == [
        f"중앙구청 3명\n· 관리자 1(나) · 관리자 · 마지막 {TODAY}\n"
        f"· 담당자 1 · 담당자 · 마지막 {TODAY}\n· 담당자 2 · 담당자 · 마지막 {TODAY}"
    ]
    assert alice.buttons == ["초대하기", REMOVE, "맡은 일 바꾸기"]


async def test_all_roles_of_one_person_stand_in_one_line(small_town: Town) -> None:
    alice, bora = await pair(small_town)
    await bora.starts(await invitation(alice, "moderator"))
    await bora.presses(JOIN)
    (told,) = await alice.says("/team")
    assert "· 담당자 1 · 담당자, 운영자 ·" in told
    assert told.startswith("중앙구청 2명")


async def test_somebody_who_never_wrote_was_never_seen(small_town: Town) -> None:
    alice = await administrator(small_town)
    small_town.grant(small_town.citizen("Bora"), "official")
    (told,) = await alice.says("/team")
    assert told.endswith("· 담당자 1 · 담당자 · 마지막 –")


async def test_the_buttons_of_the_list_lead_on(small_town: Town) -> None:
    alice, _ = await pair(small_town)
    await alice.says("/team")
    assert (await alice.presses("초대하기"))[-1] == alice.words("invite.role", agency="중앙구청")
    await alice.says("함께하는 사람")
    assert (await alice.presses(REMOVE))[-1].startswith("중앙구청에서 누구를 내보낼까요?")


async def test_the_list_is_in_english_for_who_reads_english(small_town: Town) -> None:
    alice, _ = await pair(small_town)
    await alice.says("/language")
    await alice.presses("English")
    (told,) = await alice.says("/team")
    assert told.startswith(
        "중앙구청: 2 people\n· administrator 1 (you) · administrator · last seen"
    )


async def test_a_team_of_many_is_shown_in_pages(small_town: Town) -> None:
    alice = await administrator(small_town)
    for n in range(24):
        small_town.grant(small_town.citizen(f"Official {n}"), "official")
    first = (await alice.says("/team"))[0]
    assert (first.startswith("중앙구청 25명"), first.count("\n")) == (True, 10)
    await alice.presses("다음 쪽")
    last = (await alice.presses("다음 쪽"))[-1]
    assert "· 담당자 24 ·" in last
    assert "다음 쪽" not in alice.buttons


async def test_somebody_on_a_later_page_is_removed_by_number(small_town: Town) -> None:
    alice = await administrator(small_town)
    for n in range(12):
        small_town.grant(small_town.citizen(f"Official {n}"), "official")
    await alice.says("/revoke")
    assert "11 담당자 10 ·" in (await alice.presses("다음 쪽"))[-1]
    assert (await alice.says("11"))[0].startswith("중앙구청에서 담당자 10 님을 내보낼까요?")


async def test_an_administrator_of_several_agencies_is_asked_whose_team(small_town: Town) -> None:
    founds(small_town, "seo", "서구청")
    alice = await administrator(small_town)
    small_town.grant(alice, "admin", "seo")
    assert await alice.says("/team") == [alice.words("team.which")]
    assert (await alice.presses("서구청"))[-1].startswith("서구청 1명")
    assert await alice.says("/revoke") == [alice.words("team.which")]
    assert (await alice.presses("중앙구청"))[-1].startswith("중앙구청에서 누구를 내보낼까요?")


# --- removal ---


async def test_somebody_is_removed_after_a_question(town: Town) -> None:
    alice, _ = await pair(town)
    (asked,) = await alice.says("/revoke")
    assert asked.startswith("중앙구청에서 누구를 내보낼까요?")
    assert alice.buttons == ["관리자 1(나)", "담당자 1", STOP]
    await alice.presses("담당자 1")
    assert alice.account.screen[-1].text.startswith("중앙구청에서 담당자 1 님을 내보낼까요?")
    assert alice.buttons == [REMOVE, STOP]
    done = (await alice.presses(REMOVE))[-1]
    assert done.endswith("담당자 1 님을 내보냈어요. 이제 중앙구청의 일을 보거나 할 수 없어요.")
    assert roles(town) == ["admin"]


async def test_stopping_at_the_question_removes_nobody(small_town: Town) -> None:
    alice, _ = await pair(small_town)
    await alice.says("/revoke")
    await alice.presses("담당자 1")
    await alice.presses(STOP)
    assert roles(small_town) == ["admin", "official"]


async def test_who_was_let_in_by_mistake_is_removed_from_the_notice(small_town: Town) -> None:
    alice, _ = await pair(small_town)
    await alice.presses(REMOVE)
    await alice.presses(REMOVE)
    assert roles(small_town) == ["admin"]


async def test_a_draft_that_stays_is_counted(small_town: Town) -> None:
    alice, bora = await pair(small_town)
    market_square(small_town)
    await bora.says("/summary")
    await bora.says("1")
    await bora.presses("답변 쓰기")
    await alice.says("/revoke")
    assert "쓰던 글 1건은 남겨 두어요." in (await alice.presses("담당자 1"))[-1]


async def test_who_was_removed_is_told_once(town: Town) -> None:
    alice, bora = await pair(town)
    mark = bora.account.mark
    await removes(alice, "담당자 1")
    await town.passes(days=1)
    told = [got.text for got in bora.account.inbox_since(mark)]
    assert told == [bora.words("revoke.told", agency="중앙구청")]


async def test_who_is_back_by_the_morning_is_not_told(small_town: Town) -> None:
    alice, bora = await pair(small_town)
    await small_town.passes(hours=13)
    mark = bora.account.mark
    await removes(alice, "담당자 1")
    await bora.starts(await invitation(alice))
    await bora.presses(JOIN)
    await small_town.passes(hours=10)
    told = [got.text for got in bora.account.inbox_since(mark)]
    assert bora.words("revoke.told", agency="중앙구청") not in told


async def test_every_removal_is_on_record(small_town: Town) -> None:
    alice, _ = await pair(small_town)
    await removes(alice, "담당자 1")
    last = small_town.all(LogRow)[-1]
    assert (last.actor, last.action, last.subject, last.details) == (
        "contact:1",
        "role.revoked",
        "contact:2",
        {"role": "official"},
    )


async def test_the_last_administrator_cannot_be_removed(town: Town) -> None:
    alice, _ = await pair(town)
    await alice.says("/revoke")
    told = await alice.presses("관리자 1(나)")
    assert told[-1] == alice.words("revoke.last")
    assert roles(town) == ["admin", "official"]


async def test_an_administrator_leaves_when_another_is_left(small_town: Town) -> None:
    alice, bora = await pair(small_town, role="admin")
    await alice.says("/revoke")
    assert (await alice.presses("관리자 1(나)"))[-1].startswith("중앙구청에서 스스로 나가시겠어요?")
    assert (await alice.presses(REMOVE))[-1].endswith(
        alice.words("revoke.done_self", agency="중앙구청")
    )
    assert await alice.says("/team") == [alice.words("command.unknown")]
    assert (await bora.says("/team"))[0].startswith("중앙구청 1명")


async def test_who_became_the_last_meanwhile_stays(small_town: Town) -> None:
    alice, bora = await pair(small_town, role="admin")
    await alice.says("/revoke")
    await alice.presses("관리자 1(나)")
    await bora.says("/revoke")
    await bora.presses("관리자 2(나)")
    await bora.presses(REMOVE)
    assert (await alice.presses(REMOVE))[-1] == alice.words("revoke.last")
    assert roles(small_town) == ["admin"]


async def test_who_was_removed_meanwhile_is_said_to_be_gone(small_town: Town) -> None:
    alice, _ = await pair(small_town)
    bora = await joined(small_town, alice, "Chul", "admin")
    await alice.says("/revoke")
    await removes(bora, "담당자 1")
    told = await alice.presses("담당자 1")
    assert told[-1].endswith(alice.words("revoke.gone"))


async def test_who_was_removed_between_the_question_and_the_press(small_town: Town) -> None:
    alice, _ = await pair(small_town)
    other = await joined(small_town, alice, "Chul", "admin")
    await alice.says("/revoke")
    await alice.presses("담당자 1")
    await removes(other, "담당자 1")
    assert (await alice.presses(REMOVE))[-1].endswith(alice.words("revoke.gone"))


async def test_an_administrator_removed_meanwhile_removes_nobody(small_town: Town) -> None:
    alice, _ = await pair(small_town)
    other = await joined(small_town, alice, "Chul", "admin")
    await other.says("/revoke")
    await other.presses("담당자 1")
    await removes(alice, "관리자 2")
    await other.does(lambda account: account.presses(REMOVE, on=account.screen[-2].message_id))
    assert other.account.toasts[-1] == other.words("button.forged")
    assert roles(small_town) == ["admin", "official"]


async def test_an_administrator_elsewhere_removes_nobody_here(small_town: Town) -> None:
    founds(small_town, "seo", "서구청")
    alice, _ = await pair(small_town)
    other = await joined(small_town, alice, "Chul", "admin")
    small_town.grant(other, "admin", "seo")
    await other.says("/revoke")
    await other.presses("중앙구청")
    await removes(alice, "관리자 2")
    told = await other.does(
        lambda account: account.presses("담당자 1", on=account.screen[-2].message_id)
    )
    assert told[-1] == other.words("team.not_yours")


# --- in the middle of a step ---


async def test_a_role_revoked_in_the_middle_of_a_step_ends_it(town: Town) -> None:
    alice, bora = await pair(town)
    market_square(town)
    await bora.says("/summary")
    await bora.says("1")
    await bora.presses("답변 쓰기")
    await removes(alice, "담당자 1")
    before = len(town.all(Opinion))
    assert await bora.says("도서관을 짓기로 했습니다. 고맙습니다.") == [bora.words("role.gone")]
    assert len(town.all(Opinion)) == before
    assert [answer.state for answer in town.all(Answer)] == ["draft"]


async def test_after_that_they_are_a_citizen(small_town: Town) -> None:
    alice, bora = await pair(small_town)
    market_square(small_town)
    await bora.says("/summary")
    await bora.says("1")
    await bora.presses("답변 쓰기")
    await removes(alice, "담당자 1")
    await bora.says("도서관을 짓기로 했습니다.")
    assert await bora.says("/summary") == [bora.words("command.unknown")]
    assert (await bora.says("/help"))[0].startswith("저는 의견과 답변을 전하는 로봇이에요.")


@pytest.mark.parametrize("command", ["/summary", "/new", "/team", "/invite", "/citizen", "/staff"])
async def test_who_was_removed_reads_what_strangers_read(small_town: Town, command: str) -> None:
    alice, bora = await pair(small_town)
    await removes(alice, "담당자 1")
    assert await bora.says(command) == [bora.words("command.unknown")]


async def test_buttons_of_before_open_nothing(small_town: Town) -> None:
    alice, bora = await pair(small_town)
    bubble = bora.account.screen[-1].message_id
    await removes(alice, "담당자 1")
    await bora.does(lambda account: account.presses("요약 보기", on=bubble))
    assert bora.account.toasts[-1] == bora.words("button.forged")


async def test_who_keeps_a_role_elsewhere_goes_on_there(small_town: Town) -> None:
    founds(small_town, "seo", "서구청")
    alice, bora = await pair(small_town)
    small_town.grant(bora, "official", "seo")
    await removes(alice, "담당자 1")
    assert await bora.says("/summary") == [bora.words("staff.none")]
