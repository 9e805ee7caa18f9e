"""A citizen's own words and the answers that came, as they are shown."""

from dataclasses import replace

from bot import texts
from bot.bubbles import Bubble, Key, Reply, Rows, one
from bot.buttons import Button
from bot.replies import appeals
from bot.replies.arriving import page_keys
from bot.replies.letters import OWN, file, letter
from bot.replies.opinions import closed_for_changes
from bot.replies.pressed import spent
from bot.turn import View
from deliberation.answering.answers import Letter
from deliberation.outcomes import Gone
from deliberation.speaking.own_words import (
    PAGE,
    NoOwnWords,
    NoSuchNumber,
    OwnOpinion,
    OwnWords,
    Received,
    StateOf,
    TakesPartNowhere,
)

LINE = 40
MOST_OWN = 3400  # of them in a bubble that shows one opinion


def own_page(view: View, outcome: OwnWords | NoOwnWords | TakesPartNowhere) -> Reply:
    match outcome:
        case OwnWords():
            return one(_page(view, outcome))
        case NoOwnWords():
            words = view.say("my.none", title=outcome.consultation.title)
            return one(Bubble(words, (_answers_key(view, outcome.answers),)))
        case TakesPartNowhere():
            words = view.say("start.no_consultation")
            return one(Bubble(words, ((view.key("list", Button("ls")),),)))


def _page(view: View, own: OwnWords) -> Bubble:
    lines = [
        view.say(
            "my.line",
            no=opinion.no,
            excerpt=texts.excerpt(opinion.text, LINE),
            state=state(view, standing, own.consultation.timezone),
        )
        for opinion, standing in own.lines
    ]
    words = view.say(
        "my.list",
        n=own.total,
        first=own.lines[0][0].no,
        last=own.lines[-1][0].no,
        lines=view.lines(*lines),
    )
    numbers = tuple((opinion.no, Button("mo", opinion.id)) for opinion, _ in own.lines)
    return Bubble(words, _page_keys(view, own), how="edit", numbers=numbers)


def _page_keys(view: View, own: OwnWords) -> Rows:
    where = own.consultation.id
    turns = page_keys(view, own.page, own.pages, Button("pg", where))
    other = (view.key("see_other", Button("ot", where)),) if own.elsewhere else ()
    return turns, other, _answers_key(view, own.answers)


def _answers_key(view: View, n: int) -> tuple[Key, ...]:
    return (view.key("answers", Button("al"), n=n),) if n else ()


def answers(view: View, outcome: Received) -> Reply:
    """The answers that came, to be read again by their number in the list."""
    if not outcome.letters:
        return one(Bubble(view.say("answers.none")))
    numbered = list(enumerate(outcome.letters, start=outcome.page * PAGE + 1))
    words = view.say(
        "answers.list",
        n=outcome.total,
        lines=view.lines(*(_answer_line(view, i, letter) for i, (_, letter) in numbered)),
    )
    numbers = tuple((i, Button("sa", audience_id)) for i, (audience_id, _) in numbered)
    turns = page_keys(view, outcome.page, outcome.pages, Button("al"))
    return one(Bubble(words, (turns,), how="edit", numbers=numbers))


def _answer_line(view: View, i: int, letter: Letter) -> texts.Markup:
    verdict = letter.verdict
    return view.say(
        "answers.line_verdict" if verdict else "answers.line",
        i=i,
        title=letter.consultation.title,
        answer_no=letter.number,
        answered=view.when(letter.at, letter.consultation.timezone),
        topic=letter.answer.topic_name,
        verdict=view.say(f"state.verdict.{verdict}") if verdict else "",
        excerpt=texts.excerpt(letter.text, LINE),
    )


def state(view: View, standing: StateOf, zone: str) -> str:
    at = view.when(standing.at, zone) if standing.at else ""
    reason = view.say(f"reason.{standing.reason}") if standing.reason else ""
    return view.say(
        f"state.opinion.{standing.name}",
        topic=standing.topic,
        n=standing.people,
        date=at,
        undo_until=at,
        reason=reason,
        status=view.say(f"state.promise_short.{standing.promise}") if standing.promise else "",
    )


def own_opinion(view: View, outcome: OwnOpinion | NoSuchNumber | Gone) -> Reply:
    match outcome:
        case OwnOpinion():
            return one(_one(view, outcome))
        case NoSuchNumber():
            return one(Bubble(view.say("my.unknown", no=outcome.no)))
        case Gone():
            return spent(view)


def _one(view: View, own: OwnOpinion) -> Bubble:
    words = view.say(
        "my.one",
        no=own.opinion.no,
        sent=view.when(own.opinion.written_at, own.consultation.timezone),
        title=own.consultation.title,
        text=_whole_if_it_fits(own.opinion.text),
        state=state(view, own.state, own.consultation.timezone),
    )
    return Bubble(words, _one_keys(view, own))


def _whole_if_it_fits(words: str) -> str:
    fits = texts.units(words) <= MOST_OWN
    return words if fits else texts.excerpt(words, MOST_OWN)


def _one_keys(view: View, own: OwnOpinion) -> Rows:
    if own.state.name == "withdrawn":
        return ((view.key("undo", Button("un", own.opinion.id)),),)
    change = view.key("change_it", Button("ed", own.opinion.id))
    take_back = view.key("take_back", Button("wd", own.opinion.id))
    first = (change, take_back) if own.may_change else (take_back,)
    second = [appeals.key(view, own.opinion.id)] if own.may_appeal else []
    if own.answer is not None:
        second.append(view.key("see_answer", Button("sa", own.answer.id)))
    return (first, tuple(second)) if second else (first,)


def ask_change(view: View, outcome: OwnOpinion | Gone) -> Reply:
    if isinstance(outcome, Gone):
        return spent(view)
    if outcome.state.name == "withdrawn":
        return one(Bubble(view.say("edit.withdrawn")))
    if not outcome.may_change:
        return one(Bubble(closed_for_changes(view, outcome.consultation)))
    excerpt = texts.excerpt(outcome.opinion.text, OWN)
    words = view.say("edit.ask", no=outcome.opinion.no, excerpt=excerpt)
    return one(Bubble(words, ((view.key("stop", Button("ss")),),)))


def words_only(view: View, *, forwarded: bool) -> Reply:
    why = view.say("edit.why.forward" if forwarded else "edit.why.media")
    stop = ((view.key("stop", Button("ss")),),)
    return one(Bubble(view.say("edit.unusable", why=why), stop, how="reply"))


def letter_again(view: View, outcome: Letter | Gone, audience_id: int) -> Reply:
    if not isinstance(outcome, Letter):
        return spent(view)
    bubble = letter(view, outcome, audience_id)
    if outcome.why:
        mine = view.say("why.mine", line=outcome.why)
        bubble = replace(bubble, text=view.lines(bubble.text, "", mine))
    return Reply((bubble, *file(view, outcome)))
