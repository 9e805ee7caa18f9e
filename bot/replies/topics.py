"""One topic, as an official reads it: what was said, by how many, and what was answered."""

from typing import assert_never

from bot import texts
from bot.bubbles import Bubble, How, Key, Reply, Rows, one
from bot.buttons import Button
from bot.replies import descents, drafts, handing, ratings, retention, splits
from bot.turn import View
from deliberation.briefing.briefings import TopicView
from deliberation.briefing.topic_lines import TopicLine
from deliberation.grouping.families import Copies
from deliberation.outcomes import NotYours
from storage.models import Consultation, Opinion

LINE = 100
WHOLE = (4000, 1500, 1000, 700)  # UTF-16 units of each opinion on a page of a topic's words


def shown(view: View, outcome: TopicView | NotYours, *, turned_back: bool = False) -> Reply:
    """A topic, or a page of its words, which turns in place."""
    match outcome:
        case TopicView(page=()):
            return one(Bubble(_topic_and_newcomers(view, outcome), _topic_keys(view, outcome)))
        case TopicView():
            how: How = "edit" if outcome.page_number > 1 or turned_back else "new"
            return one(Bubble(_page_words(view, outcome), _topic_keys(view, outcome), how))
        case NotYours():
            return one(Bubble(view.say("topic.gone")))
        case _:
            assert_never(outcome)


def _topic_words(view: View, outcome: TopicView) -> str:
    words = _seen(view, outcome)
    if outcome.handed is None:
        return words
    return view.lines(words, view.say("topic.owner", owner=handing.owner(view, outcome.handed)))


def _seen(view: View, outcome: TopicView) -> texts.Markup:
    line = outcome.line
    return view.say(
        "topic.view",
        i=line.place,
        name=line.name,
        people=line.people,
        n=line.opinions - line.invited[1],
        distinct=line.distinct,
        share=percent(line.share),
        stance=_under_counts(view, outcome),
        why=_why(view, outcome),
        quotes=view.lines(*_quotes(view, outcome)),
        answer_state=_answers(view, line, outcome.consultation.timezone),
    )


def _topic_and_newcomers(view: View, outcome: TopicView) -> str:
    said = _topic_words(view, outcome)
    late = outcome.newcomers
    return view.lines(said, "", ratings.came_later(view, late)) if late else said


def _quotes(view: View, outcome: TopicView) -> list[texts.Markup]:
    """Single voices, and then the texts that many sent."""
    if outcome.consultation.erasing_at is not None:
        return [retention.gone(view, outcome.consultation)]
    signed = outcome.line.signed
    single = [quote_line(view, opinion, signed.get(opinion.id)) for opinion in outcome.line.quotes]
    edge = outcome.line.edge
    if edge is not None:
        said = partner_signed(view, texts.excerpt(edge.text, LINE), signed.get(edge.id))
        single.append(view.say("topic.edge", quote=said))
    return [*single, *(_copies(view, each, outcome.consultation) for each in outcome.copies)]


def _why(view: View, outcome: TopicView) -> texts.Markup:
    """The words that hold the topic together, and what it is made of if it is large."""
    why = view.say("topic.why", words=", ".join(outcome.line.reasons))
    if not outcome.parts:
        return why
    named = [view.say("topic.part", name=name, n=count) for name, count in outcome.parts]
    return view.lines(why, view.say("topic.parts", parts=texts.joined(named, ", ")))


def _copies(view: View, copies: Copies, asked: Consultation) -> texts.Markup:
    quote = texts.excerpt(copies.first.text, LINE)
    line = view.say("copies.line", people=copies.people, n=copies.opinions, quote=quote)
    burst = copies.burst
    if burst is None:
        return line
    began = view.when(burst.begins, asked.timezone)
    minutes = max(1, round((burst.ends - burst.begins).total_seconds() / 60))
    said = view.say("copies.burst", begins=began, minutes=minutes, people=burst.people)
    return view.lines(line, said)


