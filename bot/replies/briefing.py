"""The picture of a consultation, as an official reads it on a phone."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import assert_never

from bot import texts
from bot.bubbles import Bubble, Key, Reply, Rows, one
from bot.buttons import Button
from bot.replies import descents, quality, retention, splits
from bot.replies.arriving import page_keys
from bot.replies.topics import partner_signed, percent, quote_line
from bot.turn import View
from deliberation.briefing.briefings import (
    Briefing,
    Gathering,
    MapReady,
    NoMap,
    TooEarly,
    Which,
    WordsGone,
)
from deliberation.briefing.topic_lines import TopicLine
from deliberation.outcomes import NotYours
from storage.models import AnalysisRun, Consultation

CAPTION = 1000  # UTF-16 units, of the 1,024 Telegram takes
TITLE, NAME, KEYWORDS, QUOTE, VOICES, PLACE = 40, 30, 30, 60, 60, 20
NO_NEWS = texts.Markup("")
SHORTER = (QUOTE, 45, 30, 18, 8)


def shown(
    view: View, outcome: Briefing | TooEarly | Which | NotYours, *, seen_run: int = 0
) -> Reply:
    """`seen_run`: the run of the briefing whose page is turned. It turns in place as long as it
    is the same run; else the new one comes with its own picture."""
    match outcome:
        case Briefing():
            turned = seen_run == outcome.run.id
            return one(replace(summary(view, outcome), how="edit" if turned else "new"))
        case TooEarly():
            return one(early(view, outcome))
        case Which():
            return one(which(view, outcome.consultations, lambda asked: Button("sm", asked)))
        case NotYours():
            return one(Bubble(view.say("staff.not_yours")))
        case _:
            assert_never(outcome)


def summary(view: View, brief: Briefing) -> Bubble:
    """The briefing under its picture."""
    words = fitting(lambda quote: _caption(view, brief, quote))
    return Bubble(words, _keys(view, brief), picture_run=brief.run.id)


def fitting(said: Callable[[int], texts.Markup]) -> texts.Markup:
    """What is said with quotes cut to a length, cut until it fits the caption."""
    words = said(SHORTER[0])
    for quote in SHORTER[1:]:
        if texts.units(words.plain) <= CAPTION:
            break
        words = said(quote)
    return words


def _caption(view: View, brief: Briefing, quote: int) -> texts.Markup:
    return view.say(
        "summary.caption",
        head=view.say(
            "summary.head",
            title=texts.excerpt(brief.consultation.title, TITLE),
            now=view.when(brief.now, brief.consultation.timezone),
        ),
        since=_since(view, brief),
        counts=_counts(view, brief),
        asof=as_of(view, brief.run, brief.consultation, brief.newer),
        lines=texts.joined(
            [topic_line(view, line, quote, _news(view, brief, line)) for line in brief.topics],
            "\n\n",
        ),
        alone=view.lines(*_apart(view, brief, quote)),
        quality=quality.line(view, brief.run.quality),
        caveat=view.say("summary.caveat"),
    )


def _counts(view: View, brief: Briefing) -> texts.Markup:
    counts = view.say(
        "summary.counts",
        people=brief.people,
        n=brief.opinions - brief.invited[1],
        distinct=brief.distinct,
    )
    apart = [view.say("summary.invited", n=brief.invited[0])] if brief.invited[0] else []
    split = [splits.everybody(view, brief.split)] if brief.split else []
    ways = [_came_by(view, brief)] if brief.came_by else []
    steady = [view.say("summary.steady")] if split or ways else []
    return view.lines(counts, *apart, *split, *ways, *steady)


def _came_by(view: View, brief: Briefing) -> texts.Markup:
    """Where people came from, in one line."""
    ways = [
        view.say(
            "summary.way",
            place=texts.excerpt(way.name, PLACE) or view.say(f"file.channel.{way.kind}"),
            people=splits.people(view, "few" if way.people < texts.FEW else way.people),
        )
        for way in brief.came_by
    ]
    return view.say("summary.came_by", ways=texts.joined(ways, " · "))


def _since(view: View, brief: Briefing) -> str:
    since = brief.since
    if since is None:
        return view.say("summary.page", page=brief.page + 1, pages=brief.pages)
    if since.at is None:
        return view.say("summary.first_look")
    last = view.when(since.at, brief.consultation.timezone)
    return view.say("summary.since", last=last, new=since.opinions, born=since.topics)


def as_of(view: View, run: AnalysisRun, asked: Consultation, newer: int) -> str:
    """When the topics were made, and how many opinions came since; or that words are gone."""
    if asked.erasing_at is not None:
        return retention.gone(view, asked)
    at = view.when(run.finished_at or run.asked_at, asked.timezone)
    if newer:
        return view.say("summary.asof", at=at, newer=newer)
    return view.say("summary.asof_latest", at=at)


def _news(view: View, brief: Briefing, line: TopicLine) -> texts.Markup:
    """What is new about a topic since the last look; nothing where a page is turned."""
    if brief.since is None or brief.since.at is None:
        return NO_NEWS
    zone = brief.consultation.timezone
    return descents.mark(view, line.news, brief.since.at, brief.now, zone)


def topic_line(
    view: View, line: TopicLine, quote: int = QUOTE, news: texts.Markup = NO_NEWS
) -> texts.Markup:
    copies = line.opinions - line.invited[1] - line.distinct
    return view.say(
        "summary.line",
        i=line.place,
        name=texts.excerpt(line.name, NAME),
        people=line.people,
        share=percent(line.share),
        answered=texts.joined([_answered(view, line), *([news] if news else [])], " · "),
        keywords=_keywords(view, line),
        quote=_signed(view, line, quote) if line.quotes else "–",
        copies=view.say("summary.copies", n=copies) if copies else "",
    )


def _signed(view: View, line: TopicLine, most: int) -> str:
    """The first quote, with the name of the invited group it was said for."""
    first = line.quotes[0]
    return partner_signed(view, texts.excerpt(first.text, most), line.signed.get(first.id))


def _keywords(view: View, line: TopicLine) -> texts.Markup:
    """The topic's words, under its split by stance."""
    words = texts.joined([texts.excerpt(", ".join(line.keywords), KEYWORDS)])
    return view.lines(splits.of_topic(view, line.split), words) if line.split else words


