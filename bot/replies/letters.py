"""An answer as a citizen gets it, beside their own words."""

from datetime import date

from bot import texts
from bot.bubbles import Bubble, Key, Rows
from bot.buttons import Button
from bot.replies.arriving import whom_to_ask
from bot.turn import View
from deliberation.answering.answers import Letter
from deliberation.answering.drafts import INTERIM
from deliberation.speaking.reading import PublicAnswer
from storage.models import Agency, Consultation

OWN = 200  # UTF-16 units of own words in a bubble that shows other things too
LONGEST_BUBBLE = 4000
OWN_IN_LETTER = (LONGEST_BUBBLE, 1000, 500, OWN)


def letter(view: View, outcome: Letter, audience_id: int) -> Bubble:
    """The answer beside the citizen's own words, all of them in one bubble. Whether it answers
    them is asked of an answer that is meant to be the last."""
    rows: Rows = ()
    if audience_id:
        asks = () if outcome.verdict == INTERIM else rating_keys(view, audience_id)
        rows = (*asks, _others_said(view, outcome))
    return Bubble(_letter_words(view, outcome), rows, kind="receipt")


def shown(view: View, outcome: Letter) -> tuple[Bubble, ...]:
    """A true copy of what a citizen gets, but for the buttons."""
    return letter(view, outcome, audience_id=0), *file(view, outcome)


def file(view: View, outcome: Letter | PublicAnswer) -> tuple[Bubble, ...]:
    """What comes behind an answer: its file, if it has one."""
    if outcome.file is None:
        return ()
    words = view.say(f"answer.file.{outcome.file.kind}", answer_no=outcome.number)
    return (Bubble(words, kind="receipt", file=outcome.file),)


def _others_said(view: View, letter: Letter) -> tuple[Key, ...]:
    """What others said in the topic the answer is to."""
    topic_id = letter.answer.topic_id
    if topic_id is None:
        return ()
    return (view.key("others_said", Button("rt", topic_id, state=letter.consultation.id)),)


def rating_keys(view: View, audience_id: int) -> Rows:
    return (
        (
            view.key("it_answers", Button("ra", audience_id, "yes")),
            view.key("it_does_not", Button("ra", audience_id, "no")),
        ),
    )


def _letter_words(view: View, outcome: Letter) -> texts.Markup:
    """All own words whole where one message holds them; else each cut, then fewer of them, and
    how many more there are is said."""
    for most in OWN_IN_LETTER:
        words = _with_own(view, outcome, len(outcome.own), most)
        if texts.units(words.plain) <= LONGEST_BUBBLE:
            return words
    shown = len(outcome.own)
    while texts.units(words.plain) > LONGEST_BUBBLE and shown > 1:
        shown -= 1
        words = _with_own(view, outcome, shown, OWN)
    return words


def _with_own(view: View, outcome: Letter, shown: int, most: int) -> texts.Markup:
    lines = [
        view.say(
            "answer.own_line",
            sent=view.when(opinion.written_at, outcome.consultation.timezone),
            own=cut(opinion.text, most),
        )
        for opinion in outcome.own[:shown]
    ]
    if shown < len(outcome.own):
        lines.append(view.say("answer.more", n=len(outcome.own) - shown))
    said = _said(view, outcome, view.lines(*lines))
    if not outcome.again:
        return said
    return view.lines(view.say("answer.again", answer_no=outcome.number), "", said)


def _said(view: View, outcome: Letter, own: texts.Markup) -> texts.Markup:
    asked, version = outcome.consultation, outcome.version
    return view.say(
        _kind(outcome),
        office=office(view, outcome.agency, asked),
        contact=whom_to_ask(outcome.agency, asked),
        own=own,
        answer=version.text,
        what=verdict_line(view, version.verdict),
        why=reason_lines(view, version.reason),
        due=day(view, version.final_due),
        changes=version.changes,
        answer_no=outcome.number,
        answered=view.when(outcome.at, asked.timezone),
        to=_sent_to(view, outcome),
        note=put_right(view) if outcome.corrected else "",
    )


def _kind(outcome: Letter) -> str:
    if outcome.answer.corrects is not None:
        return "answer.corrected"
    return "answer.interim" if outcome.verdict == INTERIM else "answer.final"


def verdict_line(view: View, verdict: str | None) -> texts.Markup | str:
    """What becomes of the opinions, behind a heading; nothing for an answer from before there were
    verdicts."""
    if verdict is None:
        return ""
    return texts.joined(["", view.say(f"state.verdict.{verdict}")], " · ")


def reason_lines(view: View, reason: str) -> texts.Markup | str:
    return view.lines("", "", view.say("answer.reason_below", reason=reason)) if reason else ""


def day(view: View, due: date | None) -> str:
    return view.day(due) if due else ""


def put_right(view: View) -> texts.Markup:
    """That other words went out first."""
    return texts.joined(["", view.say("answer.was_corrected")], " ")


def _sent_to(view: View, outcome: Letter) -> texts.Markup | str:
    """Whom else it goes to."""
    answer = outcome.answer
    if answer.aim == "opinion":
        return ""
    said = view.say(f"answer.to.{answer.aim}", topic=answer.topic_name, n=outcome.people)
    return texts.joined(["", said], " · ")


def office(view: View, agency: Agency, asked: Consultation) -> str:
    """Who answers: the agency, and the department where it was given."""
    if not asked.department:
        return agency.name
    return view.say("answer.office", agency=agency.name, department=asked.department)


def cut(words: str, most: int) -> str:
    """Verbatim where it fits, lines and all."""
    return words if texts.units(words) <= most else texts.excerpt(words, most)
