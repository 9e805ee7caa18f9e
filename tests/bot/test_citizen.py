"""The citizen's way: from the link to a recorded opinion, and back again."""

from storage.models import Opinion
from tests.town import MARKET, Town


async def test_from_the_link_to_a_recorded_opinion_in_two_taps_and_one_message(town: Town) -> None:
    ada = town.citizen("Ada")
    asked, _ = await ada.starts(MARKET)
    assert "옛 시장 자리 쓰임" in asked
    _, welcome = await ada.presses("14세 이상이고 모두 동의해요")
    assert welcome.startswith("고마워요.")
    receipt = await ada.says("어린이 도서관이 있으면 좋겠어요")
    assert receipt == [ada.words("opinion.first", no=1, title="옛 시장 자리 쓰임")]
    assert [opinion.text for opinion in town.all(Opinion)] == ["어린이 도서관이 있으면 좋겠어요"]
