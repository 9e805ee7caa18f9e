"""What must hold when the storm is over, told from what people have on their screens, and from the
files of the installation."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import chain

from playground.demonstration.actors import Actor
from playground.demonstration.citizens import Citizen
from playground.demonstration.stage import DATABASE, Stage
from playground.demonstration.storm.attackers import FORGED, Attacker
from playground.demonstration.storm.blows import FAMILIES, STAYS, Blow
from playground.demonstration.storm.desk import Desk
from playground.demonstration.storm.outcry import TARGETS, hidden_of
from playground.demonstration.traces import traces
from playground.demonstration.words import SHOWN_AGAIN

MOST_PRESSES = 400
IN_TOPICS = """SELECT count(*) FROM opinion JOIN membership ON membership.opinion_id = opinion.id
WHERE run_id = (SELECT max(id) FROM analysis_run WHERE state = 'done')
AND opinion.state = 'received' AND opinion.text = ?"""
HIDDEN = "SELECT count(*) FROM opinion WHERE state = 'hidden'"
ENDED = ("sent", "blocked", "cancelled")


@dataclass(frozen=True)
class Aftermath:
    """Everybody who was there, and what they did."""

    stage: Stage
    honest: Sequence[Citizen]
    attackers: Sequence[Attacker]
    wronged: Sequence[Citizen]
    staff: Sequence[Actor]
    desk: Desk

    @property
    def hidden(self) -> int:
        """How many messages are hidden in the end."""
        return self._counted(HIDDEN)

    @property
    def notices(self) -> int:
        """How many notices of a hiding came to those who wrote what is hidden."""
        return sum(len(hidden_of(each.actor)) for each in self.attackers)

    def broken_promises(self) -> Iterator[str]:
        """What did not hold, in words."""
        yield from self._picture()
        yield from self._secrets()
        yield from self._decisions()
        yield from self._notices()
        yield from self._outbox()

    def _picture(self) -> Iterator[str]:
        """All honest words are in the topics of the last analysis."""
        for each in self.honest:
            for said in each.actor.wrote:
                if not self._counted(IN_TOPICS, said):
                    yield f"{each.key} wrote what is not in the picture"

    def _secrets(self) -> Iterator[str]:
        """No number is in a table or a file, nor on anybody's screen."""
        secrets = [blow.secret for each in self.attackers for blow in each.blows if blow.secret]
        if left := traces(self.stage.madang.home, secrets):
            yield f"personal numbers are left in {sorted(set(left))}"
        everybody = chain((each.actor for each in self.honest), self.staff, self._attacking)
        for actor in everybody:
            words = "\n".join(got.text for got in actor.person.received)
            if any(secret in words for secret in secrets):
                yield f"{actor.name} read a personal number"

    @property
    def _attacking(self) -> Iterator[Actor]:
        return (each.actor for each in self.attackers)

    def _decisions(self) -> Iterator[str]:
        """No family took a second press, all of them not too many; what is to be hidden is."""
        for core, *_ in FAMILIES:
            if self.desk.cards.get(core, 0) > 1:
                yield f"the copies of “{core}” took {self.desk.cards[core]} presses"
        if self.desk.presses > MOST_PRESSES:
            yield f"the moderators pressed {self.desk.presses} times"
        left = {blow.core for blow in self._to_hide if self._shown(blow)}
        yield from (f"“{core}” is shown still" for core in sorted(left))

    @property
    def _to_hide(self) -> Iterator[Blow]:
        taken = (blow for each in self.attackers for blow in each.taken)
        return (blow for blow in taken if blow.reason != STAYS)

    def _shown(self, blow: Blow) -> bool:
        shown = "SELECT count(*) FROM opinion WHERE state = 'received' AND text = ?"
        return bool(self._counted(shown, blow.text))

    def _notices(self) -> Iterator[str]:
        """Every author of hidden words was told; who was restored was told that, too."""
        if self.notices != self.hidden:
            yield f"{self.hidden} messages are hidden, {self.notices} authors were told"
        if len(self.wronged) < TARGETS:
            yield f"{len(self.wronged)} of those that were reported wrongly were told"
        for each in self.wronged:
            back = sum(SHOWN_AGAIN in got.text for got in each.actor.person.received)
            if back != len(hidden_of(each.actor)):
                yield f"{each.key} was not told that all words are back"

    def _outbox(self) -> Iterator[str]:
        marks = ", ".join("?" * len(ENDED))
        query = f"SELECT count(*) FROM outbox WHERE state NOT IN ({marks})"  # noqa: S608 - its own
        if waiting := self._counted(query, *ENDED):
            yield f"{waiting} messages of the bot came to no good end"

    def _counted(self, query: str, *values: str) -> int:
        file = self.stage.madang.home / DATABASE
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database:
            [(count,)] = database.execute(query, values)
        return int(count)


def sent(attackers: Sequence[Attacker]) -> dict[str, tuple[int, int]]:
    """Of each kind how many messages there were, and how many of them were taken as opinions."""
    told: dict[str, tuple[int, int]] = {}
    for each in attackers:
        for kind, amount, taken in _of(each):
            before = told.get(kind, (0, 0))
            told[kind] = (before[0] + amount, before[1] + taken)
    return told


def _of(attacker: Attacker) -> Iterator[tuple[str, int, int]]:
    if attacker.presses:
        yield FORGED, attacker.presses, 0
    if attacker.blows:
        yield attacker.blows[0].kind, len(attacker.blows), len(attacker.taken)
