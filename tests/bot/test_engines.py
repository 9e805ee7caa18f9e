"""The engine an operator names: the same bytes from a cluster, and a word when there is none."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from bot.analyses.engines import Cluster, EngineAwayError, Place, Sizes, place_of
from bot.analyses.worker import Analysis, AnalysisFailed, AnalysisRequest, Worker
from nlp.engine import Engine
from nlp.pipeline import analyse
from nlp.results import Text
from tests.nlp.sample import BUS, PARK, PARKING

TEXTS = tuple(
    Text(f"{number:02d}{at:02d}", f"{said} {number}번째로 말해요")
    for number in range(8)
    for at, said in enumerate([*PARKING, *BUS, *PARK])
)
TINY = Sizes(large=50, partition=20, inline_most=len(TEXTS))


@pytest.fixture(scope="module")
def alone() -> Analysis:
    """What one process finds by itself, undivided."""
    return analyse(TEXTS)


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    """Two processes of this machine, which take seconds to start."""
    made = Cluster(Place(processes=2))
    yield made
    made.close()


def by(cluster: Cluster, kept: dict[str, bytes] | None = None) -> Engine:
    keep = None if kept is None else kept.__setitem__
    return Engine(cluster.spread, keep=keep, large=TINY.large, partition=TINY.partition)


def test_two_workers_find_what_one_process_finds(cluster: Cluster, alone: Analysis) -> None:
    assert analyse(TEXTS, engine=by(cluster)) == alone


def test_what_a_killed_worker_was_at_is_done_by_another(cluster: Cluster, tmp_path: Path) -> None:
    parts = [str(tmp_path / "killed"), *(f"{number}" for number in range(8))]
    assert list(cluster.spread(once_deadly, parts)) == [f"{part} done" for part in parts]
    assert (tmp_path / "killed").exists()


def once_deadly(part: str) -> str:
    """A worker that is given a path it has never seen does not come back."""
    if os.sep in part and not Path(part).exists():
        Path(part).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return f"{part} done"


def test_what_a_partition_does_wrong_is_its_own_error(cluster: Cluster) -> None:
    with pytest.raises(ZeroDivisionError):
        list(cluster.spread(one_over, [1, 0]))


def one_over(part: int) -> float:
    return 1 / part


def test_a_partition_that_never_ends_is_not_waited_for(cluster: Cluster) -> None:
    impatient = Cluster(Place(address=address_of(cluster)), part_seconds=0.5)
    with pytest.raises(EngineAwayError, match="lost"):
        list(impatient.spread(asleep, [2.0]))
    impatient.close()


def asleep(seconds: float) -> None:
    import time

    time.sleep(seconds)


def address_of(cluster: Cluster) -> str:
    list(cluster.spread(len, [""]))
    return str(cluster._local.scheduler_address)


def test_a_scheduler_that_nobody_listens_at_is_told() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        away = at(unused)
    with pytest.raises(EngineAwayError, match="does not answer"):
        list(away.spread(len, ["a"]))


def test_a_scheduler_that_accepts_and_never_answers_is_told() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        with pytest.raises(EngineAwayError, match="does not answer"):
            list(at(silent).spread(len, ["a"]))


def at(port: socket.socket) -> Cluster:
    return Cluster(Place(address=f"tcp://127.0.0.1:{port.getsockname()[1]}", patience=1))


def test_a_scheduler_that_dies_in_the_middle_is_told() -> None:
    with scheduler() as (process, address):
        cluster = Cluster(Place(address=address))
        answers = cluster.spread(len, ["a"] * 60)
        assert next(answers) == 1
        process.kill()
        process.wait()
        with pytest.raises(EngineAwayError):
            list(answers)
        cluster.close()


SCHEDULER = """
import asyncio, sys
from distributed import Scheduler, Worker

async def main():
    async with Scheduler(host="127.0.0.1", port=0, dashboard=False) as scheduler:
        async with Worker(scheduler.address, nthreads=1, dashboard=False):
            print(scheduler.address, flush=True)
            await scheduler.finished()

