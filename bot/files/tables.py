"""The tables of a report: topics, the ledger, answers, promises."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import TypeVar

from bot.files.layout import Row, Section, grid
from bot.files.speaking import Speech
from bot.replies import splits
from bot.replies.topics import percent
from deliberation.briefing.reported import AnswerReport, Entry, PromiseReport, Report, TopicReport

NONE = "–"

T = TypeVar("T")


def topics(speech: Speech, report: Report) -> Section:
    names = ["no", "topic", "people", "share", "opinions", "distinct", "stance", "why", "quotes"]
    widths = [8, 18, 11, 8, 8, 10, 22, 22, 50]
    rows = [_topic(speech, topic) for topic in report.topics]
    if report.split is None:
        at = names.index("stance")
        names, widths = _without(names, at), _without(widths, at)
        rows = [(*row[:at], *row[at + 1 :]) for row in rows]
    heads = _heads(speech, [*names, "department", "answers"], [*widths, 14, 9])
    title = speech.say("file.topics")
    lines = (speech.say("file.topics.read"),) if rows else (speech.say("file.topics.none"),)
    return Section(title, title, lines, grid(heads, rows) if rows else None, wide=True)


def _topic(speech: Speech, topic: TopicReport) -> Row:
    people = speech.few(topic.people)
    return (
        topic.place,
        topic.name,
        people,
        f"{percent(topic.share)}%" if isinstance(people, int) else NONE,
        topic.opinions,
        topic.distinct,
        splits.in_numbers(speech.view, topic.split).plain if topic.split else "",
        ", ".join(topic.reasons),
        _quoted(topic.quotes),
        topic.department,
        ", ".join(map(str, topic.answers)) or NONE,
    )


def _quoted(quotes: Sequence[str]) -> str:
    return "\n".join(f"“{quote}”" for quote in quotes)


def voices(speech: Speech, report: Report) -> list[Section]:
    """What a few say and nobody else; a number of people would be too small to be told."""
    if not report.voices:
        return []
    nameless = speech.say("voices.nameless")
    rows = [(each.name or nameless, _quoted(each.quotes)) for each in report.voices]
    heads = _heads(speech, ["voice", "quotes"], [18, 50])
    title = speech.say("file.voices")
    return [Section(speech.say("file.topics"), title, (), grid(heads, rows))]


def ledger(speech: Speech, report: Report, title: str) -> Section:
    if report.asked.words_gone_at is not None:
        day = speech.on(report.asked.words_gone_at)
        return Section(title, title, (speech.say("span.gone", day=day),))
    if report.ledger is None:
        lines = (speech.say("file.ledger.long", n=report.counts.opinions),)
        return Section(title, title, lines)
    names = ["no", "opinion", "topic", "answer", "verdict", "reason", "department", "day", "quote"]
    widths = [8, 50, 18, 8, 12, 40, 14, 20, 8]
    told = _Told(speech)
    rows = [told.row(entry) for entry in report.ledger]
    if report.counts.invited:
        names, widths = [*names, "from"], [*widths, 12]
        rows = [(*row, told.sender(e)) for row, e in zip(rows, report.ledger, strict=True)]
    lines = (speech.say("file.ledger.read"),)
    return Section(title, title, lines, grid(_heads(speech, names, widths), rows), wide=True)


class _Told:
    """Lines of the ledger. There may be very many: what repeats is put into words once."""

    def __init__(self, speech: Speech) -> None:
        self._say: Callable[[str], str] = cache(speech.say)
        self._outcome = cache(lambda answer: _outcome(speech, answer))

    def row(self, entry: Entry) -> Row:
        topic = entry.name or self._say(f"file.place.{entry.place}")
        quote = self._say("file.quotable" if entry.quotable else "file.not_quotable")
        return (entry.number, entry.text, topic, *self._outcome(entry.answer), quote)

    def sender(self, entry: Entry) -> str:
        kind = "file.invited" if entry.invited else "file.citizen"
        return entry.partner or self._say(kind)


def _outcome(speech: Speech, answer: AnswerReport | None) -> Row:
    """Answer, verdict, reason, department and day."""
    if answer is None:
        return ("", speech.say("file.unanswered"), "", "", "")
    verdict, at = _verdict(speech, answer), speech.on(answer.at)
    return (answer.number or "", verdict, answer.reason, answer.department, at)


def _verdict(speech: Speech, answer: AnswerReport) -> str:
    return speech.say(f"file.result.verdict.{answer.verdict or 'none'}")


def answers(speech: Speech, report: Report) -> Section:
    names = ["no", "to", "verdict", "text", "reason", "department", "day", "sent", "yes", "not"]
    widths = [8, 18, 12, 60, 40, 14, 20, 12, 13, 15]
    rows = [_answer(speech, each) for each in report.answers]
    heads = _heads(speech, names, widths)
    title = speech.say("file.answers")
    lines = () if rows else (speech.say("file.answers.none"),)
    return Section(title, title, lines, grid(heads, rows) if rows else None, wide=True)


def _answer(speech: Speech, answer: AnswerReport) -> Row:
    number = str(answer.number)
    if answer.corrects:
        number = speech.say("file.corrected", no=answer.number)
    verdict = _verdict(speech, answer)
    if answer.final_due:
        due = speech.say("file.final_due", due=speech.day(answer.final_due))
        verdict = f"{verdict}\n{due}"
    return (
        number,
        answer.topic or speech.say(f"file.aim.{answer.aim}"),
        verdict,
        "\n\n".join(filter(None, (answer.changes, answer.text, _file(speech, answer)))),
        answer.reason,
        answer.department,
        speech.on(answer.at),
        speech.few(answer.people),
        speech.few(answer.yes),
        speech.few(answer.no),
    )


def _file(speech: Speech, answer: AnswerReport) -> str:
    """What went along with an answer, by its name."""
    file = answer.file
    return speech.say(f"file.with.{file.kind}", name=file.name) if file else ""


def promises(speech: Speech, report: Report) -> Section:
    names = ["no", "promise", "lead", "partners", "due", "measure", "stage", "status", "evidence"]
    widths = [8, 40, 16, 16, 20, 30, 18, 18, 30]
    rows = [_promise(speech, each) for each in report.promises]
    heads = _heads(speech, names, widths)
    title = speech.say("file.promises")
    lines = () if rows else (speech.say("file.promises.none"),)
    return Section(title, title, lines, grid(heads, rows) if rows else None, wide=True)


def _promise(speech: Speech, promise: PromiseReport) -> Row:
    status = speech.say(f"state.promise_short.{promise.status}")
    return (
        promise.number,
        promise.what,
        promise.lead,
        ", ".join(promise.partners),
        speech.day(promise.due),
        promise.measure,
        speech.say(f"stage.{promise.stage}"),
        f"{status}: {promise.reason}" if promise.reason else status,
        promise.evidence,
    )


def _heads(speech: Speech, names: Sequence[str], widths: Sequence[int]) -> list[tuple[str, int]]:
    return [
        (speech.say(f"file.column.{name}"), width)
        for name, width in zip(names, widths, strict=True)
    ]


def _without(things: list[T], at: int) -> list[T]:
    return [*things[:at], *things[at + 1 :]]
