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
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import TypeVar

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
    "Group",
    "MapRequest",
    "Models",
    "PictureRequest",
    "Text",
    "Worker",
]

_Request = TypeVar("_Request")
_Answer = TypeVar("_Answer")


class AnalysisFailed(RuntimeError):  # noqa: N818 - says what happened, as outcomes do
    """The analysis process died or failed; the next request gets a new process or another try."""


@dataclass(frozen=True)
class AnalysisRequest:
    """The arguments of `nlp.pipeline.analyse`."""

    texts: tuple[Text, ...]
    question: str
    seed: int
    topics: int | None = None
    places: tuple[str, ...] = ()
    before: Before = field(default_factory=Before)
    models: Models = field(default_factory=Models)


@dataclass(frozen=True)
class AnalysisResult:
    """What came of an AnalysisRequest."""

    analysis: Analysis


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

    async def analyse(self, request: AnalysisRequest) -> AnalysisResult:
        """Groups the texts. Raises: AnalysisFailed."""
        return await self._ask(_analyse, request)

    async def draw(self, request: PictureRequest) -> bytes:
        """A PNG of the topics. Raises: AnalysisFailed."""
        return await self._ask(_draw, request)

    async def draw_map(self, request: MapRequest) -> bytes:
        """A PNG of where opinions lie. Raises: AnalysisFailed."""
        return await self._ask(_draw_map, request)

    async def close(self) -> None:
        """Ends the process at once; a request at work fails with AnalysisFailed."""
        process, self._process = self._process, None
        if process is not None:
            await asyncio.to_thread(process.end)

    async def _ask(self, work: Callable[[_Request], _Answer], request: _Request) -> _Answer:
        process = self._process = self._process or _Process()
        try:
            return await asyncio.wrap_future(process.pool.submit(work, request))
        except BrokenProcessPool as broken:
            await self._forget(process)
            raise AnalysisFailed("the analysis process ended unexpectedly") from broken
        except Exception as error:
            raise AnalysisFailed(f"the analysis failed: {type(error).__name__}") from error

    async def _forget(self, broken: "_Process") -> None:
        """The next request makes a new process, unless another request has made one by now."""
        if self._process is broken:
            self._process = None
        await asyncio.to_thread(broken.end)


class _Process:
    """A pool of one process, and the line whose closing ends it."""

    def __init__(self) -> None:
        # Spawned, not forked: a fork would copy the bot's threads, sockets and open database.
        spawn = multiprocessing.get_context("spawn")
        theirs, self._lifeline = spawn.Pipe(duplex=False)
        self.pool = ProcessPoolExecutor(1, spawn, initializer=_begin, initargs=(theirs,))

    def end(self) -> None:
        self._lifeline.close()
        self.pool.shutdown(cancel_futures=True)


def _begin(lifeline: "Connection") -> None:
    """Runs first in the child. Ctrl-C reaches the whole group; only the parent answers it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, args=(lifeline,), daemon=True).start()


def _end_with_parent(lifeline: "Connection") -> None:
    """Waits until the parent hangs up or dies; the kernel tells both, even after SIGKILL."""
    parent = multiprocessing.parent_process()
    wait([lifeline] if parent is None else [lifeline, parent.sentinel])
    os._exit(1)


def _analyse(request: AnalysisRequest) -> AnalysisResult:
    from nlp.pipeline import analyse

    return AnalysisResult(
        analyse(
            request.texts,
            question=request.question,
            topics=request.topics,
            seed=request.seed,
            places=request.places,
            before=request.before,
            models=request.models,
        )
    )


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
