"""Small voices, as an official reads them: what a few say and nobody else."""

from typing import assert_never

from bot import texts
from bot.bubbles import Bubble, Key, Reply, one
from bot.buttons import Button
from bot.replies.topics import quote_line
from bot.turn import View
from deliberation.briefing.voice_lines import VoiceLine
from deliberation.grouping.small_voices import SmallVoices, VoiceGone, VoiceView
from deliberation.outcomes import NotYours

NAME, QUOTE = 30, 80
ROW = 5


def listed(view: View, outcome: SmallVoices | NotYours) -> Reply:
    """Each with its name, how many people it is, and one quote."""
    match outcome:
        case SmallVoices(voices=()):
            return one(Bubble(view.say("voices.none", title=outcome.consultation.title)))
        case SmallVoices():
            return one(_list(view, outcome))
        case NotYours():
            return one(Bubble(view.say("staff.not_yours")))
        case _:
            assert_never(outcome)


def _list(view: View, outcome: SmallVoices) -> Bubble:
    where = outcome.consultation
    numbered = list(enumerate(outcome.voices, start=1))
    lines = [
        view.say(
            "voices.line",
            i=i,
            name=_name(view, voice),
            people=voice.people,
            quote=texts.excerpt(voice.opinions[0].text, QUOTE),
        )
        for i, voice in numbered
    ]
    words = view.say(
        "voices.list",
        title=where.title,
        n=len(lines),
        lines=texts.joined(lines, "\n"),
    )
    keys = [
        view.key("voice_n", Button("vw", where.id, str(voice.no), outcome.run_id), n=i)
        for i, voice in numbered
    ]
    return Bubble(words, tuple(_in_rows(keys)))


def _in_rows(keys: list[Key]) -> list[tuple[Key, ...]]:
    return [tuple(keys[at : at + ROW]) for at in range(0, len(keys), ROW)]


def _name(view: View, voice: VoiceLine) -> str:
    return texts.excerpt(voice.name, NAME) if voice.name else view.say("voices.nameless").plain


def whole(view: View, outcome: VoiceView | VoiceGone | NotYours) -> Reply:
    """All words of one."""
    match outcome:
        case VoiceView(consultation=where, voice=voice):
            quotes = view.lines(*(quote_line(view, opinion) for opinion in voice.opinions))
            words = view.say(
                "voices.view",
                name=_name(view, voice),
                people=voice.people,
                n=len(voice.opinions),
                quotes=quotes,
            )
            return one(Bubble(words, ((_back(view, where.id),),)))
        case VoiceGone(consultation=where):
            return one(Bubble(view.say("voices.gone"), ((_back(view, where.id),),)))
        case NotYours():
            return one(Bubble(view.say("staff.not_yours")))
        case _:
            assert_never(outcome)


def _back(view: View, consultation_id: int) -> Key:
    return view.key("all_voices", Button("vs", consultation_id))
