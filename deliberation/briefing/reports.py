"""A consultation's report is read: what was asked, what was said, and what came of it.

Only what is shown now is in it, and of people only counts. Nothing is changed by reading.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

from deliberation.briefing import channels, ledgers, splits, topic_lines, voice_lines
from deliberation.briefing.ledgers import ByKey
from deliberation.briefing.reported import (
    Asked,
    Counts,
    Made,
    Outcome,
    PromiseReport,
    Report,
    TopicReport,
    VoiceReport,
)
from deliberation.briefing.splits import Splits
from deliberation.briefing.topic_lines import TopicLine
from deliberation.work import Work
from storage import opinions, people, reading, topics
from storage import reports as rows
from storage.models import AnalysisRun, Commitment, Consultation, Opinion

INTERIM = "interim"


def of(work: Work, asked: Consultation, language: str, most: int) -> Report:
    """The report of a consultation, with its picture in this language, and with its ledger where
    there are not more than `most` opinions."""
    run = topics.last_run(work.session, asked.id)
    departments = rows.departments(work.session, asked.id)
    given = ledgers.answers(work, asked, departments)
    came_of = ledgers.outcomes(work, asked, given)
    by_stance = splits.of_run(work, run, asked, look=False) if run else None
    lines = _lines(work, run, by_stance)
    told = tuple(_topic(work, line, asked, given, departments) for line in lines)
    counts = _counts(work, asked, run)
    promises = tuple(_promise(each) for each in rows.promises(work.session, asked.id))
    names = {line.topic.id: line.name for line in lines}
    run_id = run.id if run else None
    whole = counts.opinions <= most and asked.erasing_at is None
    return Report(
        at=work.now,
        asked=_head(work, asked),
        counts=counts,
        channels=channels.told(work, asked.id, run, look=False),
        split=by_stance.everybody if by_stance else None,
        topics=told,
        voices=_voices(work, run),
        ledger=ledgers.ledger(work, asked, run_id, names, came_of) if whole else None,
        answers=tuple(given.values()),
        promises=promises,
        outcome=_outcome(told, given, came_of, promises),
        made=_made(run) if run else None,
        picture=topics.picture(work.session, run.id, language) if run else None,
    )


def _head(work: Work, asked: Consultation) -> Asked:
    return Asked(
        slug=asked.slug,
        title=asked.title,
        question=asked.question,
        proposal=asked.proposal or "",
        agency=people.agency(work.session, asked.agency_id).name,
        department=asked.department,
        phone=asked.phone,
        procedure=asked.procedure,
        legal_basis=asked.legal_basis or "",
        state=asked.state,
        opens_at=asked.opens_at,
        closes_at=asked.closed_at or asked.closes_at,
        answer_due=asked.answer_due,
        goal=asked.goal or "",
        goal_people=asked.goal_people,
        goal_answered=asked.goal_answered,
        other_ways=asked.other_ways,
        timezone=asked.timezone,
        words_gone_at=asked.erasing_at,
    )


def _counts(work: Work, asked: Consultation, run: AnalysisRun | None) -> Counts:
    there = rows.people(work.session, asked.id)
    return Counts(
        people=there.get(False, 0),
        invited=there.get(True, 0),
        opinions=opinions.counts(work.session, asked.id)[1],
        grouped=run.opinions if run else 0,
        distinct=run.distinct if run else 0,
        alone=run.alone if run else 0,
    )


def _lines(work: Work, run: AnalysisRun | None, by_stance: Splits | None) -> tuple[TopicLine, ...]:
    if run is None:
        return ()
    return topic_lines.lines(work, run, topics.shown_counts(work.session, run.id), by_stance)


def _topic(
    work: Work, line: TopicLine, asked: Consultation, given: ByKey, departments: Mapping[int, str]
) -> TopicReport:
    numbers = {given[each.answer.id].number for each in line.answers if each.answer.id in given}
    return TopicReport(
        place=line.place,
        name=line.name,
        people=line.people,
        opinions=line.opinions,
        distinct=line.distinct,
        share=line.share,
        split=line.split,
        reasons=line.reasons,
        quotes=_quotes(work, line.quotes),
        department=departments.get(line.topic.id, asked.department),
        answers=tuple(sorted(numbers)),
    )


def _quotes(work: Work, said: Sequence[Opinion]) -> tuple[str, ...]:
    """A file goes from hand to hand: only who agreed to it is quoted."""
    return tuple(each.text for each in said if reading.is_quotable(work.session, each.id))


def _voices(work: Work, run: AnalysisRun | None) -> tuple[VoiceReport, ...]:
    found = voice_lines.of_run(work, run) if run else ()
    return tuple(VoiceReport(each.name, _quotes(work, each.opinions)) for each in found)


def _promise(promise: Commitment) -> PromiseReport:
    return PromiseReport(
        number=promise.number,
        what=promise.what,
        lead=promise.lead,
        partners=tuple(promise.partners),
        due=promise.due,
        measure=promise.measure,
        stage=promise.stage,
        status=promise.status,
        evidence=promise.evidence,
        reason=promise.reason,
    )


def _made(run: AnalysisRun) -> Made:
    return Made(
        at=run.finished_at or run.asked_at,
        seed=run.seed,
        features=run.method.get("features", {}),
        versions=run.method.get("versions", {}),
        quality=run.quality,
    )


def _outcome(
    told: Sequence[TopicReport],
    given: ByKey,
    came_of: ByKey,
    promises: Sequence[PromiseReport],
) -> Outcome:
    stands = {each.number: each for each in given.values()}  # a correction after what it corrects
    final = {number for number, each in stands.items() if each.verdict != INTERIM}
    living = [topic for topic in told if topic.opinions]
    status = Counter(promise.status for promise in promises)
    return Outcome(
        topics=len(living),
        topics_answered=sum(not final.isdisjoint(topic.answers) for topic in living),
        answered=len(came_of),
        verdicts=Counter(each.verdict for each in came_of.values()),
        promised=len(promises),
        kept=status["done"],
        late=status["late"],
        dropped=status["dropped"],
    )
