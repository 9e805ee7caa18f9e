"""Files to take away are made when they go out: what was taken back or erased until then is not
in them, and no copy of what they say lies anywhere.

Reading is done in a thread and writing in a process of its own, so the bot talks on meanwhile.
"""

import asyncio
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from telegram import InputFile

from bot import logs, texts
from bot.analyses.worker import Worker
from bot.clock import Clock
from bot.files import moderated, table
from bot.files.kinds import KINDS
from bot.files.layout import Layout
from bot.files.orders import Order, RecordOrder
from bot.files.speaking import Speech
from bot.files.wording import laid_out
from bot.replies import retention
from bot.sending.composing import Call, Method
from bot.turn import View
from deliberation.briefing import reports
from deliberation.briefing.reported import Report
from deliberation.moderating import records
from deliberation.work import Rules, Work
from storage import consultations
from storage.database import Database, reading
from storage.keys import Keys

log = logs.get(__name__)

MEGABYTE = 1 << 20
LARGEST = 50 * MEGABYTE
"""What Telegram takes of a bot."""
SECONDS = 40.0
"""In which a file has to be made: then somebody else might take the row for lost."""
TITLE = 40


@dataclass(frozen=True)
class Exporter:
    """Completes a call that carries an order; any other goes out as it is."""

    database: Database
    keys: Keys
    clock: Clock
    rules: Rules
    worker: Worker

    async def __call__(self, call: Call) -> Method:
        order = call.fields.get("document")
        if not isinstance(order, Order | RecordOrder):
            return call.method, call.fields
        made = self._made(order) if isinstance(order, Order) else self._made_record(order)
        method, fields = await made
        return method, {"chat_id": call.chat_id, "parse_mode": "HTML", **fields}

    async def _made(self, order: Order) -> Method:
        view = View(order.language, ZoneInfo(self.rules.timezone))
        try:
            report, layout = await asyncio.to_thread(self._read, order)
            if refusal := _refusal(view, report, order.kind):
                return _told(refusal)
            write = self.worker.write(order.kind, layout)
            content = await asyncio.wait_for(write, SECONDS)
        except Exception as error:  # whatever it is, whoever asked is told
            log.error("file_not_made", kind=order.kind, error=type(error).__name__)
            await self.worker.close()
            return _told(view.say("export.failed"))
        log.info("file_made", kind=order.kind, size=len(content))
        return _document(view, report, order.kind, content)

    async def _made_record(self, order: RecordOrder) -> Method:
        view = View(order.language, ZoneInfo(self.rules.timezone))
        try:
            content, lines = await asyncio.to_thread(self._write_record, order)
        except Exception as error:  # as above
            log.error("record_not_made", error=type(error).__name__)
            return _told(view.say("export.failed"))
        now = self.clock.now()
        name = f"record_{now.astimezone(view.zone).date()}.csv"
        caption = view.say("record.done", at=view.when(now), n=lines)
        return "sendDocument", {"document": InputFile(content, filename=name), "caption": caption}

    def _write_record(self, order: RecordOrder) -> tuple[bytes, int]:
        with reading(self.database.engine) as session:
            work = Work(session, self.clock.now(), self.keys, self.rules)
            entries = records.whole(work, order.agency_ids, records.MOST)
            speech = Speech(order.language, ZoneInfo(self.rules.timezone))
            return table.write(moderated.laid_out(speech, entries, work.now)), len(entries)

    def _read(self, order: Order) -> tuple[Report, Layout]:
        with reading(self.database.engine) as session:
            work = Work(session, self.clock.now(), self.keys, self.rules)
            asked = consultations.by_id(session, order.consultation_id)
            if asked is None:
                raise LookupError(f"consultation {order.consultation_id} is not there")
            report = reports.of(work, asked, order.language, KINDS[order.kind].most)
            return report, laid_out(report, order.language)


def _refusal(view: View, report: Report, kind: str) -> texts.Markup | None:
    """Why there is no file: nothing is left to be put in, or too much for a table file."""
    if not report.counts.opinions:
        return view.say("export.none", title=texts.excerpt(report.asked.title, TITLE))
    gone = report.asked.words_gone_at
    if kind == "csv" and gone is not None:
        return view.say("span.gone_file", day=retention.day(view, gone, report.asked.timezone))
    if kind == "csv" and report.ledger is None:
        return view.say("export.too_long", n=report.counts.opinions, max=KINDS[kind].most)
    return None


def _document(view: View, report: Report, kind: str, content: bytes) -> Method:
    if len(content) > LARGEST:
        size = -(-len(content) // MEGABYTE)
        return _told(view.say("export.too_big", mb=size, max=LARGEST // MEGABYTE))
    asked = report.asked
    caption = view.say(
        "export.done",
        title=texts.excerpt(asked.title, TITLE),
        at=view.when(report.at, asked.timezone),
        n=report.counts.opinions,
    )
    day = report.at.astimezone(ZoneInfo(asked.timezone)).date()
    file = InputFile(content, filename=f"{asked.slug}_{day}.{kind}")
    return "sendDocument", {"document": file, "caption": caption}


def _told(words: texts.Markup) -> Method:
    return "sendMessage", {"text": words}
