"""The answer to an opinion: it is kept, its number, its place. Or why it was not."""

from datetime import datetime
from typing import assert_never

from bot import texts
from bot.bubbles import Bubble, Key, Reply, Rows, one
from bot.buttons import Button
from bot.replies import arriving, limits, measures, questions
from bot.replies.masked import with_covered
from bot.turn import View
from deliberation.moderating.measures import Muted, Slowed
from deliberation.outcomes import (
    Closed,
    ConsentNeeded,
    Empty,
    Forwarded,
    Greeting,
    Joined,
    LoneWord,
    NotOpenYet,
    NowhereToWrite,
    NoWords,
    Recorded,
    Repeated,
    TooLong,
    TooShort,
)
from deliberation.speaking.opinions import Refusal
from deliberation.speaking.pace import AtLimit
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
            return one(_receipt(view, words, outcome))
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
    return _receipt(view, said, outcome, outcome.others)


def _receipt_key(outcome: Recorded) -> str:
    if outcome.without_media:
        return "media.caption"
    if outcome.question:
        return "opinion.question"
    return "opinion.first" if outcome.first else "opinion.next"


def _receipt(
    view: View, words: str, outcome: Recorded | Joined, others: tuple[Consultation, ...] = ()
) -> Bubble:
    opinion = outcome.opinion
    change = ((view.key("change_it", Button("ed", opinion.id)),),) if outcome.covered else ()
    rows = (*_elsewhere(view, opinion, others), *change, own_row(view, opinion))
    said = with_covered(view, held(view, words, outcome.held_for), opinion, outcome.covered)
    if outcome.urgent:
        said = view.lines(said, "", view.say("opinion.urgent"))
    return questions.below(view, Bubble(said, rows, kind="receipt"), outcome.ask)


def held(view: View, words: str, held_for: str) -> texts.Markup:
    """That a moderator looks first, and why, where nobody has looked yet."""
    if not held_for:
        return view.lines(words)
    return view.lines(words, view.say("opinion.held", hold_reason=view.say(f"hold.{held_for}")))


def _elsewhere(view: View, opinion: Opinion, others: tuple[Consultation, ...]) -> Rows:
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


def own_row(view: View, opinion: Opinion) -> tuple[Key, ...]:
    """The keys under an opinion that was kept: all own words, and taking this one back."""
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
        case Muted() | Slowed():
            return measures.not_taken(view, outcome)
        case AtLimit():
            return one(limits.not_taken(view, outcome))
        case _:
            assert_never(outcome)


def _keep_anyway(view: View, words: str, name: str) -> Bubble:
    return Bubble(words, ((view.key(name, Button("kp")),),), how="reply")


def end_of(asked: Consultation) -> datetime:
    """When it closed, early or as planned."""
    return asked.closed_at or asked.closes_at


def closed_for_changes(view: View, asked: Consultation) -> texts.Markup:
    """The end came before the change."""
    return view.say("edit.closed", closed=view.when(end_of(asked), asked.timezone))


def _closed(view: View, asked: Consultation) -> Bubble:
    words = view.say(
        "closed.said",
        title=asked.title,
        closed=view.when(end_of(asked), asked.timezone),
        other_ways=arriving.other_ways(view, asked),
    )
    return Bubble(words, arriving.ways_on(view, asked), how="reply")


def _no_words(view: View, outcome: NoWords) -> str:
    if outcome.media in ("voice", "video_note", "audio") and outcome.phone:
        return view.say("media.voice", phone=outcome.phone)
    return view.say("media.none", media=view.say(f"media.kind.{outcome.media}"))
