"""The engine an operator may name: nothing, processes of this machine, or a Dask scheduler.

Only here is Dask known. A cluster is opened with the first partition of a run that is large enough
and closed with the run: nothing stands idle between two analyses.
"""

import ipaddress
import logging
import ssl
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future as ClientFuture
from concurrent.futures import InvalidStateError
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from nlp.engine import LARGE, PARTITION, UnlikeWorkerError, elsewhere
from nlp.fingerprint import fingerprint

if TYPE_CHECKING:
    from distributed import Client, Future

CLOSE_SECONDS = 10.0
START_SECONDS = 120.0
"""How long processes of this machine may take to start."""
PART_SECONDS = 600.0
"""How long a partition may take: twenty times what one does on a slow core."""
AHEAD = 3
"""Partitions given out for each worker: the next is there when one is done."""

Part = TypeVar("Part")
Result = TypeVar("Result")


class EngineAwayError(RuntimeError):
    """The cluster cannot be reached, does not answer, or died in the middle; the message says
    which, in plain words and without an address."""


@dataclass(frozen=True)
class Sizes:
    """In texts: up to `large` no engine is asked; `partition` goes to one worker; up to
    `inline_most` are worked out here when the cluster is away, and with more the run waits."""

    large: int = LARGE
    partition: int = PARTITION
    inline_most: int = 50_000

    @classmethod
    def above(cls, large: int) -> "Sizes":
        """In as many partitions for their number as ever."""
        return cls(large, max(1, large * PARTITION // LARGE))


@dataclass(frozen=True)
class Place:
    """Where partitions are worked out: `processes` of this machine, or the scheduler at `address`
    with the files of its TLS; neither: in the analysis process itself. `patience`: the seconds in
    which a scheduler has to answer, and to have a worker."""

    processes: int = 0
    address: str = ""
    ca: Path | None = None
    cert: Path | None = None
    key: Path | None = None
    patience: float = 20.0

    @property
    def is_cluster(self) -> bool:
        return bool(self.processes or self.address)


def place_of(
    engine: str,
    *,
    insecure: bool = False,
    ca: Path | None = None,
    cert: Path | None = None,
    key: Path | None = None,
) -> Place:
    """What MADANG_ENGINE and its neighbours mean.

    Raises: ValueError in plain words, for what cannot be used or must not be.
    """
    if not engine:
        return Place()
    if find_spec("distributed") is None:
        raise ValueError("needs the extra `cluster`: pip install 'madang[cluster]'")
    if engine.startswith("local:"):
        return Place(processes=_processes(engine.removeprefix("local:")))
    scheme, host = _address(engine)
    if scheme == "tcp" and not (insecure or _is_loopback(host)):
        raise ValueError(
            "would send citizens' words in the clear: use tls://, or set "
            "MADANG_ENGINE_INSECURE=1 where nobody else is on the line"
        )
    if scheme == "tls":
        _check_tls(ca, cert, key)
        return Place(address=engine, ca=ca, cert=cert, key=key)
    return Place(address=engine)


def _processes(count: str) -> int:
    if not count.isdecimal() or not 1 <= int(count) <= 256:
        raise ValueError("local: wants a number of processes, as in local:2")
    return int(count)


def _address(engine: str) -> tuple[str, str]:
    with suppress(ValueError):
        parts = urlsplit(engine)
        if parts.scheme in ("tcp", "tls") and parts.hostname and parts.port:
            return parts.scheme, parts.hostname
    raise ValueError("is empty, local:N, or a scheduler's address like tls://host:8786")


def _is_loopback(host: str) -> bool:
    """A name other than localhost may be anybody's tomorrow."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _check_tls(ca: Path | None, cert: Path | None, key: Path | None) -> None:
    """Certificates that are missing or broken are told at the start and not in the first run."""
    if ca is None or cert is None or key is None:
        raise ValueError("tls:// needs MADANG_ENGINE_TLS_CA, _CERT and _KEY")
    try:
        ssl.create_default_context(cafile=str(ca)).load_cert_chain(str(cert), str(key))
    except OSError as error:
        raise ValueError("the TLS files cannot be read or do not belong together") from error


class Cluster:
    """A cluster for one run. `spread` is what `nlp.engine.Engine` is given."""

    def __init__(
        self,
        place: Place,
        *,
        part_seconds: float = PART_SECONDS,
    ) -> None:
        self._place, self._part_seconds = place, part_seconds
        self._client: Client | None = None
        self._local: Any = None
        self._ahead = AHEAD

    def spread(self, work: Callable[[Part], Result], parts: Sequence[Part]) -> Iterator[Result]:
        """`work` of every part, in their order. Raises: EngineAwayError, or what `work` raises."""
        if not parts:
            return
        client = self._opened()
        task = partial(elsewhere, work, ours=fingerprint())
        try:
            yield from self._answers(client, task, parts)
        except UnlikeWorkerError as error:
            raise EngineAwayError(str(error)) from error
        except _away() as error:
            raise EngineAwayError(f"the cluster was lost ({type(error).__name__})") from error

    def _answers(
        self, client: "Client", task: Callable[[Part], Result], parts: Sequence[Part]
    ) -> Iterator[Result]:
        """A few parts ahead of the one that is waited for, so that no machine holds them all."""
        under_way: dict[int, Future] = {}
        for at in range(len(parts)):
            for following in range(at, min(at + self._ahead, len(parts))):
                if following not in under_way:
                    under_way[following] = client.submit(task, parts[following], pure=False)
            yield under_way.pop(at).result(timeout=self._part_seconds)

    def _opened(self) -> "Client":
        """Dask's own deadline is not kept where a scheduler accepts and then says nothing, so
        opening is done by a thread that can be left alone with it."""
        if self._client is not None:
            return self._client
        opening: ClientFuture[Client] = ClientFuture()
        threading.Thread(target=self._open, args=(opening,), daemon=True).start()
        wait = START_SECONDS if self._place.processes else self._place.patience
        try:
            self._client = opening.result(timeout=2 * wait)
        except Exception as error:  # every kind of line breaks in its own way
            opening.cancel()
            reason = f"the cluster does not answer ({type(error).__name__})"
            raise EngineAwayError(reason) from error
        return self._client

    def _open(self, opening: "ClientFuture[Client]") -> None:
        local, client = None, None
        try:
            _set_up(self._place)
            local, client = _connect(self._place)
            self._local, self._ahead = local, AHEAD * max(1, len(client.ncores()))
            opening.set_result(client)
        except Exception as error:  # also one that comes when nobody waits any more
            _end(client, local)
            with suppress(InvalidStateError):
                opening.set_exception(error)

    def close(self) -> None:
        """Ends what was started and leaves a scheduler that was not. One that no longer answers
        is not waited for long."""
        client, self._client, local, self._local = self._client, None, self._local, None
        ending = threading.Thread(target=_end, args=(client, local), daemon=True)
        ending.start()
        ending.join(CLOSE_SECONDS)


def _end(*opened: Any) -> None:
    for each in opened:
        if each is not None:
            with suppress(Exception):
                each.close(timeout=CLOSE_SECONDS / 2)


def _away() -> tuple[type[BaseException], ...]:
    """How Dask says that workers or the scheduler are gone."""
    from asyncio import CancelledError

    from distributed import KilledWorker
    from distributed.client import (
        ClosedClientError,
        FutureCancelledError,
        FuturesCancelledError,
    )
    from distributed.comm import CommClosedError

    return (
        KilledWorker,
        ClosedClientError,
        FutureCancelledError,
        FuturesCancelledError,
        CommClosedError,
        CancelledError,
        ImportError,
        OSError,
    )


def _set_up(place: Place) -> None:
    """How long Dask waits for a line to open; and that it says nothing by itself, for it logs to
    its own places what we say in one line, and warns of tasks of some megabytes."""
    import dask

    wait = START_SECONDS if place.processes else place.patience
    dask.config.set(
        {
            "distributed.comm.timeouts.connect": f"{wait}s",
            "logging": {"distributed": "critical"},
            "distributed.admin.large-graph-warning-threshold": "1GB",
        }
    )
    import distributed  # noqa: F401  sets its loggers up, whatever stood there

    for name in ("distributed", "distributed.client", "asyncio", "tornado"):
        logging.getLogger(name).setLevel(logging.CRITICAL)


def _connect(place: Place) -> tuple[Any, "Client"]:
    """The cluster of this machine, where one was started, and a client with a worker."""
    from distributed import Client

    class Quiet(Client):  # type: ignore[misc]  # one that never got through says so as it goes
        def __del__(self) -> None:
            with suppress(Exception):
                super().__del__()

    local = _local(place.processes) if place.processes else None
    try:
        client = Quiet(
            local or place.address,
            timeout=place.patience,
            security=_security(place),
            set_as_default=False,
        )
        client.wait_for_workers(1, timeout=START_SECONDS if local else place.patience)
    except BaseException:
        _end(local)
        raise
    return local, client


def _local(processes: int) -> Any:
    from distributed import LocalCluster

    return LocalCluster(
        n_workers=processes,
        threads_per_worker=1,
        processes=True,
        host="127.0.0.1",
        dashboard_address=None,
        worker_dashboard_address=None,
        silence_logs=logging.CRITICAL,
        memory_limit=0,
    )


def _security(place: Place) -> Any:
    if not place.ca:
        return None
    from distributed import Security

    return Security(
        tls_ca_file=str(place.ca),
        tls_client_cert=str(place.cert),
        tls_client_key=str(place.key),
        require_encryption=True,
    )