def _answered(view: View, line: TopicLine) -> texts.Markup:
    """Whether it was, and what citizens said of the latest answer."""
    if not line.answers:
        return view.say("summary.unanswered")
    latest = line.answers[0]
    if not latest.yes and not latest.no:
        return view.say("summary.answered")
    return view.say("summary.answered_rated", yes=latest.yes, no=latest.no)


def _apart(view: View, brief: Briefing, quote: int) -> list[str]:
    """What is not in the topics' lines: words on their own, and the small voices by name."""
    names = " / ".join(voice.name for voice in brief.voices if voice.name)
    if not names:
        return [_alone(view, brief, quote)]
    voices = view.say("summary.voices", n=len(brief.voices), names=texts.excerpt(names, VOICES))
    return [_alone(view, brief, quote), voices]


def _alone(view: View, brief: Briefing, quote: int) -> str:
    if brief.alone and brief.consultation.erasing_at is not None:
        return view.say("span.alone", alone=brief.alone)
    if brief.alone_quote is None:
        return view.say("summary.alone_none")
    words = texts.excerpt(brief.alone_quote.text, quote)
    return view.say("summary.alone", alone=brief.alone, quote=words)


def _keys(view: View, brief: Briefing) -> Rows:
    topics = [
        view.key("topic_n", Button("tp", line.topic.id), n=line.place) for line in brief.topics
    ]
    where, run = brief.consultation.id, brief.run.id
    take = view.key("take_away", Button("xc", where))
    turns = page_keys(view, brief.page, brief.pages, Button("sm", where, state=run))
    if brief.consultation.erasing_at is not None:
        return (*in_rows(topics), turns, (take,))
    refresh = view.key("refresh", Button("rf", where))
    voices = (view.key("all_voices", Button("vs", where)),) if brief.voices else ()
    on_map = (view.key("map", Button("mp", where)),) if brief.has_map else ()
    narrow = view.key("narrow", Button("fb", where))
    return (*in_rows(topics), (*turns, refresh), (*voices, *on_map), (narrow, take))


