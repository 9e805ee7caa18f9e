"""Inviting people to work for an agency, by links that are good once."""

import pytest

from bot.texts import units
from storage.models import Contact, DialogueState, Invite, LogRow, Outbox
from tests.bot.team_scenes import (
    JOIN,
    administrator,
    founds,
    invitation,
    joined,
    payload,
    roles,
)
from tests.town import MARKET, Town

OFFICIAL, MODERATOR, ADMIN = "담당자", "운영자", "관리자"
EVERY = [OFFICIAL, "확인하는 사람", MODERATOR, "부서 책임자", ADMIN]
NO, CANCEL = "아니요", "링크 없애기"
UNTIL = "2026년 11월 30일(월) 10:00"


# --- making a link ---


async def test_the_role_is_asked_for_and_chosen_by_a_button(town: Town) -> None:
    alice = await administrator(town)
    assert await alice.says("/invite") == [alice.words("invite.role", agency="중앙구청")]
    assert alice.buttons == [*EVERY, "초대 단체", "그만두기"]
    told = (await alice.presses(MODERATOR))[-1]
    assert told.startswith(f"중앙구청에 운영자로 들어오는 링크예요. 한 사람이 한 번, {UNTIL}까지")


@pytest.mark.parametrize(
    ("typed", "role"),
    [
        ("official", OFFICIAL),
        ("Moderator", MODERATOR),
        ("ADMIN", ADMIN),
        ("담당자", OFFICIAL),
        ("운영자", MODERATOR),
    ],
)
async def test_a_role_that_is_named_needs_no_question(
    small_town: Town, typed: str, role: str
) -> None:
    alice = await administrator(small_town)
    (told,) = await alice.says(f"/invite {typed}")
    assert f"중앙구청에 {role}로 들어오는 링크" in told


@pytest.mark.parametrize(
    "typed", ["king", "<b>official</b>", "official admin", "i" * 90, "partner"]
)
async def test_an_unknown_role_is_asked_for_again(small_town: Town, typed: str) -> None:
    alice = await administrator(small_town)
    (told,) = await alice.says(f"/invite {typed}")
    assert told.startswith(alice.words("invite.no_such_role"))
    assert alice.buttons[: len(EVERY)] == EVERY
    assert small_town.all(Invite) == []


async def test_a_role_can_be_typed_after_the_question(small_town: Town) -> None:
    alice = await administrator(small_town)
    await alice.says("/invite")
    (told,) = await alice.says("운영자")
    assert "운영자로 들어오는 링크" in told


async def test_the_link_is_plain_short_and_names_nobody(small_town: Town) -> None:
    alice = await administrator(small_town)
    (told,) = await alice.says("/invite official")
    assert len(payload(told)) <= 64
    assert told.splitlines()[-1].startswith("https://")
    assert units(told) <= 400
    assert "Alice" not in told


async def test_the_token_is_nowhere_once_it_was_sent(town: Town) -> None:
    alice = await administrator(town)
    link = await invitation(alice)
    assert town.traces(link.removeprefix("i_")) == set()


async def test_the_token_is_nowhere_once_it_was_used(town: Town) -> None:
    alice = await administrator(town)
    link = await invitation(alice)
    bora = town.citizen("Bora")
    await bora.starts(link)
    await bora.presses(JOIN)
    assert town.traces(link.removeprefix("i_")) == set()


async def test_an_administrator_of_several_agencies_is_asked_which(small_town: Town) -> None:
    founds(small_town, "seo", "서구청")
    alice = await administrator(small_town)
    small_town.grant(alice, "admin", "seo")
    assert await alice.says("/invite official") == [alice.words("team.which")]
    assert alice.buttons == ["서구청", "중앙구청"]
    told = (await alice.presses("서구청"))[-1]
    assert told.startswith("서구청에 담당자로 들어오는 링크예요.")


