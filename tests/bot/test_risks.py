"""Words of a list bring a message before a moderator; a threat waits until one has looked."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from storage.models import Flag, Opinion
from tests.moderating import Desk
from tests.town import Citizen, Town, settings_for

RUDE = "시 발 햇살로 12길 34 앞 가로등 좀 고쳐라"
FAIR = "구청장은 무능하니 물러나라. 햇살로 12길 34 앞이 너무 어둡다"


def flags(town: Town) -> list[tuple[str, str, str]]:
    return [(flag.source, flag.reason, flag.state) for flag in town.all(Flag)]


async def at_queue(town: Town) -> Citizen:
    mo = await Desk.with_flagged(town).moderator()
    await mo.says("/queue")
    return mo


async def test_rude_words_are_shown_and_come_before_a_moderator_who_decides(
    small_town: Town,
) -> None:
    ada = small_town.citizen()
    await ada.agrees()
    sent = ada.account.sends(RUDE)
    await small_town.settle()
    assert ada.account.screen[-1].text.startswith("잘 받았어요.")
    await ada.says(FAIR)
    mo = await at_queue(small_town)
    card = mo.account.screen[-1].text
    assert card.startswith("살필 글 1/1")
    assert "왜 왔나:\n· 기계가 찾음 · 욕설과 비하로 보이는 말: ‘시 발’\n" in card
    assert "· 글에 보이는 것 · 주소: ‘햇살로 12길 34’\n규칙: 사람을 깎아내리는 말" in card
    assert [each.state for each in small_town.all(Opinion)] == ["received", "received"]
    await mo.presses("그대로 두기")
    assert flags(small_town) == [("machine", "insult", "kept")]
    await ada.does(lambda account: account.edits(sent, f"{RUDE} 죽여 버린다"))
    assert flags(small_town) == [("machine", "insult", "open"), ("machine", "threat", "open")]
    await ada.does(lambda account: account.edits(sent, "햇살로 가로등을 고쳐 주세요"))
    assert {state for *_, state in flags(small_town)} == {"gone"}
    assert (await mo.says("/queue"))[0].startswith("살필 글이 없어요.")


async def test_a_threat_is_read_by_nobody_before_a_moderator_has_looked(town: Town) -> None:
    ada = town.citizen()
    await ada.agrees()
    (told,) = await ada.says("그 과장 찾아가서 죽여버린다")
    assert told.endswith(ada.words("opinion.held", hold_reason=ada.words("hold.threat")))
    sent = ada.account.sends("공원에 의자를 놓아 주세요")
    await town.settle()
    (held,) = await ada.does(lambda account: account.edits(sent, "의자를 안 놓으면 죽여버린다"))
    assert held == ada.words("edit.held", no=2)
    assert [each.state for each in town.all(Opinion)] == ["held", "held"]
    # without the threat the rest is shown at once, and nobody has to look
    await ada.does(lambda account: account.edits(sent, "공원에 의자를 놓아 주세요, 부탁해요"))
    assert [each.state for each in town.all(Opinion)] == ["held", "received"]
    mo = await at_queue(town)
    assert mo.account.screen[-1].text.startswith("살필 글 1/1")
    await mo.says("/hide 4")
    await town.passes(minutes=10)
    assert "까닭: 위협" in ada.account.screen[-1].text
    assert [each.state for each in town.all(Opinion)] == ["hidden", "received"]


async def test_a_second_piece_of_a_long_text_is_looked_at_with_the_first(small_town: Town) -> None:
    ada = small_town.citizen()
    await ada.agrees()
    await ada.says("개새끼 " + "가" * 4200 + " 죽여버린다")
    assert flags(small_town) == [("machine", "insult", "open"), ("machine", "threat", "open")]


async def test_who_may_be_in_danger_reads_whom_to_call(small_town: Town) -> None:
    ada = small_town.citizen()
    await ada.agrees()
    (told,) = await ada.says("빚 때문에 죽고 싶어요. 도와주세요")
    assert told.endswith(ada.words("opinion.urgent"))
    assert ada.words("hold.danger") in told
    assert [each.state for each in small_town.all(Opinion)] == ["held"]
    assert flags(small_town) == [("machine", "danger", "open")]
    mo = await at_queue(small_town)
    assert "스스로를 해치려는 말로 보이는 말: ‘죽고 싶’" in mo.account.screen[-1].text


def test_an_office_may_have_a_list_of_its_own_and_a_broken_line_is_named(tmp_path: Path) -> None:
    own = tmp_path / "words.txt"
    own.write_text("# ours\ninsult 바보\n", "utf-8")
    assert [each.letters for each in settings_for("", risk_words=own).words().entries] == ["바보"]
    own.write_text("# ours\ninsult 바보\n욕 멍청이\n", "utf-8")
    with pytest.raises(ValidationError, match="line 3: it begins with none of insult, hate"):
        settings_for("", risk_words=own)
    with pytest.raises(ValidationError, match="no such file"):
        settings_for("", risk_words=tmp_path / "none.txt")
    own.write_bytes(b"insult ab\n\xff\xfe\n")
    with pytest.raises(ValidationError, match="line 2: it is not written in UTF-8"):
        settings_for("", risk_words=own)
