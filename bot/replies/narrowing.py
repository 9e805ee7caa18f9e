"""A briefing narrowed to a part of what was said, in words; and the questions to which part."""

from typing import assert_never

from bot import texts
from bot.bubbles import Bubble, How, Key, Reply, Rows, one, pairs
from bot.buttons import Button
from bot.replies import splits
from bot.replies.arriving import page_keys
from bot.replies.briefing import NAME, TITLE, as_of, fitting, in_rows
from bot.replies.pressed import spent
from bot.replies.topics import partner_signed
from bot.turn import View
from deliberation.briefing.narrowed import (
    Cut,
    CutGone,
    Narrowed,
    NarrowedLine,
    NarrowedWords,
    Place,
    Places,
    Share,
    Told,
    Ways,
)
from deliberation.briefing.splits import Cell
from deliberation.outcomes import NotYours

LETTERS = {
    "today": "t",
    "week": "w",
    "since": "l",
    "place": "p",
    "for": "f",
    "against": "a",
    "unsaid": "u",
}
"""What a button's value begins with; the page follows."""
KINDS = {letter: kind for kind, letter in LETTERS.items()}
TIME, SIDE = "d", "s"
WHOLE = (4000, 1500, 1000, 700)  # UTF-16 units of each opinion on a page of a topic's words


def cut_of(button: Button) -> tuple[Cut, int | None]:
    """What a button narrows to, and the page it names."""
    page = button.value[1:]
    cut = Cut(KINDS.get(button.value[:1], ""), button.state)
    return cut, int(page) if page.isdecimal() else None


def _narrowed(asked_id: int, cut: Cut, page: int = 0) -> Button:
    return Button("fn", asked_id, f"{LETTERS[cut.kind]}{page}", cut.mark)


def _words(topic_id: int, cut: Cut, page: str = "") -> Button:
    return Button("ft", topic_id, f"{LETTERS[cut.kind]}{page}", cut.mark)


def ways(view: View, outcome: Ways | CutGone | NotYours, which: str) -> Reply:
    """By what, and then, with `which`, by what time or side."""
    if not isinstance(outcome, Ways):
        return _refused(view, outcome)
    if which == TIME:
        return one(_times(view, outcome))
    if which == SIDE and outcome.sides:
        return one(_sides(view, outcome))
    where = outcome.consultation.id
    keys = [view.key("by_time", Button("fb", where, TIME))]
    if outcome.places:
        keys.append(view.key("by_place", Button("fc", where)))
    if outcome.sides:
        keys.append(view.key("by_side", Button("fb", where, SIDE)))
    keys.append(_whole(view, "back", where, outcome.run.id))
    return one(Bubble(view.say("narrow.how"), pairs(keys), how="edit"))


def _whole(view: View, name: str, asked_id: int, run_id: int) -> Key:
    """Back to the briefing as it was."""
    return view.key(name, Button("sm", asked_id, "0", run_id))


def _times(view: View, outcome: Ways) -> Bubble:
    where = outcome.consultation.id
    keys = [
        view.key("today", _narrowed(where, Cut("today"))),
        view.key("this_week", _narrowed(where, Cut("week"))),
    ]
    words = view.say("narrow.when")
    if outcome.looked_at is not None:
        at = view.when(outcome.looked_at, outcome.consultation.timezone)
        words = view.lines(words, view.say("narrow.looked_at", at=at))
        keys.append(view.key("since_look", _narrowed(where, Cut("since"))))
    keys.append(_whole(view, "all_time", where, outcome.run.id))
    return Bubble(words, (*pairs(keys), (_ways(view, "back", where),)), how="edit")


def _sides(view: View, outcome: Ways) -> Bubble:
    where = outcome.consultation.id
    keys = [
        view.key(f"side_{side}", _narrowed(where, Cut(side)))
        for side in ("for", "against", "unsaid")
    ]
    keys.append(_ways(view, "back", where))
    return Bubble(view.say("narrow.side"), pairs(keys), how="edit")


def _ways(view: View, name: str, asked_id: int) -> Key:
    return view.key(name, Button("fb", asked_id))


def places(view: View, outcome: Places | CutGone | NotYours) -> Reply:
    """By which link people came; a page of them."""
    if not isinstance(outcome, Places):
        return _refused(view, outcome)
    where = outcome.consultation.id
    numbered = list(enumerate(outcome.places, start=outcome.first))
    lines = [_place(view, i, place) for i, place in numbered]
    to = {i: _narrowed(where, Cut("place", place.mark)) for i, place in numbered}
    keys = [view.key("place", to[i], name=_name(view, place.name)) for i, place in numbered]
    turns = page_keys(view, outcome.page, outcome.pages, Button("fc", where))
    rows: Rows = (*pairs(keys), turns, (_ways(view, "back", where),))
    words = view.say("narrow.where", lines=view.lines(*lines))
    return one(Bubble(words, rows, how="edit", numbers=tuple(to.items())))


def _name(view: View, place: str) -> str:
    return place or view.say("narrow.no_place").plain


def _place(view: View, i: int, place: Place) -> texts.Markup:
    people = splits.people(view, _few(place.people))
    return view.say("narrow.place", i=i, place=_name(view, place.name), people=people)


def _few(people: int) -> Cell:
    return "few" if 0 < people < texts.FEW else people


def narrowed(view: View, outcome: Narrowed | CutGone | NotYours, *, under_picture: bool) -> Reply:
    """In place of the briefing it was narrowed from; the picture above stays what it was."""
    if not isinstance(outcome, Narrowed):
        return _refused(view, outcome)
    words = fitting(lambda quote: _briefing(view, outcome, quote, under_picture=under_picture))
    return one(Bubble(words, _keys(view, outcome), how="edit"))


