"""Numbers that lead to a person are covered before words are kept, and are kept nowhere."""

from collections.abc import Sequence

from deliberation.speaking import imports
from storage import consultations
from storage.models import Opinion, Revision
from tests.town import MARKET, Citizen, Town

TITLE = "옛 시장 자리 쓰임"
NUMBER = "010-1234-5678"
SAID = f"가로등 고장이에요. {NUMBER}로 연락 주세요"
KEPT = "가로등 고장이에요. [전화]로 연락 주세요"


def texts(town: Town) -> Sequence[str]:
    return [opinion.text for opinion in town.all(Opinion)]


async def citizen(town: Town, language: str = "ko") -> Citizen:
    ada = town.citizen("Ada", language)
    await ada.agrees()
    return ada


def receipt(ada: Citizen, said: str, kinds: str, excerpt: str) -> str:
    return f"{said}\n\n{ada.words('masked.receipt', kinds=kinds, excerpt=excerpt)}"


async def test_a_number_is_covered_the_author_reads_so_and_nothing_keeps_it(
    small_town: Town,
) -> None:
    ada = await citizen(small_town)
    first = ada.words("opinion.first", no=1, title=TITLE)
    assert await ada.says(SAID) == [receipt(ada, first, "전화", KEPT)]
    assert ada.buttons == ["글 고치기", "내 의견 보기", "거두기"]
    assert "전화로 보이는 곳은" in ada.account.screen[-1].text
    await ada.presses("글 고치기")
    changed = ada.words("edit.done", no=1, title=TITLE)
    again = await ada.says("고장 난 가로등이에요. 공일공 일이삼사 오육칠팔, a@b.kr")
    kept = "고장 난 가로등이에요. [전화], [전자우편]"
    assert again == [receipt(ada, changed, "전화, 전자우편", kept)]
    assert texts(small_town) == [kept]
    assert [each.text for each in small_town.all(Revision)] == [KEPT]
    await ada.says("/my")
    assert small_town.traces(NUMBER, "1234", "일이삼사", "a@b.kr") == set()


async def test_an_edited_message_is_covered_again_and_covered_words_are_not_told_anew(
    small_town: Town,
) -> None:
    ada = await citizen(small_town)
    sent = ada.account.sends("가로등이 어두워요. 전화는 02-123-4567")
    await small_town.settle()
    told = await ada.does(lambda account: account.edits(sent, f"{SAID}!"))
    changed = ada.words("edit.done", no=1, title=TITLE)
    assert told == [receipt(ada, changed, "전화", f"{KEPT}!")]
    assert await ada.does(lambda account: account.edits(sent, f"{KEPT}!")) == []
    assert texts(small_town) == [f"{KEPT}!"]
    assert small_town.traces(NUMBER, "4567") == set()


async def test_a_number_that_telegram_cut_in_two_is_covered(small_town: Town) -> None:
    ada = await citizen(small_town)
    long = "가" * 4090 + "010-12"
    sent = ada.account.sends(f"{long}34-5678 끝이에요")
    await small_town.settle()
    assert texts(small_town) == ["가" * 4090 + "[전화]\n 끝이에요"]
    assert "전화로 보이는 곳은" in ada.account.screen[-1].text
    last = sent.message_ids[1]
    await ada.does(lambda account: account.edits(last, f" {NUMBER} 끝이에요"))
    assert texts(small_town) == ["가" * 4090 + "[전화]\n[전화] 끝이에요"]
    assert small_town.traces("010-12", "34-5678") == set()


async def test_a_number_alone_is_no_opinion_and_waits_nowhere(small_town: Town) -> None:
    ada = await citizen(small_town)
    for alone in (NUMBER, "ada@example.com", "구공공일공일 일이삼사오육칠"):
        assert await ada.says(alone) == [ada.words("opinion.short")]
    assert small_town.traces(NUMBER, "ada@example.com", "구공공일공일") == set()
    assert texts(small_town) == []


async def test_the_kind_is_named_in_the_citizens_language(small_town: Town) -> None:
    ada = await citizen(small_town, "en")
    await ada.says("Call me at 010-1234-5678, my passport is M123A4567")
    assert texts(small_town) == ["Call me at [phone], my passport is [passport number]"]


async def test_words_of_a_file_are_covered_as_well(small_town: Town) -> None:
    with small_town.changing() as session:
        work = small_town.work(session)
        asked = consultations.by_slug(session, MARKET)
        assert asked is not None
        rows = [imports.Row("1", SAID), imports.Row("2", "Write to ada@example.com")]
        imports.take(work, asked, rows, actor="shell")
    assert texts(small_town) == [KEPT, "Write to [e-mail]"]
    assert small_town.traces(NUMBER, "ada@example.com") == set()
