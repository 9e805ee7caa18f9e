"""The answer to an opinion: it is kept, its number, its place. Or why it was not."""

from datetime import datetime
from typing import assert_never

from bot.bubbles import Bubble, Key, Reply, one, silence
from bot.buttons import Button
from bot.replies import arriving
from bot.turn import View
from deliberation.opinions import Refusal
from deliberation.outcomes import (
    Closed,
    ConsentNeeded,
    Empty,
    Forwarded,
    Gone,
    Greeting,
    Joined,
    LoneWord,
    Moved,
    NotOpenYet,
    NowhereToWrite,
    NoWords,
    Recorded,
    Repeated,
    Restored,
    Revised,
    RevisionClosed,
    RevisionUnusable,
    TooLong,
    TooShort,
    Unchanged,
    Withdrawn,
)
from storage.models import Consultation, Opinion

MOST_OTHERS = 2


def submitted(
    view: View, outcome: Recorded | Joined | Repeated | Refusal | Forwarded | NoWords
) -> Reply:
    match outcome:
        case Recorded():
            return one(recorded(view, outcome))
        case Joined():
            words = view.say(
                "opinion.joined", no=outcome.opinion.no, title=outcome.consultation.title
            )
            return one(_receipt(view, words, outcome.opinion))
        case Repeated():
            words = view.say("opinion.repeated", no=outcome.opinion.no)
            rows = ((_see_my(view, outcome.opinion),),)
            return one(Bubble(words, rows, how="reply"))
        case _:
            return not_taken(view, outcome)


def recorded(view: View, outcome: Recorded) -> Bubble:
    said = view.say(
        _receipt_key(outcome),
        no=outcome.opinion.no,
        title=outcome.consultation.title,
        phone=outcome.consultation.phone or view.say("other_ways.none"),
    )
    return _receipt(view, said, outcome.opinion, outcome.others)


def _receipt_key(outcome: Recorded) -> str:
    if outcome.without_media:
        return "media.caption"
    if outcome.question:
        return "opinion.question"
    return "opinion.first" if outcome.first else "opinion.next"


def _receipt(
    view: View, words: str, opinion: Opinion, others: tuple[Consultation, ...] = ()
) -> Bubble:
    return Bubble(
        words, (*_elsewhere(view, opinion, others), _own_row(view, opinion)), kind="receipt"
    )


def _elsewhere(
    view: View, opinion: Opinion, others: tuple[Consultation, ...]
) -> tuple[tuple[Key, ...], ...]:
    """One tap moves the words to another consultation the person is in."""
    return tuple(
        (
            view.key(
                "other_consultation",
                Button("mv", opinion.id, str(other.id)),
                other=other.title,
            ),
        )
        for other in others[:MOST_OTHERS]
    )


def _own_row(view: View, opinion: Opinion) -> tuple[Key, ...]:
    return _see_my(view, opinion), view.key("take_back", Button("wd", opinion.id))


def _see_my(view: View, opinion: Opinion) -> Key:
    return view.key("see_my", Button("my", opinion.consultation_id))


def not_taken(view: View, outcome: Refusal | Forwarded | NoWords) -> Reply:
    """What is possible now, for words that were not kept."""
    match outcome:
        case ConsentNeeded():
            return arriving.consent_needed(view, outcome)
        case NowhereToWrite():
            return arriving.nowhere(view, outcome, had_words=True)
        case Closed():
            return one(_closed(view, outcome.consultation))
        case NotOpenYet():
            words = view.lines(
                view.say("words.not_stored"), arriving.not_open(view, outcome.consultation)
            )
            return one(Bubble(words, how="reply"))
        case Greeting():
            words = view.say("opinion.greeting", title=outcome.consultation.title)
            return one(_keep_anyway(view, words, "keep_anyway"))
        case TooShort():
            return one(_keep_anyway(view, view.say("opinion.short"), "keep_anyway"))
        case LoneWord():
            return one(Bubble(view.say("word.alone", word=outcome.word), how="reply"))
        case Forwarded():
            return one(_keep_anyway(view, view.say("media.forward"), "my_view"))
        case Empty():
            return one(Bubble(view.say("opinion.empty"), how="reply"))
        case TooLong():
            words = view.say("opinion.long", n=outcome.units, max=outcome.most)
            return one(Bubble(words, how="reply"))
        case NoWords():
            return one(Bubble(_no_words(view, outcome), how="reply"))
        case _:
            assert_never(outcome)


