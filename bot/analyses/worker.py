"""The analysis process: texts in, topics and pictures out. It opens no database.

Grouping and drawing need libraries of half a gigabyte and seconds of computing; here they stay
out of the process that talks to citizens. The process starts with the first request, takes one
request after the other, and ends with its parent, however that ends.
"""

import asyncio
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Coroutine, Mapping
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any, TypeVar

from bot.analyses.engines import Cluster, EngineAwayError, Place, Sizes
from bot.files.layout import Layout
from nlp.engine import Engine
from nlp.picture import Bar
from nlp.picture_map import Group
from nlp.results import Analysis, Before, Models, Text

__all__ = [
    "Analysis",
    "AnalysisFailed",
    "AnalysisRequest",
    "AnalysisResult",
    "Bar",
    "Before",
    "EngineAwayError",
    "Group",
    "Keep",
    "MapRequest",
    "Models",
    "PictureRequest",
    "Place",
    "Sizes",
    "Text",
    "Worker",
]

Keep = Callable[[str, bytes], Coroutine[Any, Any, None]]
"""Is told a checkpoint of the analysis at work: its name and its body."""

_Request = TypeVar("_Request")
_Answer = TypeVar("_Answer")


class AnalysisFailed(RuntimeError):  # noqa: N818 - says what happened, as outcomes do
    """The analysis process died or failed; the next request gets a new process or another try."""


@dataclass(frozen=True)
class AnalysisRequest:
    """The arguments of `nlp.pipeline.analyse`; of its engine the place, the sizes, and what an
    earlier try has left (`known`)."""

    texts: tuple[Text, ...]
    question: str
    seed: int
    topics: int | None = None
    places: tuple[str, ...] = ()
    before: Before = field(default_factory=Before)
    models: Models = field(default_factory=Models)
    place: Place = field(default_factory=Place)
    sizes: Sizes = field(default_factory=Sizes)
    known: Mapping[str, bytes] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class AnalysisResult:
    """What came of an AnalysisRequest. `away` says why the cluster did not do it, where it did
    not."""

    analysis: Analysis
    away: str = ""


@dataclass(frozen=True)
class PictureRequest:
    """The arguments of `nlp.picture.draw`."""

    rows: tuple[Bar, ...]
    title: str
    subtitle: str
    alone: int
    alone_label: str
    alone_said: str = ""
    legend: tuple[str, str, str, str] | None = None
    font: Path | None = None


@dataclass(frozen=True)
class MapRequest:
    """The arguments of `nlp.picture_map.draw_map`."""

    groups: tuple[Group, ...]
    title: str
    subtitle: str
    alone: tuple[tuple[float, float], ...]
    alone_label: str
    note: str
    font: Path | None = None


class Worker:
    """One process for all analyses and pictures, made when first needed."""

    def __init__(self) -> None:
        self._process: _Process | None = None

    async def analyse(self, request: AnalysisRequest, keep: Keep | None = None) -> AnalysisResult:
        """Groups the texts. Raises: AnalysisFailed, EngineAwayError."""
        self._ready().keep = _from_thread(keep) if keep else _forget
        return await self._ask(carry_out, request)

    async def draw(self, request: PictureRequest) -> bytes:
        """A PNG of the topics. Raises: AnalysisFailed."""
        return await self._ask(_draw, request)

    async def draw_map(self, request: MapRequest) -> bytes:
        """A PNG of where opinions lie. Raises: AnalysisFailed."""
        return await self._ask(_draw_map, request)

    async def write(self, kind: str, layout: Layout) -> bytes:
        """A file of this kind. Raises: AnalysisFailed."""
        return await self._ask(_write, (kind, layout))

    async def close(self) -> None:
        """Ends the process at once; a request at work fails with AnalysisFailed."""
        process, self._process = self._process, None
        if process is not None:
            await asyncio.to_thread(process.end)

    def _ready(self) -> "_Process":
        self._process = self._process or _Process()
        return self._process

    async def _ask(self, work: Callable[[_Request], _Answer], request: _Request) -> _Answer:
        process = self._ready()
        try:
            submitted = process.pool.submit(work, request)
        except BrokenProcessPool:  # it died while it had nothing to do: that fails no request
            keep = process.keep
            await self._forget(process)
            process = self._ready()
            process.keep = keep
            submitted = process.pool.submit(work, request)
        try:
            return await asyncio.wrap_future(submitted)
        except BrokenProcessPool as broken:
            await self._forget(process)
            raise AnalysisFailed("the analysis process ended unexpectedly") from broken
        except EngineAwayError:
            raise
        except Exception as error:
            raise AnalysisFailed(f"the analysis failed: {type(error).__name__}") from error

    async def _forget(self, broken: "_Process") -> None:
        """The next request makes a new process, unless another request has made one by now."""
        if self._process is broken:
            self._process = None
        await asyncio.to_thread(broken.end)


