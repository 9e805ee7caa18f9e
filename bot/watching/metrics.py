"""What is counted while the bot works, in Prometheus' own form. No chat, no person, no words."""

from datetime import datetime
from importlib.metadata import version

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from storage.gauges import Gauges

ENDS = ("sent", "blocked", "failed", "uncertain")
SECONDS = (1, 3, 10, 30, 60, 180, 600, 1800, 3600)  # an analysis takes from one to thousands


class Metrics:
    """The figures of one process: nothing of them is kept when it ends."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.last_poll: datetime | None = None
        self._poll: Gauge | None = None  # what this process does not do has no figure
        self._waiting: Gauge | None = None
        self._ended = Counter(
            "madang_deliveries",
            "Deliveries that ended, by state.",
            ["state"],
            registry=self.registry,
        )
        self._handled = Counter(
            "madang_updates_handled", "Updates that were answered.", registry=self.registry
        )
        self._analyses = Histogram(
            "madang_analysis_seconds",
            "How long analyses took, by what they ended in.",
            ["outcome"],
            buckets=SECONDS,
            registry=self.registry,
        )
        self._last_analysis = self._gauge("analysis_last_seconds", "How long the last one took.")
        self._inbox = self._gauge("inbox_updates", "Updates that are open or given up.", "state")
        self._oldest = self._gauge("inbox_oldest_seconds", "Age of the oldest open update.")
        self._outbox = self._gauge("outbox_messages", "Deliveries under way or in doubt.", "state")
        self._database = self._gauge("database_up", "1 where the database answered just now.")
        self._gauge("build_info", "The version at work.", "version").labels(version("madang")).set(
            1
        )

    def delivery_ended(self, state: str) -> None:
        """A call to Telegram was written down; one that is made again later is no end."""
        if state in ENDS:
            self._ended.labels(state).inc()

    def update_handled(self) -> None:
        """An update was answered, and that is written down."""
        self._handled.inc()

    def analysis_ended(self, outcome: str, seconds: float) -> None:
        """One analysis ended: done, failed, or asked to be done again."""
        self._analyses.labels(outcome).observe(max(seconds, 0.0))
        self._last_analysis.set(max(seconds, 0.0))

    def polled(self, now: datetime | None) -> None:
        """Polling began, or Telegram answered; None where polling was left to another process."""
        if self._poll is None:
            self._poll = self._gauge("last_poll_timestamp_seconds", "When Telegram last answered.")
        self.last_poll = now
        self._poll.set(now.timestamp() if now else float("nan"))

    def webhook_waits(self, count: int) -> None:
        """How many updates Telegram has not brought yet, where it brings them."""
        if self._waiting is None:
            self._waiting = self._gauge("webhook_waiting_updates", "Updates Telegram still has.")
        self._waiting.set(count)

    def seen(self, gauges: Gauges | None, now: datetime) -> None:
        """What the database said just now; None where it said nothing."""
        self._database.set(gauges is not None)
        if gauges is None:  # old figures would look like new ones
            self._inbox.clear()
            self._outbox.clear()
            self._oldest.set(float("nan"))
            return
        for state, count in gauges.inbox.items():
            self._inbox.labels(state).set(count)
        for state, count in gauges.outbox.items():
            self._outbox.labels(state).set(count)
        oldest = gauges.oldest_open
        self._oldest.set(max((now - oldest).total_seconds(), 0.0) if oldest else 0.0)

    def page(self) -> bytes:
        """All of it, as Prometheus reads it."""
        return generate_latest(self.registry)

    def _gauge(self, name: str, words: str, *labels: str) -> Gauge:
        return Gauge(f"madang_{name}", words, labels, registry=self.registry)
