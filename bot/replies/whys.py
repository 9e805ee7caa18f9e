"""Whether an answer answers, and what was missing: in words, for who says it."""

from typing import assert_never

from bot.bubbles import Bubble, Reply, one
from bot.buttons import Button
from bot.replies.letters import rating_keys
from bot.turn import View
from deliberation.answering.answers import Rated
from deliberation.answering.whys import LineOffered, WhyKept, WhyUnusable
from deliberation.outcomes import NotYours


def rated(view: View, outcome: Rated | NotYours, audience_id: int) -> Reply:
    match outcome:
        case Rated():
            words = view.say(f"rate.{outcome.rating}")
            again = view.key("change_choice", Button("rc", audience_id))
            no_line = view.key("without_why", Button("wn", audience_id))
            rows = ((no_line,), (again,)) if outcome.rating == "no" else ((again,),)
            return one(
                Bubble(words, rows, how="add"), view.say(f"rate.{outcome.rating}_short").plain
            )
        case NotYours():
            return Reply(toast=view.say("button.spent").plain)
        case _:
            assert_never(outcome)


def ask_rating(view: View, audience_id: int) -> Reply:
    words = view.say("rate.ask")
    return Reply((Bubble(how="strip"), Bubble(words, rating_keys(view, audience_id))))


def kept(view: View, outcome: WhyKept | WhyUnusable | NotYours) -> Reply:
    match outcome:
        case WhyKept():
            key, title = "why.done" if outcome.open else "why.passed", outcome.consultation.title
            return one(Bubble(view.say(key, line=outcome.line, title=title), how="reply"))
        case WhyUnusable():
            key = "why.empty" if outcome.units <= outcome.most else "why.too_long"
            return one(Bubble(view.say(key, n=outcome.units, max=outcome.most), how="reply"))
        case NotYours():
            return one(Bubble(view.say("why.gone")))
        case _:
            assert_never(outcome)


def without(view: View) -> Reply:
    words = view.say("why.without")
    return one(Bubble(words, how="add"), words.plain)


def ask_if_meant(view: View, audience_id: int, opinion_id: int) -> Bubble:
    """The day was over: was it the line all the same?"""
    keys = (
        view.key("pass_on", Button("wy", audience_id, str(opinion_id))),
        view.key("keep_as_opinion", Button("wk", audience_id)),
    )
    return Bubble(view.say("why.late"), (keys,))


def offered(view: View, outcome: LineOffered) -> Reply:
    """Nothing is open: was it meant as a line on an answer?"""
    at = outcome.audience.id
    keys = (view.key("pass_on", Button("wl", at)), view.key("no", Button("wx", at)))
    return one(Bubble(view.say("why.offer", answer_no=outcome.number), (keys,), how="reply"))


def not_passed(view: View) -> Reply:
    words = view.say("why.not_passed")
    return one(Bubble(words, how="add"), words.plain)


def send_again(view: View) -> Reply:
    return Reply((Bubble(how="strip"), Bubble(view.say("words.send_again"))))


def stays_opinion(view: View) -> Reply:
    words = view.say("why.opinion")
    return one(Bubble(words, how="add"), words.plain)
