"""What others said, by topic; the agency's answers; and what a reader finds wrong with words."""

from dataclasses import replace
from typing import assert_never

from bot import texts
from bot.bubbles import Bubble, Reply, Rows, one, pairs
from bot.buttons import Button
from bot.replies import limits, retention
from bot.replies.arriving import Entries, listed, numbered_list, page_keys, whom_to_ask
from bot.replies.letters import cut, day, file, office, put_right, reason_lines, verdict_line
from bot.replies.masked import masked
from bot.replies.pressed import spent
from bot.replies.topics import partner_signed
from bot.turn import View
from deliberation.answering.drafts import INTERIM
from deliberation.moderating.flags import (
    REASONS,
    EnoughFlags,
    Flagged,
    NotShown,
    OwnOpinion,
    Raised,
)
from deliberation.pages import nearest
from deliberation.speaking.reading import (
    Line,
    NoTopics,
    PublicAnswer,
    TopicGone,
    Topics,
    Unknown,
    Which,
    Words,
)
from storage.models import Consultation, Opinion

EXCERPT = 200
QUOTES = (3000, 1500, 1000, 680)  # UTF-16 units of each of the five quotes on a page
LONGEST_PAGE = 3700
PART = 3500  # of words that are read by themselves


def topics(view: View, outcome: Topics | NoTopics | Which | Unknown, page: int = 0) -> Reply:
    """The list of topics, or, to choose from, a page of the consultations that are open."""
    match outcome:
        case Topics():
            return one(_topics(view, outcome))
        case NoTopics():
            title = outcome.consultation.title
            return one(Bubble(view.say("topics.none", title=title, n=outcome.opinions)))
        case Which(open=()):
            return one(listed(view, ()))
        case Which():
            return one(
                _read_which(view, outcome.open, page, said="topics.which", turn=Button("tl"))
            )
        case Unknown():
            return one(Bubble(view.say("topics.unknown")))
        case _:
            assert_never(outcome)


def _topics(view: View, outcome: Topics) -> Bubble:
    asked = outcome.consultation
    words = view.say(
        "topics.list",
        title=asked.title,
        people=outcome.people,
        at=view.when(outcome.at, asked.timezone),
        lines=view.lines(*(_line(view, line) for line in outcome.lines)),
        alone=outcome.alone,
    )
    numbers = tuple((line.place, _to_words(asked, line.topic.id)) for line in outcome.lines)
    return Bubble(words, _topics_keys(view, outcome), how="edit", numbers=numbers)


def _line(view: View, line: Line) -> str:
    key = "topics.line_answered" if line.answered else "topics.line"
    key = key if line.people else "topics.line_answer_only"
    key = "topics.line_invited" if line.invited else key
    return view.say(key, i=line.place, name=masked(view, line.topic.name), people=line.people)


def _topics_keys(view: View, outcome: Topics) -> Rows:
    asked = outcome.consultation
    keys = [
        view.key("topic_n", _to_words(asked, line.topic.id), n=line.place) for line in outcome.lines
    ]
    turns = page_keys(view, outcome.page, outcome.pages, Button("tl", asked.id))
    alone = (view.key("alone", _to_words(asked)),) if outcome.alone else ()
    return (*pairs(keys), turns, alone)


def _to_words(asked: Consultation, topic_id: int = 0) -> Button:
    """To a topic's words; topic 0 is what is on its own."""
    return Button("rt", topic_id, state=asked.id)


def words(view: View, outcome: Words | TopicGone | Unknown, *, asking: bool = False) -> Reply:
    """A page of a topic's words; `asking` which of them somebody wants to report."""
    match outcome:
        case Words(said=()):
            return one(Bubble(_nothing_to_read(view, outcome), _ways_on(view, outcome), how="edit"))
        case Words() if asking:
            text = view.lines(_page(view, outcome), "", view.say("flag.which"))
            return one(Bubble(text, _which_keys(view, outcome), how="edit"))
        case Words():
            text = _page(view, outcome)
            numbers = tuple((no, Button("rw", each.id)) for no, each in outcome.numbered)
            return one(Bubble(text, _words_keys(view, outcome), how="edit", numbers=numbers))
        case TopicGone():
            back = view.key("all_topics", Button("tl", outcome.consultation.id))
            return one(Bubble(view.say("topic.read_gone"), ((back,),), how="edit"))
        case Unknown():
            return spent(view)
        case _:
            assert_never(outcome)


def _nothing_to_read(view: View, outcome: Words) -> str:
    """Nobody agreed to be shown, or no words are left."""
    if outcome.consultation.erasing_at is not None:
        return retention.gone(view, outcome.consultation)
    if outcome.topic is None:
        return view.say("topic.alone_unshown")
    key = "topic.answer_only" if outcome.answer else "topic.emptied"
    key = "topic.unshown" if outcome.people else key
    return view.say(key, name=masked(view, outcome.topic.name), people=outcome.people)


def _page(view: View, outcome: Words) -> texts.Markup:
    """Whole words as far as one message holds them all; else each of them cut."""
    said = [
        (no, partner_signed(view, masked(view, opinion.text), outcome.signed.get(opinion.id)))
        for no, opinion in outcome.numbered
    ]
    for most in QUOTES:
        page = _page_cut_at(view, outcome, said, most)
        if texts.units(page.plain) <= LONGEST_PAGE:
            break
    return page


