"""Every bubble everybody got, held against what they did: each act its answer, and the rest exactly
what should have come by itself."""

from collections.abc import Iterable, Iterator
from itertools import pairwise

from playground.demonstration.actors import Act, Actor
from playground.demonstration.transcript import one_line
from playground.messages.chats import Received

SHOWN = 60  # cells of a bubble that should not be there
NOTHING_YET = Act("nothing yet", 0, 0)


def broken_promises(everybody: Iterable[Actor]) -> Iterator[str]:
    """Who got too much, too little, or waits at a button that never stops spinning."""
    for actor in everybody:
        yield from _surprises(actor)
        if actor.person.spinning:
            yield f"{actor.name} pressed {actor.person.spinning} buttons that still spin"


def came_by_themselves(actor: Actor) -> Iterator[Received]:
    """Bubbles they had not asked for and should have got."""
    due = list(actor.unasked)
    for _, heard in _heard(actor):
        for got in heard:
            if got.event == "message" and _came_by_itself(got, due):
                yield got


def _surprises(actor: Actor) -> Iterator[str]:
    due = list(actor.unasked)
    for act, heard in _heard(actor):
        answers = _answers(heard, due)
        if len(answers) != act.bubbles:
            told = ", ".join(f"“{one_line(got.text, SHOWN)}”" for got in answers) or "nothing"
            yield f"{actor.name} was due {act.bubbles} after “{act.what}” and got: {told}"
    yield from (f"{actor.name} never got: …{part}…" for part in due)


def _answers(heard: list[Received], due: list[str]) -> list[Received]:
    """The new bubbles that did not come by themselves; where there are none, older ones whose
    words changed."""
    new = {got.message_id: got for got in heard if got.event == "message"}
    old = {got.message_id: got for got in heard if got.message_id not in new}
    return [got for got in new.values() if not _came_by_itself(got, due)] or list(old.values())


def _came_by_itself(got: Received, due: list[str]) -> bool:
    """Whether this was due; then it is no more."""
    part = next((part for part in due if part in got.text), None)
    if part is not None:
        due.remove(part)
    return part is not None


def _heard(actor: Actor) -> Iterator[tuple[Act, list[Received]]]:
    """Each act, and what came or changed its words until the next one."""
    acts = [NOTHING_YET, *actor.acts]
    marks = [act.since for act in acts] + [actor.person.mark]
    words: dict[int, str] = {}
    for act, (since, until) in zip(acts, pairwise(marks), strict=True):
        heard = []
        for got in actor.person.received[since:until]:
            if words.get(got.message_id) != got.text:
                heard.append(got)
            words[got.message_id] = got.text
        yield act, heard
