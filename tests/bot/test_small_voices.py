"""Small voices in an official's chat: what a few say and nobody else."""

from collections.abc import Sequence

from storage.models import AnalysisRun, SmallVoice
from tests.bot.scenes import Scene, market_square
from tests.town import Citizen, Town

PIGEONS = ("비둘기 똥을 치워 주세요", "비둘기 먹이를 주지 마세요", "역에 새가 너무 많아요")
LIST = "작은 목소리"


def hears(scene: Scene, name: str, said: Sequence[str], keywords: Sequence[str] = ()) -> None:
    """The last analysis found this small voice as well."""
    with scene.town.changing() as session:
        run = scene.town.all(AnalysisRun)[-1]
        position = 1 + len(scene.town.all(SmallVoice))
        opinions = [scene.said[words][0] for words in said]
        session.add(
            SmallVoice(
                run_id=run.id,
                position=position,
                name=name,
                keywords=list(keywords or [name]),
                opinions=opinions,
            )
        )


def square_with_pigeons(town: Town, name: str = "비둘기", *keywords: str) -> Scene:
    scene = market_square(town)
    scene.speak(*PIGEONS)
    scene.gathers(도서관=("도서관이 좋아요", *PIGEONS))
    hears(scene, name, PIGEONS, keywords)
    return scene


async def briefed(town: Town) -> tuple[Citizen, str]:
    olga = await town.official()
    (briefing,) = await olga.says("/summary")
    return olga, briefing


async def test_the_briefing_names_them_and_a_button_lists_them(small_town: Town) -> None:
    square_with_pigeons(small_town)
    olga, briefing = await briefed(small_town)
    assert "작은 목소리 1개: 비둘기" in briefing
    listed = (await olga.presses(LIST))[-1]
    assert f"1 비둘기 · 3명 · “{PIGEONS[0]}”" in listed
    assert "우연히 같은 말을 쓴 것도" in listed


async def test_a_press_reads_all_words_of_one(small_town: Town) -> None:
    square_with_pigeons(small_town)
    olga, _ = await briefed(small_town)
    await olga.presses(LIST)
    words = (await olga.presses("1번 목소리"))[-1]
    assert words.startswith("작은 목소리: 비둘기\n3명, 의견 3건\n")
    assert all(each in words for each in PIGEONS)
    assert olga.buttons == [LIST]


async def test_typing_does_what_a_press_does(small_town: Town) -> None:
    square_with_pigeons(small_town)
    olga, _ = await briefed(small_town)
    assert "1 비둘기" in (await olga.says("목소리"))[-1]
    assert "의견 3건" in (await olga.says("1"))[-1]


async def test_without_any_there_is_neither_a_line_nor_a_button(small_town: Town) -> None:
    market_square(small_town)
    olga, briefing = await briefed(small_town)
    assert LIST not in briefing
    assert LIST not in olga.buttons


async def test_one_of_which_a_single_opinion_is_left_is_gone(small_town: Town) -> None:
    scene = square_with_pigeons(small_town)
    olga, _ = await briefed(small_town)
    await olga.presses(LIST)
    for words in PIGEONS[:2]:
        scene.hides(words)
    await olga.presses("1번 목소리")
    assert olga.account.screen[-1].text == olga.words("voices.gone")
    await olga.presses(LIST)
    assert "지금 작은 목소리가 없어요" in olga.account.screen[-1].text


async def test_its_name_tells_nothing_that_is_no_longer_shown(small_town: Town) -> None:
    scene = square_with_pigeons(small_town, "먹이 · 비둘기", "먹이", "비둘기")
    scene.hides(PIGEONS[1])
    olga, briefing = await briefed(small_town)
    assert "작은 목소리 1개: 비둘기" in briefing
    listed = (await olga.presses(LIST))[-1]
    assert "먹이" not in listed
    assert "1 비둘기 · 2명" in listed


async def test_where_no_word_of_the_name_is_left_it_has_none(small_town: Town) -> None:
    scene = square_with_pigeons(small_town, "먹이")
    scene.hides(PIGEONS[1])
    olga, briefing = await briefed(small_town)
    assert "먹이" not in briefing
    assert "1 이름 없는 목소리 · 2명" in (await olga.presses(LIST))[-1]


async def test_one_of_an_older_analysis_is_not_mistaken_for_a_new_one(small_town: Town) -> None:
    scene = square_with_pigeons(small_town)
    olga, _ = await briefed(small_town)
    await olga.presses(LIST)
    scene.gathers(도서관=("도서관이 좋아요", *PIGEONS))
    hears(scene, "도서관", ("도서관이 좋아요", PIGEONS[2]))
    await olga.presses("1번 목소리")
    assert olga.account.screen[-1].text == olga.words("voices.gone")