async def test_only_agencies_where_one_is_administrator_are_offered(small_town: Town) -> None:
    founds(small_town, "seo", "서구청")
    alice = await administrator(small_town)
    small_town.grant(alice, "official", "seo")
    assert (await alice.says("/invite official"))[0].startswith("중앙구청에 담당자로")


async def test_the_name_of_an_agency_is_shown_as_it_is_written(small_town: Town) -> None:
    founds(small_town, "ab", "<b>A&B</b>")
    alice = await administrator(small_town, agency="ab")
    (told,) = await alice.says("/invite official")
    assert told.startswith("<b>A&B</b>에 담당자로")
    bora = small_town.citizen("Bora")
    (asked,) = await bora.starts(payload(told))
    assert asked.startswith("<b>A&B</b>에서 담당자로 초대했어요.")
    assert (await bora.presses(JOIN))[-1].startswith("<b>A&B</b> 담당자로 들어오셨어요.")
    assert (await alice.says("/team"))[0].startswith("<b>A&B</b> 2명")


# --- joining ---


async def test_the_invited_person_reads_what_is_recorded_and_joins(town: Town) -> None:
    alice = await administrator(town)
    bora = town.citizen("Bora")
    (asked,) = await bora.starts(await invitation(alice))
    assert asked == bora.words("invite.ask", agency="중앙구청", role=OFFICIAL)
    assert bora.buttons == [JOIN, NO]
    done = (await bora.presses(JOIN))[-1]
    assert done == "중앙구청 담당자로 들어오셨어요. 무엇부터 할까요?"
    assert roles(town) == ["admin", "official"]


@pytest.mark.parametrize(
    ("role", "offered"),
    [
        ("official", ["요약 보기", "밀린 답변", "새 마당 열기"]),
        ("moderator", ["살필 글 보기"]),
        (
            "admin",
            ["요약 보기", "밀린 답변", "새 마당 열기", "살필 글 보기", "초대하기", "함께하는 사람"],
        ),
    ],
)
async def test_the_buttons_after_joining_work_for_the_role(
    small_town: Town, role: str, offered: list[str]
) -> None:
    bora = await joined(small_town, await administrator(small_town), role=role)
    assert bora.buttons == [*offered, "시민으로 의견 내기", "할 수 있는 일"]
    for label in offered:
        await bora.presses(label)
        assert bora.account.toasts[-1:] != [bora.words("button.forged")]
        await bora.starts()


async def test_an_invited_person_can_begin_at_once(small_town: Town) -> None:
    bora = await joined(small_town, await administrator(small_town))
    assert "들어온 의견이 아직 없어요" in (await bora.presses("요약 보기"))[-1]


async def test_nothing_is_kept_of_who_only_opens_a_link_or_says_no(town: Town) -> None:
    alice = await administrator(town)
    bora = town.citizen("Bora")
    await bora.starts(await invitation(alice))
    assert (await bora.presses(NO))[-1].endswith(bora.words("invite.declined"))
    assert len(town.all(Contact)) == 1
    await town.passes(days=2)
    assert [state.contact_id for state in town.all(DialogueState)] == [1]


async def test_who_said_no_may_open_the_link_again(small_town: Town) -> None:
    alice = await administrator(small_town)
    bora = small_town.citizen("Bora")
    link = await invitation(alice)
    await bora.starts(link)
    await bora.presses(NO)
    await bora.starts(link)
    assert (await bora.presses(JOIN))[-1].startswith("중앙구청 담당자로 들어오셨어요.")


async def test_joining_in_english_is_answered_and_kept_in_english(small_town: Town) -> None:
    link = await invitation(await administrator(small_town))
    bora = small_town.citizen("Bora", language="en")
    (asked,) = await bora.starts(link)
    assert asked.startswith("중앙구청 invites you as official.")
    await bora.presses("I will join")
    assert [contact.language for contact in small_town.all(Contact)] == ["ko", "en"]


async def test_plain_words_of_who_just_joined_are_no_opinion(small_town: Town) -> None:
    alice = await administrator(small_town)
    bora = small_town.citizen("Bora")
    await bora.agrees(MARKET)
    await bora.starts(await invitation(alice))
    await bora.presses(JOIN)
    assert await bora.says("안녕하세요, 반갑습니다") == [bora.words("plain.staff")]