def _from_thread(keep: Keep) -> Callable[[str, bytes], None]:
    """Called in the thread that listens: what is kept is on disk before the next is heard."""
    loop = asyncio.get_running_loop()

    def kept(name: str, body: bytes) -> None:
        asyncio.run_coroutine_threadsafe(keep(name, body), loop).result()

    return kept


def _forget(name: str, body: bytes) -> None:
    """Nobody asked for checkpoints."""


class _Process:
    """A pool of one process, the line whose closing ends it, and one that checkpoints come by."""

    def __init__(self) -> None:
        # Spawned, not forked: a fork would copy the bot's threads, sockets and open database.
        spawn = multiprocessing.get_context("spawn")
        theirs, self._lifeline = spawn.Pipe(duplex=False)
        self._kept, self._sending = spawn.Pipe(duplex=False)
        self.keep: Callable[[str, bytes], None] = _forget
        lines = (theirs, self._sending)
        self.pool = ProcessPoolExecutor(1, spawn, initializer=_begin, initargs=lines)
        threading.Thread(target=self._listen, name="checkpoints", daemon=True).start()

    def _listen(self) -> None:
        """What cannot be kept is worked out again by whoever needs it: that never stops a run."""
        with suppress(EOFError, OSError):
            while True:
                name, body = self._kept.recv()
                with suppress(Exception):
                    self.keep(name, body)

    def end(self) -> None:
        self._lifeline.close()
        self.pool.shutdown(cancel_futures=True)
        self._sending.close()  # the last end of that line, so that nobody listens any more


_lines: list[Connection] = []


def _begin(lifeline: "Connection", checkpoints: "Connection") -> None:
    """Runs first in the child. Ctrl-C reaches the whole group; only the parent answers it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    _lines.append(checkpoints)
    threading.Thread(target=_end_with_parent, args=(lifeline,), daemon=True).start()


def _end_with_parent(lifeline: "Connection") -> None:
    """Waits until the parent hangs up or dies; the kernel tells both, even after SIGKILL."""
    parent = multiprocessing.parent_process()
    wait([lifeline] if parent is None else [lifeline, parent.sentinel])
    os._exit(1)


def carry_out(request: AnalysisRequest) -> AnalysisResult:
    """What the analysis process does: by the cluster, where there is one; what that had done when
    it was lost is not done again. Raises: EngineAwayError."""
    known = dict(request.known)

    def keep(name: str, body: bytes) -> None:
        known[name] = body
        for line in _lines:
            line.send((name, body))

    sizes = request.sizes
    here = Engine(known=known, keep=keep, large=sizes.large, partition=sizes.partition)
    if not request.place.is_cluster:
        return AnalysisResult(_analysed(request, here))
    cluster = Cluster(request.place)
    try:
        return AnalysisResult(_analysed(request, replace(here, spread=cluster.spread)))
    except EngineAwayError as error:
        if len(request.texts) > sizes.inline_most:
            raise
        return AnalysisResult(_analysed(request, here), str(error))
    finally:
        cluster.close()


def _analysed(request: AnalysisRequest, engine: Engine) -> Analysis:
    from nlp.pipeline import analyse

    return analyse(
        request.texts,
        question=request.question,
        topics=request.topics,
        seed=request.seed,
        places=request.places,
        before=request.before,
        models=request.models,
        engine=engine,
    )


def _write(request: tuple[str, Layout]) -> bytes:
    from bot.files import kinds

    return kinds.write(*request)


def _draw(request: PictureRequest) -> bytes:
    from nlp.picture import draw

    return draw(
        request.rows,
        title=request.title,
        subtitle=request.subtitle,
        alone=request.alone,
        alone_label=request.alone_label,
        alone_said=request.alone_said,
        legend=request.legend,
        font=request.font,
    )


def _draw_map(request: MapRequest) -> bytes:
    from nlp.picture_map import draw_map

    return draw_map(
        request.groups,
        title=request.title,
        subtitle=request.subtitle,
        alone=request.alone,
        alone_label=request.alone_label,
        note=request.note,
        font=request.font,
    )