def _under_counts(view: View, outcome: TopicView) -> texts.Markup:
    """The split by stance and how the topic came about, a line each, where there is something."""
    zone = outcome.consultation.timezone
    people, said = outcome.line.invited
    told = [view.say("topic.invited", n=people, said=said)] if people else []
    if outcome.line.split:
        told.append(splits.of_topic(view, outcome.line.split))
    if outcome.history:
        told.append(descents.history(view, outcome.history, zone))
    return view.lines("", *told) if told else texts.Markup("")


def _answers(view: View, line: TopicLine, zone: str) -> texts.Markup:
    """Each answer given, and what citizens said of it."""
    if not line.answers:
        return view.say("topic.answer_none")
    parts = []
    for given in line.answers:
        answer = given.answer
        at = view.when(answer.confirmed_at, zone) if answer.confirmed_at else "–"
        key = "topic.answer_corrected" if answer.corrects else "topic.answer_sent"
        said = view.say(key, answered=at, people=given.sent, answer_no=given.number)
        parts.append(texts.joined([said, ratings.verdict(view, answer)], ""))
        parts += ratings.lines(view, given)
    return view.lines(*parts)


def _page_words(view: View, outcome: TopicView) -> texts.Markup:
    """Whole words, as they were written; very long ones are cut where a message cannot hold all."""
    for most in WHOLE:
        words = _page_cut_at(view, outcome, most)
        if texts.units(words.plain) <= WHOLE[0]:
            break
    return words


def _page_cut_at(view: View, outcome: TopicView, most: int) -> texts.Markup:
    quotes = [
        partner_signed(
            view,
            opinion.text
            if texts.units(opinion.text) <= most
            else texts.excerpt(opinion.text, most),
            outcome.signed.get(opinion.id),
        )
        for opinion in outcome.page
    ]
    return view.say(
        "topic.more",
        i=outcome.line.place,
        name=outcome.line.name,
        page=outcome.page_number,
        pages=outcome.pages,
        quotes=view.lines(*(view.say("topic.quote_line", quote=quote) for quote in quotes)),
    )


def _topic_keys(view: View, outcome: TopicView) -> Rows:
    turns = _turns(view, outcome)
    if not outcome.may_answer:
        return (turns,)
    return *_work_keys(view, outcome), turns, *_after_answer(view, outcome)


def _turns(view: View, outcome: TopicView) -> tuple[Key, ...]:
    at, topic_id = outcome.page_number, outcome.line.topic.id
    turns: list[Key] = []
    if outcome.consultation.erasing_at is not None:
        return ()
    if at > 1:
        turns.append(view.key("page_back", Button("tp", topic_id, str(at - 1), state=at)))
    if outcome.next_page is not None:
        name = "page_next" if at else "more_words"
        turns.append(view.key(name, Button("tp", topic_id, str(outcome.next_page), state=at)))
    return tuple(turns)


def _work_keys(view: View, outcome: TopicView) -> Rows:
    """What an official can do about a topic."""
    line = outcome.line
    topic_id = line.topic.id
    answer = view.key("write_answer", Button("an", topic_id))
    promise = [
        view.key("promise", Button("pr", given.answer.id, "one")) for given in line.answers[:1]
    ]
    copies = [drafts.answer_copies(view, each.first.id) for each in outcome.copies[:1]]
    gone = outcome.consultation.erasing_at is not None
    tidy = () if gone else (view.key("tidy", Button("ty", topic_id)),)
    hand_over = view.key("hand_over", Button("da", topic_id))
    return (answer, *promise), (hand_over, *tidy), tuple(copies)


def _after_answer(view: View, outcome: TopicView) -> Rows:
    """What can be done once the topic was answered."""
    if not outcome.line.answers or outcome.page_number:
        return ()
    correct = (ratings.correct(view, outcome.line.answers[0].answer),)
    same = ratings.newcomer_keys(view, outcome.newcomers) if outcome.newcomers else ()
    return correct, *same


def quote_line(view: View, opinion: Opinion, group: str | None = None) -> texts.Markup:
    quote = partner_signed(view, texts.excerpt(opinion.text, LINE), group)
    return view.say("topic.quote_line", quote=quote)


def partner_signed(view: View, quote: str, group: str | None) -> str:
    """The words, with the name of the invited group they were said for where that may be shown."""
    return view.say("partner.signed", quote=quote, group=group) if group else quote


def percent(share: float) -> int:
    return round(share * 100)