def _keep_anyway(view: View, words: str, name: str) -> Bubble:
    return Bubble(words, ((view.key(name, Button("kp")),),), how="reply")


def end_of(asked: Consultation) -> datetime:
    return asked.closed_at or asked.closes_at


def _closed(view: View, asked: Consultation) -> Bubble:
    words = view.say(
        "closed.said",
        title=asked.title,
        closed=view.when(end_of(asked)),
        other_ways=arriving.other_ways(view, asked),
    )
    return Bubble(words, ((view.key("list", Button("ls")),),), how="reply")


def _no_words(view: View, outcome: NoWords) -> str:
    if outcome.media in ("voice", "video_note", "audio") and outcome.phone:
        return view.say("media.voice", phone=outcome.phone)
    return view.say("media.none", media=view.say(f"media.kind.{outcome.media}"))


def revised(
    view: View,
    outcome: Revised | Unchanged | RevisionClosed | RevisionUnusable | Gone,
    *,
    said_again: bool = False,
) -> Reply:
    """An edit that shows nothing new needs no word; the same words sent anew do."""
    match outcome:
        case Revised(after_answer=True):
            return one(_revised(view, view.say("edit.after_answer"), outcome.opinion))
        case Revised():
            words = view.say("edit.done", no=outcome.opinion.no, title=outcome.consultation.title)
            return one(_revised(view, words, outcome.opinion))
        case Unchanged() if said_again:
            words = view.say("edit.done", no=outcome.opinion.no, title=outcome.title)
            return one(_revised(view, words, outcome.opinion))
        case Unchanged():
            return silence("nothing visible changed")
        case RevisionClosed():
            words = view.say("edit.closed", closed=view.when(end_of(outcome.consultation)))
            see = view.key("see_my", Button("my", outcome.consultation.id))
            return one(Bubble(words, ((see,),), how="reply"))
        case RevisionUnusable():
            words = view.say("edit.unusable", why=_why(view, outcome.why))
            stop = ((view.key("stop", Button("ss")),),) if said_again else ()
            return one(Bubble(words, stop, how="reply"))
        case Gone():
            return one(Bubble(view.say("edit.withdrawn"), how="reply"))
        case _:
            assert_never(outcome)


def _revised(view: View, words: str, opinion: Opinion) -> Bubble:
    return Bubble(words, (_own_row(view, opinion),), how="reply", kind="receipt")


def _why(view: View, why: Empty | TooShort | TooLong) -> str:
    match why:
        case Empty():
            return view.say("edit.why.empty")
        case TooShort():
            return view.say("edit.why.short")
        case TooLong():
            return view.say("edit.why.long", n=why.units, max=why.most)
        case _:
            assert_never(why)


def withdrawn(view: View, outcome: Withdrawn | Gone) -> Reply:
    match outcome:
        case Withdrawn():
            until = view.when(outcome.undo_until)
            words = view.say("withdraw.done", no=outcome.opinion.no, undo_until=until)
            rows = ((view.key("undo", Button("un", outcome.opinion.id)),),)
            return one(Bubble(words, rows, how="add", kind="receipt"), words.plain)
        case Gone():
            return spent(view)
        case _:
            assert_never(outcome)


def restored(view: View, outcome: Restored | Gone) -> Reply:
    match outcome:
        case Restored():
            words = view.say("withdraw.undone", no=outcome.opinion.no)
            row = _own_row(view, outcome.opinion)
            return one(Bubble(words, (row,), how="add", kind="receipt"), words.plain)
        case Gone():
            return spent(view)
        case _:
            assert_never(outcome)


def moved(view: View, outcome: Moved | Gone) -> Reply:
    match outcome:
        case Moved():
            words = view.say(
                "opinion.moved", no=outcome.opinion.no, title=outcome.consultation.title
            )
            row = _own_row(view, outcome.opinion)
            return one(Bubble(words, (row,), how="add", kind="receipt"), words.plain)
        case Gone():
            return spent(view)
        case _:
            assert_never(outcome)


def spent(view: View) -> Reply:
    """A button whose time is over: its bubble loses it, and a short line says so."""
    words = view.say("button.spent")
    return Reply((Bubble(how="strip"),), words.plain)
