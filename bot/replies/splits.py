"""How people are split by stance, in words."""

from bot import texts
from bot.turn import View
from deliberation.briefing.splits import Cell, Split


def everybody(view: View, split: Split) -> texts.Markup:
    """In the head of a briefing."""
    if split.nobody_said:
        return view.say("stance.nobody_said")
    return view.say("stance.everybody", split=in_numbers(view, split))


def of_topic(view: View, split: Split) -> texts.Markup:
    return view.say("stance.of_topic", split=in_numbers(view, split))


def in_numbers(view: View, split: Split) -> texts.Markup:
    """For, against and not said."""
    if split.tells_nothing:
        return view.say("stance.not_split")
    said_for, against, unsaid = (people(view, cell) for cell in split.cells)
    return view.say("stance.split", said_for=said_for, against=against, unsaid=unsaid)


def people(view: View, cell: Cell) -> texts.Markup:
    """A number of people as it may be told."""
    if isinstance(cell, int):
        return view.say("stance.people", n=cell)
    return view.say(f"stance.{cell}")