def _briefing(view: View, brief: Narrowed, quote: int, *, under_picture: bool) -> texts.Markup:
    asked = brief.consultation
    head = view.say(
        "summary.head",
        title=texts.excerpt(asked.title, TITLE),
        now=view.when(brief.now, asked.timezone),
    )
    told = [_told(view, brief.told, asked.timezone), _counts(view, brief)]
    if under_picture:
        told.append(view.say("narrow.picture"))
    parts = [head, *told, as_of(view, brief.run, asked, brief.newer)]
    parts += [_line(view, line, quote, brief) for line in brief.lines]
    if not brief.alone.is_empty:
        parts.append(_alone(view, brief, quote))
    return texts.joined([view.lines(*parts[: len(told) + 2]), *parts[len(told) + 2 :]], "\n\n")


def _told(view: View, told: Told, zone: str) -> texts.Markup:
    """What it is narrowed to."""
    kind = told.cut.kind
    if kind == "place":
        return view.say("narrow.to.place", place=_name(view, told.place))
    if kind == "since" and told.at is not None:
        return view.say("narrow.to.since", at=view.when(told.at, zone))
    return view.say(f"narrow.to.{kind}")


def _counts(view: View, brief: Narrowed) -> texts.Markup:
    """How many people and opinions are left, of how many."""
    if brief.share.is_empty:
        return view.say("narrow.nobody")
    everybody = brief.run.people
    if brief.share.people == "kept":
        return view.say("narrow.kept", all=everybody)
    left = view.say("narrow.left", share=_share(view, brief.share), all=everybody)
    return view.lines(left, *_invited(view, brief.share))


def _share(view: View, share: Share) -> texts.Markup:
    """How many people said how much; of a few people only that they are few."""
    people = splits.people(view, share.people)
    if isinstance(share.people, int):
        return view.say("narrow.share", people=people, n=share.opinions)
    return people


def _invited(view: View, share: Share) -> list[texts.Markup]:
    people, said = share.invited
    return [view.say("topic.invited", n=people, said=said)] if people else []


def _line(view: View, line: NarrowedLine, quote: int, brief: Narrowed) -> texts.Markup:
    head = view.say(
        "narrow.line",
        i=line.place,
        name=texts.excerpt(line.topic.name, NAME),
        share=_share(view, line.share),
    )
    if line.quote is None:
        return head
    signed = brief.signed.get(line.quote.id)
    said = partner_signed(view, texts.excerpt(line.quote.text, quote), signed)
    return view.lines(head, view.say("narrow.quote", quote=said))


def _alone(view: View, brief: Narrowed, quote: int) -> texts.Markup:
    said = texts.excerpt(brief.alone_quote.text, quote) if brief.alone_quote else "–"
    return view.lines(
        view.say("narrow.alone", share=_share(view, brief.alone)),
        view.say("narrow.quote", quote=said),
    )


def _keys(view: View, brief: Narrowed) -> Rows:
    where, cut = brief.consultation.id, brief.told.cut
    topics = [
        view.key("topic_n", _words(line.topic.id, cut), n=line.place)
        for line in brief.lines
        if line.readable
    ]
    turns = []
    if brief.page:
        turns.append(view.key("page_back", _narrowed(where, cut, brief.page - 1)))
    if brief.page + 1 < brief.pages:
        turns.append(view.key("page_next", _narrowed(where, cut, brief.page + 1)))
    other = _ways(view, "narrow_other", where)
    off = _whole(view, "narrow_off", where, brief.run.id)
    return (*in_rows(topics), tuple(turns), (other, off))


def words(view: View, outcome: NarrowedWords | CutGone | NotYours, *, turned: bool) -> Reply:
    """A topic's words that are in the part, in a new bubble whose pages turn in place."""
    if not isinstance(outcome, NarrowedWords):
        return _refused(view, outcome, "topic.gone")
    how: How = "edit" if turned else "new"
    return one(Bubble(_page(view, outcome), _word_keys(view, outcome), how=how))


def _page(view: View, page: NarrowedWords) -> texts.Markup:
    """Whole words; very long ones are cut where a message cannot hold all."""
    said = view.say("narrow.nothing")
    for most in WHOLE:
        said = _page_cut_at(view, page, most)
        if texts.units(said.plain) <= WHOLE[0]:
            break
    return said


def _page_cut_at(view: View, page: NarrowedWords, most: int) -> texts.Markup:
    head = view.say(
        "narrow.topic",
        i=page.place,
        name=page.topic.name,
        page=page.page + 1,
        pages=page.pages,
    )
    told = _told(view, page.told, page.consultation.timezone)
    quotes = [
        view.say(
            "topic.quote_line",
            quote=partner_signed(view, _cut(each.text, most), page.signed.get(each.id)),
        )
        for each in page.words
    ]
    return view.lines(head, told, *(quotes or [view.say("narrow.nothing")]))


def _cut(said: str, most: int) -> str:
    return said if texts.units(said) <= most else texts.excerpt(said, most)


def _word_keys(view: View, page: NarrowedWords) -> Rows:
    topic, cut = page.topic.id, page.told.cut
    turns = []
    if page.page:
        turns.append(view.key("page_back", _words(topic, cut, str(page.page - 1))))
    if page.page + 1 < page.pages:
        turns.append(view.key("page_next", _words(topic, cut, str(page.page + 1))))
    return tuple(turns), (view.key("whole_topic", Button("tp", topic)),)


def _refused(view: View, outcome: CutGone | NotYours, key: str = "staff.not_yours") -> Reply:
    match outcome:
        case CutGone():
            return spent(view)
        case NotYours():
            return one(Bubble(view.say(key)))
        case _:
            assert_never(outcome)