asyncio.run(main())
"""


@contextmanager
def scheduler() -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """A scheduler with one worker, in a process of its own that can be killed."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", SCHEDULER]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
    ) as process:
        assert process.stdout is not None
        yield process, process.stdout.readline().decode().strip()
        process.kill()


AWAY = Place(address="tcp://127.0.0.1:9", patience=1)
REQUEST = AnalysisRequest(TEXTS, "", 0, place=AWAY, sizes=TINY)


async def test_a_run_that_is_not_too_large_is_done_here_when_the_cluster_is_away(
    worker: Worker, alone: Analysis
) -> None:
    result = await worker.analyse(REQUEST)
    assert result.away.startswith("the cluster does not answer")
    assert result.analysis == alone


async def test_a_larger_run_is_not(worker: Worker) -> None:
    larger = replace(REQUEST, sizes=replace(TINY, inline_most=len(TEXTS) - 1))
    with pytest.raises(EngineAwayError):
        await worker.analyse(larger)


async def test_few_texts_need_no_cluster(worker: Worker) -> None:
    result = await worker.analyse(replace(REQUEST, texts=TEXTS[:20]))
    assert result.away == ""


async def test_a_killed_analysis_goes_on_from_what_it_had_done(
    worker: Worker, alone: Analysis
) -> None:
    request = AnalysisRequest(TEXTS, "", 0, sizes=TINY)
    killed, kept, again = Worker(), dict[str, bytes](), dict[str, bytes]()

    async def keep_and_die(name: str, body: bytes) -> None:
        kept[name] = body
        if len(kept) == 3:
            await killed.close()

    async def keep(name: str, body: bytes) -> None:
        again[name] = body

    with pytest.raises(AnalysisFailed):
        await killed.analyse(request, keep_and_die)
    result = await worker.analyse(replace(request, known=kept), keep)
    assert len(kept) >= 3
    assert again
    assert not kept.keys() & again.keys()
    assert result.analysis == alone


@pytest.mark.parametrize(
    ("engine", "place"),
    [
        ("", Place()),
        ("local:2", Place(processes=2)),
        ("tcp://127.0.0.1:8786", Place(address="tcp://127.0.0.1:8786")),
        ("tcp://localhost:8786", Place(address="tcp://localhost:8786")),
        ("tcp://[::1]:8786", Place(address="tcp://[::1]:8786")),
    ],
)
def test_an_engine_is_nothing_processes_or_a_scheduler(engine: str, place: Place) -> None:
    assert place_of(engine) == place


@pytest.mark.parametrize(
    ("engine", "why"),
    [
        ("tcp://10.0.0.5:8786", "in the clear"),
        ("tcp://scheduler:8786", "in the clear"),
        ("tcp://127.0.0.1.example.org:8786", "in the clear"),
        ("tls://scheduler:8786", "_CA, _CERT and _KEY"),
        ("local:0", "local:2"),
        ("local:many", "local:2"),
        ("scheduler:8786", "tls://host:8786"),
        ("http://scheduler:8786", "tls://host:8786"),
        ("tls://scheduler", "tls://host:8786"),
        ("tls://scheduler:99999", "tls://host:8786"),
    ],
)
def test_an_engine_that_cannot_or_must_not_be_used_is_refused(engine: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        place_of(engine)


def test_words_in_the_clear_can_be_insisted_on() -> None:
    assert place_of("tcp://scheduler:8786", insecure=True).address == "tcp://scheduler:8786"


def test_broken_certificates_are_told_at_the_start(tmp_path: Path) -> None:
    files = [tmp_path / name for name in ("ca.pem", "cert.pem", "key.pem")]
    for file in files:
        file.write_text("nothing")
    with pytest.raises(ValueError, match="TLS files"):
        place_of("tls://scheduler:8786", ca=files[0], cert=files[1], key=files[2])
