"""Who looks at what points at people, or copies it, stands in the sealed record."""

from pathlib import Path

import pytest

from deliberation import seals
from storage.database import open_engine, reading
from storage.models import LogRow
from tests.bot.scenes import market_square
from tests.bot.shell import shell_on
from tests.town import Town


async def test_whoever_takes_words_away_or_copies_them_stands_in_the_record(
    small_town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An official's file, a citizen's own data, a copy of the database and a change of keys."""
    scene = market_square(small_town)
    olga = await small_town.official()
    mina = small_town.citizen("Mina")
    small_town.grant(mina, "moderator")
    await olga.says("/export")
    await olga.presses("표 파일")
    ada = scene.citizens[0]
    await ada.says("/mydata")
    url = str(small_town.app.database.engine.url)
    shell = shell_on(url, tmp_path, monkeypatch)
    shell.sets(clock=f"0:{small_town.clock.now().timestamp()}:0.000001")
    assert shell.says("backup", str(tmp_path / "copy.db")).code == 0
    done = [row for row in small_town.all(LogRow) if row.action != "role.granted"]
    assert [(row.action, row.actor) for row in done][-3:] == [
        ("consultation.taken_away", f"contact:{len(scene.citizens) + 1}"),
        ("person.read_own", "contact:1"),
        ("database.copied", "operator"),
    ]
    (record,) = await mina.says("/log")
    assert "모은 글을 파일로 내려받음" in record
    assert "전체를 복사해 둠" in record
    assert str(ada.account.id) not in record
    engine = open_engine(url)
    with reading(engine) as session:
        whole = seals.verify_all(session, small_town.app.settings.secrets(), [])
    engine.dispose()
    assert not isinstance(whole, seals.Wrong)
