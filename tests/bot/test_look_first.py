"""Where every message is looked at first, nobody reads, counts or gathers what nobody has kept."""

from deliberation.asking.kinds import LOOK_FIRST
from storage import opinions
from storage.database import reading
from storage.models import Consultation, Opinion
from tests.bot.planning import begins, goes_on, opened
from tests.bot.test_moderator import HIDE, INSULT, KEEP, last
from tests.moderating import FINE, RUDE, Desk
from tests.town import MARKET, Citizen, Town


async def looks_first(town: Town) -> tuple[Desk, Citizen, Citizen]:
    """A moderator and a citizen, in a consultation where moderators look first."""
    with town.changing() as session:
        asked = session.get_one(Consultation, 1)
        asked.settings = {**asked.settings, "moderation": LOOK_FIRST}
        session.add(asked)
    desk = Desk.with_flagged(town)
    mo, ada = await desk.moderator(), town.citizen()
    await ada.starts(MARKET)
    await ada.agrees()
    return desk, mo, ada


def shown(town: Town) -> int:
    with reading(town.app.database.engine) as session:
        return opinions.count(session, 1)


async def test_nothing_is_shown_before_it_was_kept_and_the_author_is_told(town: Town) -> None:
    desk, mo, ada = await looks_first(town)
    (receipt,) = await ada.says(FINE)
    why = ada.words("opinion.held", hold_reason=ada.words("hold.policy"))
    assert receipt.endswith(why)
    assert (desk.states, shown(town)) == (["held"], 0)
    assert "운영자가 먼저 살펴보고 있어요" in (await ada.says("/my"))[0]
    (again,) = await ada.says(FINE)
    assert again == ada.words("opinion.repeated", no=1)
    olga = await town.official()
    assert FINE not in "".join(await olga.says("/summary") + await olga.says("/find 나무"))
    assert FINE not in (await town.citizen("Reader").says("/topics"))[0]
    (card,) = await mo.says("/queue")
    assert mo.words("moderation.why_policy") in card
    assert card.endswith(mo.words("moderation.now_held"))
    await mo.presses(KEEP)
    assert (desk.states, shown(town), desk.decisions) == (["received"], 1, [("opinion.shown", "")])
    await town.passes(minutes=10)
    assert last(ada).startswith("내 의견 1번을 살펴봤고, 이제 보여요.")


async def test_what_was_never_shown_is_hidden_with_a_reason_and_undone_to_wait(
    small_town: Town,
) -> None:
    desk, mo, ada = await looks_first(small_town)
    await ada.says(RUDE)
    await mo.says("/queue")
    await mo.presses(HIDE)
    await mo.presses(INSULT)
    assert (desk.states, shown(small_town)) == (["hidden"], 0)
    await mo.presses("되돌리기")
    assert desk.states == ["held"]
    assert mo.words("moderation.opinion.hiding_undone_held", n=1) in last_two(mo)
    await mo.says("/mask 정말")
    await mo.says("2")
    assert desk.states == ["received"]


def last_two(mo: Citizen) -> str:
    return "\n".join(message.text for message in mo.account.screen[-2:])


async def test_kept_words_that_are_rewritten_wait_again(small_town: Town) -> None:
    desk, mo, ada = await looks_first(small_town)
    await ada.says(FINE)
    await mo.says("/queue")
    await mo.says("/keep")
    await ada.says("/my 1")
    await ada.presses("글 고치기")
    assert await ada.says(RUDE) == [ada.words("edit.held", no=1)]
    assert (desk.states, shown(small_town)) == (["held"], 0)
    assert RUDE in (await mo.says("/queue"))[0]


async def test_words_taken_back_and_up_again_still_wait(small_town: Town) -> None:
    desk, mo, ada = await looks_first(small_town)
    await ada.says(FINE)
    await ada.presses("거두기")
    assert (await mo.says("/queue"))[0].startswith(mo.words("moderation.empty"))
    await ada.presses("되돌리기")
    assert (desk.states, shown(small_town)) == (["held"], 0)
    assert FINE in (await mo.says("/queue"))[0]


async def test_an_official_chooses_to_look_first_and_changes_it_later(small_town: Town) -> None:
    olga = await begins(small_town, until="moderation")
    assert olga.buttons[:2] == ["먼저 보이기", "먼저 살피기"]
    await goes_on(olga, since="moderation", moderation="먼저 살피기")
    assert "· 글 살피기: 먼저 살피기" in last(olga)
    await olga.presses("지금 열기")
    (made,) = opened(small_town)
    assert made.settings["moderation"] == LOOK_FIRST
    ada = small_town.citizen()
    await ada.starts(made.slug)
    await ada.agrees(made.slug)
    await ada.says(FINE)
    await olga.says(f"/edit {made.slug}")
    await olga.presses("글 살피기")
    assert last(olga).endswith(olga.words("edit_it.now", now="먼저 살피기"))
    await olga.presses("먼저 보이기")
    assert last(olga) == olga.words("edit_it.done.moderation", title=made.title)
    await ada.says(RUDE)
    assert [each.state for each in small_town.all(Opinion)] == ["held", "received"]
