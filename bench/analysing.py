"""From raw petitions in a file to stored topics: import, analysis, pictures, as a bot does it."""

import json
import subprocess
import time
from pathlib import Path

from bench.answering import prepare
from bot.analyses import worker as analysis_process
from bot.application import build
from playground.clock import RealClock
from playground.direct_door import DirectDoor
from playground.telegram import Playground
from tests.child import MADANG, environment
from tests.town import MARKET, settings_for

PETITIONS = 1_000


async def seconds_to_topics(data: Path, folder: Path) -> float:
    """Seconds for PETITIONS titles, with everything that has to be loaded on the way."""
    folder.mkdir()
    url = f"sqlite:///{folder / 'madang.db'}"
    prepare(url)
    titles = folder / "titles.jsonl"
    titles.write_text("\n".join(_titles(data)), "utf-8")
    began = time.perf_counter()
    _import(url, titles, folder)
    await _analyse(url)
    return time.perf_counter() - began


def _titles(data: Path) -> list[str]:
    file = next((data / "petitions").glob("*.jsonl"))
    with file.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for _, line in zip(range(PETITIONS), lines, strict=False)]
    return [json.dumps({"id": row["id"], "text": row["title"]}, ensure_ascii=False) for row in rows]


def _import(url: str, titles: Path, folder: Path) -> None:
    command = [*MADANG, "import", str(titles), "--consultation", MARKET, "--format", "jsonl"]
    subprocess.run(
        command, env=environment(url, "", "1:a"), cwd=folder, check=True, capture_output=True
    )


async def _analyse(url: str) -> None:
    playground = Playground(RealClock())
    settings = settings_for(url)
    worker = analysis_process.Worker()
    async with build(settings, request=DirectDoor(playground), worker=worker) as app:
        await app.jobs.tick()
        await app.analyst.work_once()
    await worker.close()
    await playground.close()
