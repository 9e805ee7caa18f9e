"""How steady the topics are, in words for an official. The figures come from `nlp.quality`."""

from collections.abc import Mapping
from typing import Any

from bot import texts
from bot.replies.topics import percent
from bot.turn import View


def line(view: View, quality: Mapping[str, Any]) -> str:
    """One line for the briefing, with the gravest reason; "" for a run that knew no verdict yet."""
    if "verdict" not in quality:
        return ""
    return view.say("quality.line", words=_words(view, quality))


def _words(view: View, quality: Mapping[str, Any]) -> str:
    if not quality["topics"]:
        return view.say("quality.no_topics")
    if "few" in quality["because"]:
        return view.say("quality.few", opinions=quality["opinions"])
    verdict = view.say(
        f"quality.{quality['verdict']}", topics=quality["topics"], back=quality["topics_back"]
    )
    return texts.joined([verdict, *_gravest(view, quality)], " ")


def _gravest(view: View, quality: Mapping[str, Any]) -> list[texts.Markup]:
    return [
        view.say(
            f"quality.because.{reason}",
            opinions=quality["opinions"],
            unknown=percent(1 - quality["known_words"]),
            alone=percent(quality["alone_share"]),
        )
        for reason in quality["because"][:1]
    ]
