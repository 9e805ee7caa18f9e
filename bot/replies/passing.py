"""What is read where a moderator passes a card on to the administrators."""

from bot.bubbles import Bubble, Reply, one
from bot.buttons import Button
from bot.replies.moderation import NOW, and_next, refused
from bot.turn import View
from deliberation.moderating.passing import LONGEST_LINE, LineWanted, NoAdmin, Passed, WithAdmin
from deliberation.moderating.refusals import Refused


def passed(view: View, outcome: LineWanted | NoAdmin | Passed | Refused, stamp: int) -> Reply:
    match outcome:
        case LineWanted():
            key = "moderation.pass_wrong" if outcome.wrong else "moderation.pass_why"
            stop = view.key("stop", Button("qc", outcome.opinion.id, state=stamp))
            return one(Bubble(view.say(key, max=LONGEST_LINE), ((stop,),))).fresh()
        case NoAdmin():
            words = view.say("moderation.no_admin")
            return Reply((Bubble(words),), words.plain)
        case Passed():
            now = view.say(NOW[outcome.opinion.state])
            key = "moderation.passed" + ("_all" if outcome.count > 1 else "")
            said = [view.say(key, n=outcome.count, shown=now)]
            return and_next(view, said, (), outcome.next)
        case _:
            return refused(view, outcome)


def told(view: View, outcome: WithAdmin) -> Bubble:
    """A card waits for an administrator."""
    start = view.key("queue", Button("qo"))
    return Bubble(view.say("moderation.line", line=outcome.line), ((start,),))
