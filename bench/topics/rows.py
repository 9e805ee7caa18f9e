"""What is measured: a name for `--only`, its bearings, and the module that measures it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from bench.topics.row import Row, Target

Measure = Callable[[Path], Sequence[Row]]


@dataclass(frozen=True)
class Measured:
    """`bench/topics/<name>.py` measures the targets, in their order, by `measure(data)`."""

    name: str
    targets: tuple[Target, ...]

    def measure(self, data: Path) -> list[Row]:
        """Imported only now: a row about speed must not pay for the libraries of another."""
        measure: Measure = import_module(f"bench.topics.{self.name}").measure
        return list(measure(data))


TITLES = Target(
    "petitions, titles: ARI / AMI", ".116 / .193", ".186 / .266", ".185 / .265", ".21 / .29"
)
OPENINGS = Target(
    "petitions, title + 200 characters: ARI / AMI",
    ".172 / .267",
    ".216 / .314",
    ".215 / .315",
    ".25 / .34",
)
SMALL = Target(
    "150 / 300 titles, 20 draws: ARI", ".105 / .112", ".172 / .167", ".17 / .17", ".20 / .20"
)
CHOSEN = Target(
    "chosen number of topics at 150 / 300 / a month: share of the best number's score",
    ".834 / .907 / .935",
    ".935 / .960 / .957",
    ".93 / .95 / .95",
    ".97",
)
ENGLISH = Target(
    "English, five small conversations, number of topics by itself, everything assigned: AMI",
    ".49 (BERTopic, strays assigned)",
    ".59 (number given)",
    ".60",
    ".66",
)
STEADY = Target(
    "Bowling Green, about 10 topics: agreement of 80 % samples, AMI / ARI; share of the largest",
    ".73 / .54; .18 (BERTopic)",
    ".795 / .697; .18",
    ".80 / .70; under .30",
    ".85 / .75",
)
MOVED = Target(
    "old opinions that change topic when 25 % arrive; AMI lost",
    ".33-.56",
    ".04-.06; .01",
    ".05; .01",
    ".03; 0",
)
COPIES = Target(
    "near-duplicates, worst of six edits: recall, titles / 200 characters; "
    "other pairs in 2 million",
    ".60 / .86",
    ".90 / .99; 28 / 13",
    ".90 / .99; 30",
    ".95 / .99; 20",
)
RARE = Target(
    "rare themes: 3 messages of 300, found with at most 10 extra groups",
    "-",
    "about .53",
    ".60",
    ".80",
)
SPEED = Target(
    "from the same tokens and vectors to keywords, 1,000 / 10,000 texts, times as fast as BERTopic "
    "(compiled beforehand)",
    "1x",
    "10-20x / 7x",
    "10x / 5x",
    "20x / 10x",
)
RAW = Target(
    "from raw text with everything, the same sizes, model load on both sides, times as fast",
    "1x",
    "2-5x",
    "printed",
    "-",
)
SCALE = Target(
    "10,000 / 100,000 / 1,000,000 texts on 2 cores: seconds, peak memory, fitted exponent",
    "-",
    "-",
    "1,000,000 under 45 minutes and 3 GB; 1.1",
    "20 minutes; 2 GB; 1.0",
)
START = Target(
    "vectors on disk; training after tokenising; first analysis of 300 messages after start",
    "-",
    "1.9 MB (.76 at 64 dimensions); 2.4 s",
    "2 MB; 10 s; 5 s",
    ".8 MB",
)

ROWS: tuple[Measured, ...] = (
    Measured("titles", (TITLES,)),
    Measured("openings", (OPENINGS,)),
    Measured("small", (SMALL,)),
    Measured("chosen", (CHOSEN,)),
    Measured("english", (ENGLISH,)),
    Measured("steady", (STEADY,)),
    Measured("moved", (MOVED,)),
    Measured("copies", (COPIES,)),
    Measured("rare", (RARE,)),
    Measured("speed", (SPEED,)),
    Measured("raw", (RAW,)),
    Measured("scale", (SCALE,)),
    Measured("start", (START,)),
)