def in_rows(keys: Sequence[Key], width: int = 3) -> list[tuple[Key, ...]]:
    """So many buttons a row."""
    return [tuple(keys[at : at + width]) for at in range(0, len(keys), width)]


def early(view: View, outcome: TooEarly) -> Bubble:
    """Too few for topics: the words as they came."""
    asked = outcome.consultation
    if asked.erasing_at is not None:
        came = view.say("span.gone_few", title=asked.title, n=outcome.count)
        return Bubble(view.lines(came, retention.gone(view, asked)))
    if not outcome.opinions:
        return Bubble(view.say("summary.none", title=asked.title))
    quotes = view.lines(*(quote_line(view, opinion) for opinion in outcome.opinions))
    if outcome.under_way:
        busy = view.say("summary.busy_first", n=outcome.count)
        return Bubble(view.lines(busy, *_waiting(view, outcome), quotes))
    if not outcome.enough:
        return Bubble(view.say("summary.early", n=outcome.count, quotes=quotes))
    shown = len(outcome.opinions)
    words = view.say("summary.waiting", n=outcome.count, shown=shown, quotes=quotes)
    return Bubble(words, ((view.key("refresh", Button("rf", asked.id)),),))


def which(view: View, consultations: Sequence[Consultation], to: Callable[[int], Button]) -> Bubble:
    """Which of these consultations? `to` makes the button that leads on."""
    listed = consultations[:10]
    if not listed:
        return Bubble(view.say("staff.none"))
    lines = [
        view.say(
            "staff.which_line",
            i=i,
            title=texts.excerpt(asked.title, TITLE),
            state=_state(view, asked),
            slug=asked.slug,
        )
        for i, asked in enumerate(listed, start=1)
    ]
    numbers = tuple((i, to(asked.id)) for i, asked in enumerate(listed, start=1))
    keys = tuple(
        (view.key("enter", button, other=asked.title),)
        for (_, button), asked in zip(numbers[:6], listed[:6], strict=True)
    )
    return Bubble(view.say("staff.which", lines=view.lines(*lines)), keys, numbers=numbers)


def _state(view: View, asked: Consultation) -> str:
    closes = view.when(asked.closes_at, asked.timezone)
    opens = view.when(asked.opens_at, asked.timezone)
    return view.say(f"state.consultation.{asked.state}", closes=closes, opens=opens)


def on_map(view: View, outcome: MapReady | NoMap | NotYours) -> Reply:
    """In a new bubble: the briefing above stays to be read."""
    match outcome:
        case MapReady():
            title = texts.excerpt(outcome.consultation.title, TITLE)
            words = view.say("map.caption", title=title)
            shown = Bubble(words, picture_run=outcome.run.id, picture="map")
            return one(shown)
        case NoMap():
            return one(Bubble(view.say("map.not_drawn")))
        case NotYours():
            return one(Bubble(view.say("role.gone")))
        case _:
            assert_never(outcome)


def failed(view: View) -> Bubble:
    return Bubble(view.say("summary.failed"))


def gathering(view: View, outcome: Gathering | WordsGone | NotYours) -> Reply:
    match outcome:
        case WordsGone():
            return one(Bubble(retention.gone(view, outcome.consultation)))
        case Gathering(since=since) if since is not None:
            at = view.when(since, outcome.consultation.timezone)
            words = view.say("summary.busy", n=outcome.newer, at=at)
            return one(Bubble(view.lines(words, *_waiting(view, outcome))), words.plain)
        case Gathering():
            words = view.say("summary.busy_first", n=outcome.newer)
            return one(Bubble(view.lines(words, *_waiting(view, outcome))))
        case NotYours():
            return one(Bubble(view.say("role.gone")))
        case _:
            assert_never(outcome)


def _waiting(view: View, outcome: Gathering | TooEarly) -> list[texts.Markup]:
    """Why it takes longer this time."""
    return [view.say("summary.waits")] if outcome.waits else []
