"""A report in words: what the parts of a file say, in the language of whoever takes it."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.files import tables
from bot.files.layout import Layout, Section, grid
from bot.files.speaking import Speech
from bot.replies import quality, splits
from bot.replies.topics import percent
from bot.texts import Markup
from deliberation.briefing.reported import Channel, Outcome, Report

OVER = ("closed", "answered", "archived")
VERDICTS = ("adopted", "partly", "not_adopted", "later", "interim", "")
HEADS = (("what", 24), ("goal", 36), ("came", 40))


def laid_out(report: Report, language: str) -> Layout:
    speech = Speech(language, ZoneInfo(report.asked.timezone))
    over = report.asked.state in OVER
    ledger = speech.say("file.ledger")
    return Layout(
        title=speech.say("file.title" if over else "file.title_open", title=report.asked.title),
        subtitle=speech.say("file.subtitle", agency=report.asked.agency, at=speech.when(report.at)),
        language=language,
        at=report.at,
        sections=(
            _summary(speech, report),
            _result(speech, report, over=over),
            tables.topics(speech, report),
            *tables.voices(speech, report),
            tables.ledger(speech, report, ledger),
            tables.answers(speech, report),
            tables.promises(speech, report),
            _method(speech, report),
        ),
        ledger=ledger,
        picture=report.picture,
        alt=speech.say("file.picture", title=report.asked.title),
    )


def _summary(speech: Speech, report: Report) -> Section:
    asked, counts = report.asked, report.counts
    facts = (
        ("question", asked.question),
        ("proposal", asked.proposal),
        ("agency", asked.agency),
        ("department", " · ".join(filter(None, (asked.department, asked.phone)))),
        ("procedure", speech.maybe(f"procedure.{asked.procedure}")),
        ("basis", asked.legal_basis),
        ("period", _period(speech, asked.opens_at, asked.closes_at)),
        ("due", speech.day(asked.answer_due) if asked.answer_due else speech.say("file.no_due")),
        ("other_ways", asked.other_ways),
        ("people", _people(speech, report)),
        ("opinions", speech.say("file.n_opinions", n=counts.opinions)),
        ("grouped", _grouped(speech, report)),
        ("stance", splits.in_numbers(speech.view, report.split).plain if report.split else ""),
        ("channels", " · ".join(_channel(speech, each) for each in report.channels)),
    )
    rows = [(speech.say(f"file.fact.{name}"), said) for name, said in facts if said]
    heads = ((speech.say("file.fact"), 24), (speech.say("file.said"), 76))
    title = speech.say("file.summary")
    return Section(title, title, (speech.say("summary.caveat"),), grid(heads, rows))


def _period(speech: Speech, opens: datetime, closes: datetime) -> str:
    return speech.say("file.period", opens=speech.when(opens), closes=speech.when(closes))


def _people(speech: Speech, report: Report) -> str:
    counts = report.counts
    if not counts.invited:
        return speech.say("file.people", people=counts.people)
    return speech.say("file.people_invited", people=counts.people, invited=counts.invited)


def _grouped(speech: Speech, report: Report) -> str:
    if report.made is None:
        return ""
    counts, at = report.counts, speech.when(report.made.at)
    return speech.say(
        "file.grouped", n=counts.grouped, distinct=counts.distinct, alone=counts.alone, at=at
    )


def _channel(speech: Speech, way: Channel) -> str:
    name = way.name or speech.say(f"file.channel.{way.kind}")
    return f"{name} {speech.people(way.people)}"


def _result(speech: Speech, report: Report, *, over: bool) -> Section:
    """The goal beside what came of it."""
    asked, came = report.asked, report.outcome
    goal_people = speech.say("stance.people", n=asked.goal_people) if asked.goal_people else "–"
    goal_answered = f"{asked.goal_answered}%" if asked.goal_answered is not None else "–"
    rows = [
        ("reached", goal_people, speech.say("stance.people", n=report.counts.people)),
        ("answered_topics", goal_answered, _answered(speech, came)),
        ("answered_opinions", "–", speech.say("file.n_opinions", n=came.answered)),
        *_verdicts(speech, came),
        ("promised", "–", speech.say("file.n_promises", n=came.promised)),
    ]
    if came.promised:
        told = {"kept": came.kept, "late": came.late, "dropped": came.dropped}
        rows += [(name, "–", speech.say("file.n_promises", n=n)) for name, n in told.items()]
    named = [(speech.say(f"file.result.{name}"), goal, result) for name, goal, result in rows]
    heads = [(speech.say(f"file.result.{name}"), width) for name, width in HEADS]
    title = speech.say("file.result" if over else "file.result_so_far")
    lines = (speech.say("file.goal", goal=asked.goal),) if asked.goal else ()
    return Section(speech.say("file.summary"), title, lines, grid(heads, named))


def _answered(speech: Speech, came: Outcome) -> str:
    if not came.topics:
        return "–"
    share = percent(came.topics_answered / came.topics)
    return speech.say("file.answered", n=came.topics_answered, topics=came.topics, share=share)


def _verdicts(speech: Speech, came: Outcome) -> list[tuple[str, str, str]]:
    return [
        (f"verdict.{verdict or 'none'}", "–", speech.say("file.n_opinions", n=n))
        for verdict in VERDICTS
        if (n := came.verdicts.get(verdict, 0))
    ]


def _method(speech: Speech, report: Report) -> Section:
    """How the topics were made, and what is not in the file."""
    lines = [speech.say(f"file.method.{name}") for name in ("who", "copies", "topics", "where")]
    made = report.made
    if made is not None:
        if made.quality:
            lines.append(Markup(quality.line(speech.view, made.quality)).plain)
        lines.append(speech.say("file.method.run", at=speech.when(made.at), seed=made.seed))
        libraries = ", ".join(f"{name} {version}" for name, version in made.versions.items())
        if libraries:
            lines.append(speech.say("file.method.versions", libraries=libraries))
    lines += [speech.say(f"file.method.{name}") for name in ("small", "identity", "signs")]
    title = speech.say("file.method")
    return Section(title, title, tuple(filter(None, lines)))
