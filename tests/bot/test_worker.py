"""The analysis process: it really starts, really answers, and never outlives the bot."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator

import psutil
import pytest
import pytest_asyncio

from bot.analyses.worker import (
    AnalysisFailed,
    AnalysisRequest,
    Bar,
    PictureRequest,
    Text,
    Worker,
)

PICTURE = PictureRequest((Bar("버스", 3),), "교통", "의견 4건", 1, "따로")
FEW = AnalysisRequest((Text("1", "버스가 늦어요"), Text("2", "공원이 좋아요")), "교통", 0)

BOT = """
import asyncio
from bot.analyses.worker import Bar, PictureRequest, Worker

async def main():
    worker = Worker()
    await worker.draw(PictureRequest((Bar("a", 1),), "b", "", 0, ""))
    print("drawn", flush=True)
    await asyncio.sleep(20)
    await worker.close()

if __name__ == "__main__":
    asyncio.run(main())
"""


@pytest_asyncio.fixture
async def worker() -> AsyncIterator[Worker]:
    worker = Worker()
    yield worker
    await worker.close()


async def test_the_process_groups_texts_and_draws_pictures(worker: Worker) -> None:
    result = await worker.analyse(FEW)
    picture = await worker.draw(PICTURE)
    assert result.analysis.alone == ("1", "2")
    assert picture.startswith(b"\x89PNG")


async def test_a_request_that_cannot_be_answered_says_so_and_the_next_one_is(
    worker: Worker,
) -> None:
    twice = AnalysisRequest((Text("1", "가"), Text("1", "나")), "", 0)
    with pytest.raises(AnalysisFailed, match="ValueError"):
        await worker.analyse(twice)
    assert (await worker.analyse(FEW)).analysis.distinct == 2


async def test_a_killed_process_fails_its_request_and_is_replaced_for_the_next(
    worker: Worker,
) -> None:
    others = _spawned(psutil.Process())
    await worker.draw(PICTURE)
    asked = asyncio.create_task(worker.analyse(FEW))
    await asyncio.sleep(0)
    _kill_children(but=others)
    with pytest.raises(AnalysisFailed, match="unexpectedly"):
        await asked
    assert (await worker.draw(PICTURE)).startswith(b"\x89PNG")


async def test_one_that_died_with_nothing_to_do_is_replaced_without_a_word(worker: Worker) -> None:
    others = _spawned(psutil.Process())
    await worker.draw(PICTURE)
    _kill_children(but=others)
    assert (await worker.draw(PICTURE)).startswith(b"\x89PNG")


async def test_closing_ends_the_process_and_may_be_done_twice(worker: Worker) -> None:
    others = _spawned(psutil.Process())
    await worker.draw(PICTURE)
    children = [child for child in _spawned(psutil.Process()) if child not in others]
    await worker.close()
    await worker.close()
    assert [child for child in children if child.is_running()] == []


def test_the_process_dies_with_a_bot_that_is_killed(tmp_path: os.PathLike[str]) -> None:
    script = os.path.join(tmp_path, "killed_bot.py")
    with open(script, "w", encoding="utf-8") as file:
        file.write(BOT)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, env=environment) as bot:
        assert bot.stdout is not None
        assert bot.stdout.readline() == b"drawn\n"
        children = _spawned(psutil.Process(bot.pid))
        assert children
        bot.send_signal(signal.SIGKILL)
    _, left = psutil.wait_procs(children, timeout=5)
    assert left == []


def test_importing_the_worker_loads_no_heavy_library() -> None:
    heavy = ("numpy", "sklearn", "kiwipiepy", "torch", "matplotlib")
    code = (
        f"import sys, bot.analyses.worker; print([name for name in {heavy} if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert ran.stdout == "[]\n"


def _spawned(parent: psutil.Process) -> list[psutil.Process]:
    """The analysis process, without multiprocessing's resource tracker."""
    children = parent.children(recursive=True)
    return [child for child in children if "spawn_main" in " ".join(child.cmdline())]


def _kill_children(but: list[psutil.Process]) -> None:
    """The processes of this test's worker: other tests have theirs."""
    killed = [child for child in _spawned(psutil.Process()) if child not in but]
    for child in killed:
        child.kill()
    psutil.wait_procs(killed)
    time.sleep(0.05)