def _page_cut_at(
    view: View, outcome: Words, said: list[tuple[int, str]], most: int
) -> texts.Markup:
    lines = [view.say("topic.said", i=str(no), quote=cut(quote, most)) for no, quote in said]
    if any(texts.units(quote) > most for _, quote in said):
        lines.append(view.say("topic.said_cut"))
    if outcome.pages > 1:
        lines.append(view.say("topic.page", page=outcome.page + 1, pages=outcome.pages))
    quotes = view.lines(*lines)
    if outcome.topic is None:
        return view.say("topic.alone", n=outcome.opinions, quotes=quotes)
    name = masked(view, outcome.topic.name)
    return view.say("topic.read", name=name, people=outcome.people, quotes=quotes)


def _words_keys(view: View, outcome: Words) -> Rows:
    where = _to_words(outcome.consultation, outcome.topic.id if outcome.topic else 0)
    turns = page_keys(view, outcome.page, outcome.pages, where)
    report = view.key("report", Button("fl", where.subject, str(outcome.page), where.state))
    return (turns, (report,), *_ways_on(view, outcome))


def _ways_on(view: View, outcome: Words) -> Rows:
    back = view.key("all_topics", Button("tl", outcome.consultation.id))
    if outcome.answer is None:
        return ((back,),)
    return ((view.key("see_answer", Button("av", outcome.answer.id)), back),)


def _which_keys(view: View, outcome: Words) -> Rows:
    """A button for each of the words on the page; stopping leads back to the page."""
    keys = [
        view.key("message_n", Button("fw", opinion.id), n=str(no))
        for no, opinion in outcome.numbered
    ]
    where = _to_words(outcome.consultation, outcome.topic.id if outcome.topic else 0)
    return pairs([*keys, view.key("stop", replace(where, value=str(outcome.page)))])


def whole(view: View, outcome: Opinion | NotShown, part: int) -> Reply:
    """Somebody's words to the end, in as many parts as it takes."""
    if isinstance(outcome, NotShown):
        return one(Bubble(view.say("words.gone")))
    parts = texts.parts(masked(view, outcome.text), PART)
    at, _ = nearest(part, len(parts), 1)
    key = "words.part" if len(parts) > 1 else "words.whole"
    said = view.say(key, text=parts[at], page=at + 1, pages=len(parts))
    turns = page_keys(view, at, len(parts), Button("rw", outcome.id))
    report = view.key("report", Button("fw", outcome.id))
    return one(Bubble(said, (turns, (report,)), how="edit"))


def answer(view: View, outcome: PublicAnswer | NotShown) -> Reply:
    if isinstance(outcome, NotShown):
        return one(Bubble(view.say("answer.public_gone")))
    given, asked, version = outcome.answer, outcome.consultation, outcome.version
    interim = version.verdict == INTERIM
    said = view.say(
        "answer.public_interim" if interim else "answer.public",
        office=office(view, outcome.agency, asked),
        contact=whom_to_ask(outcome.agency, asked),
        topic=masked(view, given.topic_name),
        answer=version.text,
        what=verdict_line(view, version.verdict),
        why=reason_lines(view, version.reason),
        due=day(view, version.final_due),
        note=_put_right(view, outcome),
        answer_no=outcome.number,
        answered=view.when(given.confirmed_at, asked.timezone) if given.confirmed_at else "",
    )
    earlier = outcome.earlier
    keys = (view.key("earlier_answer", Button("av", earlier.id)),) if earlier else ()
    return Reply((Bubble(said, (keys,)), *file(view, outcome)))


def _put_right(view: View, outcome: PublicAnswer) -> str:
    """Whether these words took the place of others, and what they put right."""
    if outcome.corrected:
        return put_right(view)
    changes = outcome.version.changes
    return view.lines("", view.say("answer.public_corrects", changes=changes)) if changes else ""


def past(view: View, entries: Entries, page: int) -> Reply:
    """What is over and can be read."""
    if not entries:
        return one(Bubble(view.say("list.past_none")))
    turn = Button("pa")
    return one(_read_which(view, entries, page, "list.past", turn, line="list.past_line"))


def _read_which(
    view: View, entries: Entries, page: int, said: str, turn: Button, line: str = "list.line"
) -> Bubble:
    return numbered_list(view, entries, page, said=said, to=Button("tl"), turn=turn, line=line)


def which_one(view: View, outcome: Opinion | OwnOpinion | NotShown) -> Reply:
    """Somebody pressed the number of words they want to report."""
    if isinstance(outcome, Opinion):
        return one(ask_reason(view, outcome.id, masked(view, outcome.text)))
    return _not_flagged(view, outcome)


def ask_reason(view: View, opinion_id: int, excerpt: str) -> Bubble:
    """What worries the reader about these words: one button a reason."""
    said = view.say("flag.why", excerpt=texts.excerpt(excerpt, EXCERPT))
    keys = [
        view.key(f"flag_{reason}", Button("fy", opinion_id, short(reason))) for reason in REASONS
    ]
    return Bubble(said, pairs(keys))


def short(reason: str) -> str:
    """A reason as a button holds it."""
    return reason[:4]


def flagged(view: View, outcome: Raised) -> Reply:
    if isinstance(outcome, EnoughFlags):
        return one(Bubble(limits.enough_flags(view, outcome))).fresh()
    if not isinstance(outcome, Flagged):
        return _not_flagged(view, outcome).fresh()
    said = view.say("flag.again" if outcome.again else "flag.done")
    back = view.key("all_topics", Button("tl", outcome.opinion.consultation_id))
    return one(Bubble(said, ((back,),), how="add"), said.plain)


def _not_flagged(view: View, outcome: OwnOpinion | NotShown) -> Reply:
    match outcome:
        case OwnOpinion():
            take_back = view.key("take_back", Button("wd", outcome.opinion.id))
            return one(Bubble(view.say("flag.own"), ((take_back,),)))
        case NotShown():
            return one(Bubble(view.say("words.gone")))
        case _:
            assert_never(outcome)
