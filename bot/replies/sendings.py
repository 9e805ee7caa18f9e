"""An answer on its way to the citizens: confirmed, told of while it goes, and stopped."""

from typing import assert_never

from bot.bubbles import Bubble, Reply, Rows, one
from bot.buttons import Button
from bot.replies.drafts import put
from bot.replies.pressed import spent
from bot.texts import Markup
from bot.turn import View
from deliberation.answering.answers import Progress
from deliberation.answering.drafts import DraftChanged
from deliberation.answering.sendings import AnsweredMeanwhile, NeedsSecond, Resent, Stopped
from deliberation.outcomes import Confirmed, NobodyLeft, NotYours

Sent = Confirmed | DraftChanged | AnsweredMeanwhile | NeedsSecond | NobodyLeft | NotYours


def confirmed(view: View, outcome: Sent) -> Reply:
    match outcome:
        case Confirmed():
            return begins(view, outcome)
        case DraftChanged():
            return spent(view)
        case AnsweredMeanwhile():
            told = Bubble(view.say("send.other", time=view.when(outcome.at)))
            return Reply((Bubble(how="strip"), told, *put(view, outcome.again).bubbles[1:]))
        case NeedsSecond():
            return put(view, outcome.shown)
        case NobodyLeft():
            return Reply((Bubble(how="strip"), Bubble(view.say("send.nobody"))))
        case NotYours():
            return one(Bubble(view.say("role.gone")))
        case _:
            assert_never(outcome)


def begins(view: View, outcome: Confirmed) -> Reply:
    """It goes out now, in the morning, or has gone out before. Before the morning it can be
    stopped."""
    starts = view.when(outcome.starts, outcome.timezone)
    if outcome.already:
        return Reply((Bubble(how="strip"),), view.say("send.twice", time=starts).plain)
    key = "send.night" if outcome.at_night else "send.begun"
    words = view.say(key, start=starts, people=outcome.people)
    stop = view.key("stop_sending", Button("sx", outcome.answer.id))
    rows: Rows = ((stop,),) if outcome.at_night else ()
    return one(Bubble(words, rows, how="add"), words.plain)


def status(view: View, progress: Progress) -> Bubble:
    """The one live message about an answer that goes out."""
    states = progress.states
    key = "send.live" if progress.under_way else "send.done"
    words = view.say(
        key,
        people=progress.people,
        sent=states.get("sent", 0),
        blocked=states.get("blocked", 0),
        failed=states.get("failed", 0) + states.get("cancelled", 0),
        uncertain=states.get("uncertain", 0),
        stopped=states.get("stopped", 0),
        unreachable=states.get("unreachable", 0),
    )
    return Bubble(
        view.lines(words, *_till_when(view, progress)),
        _while_it_goes(view, progress),
        kind="status",
    )


def _till_when(view: View, progress: Progress) -> list[Markup]:
    if progress.ends is not None:
        return [view.say("send.eta", eta=view.when(progress.ends))]
    if progress.goes_on is not None:
        return [view.say("send.goes_on", start=view.when(progress.goes_on))]
    return []


def _while_it_goes(view: View, progress: Progress) -> Rows:
    answer = progress.answer
    if progress.under_way:
        return ((view.key("stop_sending", Button("sx", answer.id)),),)
    promise = view.key("promise", Button("pr", answer.id, "one"))
    if progress.states.get("uncertain"):
        return (view.key("resend", Button("rq", answer.id)),), (promise,)
    return ((promise,),)


def stopped(view: View, outcome: Stopped | NotYours) -> Reply:
    """What was on its way stays so; the rest does not go."""
    match outcome:
        case Stopped(people=0):
            words = view.say("send.stopped_before")
        case Stopped():
            words = view.say("send.stopped", people=outcome.people, left=outcome.left)
        case NotYours():
            return spent(view)
        case _:
            assert_never(outcome)
    return Reply((Bubble(how="strip"), Bubble(words)), words.plain)


def resent(view: View, outcome: Resent | NotYours) -> Reply:
    if isinstance(outcome, NotYours) or not outcome.count:
        return spent(view)
    words = view.say("send.resent", n=outcome.count)
    return Reply((Bubble(how="strip"), Bubble(words)), words.plain)