async def test_a_citizen_who_was_in_a_consultation_joins_as_the_same_contact(
    small_town: Town,
) -> None:
    alice = await administrator(small_town)
    bora = small_town.citizen("Bora")
    await bora.agrees(MARKET)
    await bora.starts(await invitation(alice))
    await bora.presses(JOIN)
    assert len(small_town.all(Contact)) == 2


# --- the inviter is told ---


async def test_the_inviter_is_told_who_came_under_an_alias(town: Town) -> None:
    alice = await administrator(town)
    await joined(town, alice)
    assert alice.account.screen[-1].text == (
        "2026년 11월 23일(월) 10:00에 담당자 1 님이 중앙구청 담당자로 들어왔어요. "
        "모르는 분이면 바로 내보내 주세요."
    )
    assert alice.buttons == ["내보내기"]


async def test_at_night_the_inviter_is_told_in_the_morning(small_town: Town) -> None:
    alice = await administrator(small_town)
    link = await invitation(alice)
    await small_town.passes(hours=13)
    before = alice.account.mark
    bora = small_town.citizen("Bora")
    await bora.starts(link)
    assert (await bora.presses(JOIN))[-1].startswith("중앙구청 담당자로 들어오셨어요.")
    assert alice.account.inbox_since(before) == []
    await small_town.passes(hours=9)
    (told,) = alice.account.inbox_since(before)
    assert told.text.startswith("2026년 11월 23일(월) 23:00에 담당자 1 님이")


async def test_somebody_removed_before_the_morning_is_not_told_of(small_town: Town) -> None:
    alice = await administrator(small_town)
    link = await invitation(alice)
    await small_town.passes(hours=13)
    bora = small_town.citizen("Bora")
    await bora.starts(link)
    await bora.presses(JOIN)
    await alice.says("/revoke")
    await alice.presses("담당자 1")
    await alice.presses("내보내기")
    before = alice.account.mark
    await small_town.passes(hours=9)
    assert alice.account.inbox_since(before) == []


# --- links that are not good ---


async def test_an_invite_used_twice_lets_the_first_in(town: Town) -> None:
    alice = await administrator(town)
    link = await invitation(alice)
    bora, chul = town.citizen("Bora"), town.citizen("Chul")
    await bora.starts(link)
    await bora.presses(JOIN)
    assert await chul.starts(link) == [chul.words("invite.dead")]
    assert roles(town) == ["admin", "official"]


async def test_an_invite_forwarded_to_a_second_person_is_used_by_who_joins_first(
    town: Town,
) -> None:
    link = await invitation(await administrator(town))
    bora, chul = town.citizen("Bora"), town.citizen("Chul")
    await bora.starts(link)
    await chul.starts(link)
    assert (await chul.presses(JOIN))[-1].startswith("중앙구청 담당자로 들어오셨어요.")
    assert (await bora.presses(JOIN))[-1] == bora.words("invite.dead")
    assert len(town.all(Contact)) == 2


async def test_two_who_press_at_the_same_moment_are_not_both_let_in(town: Town) -> None:
    link = await invitation(await administrator(town))
    both = [town.citizen("Bora"), town.citizen("Chul")]
    for each in both:
        await each.starts(link)
    marks = [each.account.mark for each in both]
    for each in both:
        each.account.presses(JOIN)
    await town.settle()
    told = [each.account.inbox_since(mark)[-1].text for each, mark in zip(both, marks, strict=True)]
    assert sorted(text.startswith("중앙구청 담당자로") for text in told) == [False, True]
    assert roles(town) == ["admin", "official"]


