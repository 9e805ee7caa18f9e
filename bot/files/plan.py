"""What an agency promised as a plan of action of the Open Government Partnership: one line for each
promise in a table file, one page for each in a document.

The fields are those of its template: commitment, problem, lead, partners, milestones with their
days, start and end, how it is measured, evidence, status.
"""

from datetime import date, datetime

from bot import texts
from bot.files.layout import Layout, Row, Section, grid
from bot.files.speaking import Speech
from deliberation.promising.commitments import ActionPlan, Planned

TITLE = 60
FIELDS = (
    "number",
    "title",
    "problem",
    "what",
    "lead",
    "partners",
    "milestones",
    "starts",
    "due",
    "measure",
    "stage",
    "status",
    "evidence",
    "consultation",
)
FIELD, VALUE = 20, 80  # of the width of a page


def table(speech: Speech, plan: ActionPlan, at: datetime) -> Layout:
    """One line for each promise."""
    rows = [tuple(_values(speech, each).values()) for each in plan.entries]
    heads = [(_name(speech, field), 1) for field in FIELDS]
    title = speech.say("ogp.heading")
    return _layout(speech, plan, at, (Section(title, title, (), grid(heads, rows)),))


def document(speech: Speech, plan: ActionPlan, at: datetime) -> Layout:
    """One part for each promise, field by field."""
    parts = [_part(speech, each) for each in plan.entries]
    title = speech.say("ogp.heading")
    nothing = Section(title, title, (speech.say("ogp.none"),))
    return _layout(speech, plan, at, tuple(parts) or (nothing,))


def _layout(
    speech: Speech, plan: ActionPlan, at: datetime, sections: tuple[Section, ...]
) -> Layout:
    title = speech.say("ogp.title", agency=plan.agency.name)
    subtitle = speech.say("ogp.subtitle", at=speech.when(at))
    ledger = speech.say("ogp.heading")
    return Layout(title, subtitle, speech.language, at, sections, ledger)


def _part(speech: Speech, planned: Planned) -> Section:
    values = _values(speech, planned)
    rows: list[Row] = [(_name(speech, field), value) for field, value in values.items()]
    heads = [(speech.say("ogp.field"), FIELD), (speech.say("ogp.value"), VALUE)]
    promised = planned.commitment
    title = speech.say("ogp.part", number=promised.number, what=values["title"])
    return Section(title, title, (), grid(heads, rows))


def _name(speech: Speech, field: str) -> str:
    return speech.say("ogp.title_of" if field == "title" else f"ogp.{field}")


def _values(speech: Speech, planned: Planned) -> dict[str, str | int]:
    promised, asked = planned.commitment, planned.consultation
    status = speech.say(f"state.promise.{promised.status}", reason=promised.reason)
    question = asked.question
    if planned.topic:
        question = speech.say("ogp.question", question=question, topic=planned.topic)
    values: dict[str, str | int] = {
        "number": promised.number,
        "title": texts.excerpt(promised.what, TITLE),
        "problem": question,
        "what": promised.what,
        "lead": promised.lead,
        "partners": ", ".join(promised.partners),
        "milestones": "\n".join(_milestone(speech, each) for each in promised.milestones),
        "starts": promised.starts.isoformat() if promised.starts else "",
        "due": promised.due.isoformat(),
        "measure": promised.measure,
        "stage": speech.say(f"stage.{promised.stage}"),
        "status": status,
        "evidence": promised.evidence,
        "consultation": asked.title,
    }
    return {field: values[field] for field in FIELDS}


def _milestone(speech: Speech, milestone: dict[str, object]) -> str:
    due = date.fromisoformat(str(milestone["due"])).isoformat()
    done = "done" if milestone["done"] else "open"
    return speech.say(f"ogp.milestone_{done}", what=milestone["what"], due=due)
