"""Small voices: what two to five people say and nobody else, for officials to read."""

from dataclasses import dataclass

from deliberation.briefing import briefings, voice_lines
from deliberation.briefing.voice_lines import VoiceLine
from deliberation.outcomes import NotYours
from deliberation.people import Person
from deliberation.work import Work
from storage import topics
from storage.models import Consultation


@dataclass(frozen=True)
class SmallVoices:
    """Those of the last run; `run_id` 0 where there was none."""

    consultation: Consultation
    run_id: int
    voices: tuple[VoiceLine, ...]


@dataclass(frozen=True)
class VoiceView:
    """One small voice with all its words."""

    consultation: Consultation
    voice: VoiceLine


@dataclass(frozen=True)
class VoiceGone:
    """It is there no more: its words were taken back, or topics were made anew."""

    consultation: Consultation


def listed(work: Work, person: Person, consultation_id: int) -> SmallVoices | NotYours:
    """The small voices of a consultation of this official's agency."""
    consultation = briefings.readable(work, person, consultation_id)
    if consultation is None:
        return NotYours()
    run = topics.last_run(work.session, consultation.id)
    return SmallVoices(
        consultation, run.id if run else 0, voice_lines.of_run(work, run) if run else ()
    )


def view(
    work: Work, person: Person, consultation_id: int, no: int, run_id: int
) -> VoiceView | VoiceGone | NotYours:
    """All words of a small voice of that run, if it is still the last one."""
    found = listed(work, person, consultation_id)
    if isinstance(found, NotYours):
        return found
    line = next((each for each in found.voices if each.no == no), None)
    if line is None or found.run_id != run_id:
        return VoiceGone(found.consultation)
    return VoiceView(found.consultation, line)
