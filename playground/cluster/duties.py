"""Who does what: a process for each part of the work, and what each of them has done."""

import asyncio
import socket
from collections.abc import Iterable, Mapping
from typing import Final

import httpx
from prometheus_client.parser import text_string_to_metric_families as families

from playground.demonstration.child import Duty

TOGETHER: Final = {"intake": 1, "dispatch": 2, "sender": 2, "analysis": 1}
TOLD: Final = {
    "madang_updates_handled_total": "updates answered",
    "madang_deliveries_total": "deliveries",
    "madang_analysis_seconds_count": "analyses",
    "madang_last_poll_timestamp_seconds": "asks Telegram",
}


def duties() -> tuple[Duty, ...]:
    """A process for each, told what compose.yaml tells it."""
    return tuple(
        duty(f"{part}-{number}", ("run", "--only", part))
        for part, many in TOGETHER.items()
        for number in range(1, many + 1)
    )


def duty(name: str, words: tuple[str, ...]) -> Duty:
    """A process whose figures can be asked for."""
    return Duty(name, words, {"METRICS_LISTEN": f"127.0.0.1:{free_port()}"})


def free_port() -> int:
    """A port that nobody listens at just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def figures(each: Duty) -> Mapping[str, float]:
    """What the process of this duty has counted so far, by name, whatever it ended in."""
    async with httpx.AsyncClient(trust_env=False) as client:
        page = await client.get(f"http://{each.settings['METRICS_LISTEN']}/metrics")
    found: dict[str, float] = {}
    for sample in (one for family in families(page.text) for one in family.samples):
        found[sample.name] = found.get(sample.name, 0.0) + sample.value
    return found


async def told(all_of_them: Iterable[Duty]) -> list[str]:
    """A line for each process: its name, and what it has done."""
    asked = list(all_of_them)
    counted = await asyncio.gather(*map(figures, asked))
    return [f"{each.name}: {_words(of)}" for each, of in zip(asked, counted, strict=True)]


def _words(counted: Mapping[str, float]) -> str:
    done = [
        words if "timestamp" in name else f"{counted[name]:.0f} {words}"
        for name, words in TOLD.items()
        if counted.get(name)
    ]
    return ", ".join(done) or "stood by"
