"""Words an agency uses again and again: put into an answer, kept from one, read and removed."""

from bot.buttons import Button
from storage.models import Agency, Paragraph
from tests.answering import ADOPTED, WORDS
from tests.bot.scenes import market_square
from tests.bot.test_official_answers import begins, forges
from tests.town import Citizen, Town

GREETING = "의견을 주셔서 고맙습니다."


def newest(citizen: Citizen) -> str:
    return citizen.account.screen[-1].text


async def test_ready_words_are_kept_put_in_and_removed(small_town: Town) -> None:
    market_square(small_town)
    olga = await begins(small_town)
    assert olga.buttons == ["쓰던 글 넣기", "그만두기"]
    await olga.presses("쓰던 글 넣기")
    assert (newest(olga), olga.buttons) == (olga.words("paragraph.none"), ["뒤로", "그만두기"])
    await olga.says(GREETING)
    await olga.presses("뒤로")
    await olga.says("자주 쓰는 글")
    await olga.says("남겨 두기")
    assert newest(olga) == olga.words("paragraph.name")
    long = olga.words("typed_in.too_long", max=30, n=31)
    assert await olga.says("이" * 31) == [long]
    (kept,) = await olga.says("인사말")
    assert kept.startswith(olga.words("paragraph.kept", name="인사말"))
    await olga.presses("뒤로")
    await olga.presses("쓰던 글 넣기")
    assert newest(olga).endswith(f"1 인사말 · “{GREETING}”")
    await olga.presses("지금 글 남겨 두기")
    assert await olga.says("인사말") == [olga.words("paragraph.name_taken")]
    await olga.presses("뒤로")
    await olga.says("1")
    assert olga.buttons == ["이 글 넣기", "이 글 지우기", "뒤로"]
    await olga.presses("이 글 넣기")
    assert GREETING + "\n\n" + GREETING in newest(olga)
    await olga.says(WORDS)
    await olga.presses(ADOPTED)
    copy, _ = await olga.says("까닭이에요")
    assert "\n\n".join((GREETING, GREETING, WORDS)) in copy
    await olga.presses("고치기")
    await olga.says("길" * 1190)
    await olga.presses("뒤로")
    await olga.presses("쓰던 글 넣기")
    await olga.presses("1번 글")
    await olga.presses("이 글 넣기")
    assert newest(olga) == olga.words("answer.too_long", max=1200, n=1192 + len(GREETING))


async def test_ready_words_belong_to_an_agency_and_are_removed_after_a_question(
    small_town: Town,
) -> None:
    scene = market_square(small_town)
    olga = await begins(small_town)
    now = small_town.clock.now()
    with small_town.changing() as session:
        other = Agency(slug="other", name="다른 기관", created_at=now)
        session.add(other)
        session.flush()
        session.add_all(
            Paragraph(agency_id=agency, name=f"글 {n}", text=GREETING, at=now)
            for agency, n in [(1, n) for n in range(6)] + [(other.id, 6)]
        )
    await olga.presses("쓰던 글 넣기")
    await olga.presses("다음 쪽")
    assert newest(olga).splitlines()[1:] == [f"6 글 5 · “{GREETING}”"]
    theirs = small_town.all(Paragraph)[-1].id
    assert await forges(olga, Button("cq", theirs, state=scene.answer.id)) == []
    await olga.says("6")
    await olga.presses("이 글 지우기")
    assert newest(olga).startswith("이 글을 지울까요?")
    assert len(small_town.all(Paragraph)) == 7
    await olga.says("지우기")
    assert [each.name for each in small_town.all(Paragraph)] == [
        *(f"글 {n}" for n in range(5)),
        "글 6",
    ]
