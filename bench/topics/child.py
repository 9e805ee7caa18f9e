"""One analysis in a process of its own, so that loading, time and memory are nobody else's.

`python -m bench.topics.child ours|bertopic FILE SIZE WARM`: FILE holds a text a line. WARM texts
are analysed before the clock starts (0: nothing is loaded before it does). Writes a line of JSON.
"""

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from nlp.results import Text

PROCESSES = os.cpu_count() or 1


@dataclass(frozen=True)
class Run:
    """Seconds by the clock and of all cores' work, the most memory held, and seconds from the
    start of the process to its end."""

    seconds: float
    work: float
    megabytes: float
    whole: float


def run(how: str, file: Path, size: int, warm: int = 0) -> Run:
    """Analyses the first `size` texts of a file in a new process."""
    command = [sys.executable, "-m", "bench.topics.child", how, str(file), str(size), str(warm)]
    began = time.perf_counter()
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    whole = time.perf_counter() - began
    return Run(**json.loads(done.stdout.splitlines()[-1]), whole=whole)


def main(how: str, file: str, size: str, warm: str) -> None:
    texts = texts_of(Path(file), int(size))
    analyse = _ours if how == "ours" else _bertopic
    if int(warm):
        analyse(texts[: int(warm)])
    elif how == "bertopic":
        _compiled()
    began, worked = time.perf_counter(), time.process_time()
    analyse(texts)
    seconds, work = time.perf_counter() - began, time.process_time() - worked
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "work": work, "megabytes": most}))


def texts_of(file: Path, size: int) -> list[Text]:
    """The first `size` lines of a file as texts."""
    with file.open(encoding="utf-8") as lines:
        return [Text(f"{at:07d}", line.rstrip("\n")) for at, line in zip(range(size), lines)]  # noqa: B905


def _ours(texts: Sequence[Text]) -> None:
    from nlp.pipeline import analyse

    analyse(texts, language="ko", processes=PROCESSES)


def _bertopic(texts: Sequence[Text]) -> None:
    """The peer from raw text: our reading and our vectors, then its own way."""
    from bench.topics.bertopic_peer import bertopic
    from nlp import korean
    from nlp.vectors import load

    words = korean.words([text.text for text in texts], PROCESSES)
    pooled = load().pool([each.morphemes for each in words])
    bertopic([each.features for each in words], pooled.rows, seed=None)


def _compiled() -> None:
    from bench.topics.bertopic_peer import compiled

    compiled()


if __name__ == "__main__":
    main(*sys.argv[1:])
