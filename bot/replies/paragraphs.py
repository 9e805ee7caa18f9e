"""Words that an agency uses again and again: listed, read, put into a draft, kept and removed."""

from typing import assert_never

from bot import texts
from bot.bubbles import Bubble, Reply, one, pairs
from bot.buttons import Button
from bot.replies import drafts
from bot.replies.arriving import page_keys
from bot.replies.pressed import spent
from bot.turn import View
from deliberation.answering.draft_steps import Unusable
from deliberation.answering.drafts import DraftChanged, Drafting
from deliberation.answering.paragraphs import (
    Kept,
    Left,
    NameAsked,
    NameUnfit,
    Opened,
    ParagraphGone,
    Removed,
    Shelf,
)
from deliberation.outcomes import NotYours

EXCERPT = 60


def shelf(view: View, outcome: Shelf | Left) -> Reply:
    return one(_shelf(view, outcome)) if isinstance(outcome, Shelf) else _left(view, outcome)


def _shelf(view: View, outcome: Shelf) -> Bubble:
    answer = outcome.answer
    numbered = list(enumerate(outcome.paragraphs, start=outcome.first))
    lines = [
        view.say("paragraph.line", i=i, name=each.name, text=texts.excerpt(each.text, EXCERPT))
        for i, each in numbered
    ]
    words = view.say("paragraph.list", n=outcome.count, lines=view.lines(*lines))
    to = [(i, Button("cq", each.id, state=answer.id)) for i, each in numbered]
    keys = [view.key("paragraph_n", button, n=i) for i, button in to]
    turns = page_keys(view, outcome.page, outcome.pages, Button("cp", answer.id))
    keep = [view.key("keep_paragraph", Button("ck", answer.id))] if outcome.may_keep else []
    ways = [*keep, drafts.back_to(view, answer, "text"), drafts.stop(view, answer)]
    said = words if outcome.count else view.say("paragraph.none")
    return Bubble(said, (*pairs(keys), turns, *pairs(ways)), how="edit", numbers=tuple(to))


def opened(view: View, outcome: Opened | ParagraphGone | Left) -> Reply:
    if not isinstance(outcome, Opened):
        return _left(view, outcome)
    one_of, answer = outcome.paragraph, outcome.answer.id
    key = "paragraph.remove_ask" if outcome.removing else "paragraph.one"
    words = view.say(key, name=one_of.name, text=one_of.text)
    take = view.key("put_in", Button("cz", one_of.id, state=answer))
    gone = Button("cx", one_of.id, state=answer)
    ask = Button("cq", one_of.id, "x", answer)
    remove = view.key("remove_paragraph", gone if outcome.removing else ask)
    back = view.key("back", Button("cp", answer))
    keys = [remove, back] if outcome.removing else [take, remove, back]
    return one(Bubble(words, pairs(keys), how="edit"))


def put_in(view: View, outcome: Drafting | Unusable | ParagraphGone | Left) -> Reply:
    """The draft as it is now, to go on with below; or why they do not fit."""
    match outcome:
        case Drafting():
            return one(drafts.asked_for_more(view, outcome)).fresh()
        case Unusable():
            return one(drafts.unusable(view, outcome)).fresh()
        case ParagraphGone() | DraftChanged() | NotYours():
            return _left(view, outcome)
        case _:
            assert_never(outcome)


def name_asked(view: View, outcome: NameAsked | Left) -> Reply:
    if not isinstance(outcome, NameAsked):
        return _left(view, outcome)
    answer = outcome.answer
    keys = (view.key("back", Button("cp", answer.id)), drafts.stop(view, answer))
    return one(Bubble(view.say("paragraph.name"), (keys,))).fresh()


def kept(view: View, outcome: Kept | NameUnfit | Left) -> Reply:
    match outcome:
        case Kept():
            return drafts.below(view, [view.say("paragraph.kept", name=outcome.name)], outcome.then)
        case NameUnfit():
            return one(Bubble(_unfit(view, outcome), how="reply"))
        case DraftChanged() | NotYours():
            return drafts.put(view, outcome, typed=True)
        case _:
            assert_never(outcome)


def _unfit(view: View, outcome: NameUnfit) -> texts.Markup:
    if outcome.units > outcome.most:
        return view.say("typed_in.too_long", max=outcome.most, n=outcome.units)
    return view.say("paragraph.name_taken" if outcome.units else "typed_in.empty")


def removed(view: View, outcome: Removed | ParagraphGone | Left) -> Reply:
    if not isinstance(outcome, Removed):
        return _left(view, outcome)
    toast = view.say("paragraph.removed", name=outcome.name).plain
    return one(_shelf(view, outcome.shelf), toast)


def _left(view: View, outcome: ParagraphGone | Left) -> Reply:
    if isinstance(outcome, NotYours):
        return one(Bubble(view.say("role.gone")))
    return spent(view)
