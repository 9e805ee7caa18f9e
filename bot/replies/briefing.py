"""The picture of a consultation, as an official reads it on a phone."""

from typing import assert_never

from bot import texts
from bot.bubbles import Bubble, Key, Reply, one
from bot.buttons import Button
from bot.turn import View
from deliberation.briefings import Briefing, Gathering, TooEarly, TopicLine, TopicView, Which
from deliberation.outcomes import NotYours
from storage.models import Consultation, Opinion

A_PAGE = 3  # topics under one picture
CAPTION = 1000  # UTF-16 units, of the 1,024 Telegram takes
NAME, KEYWORDS, QUOTE = 30, 30, 60
SHORTER = (60, 45, 30, 18)
LINE = 100


def shown(view: View, outcome: Briefing | TooEarly | Which | NotYours, page: int = 0) -> Reply:
    match outcome:
        case Briefing():
            return one(summary(view, outcome, page))
        case TooEarly():
            return one(early(view, outcome))
        case Which():
            return one(_which(view, outcome))
        case NotYours():
            return one(Bubble(view.say("staff.not_yours")))
        case _:
            assert_never(outcome)


def summary(view: View, brief: Briefing, page: int = 0) -> Bubble:
    """The briefing under its picture; its quotes are cut until it fits the caption."""
    pages = max(1, (len(brief.topics) + A_PAGE - 1) // A_PAGE)
    page = max(0, min(page, pages - 1))
    lines = brief.topics[page * A_PAGE : page * A_PAGE + A_PAGE]
    words = view.say("staff.none")
    for quote in SHORTER:
        words = _caption(view, brief, lines, quote)
        if texts.units(words.plain) <= CAPTION:
            break
    keys = _keys(view, brief, lines, page, pages)
    return Bubble(words, keys, picture_run=brief.run.id)


def _caption(view: View, brief: Briefing, lines: tuple[TopicLine, ...], quote: int) -> texts.Markup:
    return view.say(
        "summary.caption",
        head=view.say("summary.head", title=brief.consultation.title, now=_now(view, brief)),
        since=_since(view, brief),
        counts=view.say(
            "summary.counts",
            people=brief.people,
            n=brief.opinions,
            distinct=brief.distinct,
        ),
        asof=_as_of(view, brief),
        lines=texts.joined([topic_line(view, line, quote) for line in lines], "\n\n"),
        alone=_alone(view, brief, quote),
        caveat=view.say("summary.caveat"),
    )


def _now(view: View, brief: Briefing) -> str:
    return view.when(brief.now)


def _since(view: View, brief: Briefing) -> str:
    since = brief.since
    if since.at is None:
        return view.say("summary.first_look")
    return view.say(
        "summary.since", last=view.when(since.at), new=since.opinions, born=since.topics
    )


def _as_of(view: View, brief: Briefing) -> str:
    at = view.when(brief.run.finished_at or brief.run.asked_at)
    if brief.newer:
        return view.say("summary.asof", at=at, newer=brief.newer)
    return view.say("summary.asof_latest", at=at)


def topic_line(view: View, line: TopicLine, quote: int = QUOTE) -> texts.Markup:
    copies = line.opinions - line.distinct
    return view.say(
        "summary.line",
        i=line.place,
        name=texts.excerpt(line.name, NAME),
        people=line.people,
        share=_percent(line.share),
        answered=view.say("summary.answered" if line.answers else "summary.unanswered"),
        keywords=texts.excerpt(", ".join(line.keywords), KEYWORDS),
        quote=texts.excerpt(line.quotes[0].text, quote) if line.quotes else "–",
        copies=view.say("summary.copies", n=copies) if copies else "",
    )


def _alone(view: View, brief: Briefing, quote: int) -> str:
    if brief.alone_quote is None:
        return view.say("summary.alone_none")
    words = texts.excerpt(brief.alone_quote.text, quote)
    return view.say("summary.alone", alone=brief.alone, quote=words)


def _percent(share: float) -> int:
    return round(share * 100)


def _keys(
    view: View, brief: Briefing, lines: tuple[TopicLine, ...], page: int, pages: int
) -> tuple[tuple[Key, ...], ...]:
    topics = [view.key("topic_n", Button("tp", line.topic.id), n=line.place) for line in lines]
    where = brief.consultation.id
    turns = []
    if page > 0:
        turns.append(view.key("page_back", Button("sm", where, f"{page - 1}")))
    if page + 1 < pages:
        turns.append(view.key("page_next", Button("sm", where, f"{page + 1}")))
    turns.append(view.key("refresh", Button("rf", where)))
    return (*_in_rows(topics), tuple(turns))


def _in_rows(keys: list[Key], width: int = 3) -> list[tuple[Key, ...]]:
    return [tuple(keys[at : at + width]) for at in range(0, len(keys), width)]


def early(view: View, outcome: TooEarly) -> Bubble:
    """Too few for topics: the words as they came."""
    title = outcome.consultation.title
    refresh = view.key("refresh", Button("rf", outcome.consultation.id))
    if not outcome.opinions:
        return Bubble(view.say("summary.none", title=title))
    quotes = view.lines(*(_quote(view, opinion) for opinion in outcome.opinions))
    if outcome.under_way:
        words = view.lines(view.say("summary.busy_first", n=outcome.count), quotes)
        return Bubble(words)
    words = view.say("summary.early", n=outcome.count, quotes=quotes)
    return Bubble(words, ((refresh,),) if outcome.count >= len(outcome.opinions) else ())


def _quote(view: View, opinion: Opinion) -> str:
    return view.say("topic.quote_line", quote=texts.excerpt(opinion.text, LINE))


def _which(view: View, outcome: Which) -> Bubble:
    listed = outcome.consultations[:10]
    if not listed:
        return Bubble(view.say("staff.none"))
    lines = [
        view.say("staff.which_line", i=i, title=asked.title, state=_state(view, asked))
        for i, asked in enumerate(listed, start=1)
    ]
    numbers = tuple((i, Button("sm", asked.id)) for i, asked in enumerate(listed, start=1))
    keys = tuple(
        (view.key("enter", button, other=asked.title),)
        for (_, button), asked in zip(numbers[:6], listed[:6], strict=True)
    )
    return Bubble(view.say("staff.which", lines=view.lines(*lines)), keys, numbers=numbers)


def _state(view: View, asked: Consultation) -> str:
    closes, opens = view.when(asked.closes_at), view.when(asked.opens_at)
    return view.say(f"state.consultation.{asked.state}", closes=closes, opens=opens)


def failed(view: View) -> Bubble:
    return Bubble(view.say("summary.failed"))


def gathering(view: View, outcome: Gathering | NotYours) -> Reply:
    match outcome:
        case Gathering(since=since) if since is not None:
            at = view.when(since)
            words = view.say("summary.busy", n=outcome.newer, at=at)
            return one(Bubble(words), words.plain)
        case Gathering():
            return one(Bubble(view.say("summary.busy_first", n=outcome.newer)))
        case NotYours():
            return one(Bubble(view.say("role.gone")))
        case _:
            assert_never(outcome)


def topic(view: View, outcome: TopicView | NotYours) -> Reply:
    match outcome:
        case TopicView(page=()):
            return one(Bubble(_topic_words(view, outcome), _topic_keys(view, outcome)))
        case TopicView():
            return one(Bubble(_page_words(view, outcome), _topic_keys(view, outcome)))
        case NotYours():
            return one(Bubble(view.say("topic.gone")))
        case _:
            assert_never(outcome)


def _topic_words(view: View, outcome: TopicView) -> str:
    line = outcome.line
    return view.say(
        "topic.view",
        i=line.place,
        name=line.name,
        people=line.people,
        n=line.opinions,
        distinct=line.distinct,
        share=_percent(line.share),
        keywords=", ".join(line.keywords),
        quotes=view.lines(*(_quote(view, opinion) for opinion in line.quotes)),
        answer_state=_answers(view, line),
    )


def _answers(view: View, line: TopicLine) -> texts.Markup:
    """Each answer given, and what citizens said of it."""
    if not line.answers:
        return view.say("topic.answer_none")
    parts = []
    for given in line.answers:
        answer = given.answer
        people = given.yes + given.no + given.silent
        at = view.when(answer.confirmed_at) if answer.confirmed_at else "–"
        parts.append(view.say("topic.answer_sent", answered=at, people=people))
        parts.append(
            view.say(
                "summary.answered_shares",
                answer_no=answer.number or 0,
                yes=given.yes,
                no=given.no,
                none=given.silent,
            )
        )
    return view.lines(*parts)


def _page_words(view: View, outcome: TopicView) -> str:
    line = outcome.line
    return view.say(
        "topic.more",
        i=line.place,
        name=line.name,
        page=outcome.page_number,
        pages=outcome.pages,
        quotes=view.lines(*(_quote(view, opinion) for opinion in outcome.page)),
    )


def _topic_keys(view: View, outcome: TopicView) -> tuple[tuple[Key, ...], ...]:
    topic_id = outcome.line.topic.id
    answer = view.key("write_answer", Button("an", topic_id))
    if outcome.next_page is None:
        return ((answer,),)
    more = Button("tp", topic_id, str(outcome.next_page))
    return ((answer, view.key("more_words", more)),)
