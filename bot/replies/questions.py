"""The one question that may stand below an opinion that was kept: its words, and its buttons."""

from dataclasses import replace
from typing import assert_never

from bot import texts
from bot.bubbles import Bubble, Rows
from bot.buttons import Button
from bot.turn import View
from deliberation.outcomes import Question, SimilarOpen, StanceOpen
from deliberation.speaking.stances import STANCES, Stance


def below(view: View, bubble: Bubble, question: Question | None) -> Bubble:
    """The bubble with the question under its words, whose buttons stand above the others."""
    if question is None:
        return bubble
    words, rows = worded(view, question)
    text = texts.joined([bubble.text, words], "\n\n")
    return replace(bubble, text=text, rows=(*rows, *bubble.rows))


def worded(view: View, question: Question) -> tuple[texts.Markup, Rows]:
    """A question and its answers."""
    match question:
        case StanceOpen():
            words = view.say("stance.ask", proposal=question.consultation.proposal)
            return words, _stances(view, question)
        case SimilarOpen():
            return view.say("similar.offer", n=question.people), likeness(view, question)
        case _:
            assert_never(question)


def _stances(view: View, question: StanceOpen) -> Rows:
    where, below_which = question.consultation.id, question.opinion_id
    keys = (
        view.key(f"stance_{each}", Button("st", where, short(each), state=below_which))
        for each in STANCES
    )
    return (tuple(keys),)


def likeness(view: View, question: SimilarOpen) -> Rows:
    """The answers; others' words can be read where some agreed to it."""
    own, other = question.opinion_id, question.other_id
    answers = (
        view.key("similar_same", Button("si", own, "same", state=other)),
        view.key("similar_apart", Button("si", own, "diff", state=other)),
    )
    if not question.can_read:
        return (answers,)
    return answers, (view.key("similar_read", Button("sr", own, state=other)),)


def short(stance: Stance) -> str:
    """As a button carries it."""
    return stance[:4]
