"""A second look at an answer, in words: for who asks for it, who takes it, and who is told."""

from typing import assert_never

from bot import texts
from bot.bubbles import Bubble, Reply, Rows, one
from bot.buttons import Button
from bot.replies import letters
from bot.replies.pressed import spent
from bot.replies.sendings import begins
from bot.replies.team import called
from bot.turn import View
from deliberation.answering.drafts import Asker, DraftChanged
from deliberation.answering.sendings import LookAsked, ToReview
from deliberation.outcomes import Confirmed, NobodyLeft, NotYours
from deliberation.staff.reviews import LONGEST_LINE, ChangesAsked, OwnWork, ReviewMoved
from deliberation.staff.teams import Member
from storage.models import Answer, Review

NAME = 40


def look_asked(view: View, outcome: LookAsked | DraftChanged | NobodyLeft | NotYours) -> Reply:
    match outcome:
        case LookAsked(others=0):
            return one(Bubble(view.say("review.nobody"))).fresh()
        case LookAsked():
            words = view.say("review.asked", n=outcome.others)
            return one(Bubble(words, how="add"), words.plain)
        case DraftChanged():
            return spent(view)
        case NobodyLeft():
            return Reply((Bubble(how="strip"), Bubble(view.say("send.nobody"))))
        case NotYours():
            return one(Bubble(view.say("role.gone")))
        case _:
            assert_never(outcome)


def asks(view: View, outcome: ToReview) -> Bubble:
    """Somebody else's answer waits for a second look."""
    answer = outcome.shown.answer
    words = view.say(
        "review.answer",
        author=called(view, outcome.by),
        name=named(view, answer),
        people=outcome.shown.people,
    )
    return Bubble(words, _choices(view, outcome.review, seen=False))


def named(view: View, answer: Answer) -> str:
    """To whom an answer is, in a few words."""
    if answer.topic_name:
        return texts.excerpt(answer.topic_name, NAME)
    return view.say(f"answer.aim.{answer.aim}")


def _choices(view: View, review: Review, *, seen: bool) -> Rows:
    version = review.version
    see = view.key("see_it", Button("rs", review.id, state=version))
    may_go = view.key("may_go", Button("rv", review.id, state=version))
    to_change = view.key("ask_changes", Button("rx", review.id, state=version))
    return ((may_go,), (to_change,)) if seen else ((see, may_go), (to_change,))


ToSee = ToReview | OwnWork | ReviewMoved | NobodyLeft | NotYours


def to_review(view: View, outcome: ToSee) -> Reply:
    """A true copy of what a citizen will see, and the choice."""
    if not isinstance(outcome, ToReview):
        return _not_now(view, outcome)
    copy = letters.shown(view, outcome.shown.letter)
    words = view.say("review.see", people=outcome.shown.people)
    return Reply((*copy, Bubble(words, _choices(view, outcome.review, seen=True)))).fresh()


def asked_what(view: View, outcome: ToSee) -> Reply:
    if not isinstance(outcome, ToReview):
        return _not_now(view, outcome)
    stop = view.key("stop", Button("ss"))
    words = view.say("review.what", max=LONGEST_LINE)
    return one(Bubble(words, ((stop,),))).fresh()


def unusable(view: View, units: int) -> Reply:
    key = "answer.too_long" if units > LONGEST_LINE else "answer.empty"
    return one(Bubble(view.say(key, n=units, max=LONGEST_LINE), how="reply"))


def decided(
    view: View, outcome: Confirmed | ChangesAsked | OwnWork | ReviewMoved | NobodyLeft | NotYours
) -> Reply:
    match outcome:
        case Confirmed():
            return begins(view, outcome)
        case ChangesAsked():
            return one(Bubble(view.say("review.changes_asked")))
        case OwnWork() | ReviewMoved() | NobodyLeft() | NotYours():
            return _not_now(view, outcome)
        case _:
            assert_never(outcome)


def _not_now(view: View, outcome: OwnWork | ReviewMoved | NobodyLeft | NotYours) -> Reply:
    match outcome:
        case OwnWork():
            return Reply(toast=view.say("review.own").plain)
        case ReviewMoved():
            words = view.say("review.moved")
            return one(Bubble(words, how="add"), words.plain)
        case NobodyLeft():
            return Reply((Bubble(how="strip"), Bubble(view.say("send.nobody"))))
        case NotYours():
            return one(Bubble(view.say("role.gone")))
        case _:
            assert_never(outcome)


def to_author(view: View, review: Review, by: Member | None) -> Bubble:
    """What is to be changed first, as the author is told."""
    words = view.say("review.changes", who=called(view, by), line=review.line)
    keys = (
        view.key("change", Button("ch", review.subject_id)),
        view.key("discard", Button("dd", review.subject_id)),
    )
    return Bubble(words, (keys,))


def asks_over(view: View, asker: Asker) -> Bubble:
    """A colleague would like to go on with a draft."""
    words = view.say("take_over.ask", who=called(view, asker.by), name=named(view, asker.answer))
    give = view.key("give_over", Button("ho", asker.answer.id, str(asker.by.contact_id)))
    return Bubble(words, ((give,),))


def handed_over(view: View, answer: Answer) -> Bubble:
    """A draft is one's own now."""
    words = view.say("take_over.yours", name=named(view, answer))
    return Bubble(words, ((view.key("go_on", Button("gd", answer.id)),),))
