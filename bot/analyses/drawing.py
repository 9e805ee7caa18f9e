"""What the analysis process is asked to draw: values become words, in the language of a picture."""

from pathlib import Path
from zoneinfo import ZoneInfo

from bot import texts
from bot.analyses.worker import Bar, Group, MapRequest, PictureRequest
from bot.replies import splits
from bot.turn import View
from deliberation.grouping import pictures
from deliberation.grouping.pictures import Head, TopicBar
from deliberation.work import Work

SIDES = ("for", "against", "unsaid", "not_split")


def bars(work: Work, run_id: int, language: str, font: Path | None) -> PictureRequest:
    """The bars of a run as it is shown now."""
    drawn = pictures.bars(work, run_id)
    view = View(language, ZoneInfo(drawn.head.timezone))
    rows = [_bar(view, topic) for topic in drawn.topics]
    if drawn.voices:
        rows.append(_voices(view, drawn.voices, drawn.voices_people))
    first, second, third, fourth = (view.say(f"picture.{side}").plain for side in SIDES)
    return PictureRequest(
        tuple(rows),
        title=drawn.head.title,
        subtitle=_subtitle(view, drawn.head),
        alone=drawn.alone,
        alone_label=view.say("picture.alone").plain,
        alone_said=_people(view, drawn.alone),
        legend=(first, second, third, fourth),
        font=font,
    )


def opinions_on_map(work: Work, run_id: int, language: str, font: Path | None) -> MapRequest:
    """The map of a run as it is shown now."""
    drawn = pictures.opinions_on_map(work, run_id)
    view = View(language, ZoneInfo(drawn.head.timezone))
    return MapRequest(
        tuple(Group(each.place, each.name, each.points) for each in drawn.topics),
        title=drawn.head.title,
        subtitle=_subtitle(view, drawn.head),
        alone=drawn.alone,
        alone_label=view.say("map.alone").plain,
        note=view.say("map.note").plain,
        font=font,
    )


def _bar(view: View, topic: TopicBar) -> Bar:
    told = topic.split is not None and not topic.split.tells_nothing
    return Bar(
        topic.name,
        topic.people,
        number=topic.place,
        split=topic.split.exact if topic.split else None,
        note=splits.in_numbers(view, topic.split).plain if topic.split and told else "",
        said=_people(view, topic.people),
    )


def _voices(view: View, names: tuple[str, ...], people: int) -> Bar:
    """All small voices in one bar, with their names below."""
    label = view.say("picture.voices", n=len(names)).plain
    return Bar(label, people, "voices", note=" · ".join(names), said=_people(view, people))


def _people(view: View, count: int) -> str:
    return view.say("stance.people", n=count).plain


def _subtitle(view: View, head: Head) -> str:
    at = texts.when(head.at, view.language, view.zone)
    return view.say("picture.subtitle", at=at, people=head.people, n=head.opinions).plain
