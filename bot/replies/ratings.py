"""What came of an answer, as whoever wrote it reads it: what citizens said, and who came later."""

from typing import assert_never

from bot import texts
from bot.bubbles import Bubble, Key, Reply, Rows, one
from bot.buttons import Button
from bot.replies.letters import verdict_line
from bot.replies.masked import masked
from bot.replies.pressed import spent
from bot.turn import View
from deliberation.answering.answers import Shares
from deliberation.answering.newcomers import Extended, Newcomers, NobodyNew
from deliberation.outcomes import NotYours
from storage.models import Answer

WHY = 200


def told(view: View, said: Shares) -> Bubble:
    """A day after it was sent."""
    return Bubble(view.lines(*lines(view, said)), (_further(view, said.answer),))


def lines(view: View, said: Shares) -> list[texts.Markup]:
    """How many it answered, and what was missing: as careful with numbers in it as where citizens
    read."""
    shares = view.say(
        "summary.answered_shares",
        answer_no=said.number,
        yes=said.yes,
        no=said.no,
        none=said.silent,
    )
    if not said.whys:
        return [shares]
    whys = [view.say("why.line", line=texts.excerpt(masked(view, each), WHY)) for each in said.whys]
    return [shares, view.say("why.lines", n=said.why_count), *whys]


def verdict(view: View, answer: Answer) -> str:
    return verdict_line(view, answer.verdict)


def _further(view: View, answer: Answer) -> tuple[Key, ...]:
    again = correct(view, answer)
    if answer.topic_id is None:
        return (again,)
    return view.key("answer_further", Button("an", answer.topic_id)), again


def correct(view: View, answer: Answer) -> Key:
    return view.key("correct", Button("co", answer.id))


def newcomers(view: View, late: Newcomers) -> Bubble:
    return Bubble(came_later(view, late), newcomer_keys(view, late))


def came_later(view: View, late: Newcomers) -> texts.Markup:
    return view.say(
        "newcomers.ask", answer_no=late.number, n=late.people, topic=late.answer.topic_name
    )


def newcomer_keys(view: View, late: Newcomers) -> Rows:
    same = view.key("send_same", Button("nc", late.answer.id))
    anew = view.key("write_anew", Button("na", late.answer.id))
    return (same, anew), (view.key("not_now", Button("nl", late.answer.id)),)


def extended(view: View, outcome: Extended | NobodyNew | NotYours) -> Reply:
    match outcome:
        case Extended():
            starts = view.when(outcome.starts, outcome.timezone)
            key = "newcomers.night" if outcome.at_night else "newcomers.sent"
            words = view.say(key, n=outcome.people, start=starts)
            stop = view.key("stop_sending", Button("sx", outcome.answer.id))
            rows: Rows = ((stop,),) if outcome.at_night else ()
            return Reply((Bubble(how="strip"), Bubble(words, rows)), words.plain)
        case NobodyNew():
            words = view.say("newcomers.none")
            return Reply((Bubble(how="strip"), Bubble(words)), words.plain)
        case NotYours():
            return spent(view)
        case _:
            assert_never(outcome)


def left(view: View) -> Reply:
    words = view.say("newcomers.left")
    return one(Bubble(words, how="add"), words.plain)
