"""What people are told of a consultation on its way, without having asked."""

from bot.bubbles import Bubble, Reply, Rows, one
from bot.buttons import Button
from bot.replies.pressed import spent
from bot.turn import View
from deliberation.asking.tidings import Announced, ClosingSoon, QuestionChanged, Unanswered
from storage.models import Consultation, Participation


def closing_soon(view: View, told: ClosingSoon) -> Bubble:
    asked = told.consultation
    closes = view.when(asked.closes_at, asked.timezone)
    words = view.say("close.soon", title=asked.title, closes=closes)
    return Bubble(words, _no_more(view, told.participation))


def question_changed(view: View, told: QuestionChanged) -> Bubble:
    asked = told.consultation
    words = view.say(
        "question.changed", title=asked.title, old=told.before, question=asked.question
    )
    return Bubble(words, _own(view, asked))


def unanswered(view: View, told: Unanswered) -> Bubble:
    asked = told.consultation
    words = view.say(
        "end.unanswered_partly" if told.partly else "end.unanswered", title=asked.title
    )
    contact = f"{asked.department} {asked.phone}".strip()
    if contact:
        words = view.lines(words, view.say("end.ask_there", contact=contact))
    return Bubble(words, _own(view, asked))


def announced(view: View, told: Announced) -> Bubble:
    words = announcement(view, told.consultation, told.announcement.text)
    return Bubble(words, _no_more(view, told.participation))


def announcement(view: View, asked: Consultation, text: str) -> str:
    """As it reaches those who follow."""
    return view.say("announce.letter", title=asked.title, text=text)


def opened(view: View, asked: Consultation) -> Bubble:
    closes = view.when(asked.closes_at, asked.timezone)
    words = view.say("opened.told", title=asked.title, closes=closes)
    return Bubble(words, ((view.key("begin", Button("go", asked.id)),),))


def no_more_news(view: View, *, stopped: bool) -> Reply:
    if not stopped:
        return spent(view)
    words = view.say("news.stopped")
    return one(Bubble(words, how="add"), words.plain)


def will_be_told(view: View, asked: Consultation | None) -> Reply:
    if asked is None:
        return spent(view)
    opens = view.when(asked.opens_at, asked.timezone)
    words = view.say("not_open.noted", opens=opens)
    return one(Bubble(words, how="add"), words.plain)


def _no_more(view: View, participation: Participation) -> Rows:
    return ((view.key("no_more_news", Button("nn", participation.id)),),)


def _own(view: View, asked: Consultation) -> Rows:
    return ((view.key("see_my", Button("my", asked.id)),),)