async def test_pressing_join_twice_joins_once(small_town: Town) -> None:
    alice = await administrator(small_town)
    bora = small_town.citizen("Bora")
    await bora.starts(await invitation(alice))
    mark = bora.account.mark
    bora.account.presses(JOIN)
    bora.account.presses(JOIN)
    await small_town.settle()
    told = [got.text for got in bora.account.inbox_since(mark)]
    assert told[-1] == "이미 중앙구청 담당자로 계세요."
    assert roles(small_town) == ["admin", "official"]


async def test_an_expired_invite_lets_nobody_in(town: Town) -> None:
    link = await invitation(await administrator(town))
    bora = town.citizen("Bora")
    await bora.starts(link)
    await town.passes(days=7)
    assert (await bora.presses(JOIN))[-1] == bora.words("invite.dead")
    assert await town.citizen("Chul").starts(link) == [bora.words("invite.dead")]


async def test_a_cancelled_invite_lets_nobody_in(small_town: Town) -> None:
    alice = await administrator(small_town)
    link = await invitation(alice)
    assert (await alice.presses(CANCEL))[-1].endswith(alice.words("invite.cancelled"))
    bora = small_town.citizen("Bora")
    assert await bora.starts(link) == [bora.words("invite.dead")]


async def test_a_used_invite_cannot_be_cancelled(small_town: Town) -> None:
    alice = await administrator(small_town)
    link = await invitation(alice)
    bubble = alice.account.screen[-1].message_id
    bora = small_town.citizen("Bora")
    await bora.starts(link)
    await bora.presses(JOIN)
    told = await alice.does(lambda account: account.presses(CANCEL, on=bubble))
    assert told[0].endswith(alice.words("invite.over"))
    assert roles(small_town) == ["admin", "official"]


async def test_an_invite_opened_by_the_inviter_stays_unused(small_town: Town) -> None:
    alice = await administrator(small_town)
    link = await invitation(alice)
    assert await alice.starts(link) == [alice.words("invite.own")]
    bora = small_town.citizen("Bora")
    await bora.starts(link)
    assert (await bora.presses(JOIN))[-1].startswith("중앙구청 담당자로 들어오셨어요.")


async def test_an_invite_to_a_role_one_has_stays_unused(small_town: Town) -> None:
    alice = await administrator(small_town)
    bora = await joined(small_town, alice)
    link = await invitation(alice)
    assert await bora.starts(link) == [
        "이미 중앙구청 담당자로 계세요.\n이 초대는 쓰지 않은 채로 그대로 있어요."
    ]
    assert [invite.used_at is None for invite in small_town.all(Invite)] == [False, True]


async def test_a_second_role_at_the_same_agency_is_added(small_town: Town) -> None:
    alice = await administrator(small_town)
    bora = await joined(small_town, alice)
    await bora.starts(await invitation(alice, "moderator"))
    assert (await bora.presses(JOIN))[-1] == "중앙구청 운영자로 들어오셨어요. 무엇부터 할까요?"
    assert "살필 글 보기" in bora.buttons


@pytest.mark.parametrize("token", ["", "x", "_", "i_", "a" * 62, "가나다", "%00", "../..", "<b>"])
async def test_an_invented_link_reads_as_an_unknown_one(small_town: Town, token: str) -> None:
    bora = small_town.citizen("Bora")
    assert await bora.says(f"/start i_{token}") == [bora.words("link.unknown", n=1)]


async def test_what_was_done_is_on_record_without_a_name_or_an_id(small_town: Town) -> None:
    alice = await administrator(small_town)
    bora = await joined(small_town, alice)
    done = [(row.actor, row.action) for row in small_town.all(LogRow)]
    assert done == [
        ("test", "role.granted"),
        ("contact:1", "invite.made"),
        ("contact:2", "role.granted"),
    ]
    assert small_town.traces(bora.account.id, "Bora") <= {"inbox.update_id"}


async def test_an_inviter_who_wants_no_notices_gets_none(small_town: Town) -> None:
    alice = await administrator(small_town)
    await alice.says("/stop")
    await alice.presses("모두 그만 받기")
    await joined(small_town, alice)
    assert [row.kind for row in small_town.all(Outbox) if row.kind == "notice"] == []
