"""An administrator brings in heads and approvers, and changes what somebody may do."""

from storage.models import Department, LogRow, Role
from tests.bot.team_scenes import JOIN, administrator, joined, payload, roles
from tests.town import Town


async def test_a_head_is_invited_for_a_department(town: Town) -> None:
    alice = await administrator(town)
    (asked,) = await alice.says("/invite")
    assert asked == alice.words("invite.role", agency="중앙구청")
    assert alice.buttons[:4] == ["담당자", "확인하는 사람", "운영자", "부서 책임자"]
    await alice.presses("부서 책임자")
    assert (await alice.says("가" * 21))[0] == alice.words("invite.which_department", max=20)
    (link,) = await alice.says("공원과")
    hana = town.citizen("Hana")
    await hana.starts(payload(link))
    await hana.presses(JOIN)
    (head,) = [role for role in town.all(Role) if role.role == "head"]
    assert head.department_id == town.all(Department)[0].id
    await alice.says("/invite head")
    assert alice.buttons == ["공원과", "그만두기"]
    assert "start=i_" in (await alice.presses("공원과"))[-1]


async def test_what_somebody_may_do_is_changed(small_town: Town) -> None:
    alice = await administrator(small_town)
    bora = await joined(small_town, alice)
    await alice.says("/team")
    await alice.presses("맡은 일 바꾸기")
    (told,) = (await alice.says("2"))[-1:]
    assert told == alice.words("duties.of", agency="중앙구청", alias="담당자 1", roles="담당자")
    await alice.presses("운영자 더하기")
    assert roles(small_town) == ["admin", "official", "moderator"]
    assert "queue" in {line["command"] for line in bora.account.menu}
    await alice.presses("부서 정하기")
    (told,) = await alice.says("공원과")
    assert told.endswith(alice.words("duties.department", department="공원과"))
    await alice.presses("담당자 빼기")
    assert roles(small_town) == ["admin", "moderator"]
    assert "summary" not in {line["command"] for line in bora.account.menu}
    await alice.presses("운영자 빼기")
    assert alice.account.toasts[-1] == alice.words("duties.last_role")
    assert roles(small_town) == ["admin", "moderator"]
    given = [row.details["role"] for row in small_town.all(LogRow) if row.action == "role.granted"]
    assert given == ["admin", "official", "moderator"]


async def test_the_last_administrator_stays_one(small_town: Town) -> None:
    alice = await administrator(small_town)
    await alice.says("/team")
    await alice.presses("맡은 일 바꾸기")
    await alice.says("1")
    await alice.presses("담당자 더하기")
    await alice.presses("관리자 빼기")
    assert alice.account.toasts[-1] == alice.words("revoke.last")
    assert roles(small_town) == ["admin", "official"]
