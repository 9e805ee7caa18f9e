"""An answer on its way from the official's words to the citizens."""

from typing import assert_never

from bot import texts
from bot.bubbles import Bubble, Reply, Rows, one
from bot.buttons import Button
from bot.replies import own_words
from bot.replies.pressed import spent
from bot.turn import View
from deliberation.answers import Progress
from deliberation.drafts import (
    LONGEST,
    AnsweredMeanwhile,
    AnswerUnusable,
    DraftChanged,
    Drafted,
    Drafting,
    TopicEmpty,
)
from deliberation.outcomes import Confirmed, NobodyLeft, NotYours

EXCERPT = 100

Asked = Drafting | TopicEmpty | DraftChanged | NotYours
Put = Drafted | AnswerUnusable | DraftChanged | NobodyLeft | NotYours


def asked(view: View, outcome: Asked) -> Reply:
    match outcome:
        case Drafting():
            return one(_ask(view, outcome))
        case TopicEmpty():
            return one(Bubble(view.say("topic.empty", name=outcome.topic.name)))
        case DraftChanged():
            return spent(view)
        case NotYours():
            return one(Bubble(view.say("role.gone")))
        case _:
            assert_never(outcome)


def _ask(view: View, outcome: Drafting) -> Bubble:
    words = [view.say("answer.write", name=outcome.topic.name, people=outcome.people, max=LONGEST)]
    keys = [view.key("stop", Button("kd", outcome.answer.id))]
    if outcome.earlier:
        excerpt = texts.excerpt(outcome.earlier, EXCERPT)
        words.insert(0, view.say("answer.draft_found", excerpt=excerpt))
        keys.insert(0, view.key("go_on", Button("gd", outcome.answer.id)))
    if outcome.colleague is not None:
        words.insert(0, view.say("answer.draft_other", time=view.when(outcome.colleague)))
    return Bubble(view.lines(*words), (tuple(keys),))


def put(view: View, outcome: Put, *, without_media: bool = False) -> Reply:
    match outcome:
        case Drafted():
            return _preview(view, outcome, without_media)
        case AnswerUnusable():
            empty = outcome.units <= outcome.most
            key = "answer.empty" if empty else "answer.too_long"
            return one(Bubble(view.say(key, n=outcome.units, max=outcome.most), how="reply"))
        case DraftChanged():
            return one(Bubble(view.say("send.over")))
        case NobodyLeft():
            return one(Bubble(view.say("send.nobody")))
        case NotYours():
            return one(Bubble(view.say("role.gone")))
        case _:
            assert_never(outcome)


def _preview(view: View, outcome: Drafted, without_media: bool) -> Reply:
    """A true copy of what a citizen will see, then the number of people and the choice."""
    copy = own_words.letter(view, outcome.letter, audience_id=0)
    words = [view.say("answer.preview", people=outcome.people)]
    if outcome.unreachable:
        words.append(view.say("answer.preview_unreachable", n=outcome.unreachable))
    if without_media:
        words.append(view.say("answer.without_media"))
    return Reply((copy, Bubble(view.lines(*words), _choices(view, outcome))))


def discarded(view: View, *, discarded: bool) -> Reply:
    if not discarded:
        return spent(view)
    return one(Bubble(view.say("draft.discarded"), how="add"))


def _choices(view: View, outcome: Drafted) -> Rows:
    answer = outcome.answer
    return (
        (
            view.key("send", Button("sd", answer.id, state=answer.version)),
            view.key("change", Button("ch", answer.id)),
        ),
        (view.key("stop", Button("kd", answer.id)),),
    )


def confirmed(
    view: View, outcome: Confirmed | DraftChanged | AnsweredMeanwhile | NobodyLeft | NotYours
) -> Reply:
    match outcome:
        case Confirmed(already=True):
            words = view.say("send.twice", time=view.when(outcome.starts, outcome.timezone))
            return Reply((Bubble(how="strip"),), words.plain)
        case Confirmed(at_night=True):
            start = view.when(outcome.starts, outcome.timezone)
            words = view.say("send.night", start=start, people=outcome.people)
            return one(Bubble(words, how="add"), words.plain)
        case Confirmed():
            words = view.say("send.begun", people=outcome.people)
            return one(Bubble(words, how="add"), words.plain)
        case DraftChanged():
            return spent(view)
        case AnsweredMeanwhile():
            told = Bubble(view.say("send.other", time=view.when(outcome.at)))
            shown = put(view, outcome.again)
            return Reply((Bubble(how="strip"), told, *shown.bubbles))
        case NobodyLeft():
            return Reply((Bubble(how="strip"), Bubble(view.say("send.nobody"))))
        case NotYours():
            return one(Bubble(view.say("role.gone")))
        case _:
            assert_never(outcome)


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
    promise = view.key("promise", Button("pr", progress.answer.id, "one"))
    return Bubble(words, () if progress.under_way else ((promise,),), kind="status")


def lapsed(view: View, answer_id: int) -> Reply:
    what = view.say("draft.what.answer")
    rows = (
        (
            view.key("go_on", Button("gd", answer_id)),
            view.key("discard", Button("dd", answer_id)),
        ),
    )
    return one(Bubble(view.say("draft.expired", what=what), rows))
