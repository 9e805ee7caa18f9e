"""Forty names of topics beside BERTopic's for the same clusters, for any reader to judge.

Petitions state no licence, so their quotes are given by number; Polis comments are CC BY 4.0.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bench.topics.data import BOWLING_GREEN, FIVE, Petition, comments
from nlp import english
from nlp.embedding import embed
from nlp.grouping import group
from nlp.labelling import Naming, name
from nlp.linear import Matrix, one_thread, unit
from nlp.places import own
from nlp.quotes import choose
from nlp.words import Words

BEGIN, END = "<!-- names -->", "<!-- /names -->"
HEAD = (
    "| texts | n | our name | words that hold it together | BERTopic | quotes |",
    "|---|---|---|---|---|---|",
)
QUOTES = 3
QUOTE = 80
"""Characters of a quote in the table."""
ABOUT = (
    "The largest topics of each set of texts, in the number the grouping chose; none is left out "
    "or reworded. BERTopic names the same clusters from the same words by its own c-TF-IDF. Quotes "
    "of petitions are their numbers in the public archive, whose words may not be copied here; the "
    "comments are from Polis conversations of The Computational Democracy Project "
    "(compdemocracy.org), CC BY 4.0, shortened. A share is that of the topic's texts."
)


@dataclass(frozen=True)
class Texts:
    """One set of texts of which the `most` largest topics are named; `rows` are n x d."""

    title: str
    ids: tuple[str, ...]
    said: tuple[str, ...]
    words: Sequence[Words]
    rows: Matrix
    question: Words
    most: int
    quoted: bool


@dataclass(frozen=True)
class _Topic:
    naming: Naming
    theirs: str
    quotes: tuple[str, ...]
    size: int


def put(page: str, data: Path) -> str:
    """The page with the table of names between its markers, which are added where missing."""
    if BEGIN not in page:
        page = f"{page.rstrip()}\n\n## Names\n\n{BEGIN}\n{END}\n"
    before, _, rest = page.partition(BEGIN)
    return f"{before}{BEGIN}\n{table(data)}\n{END}{rest.partition(END)[2]}"


def table(data: Path) -> str:
    """Forty topics, a line each."""
    with one_thread():
        lines = [_line(texts, topic) for texts in _sets(data) for topic in _topics(texts)]
    return "\n".join([ABOUT, "", *HEAD, *lines])


def _sets(data: Path) -> Iterator[Texts]:
    from bench.topics.folds import fold

    nothing = Words((), ())
    for month in ("2019-04", "2019-05"):
        part = fold(data, month)
        said = tuple(each.opening for each in part.petitions)
        title = f"{month}, title and 200 characters"
        yield Texts(
            title, _ids(part.petitions), said, part.opening_words, part.openings, nothing, 10, False
        )
    part = fold(data, "2019-06")
    said = tuple(each.title for each in part.petitions)
    yield Texts(
        "2019-06, titles",
        _ids(part.petitions),
        said,
        part.title_words,
        part.titles,
        nothing,
        10,
        False,
    )
    yield _conversations(data, "Bowling Green", (BOWLING_GREEN,))
    yield _conversations(data, "five conversations", FIVE)


def _ids(petitions: Sequence[Petition]) -> tuple[str, ...]:
    return tuple(each.id for each in petitions)


def _conversations(data: Path, title: str, names: Sequence[str]) -> Texts:
    chosen = comments(data, *names)
    said = tuple(each.text for each in chosen)
    words = english.words(said)
    rows = embed(said, words, "en", seed=0).rows
    (question,) = english.words([" ".join(_question(data, each) for each in names)])
    asked = question if len(names) == 1 else Words((), ())
    return Texts(title, tuple(e.id for e in chosen), said, words, rows, asked, 5, True)


def _question(data: Path, conversation: str) -> str:
    with (data / "polis" / conversation / "summary.csv").open(encoding="utf-8", newline="") as rows:
        return dict(row[:2] for row in csv.reader(rows) if len(row) > 1).get(
            "conversation-description", ""
        )


def _topics(texts: Texts) -> list[_Topic]:
    ones = np.ones(len(texts.said), dtype=np.int64)
    grouping = group(texts.rows, ones, seed=0)
    members = [np.flatnonzero(grouping.labels == at) for at in range(len(grouping.centres))]
    words = [[texts.words[at] for at in each.tolist()] for each in members]
    beginnings = [texts.said[int(each[0])] for each in members]
    places = own([], texts.question)
    namings = name(words, texts.question, beginnings, (), places)
    theirs = _bertopic(words)
    sizes = sorted(range(len(members)), key=lambda at: (-len(members[at]), at))
    return [
        _Topic(
            namings[at],
            theirs[at],
            _quotes(
                texts, members[at].tolist(), grouping.smoothed, grouping.centres[at], namings[at]
            ),
            len(members[at]),
        )
        for at in sizes[: texts.most]
    ]


def _quotes(
    texts: Texts, members: Sequence[int], rows: Matrix, centre: Matrix, naming: Naming
) -> tuple[str, ...]:
    said = [texts.said[at] for at in members]
    telling = [
        not naming.keys.isdisjoint(term.key for term in texts.words[at].terms) for at in members
    ]
    chosen = choose(unit(rows[list(members)]), centre, said, telling).central[:QUOTES]
    if texts.quoted:
        return tuple(f"“{_short(said[at])}”" for at in chosen)
    return tuple(texts.ids[members[at]] for at in chosen)


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= QUOTE else f"{plain[:QUOTE].rsplit(' ', 1)[0]}…"


def _bertopic(topics: Sequence[Sequence[Words]]) -> list[str]:
    """What BERTopic calls topics: their number and the four words heaviest by its c-TF-IDF."""
    from bertopic.vectorizers import ClassTfidfTransformer
    from sklearn.feature_extraction.text import CountVectorizer

    counter = CountVectorizer(tokenizer=str.split, token_pattern=None, lowercase=False)
    joined = [" ".join(f for each in topic for f in each.features) for topic in topics]
    weights = ClassTfidfTransformer().fit_transform(counter.fit_transform(joined)).toarray()
    said = counter.get_feature_names_out()
    heaviest = np.argsort(-weights.round(6), axis=1, kind="stable")[:, :4]
    return [f"{at}_{'_'.join(said[row])}" for at, row in enumerate(heaviest)]


def _line(texts: Texts, topic: _Topic) -> str:
    reasons = ", ".join(f"{word} {share:.0%}" for word, share in topic.naming.reasons)
    quotes = "; ".join(topic.quotes)
    cells = (texts.title, str(topic.size), f"**{topic.naming.label}**", reasons or "-")
    written = (each.replace("|", "/") for each in (*cells, topic.theirs, quotes))
    return f"| {' | '.join(written)} |"
