"""English texts, and any other that is not Korean, as words and as phrases that can name them."""

import re
from collections.abc import Iterable, Sequence
from functools import cache

from nlp.words import Term, Words, light_words, phrases

_WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
_IDEOGRAPHS = re.compile("[\u3040-\u30ff\u3400-\u9fff]+")
_BREAK = re.compile(r"[.,;:!?()\[\]\"“”/…\n]|\s[-–—]\s")


def words(texts: Sequence[str]) -> list[Words]:
    """The words of texts, in their order. Chinese and Japanese are cut into pairs of signs."""
    return [Words(_features(text), tuple(_terms(text))) for text in texts]


def _features(text: str) -> tuple[str, ...]:
    return tuple(_stem(word) for word in _split(text) if _carries(word))


def _terms(text: str) -> Iterable[Term]:
    for clause in _BREAK.split(text):
        for chain in _chains(_split(clause)):
            for phrase in phrases(chain):
                yield _term(phrase)


def _term(phrase: Sequence[str]) -> Term:
    parts = tuple(_stem(word) for word in phrase)
    if _IDEOGRAPHS.fullmatch("".join(phrase)):
        surface = phrase[0] + "".join(pair[-1] for pair in phrase[1:])
        return Term(surface, surface, parts)
    return Term(" ".join(parts), " ".join(phrase), parts)


def _chains(clause: Sequence[str]) -> list[list[str]]:
    """Neighbouring words with no stop word between them."""
    chains: list[list[str]] = [[]]
    for word in clause:
        if _carries(word):
            chains[-1].append(word)
        else:
            chains.append([])
    return [chain for chain in chains if chain]


def _split(text: str) -> list[str]:
    return [piece for word in _WORD.findall(text) for piece in _pieces(word)]


def _pieces(word: str) -> list[str]:
    if not _IDEOGRAPHS.search(word):
        return [word]
    runs = _IDEOGRAPHS.findall(word)
    return [run[at : at + 2] for run in runs for at in range(max(1, len(run) - 1))]


def _carries(word: str) -> bool:
    folded = word.casefold().replace("’", "'")
    return len(folded) > 1 and not {folded, folded.split("'")[0]} & _light()


def _stem(word: str) -> str:
    """Singular and plural made equal; never shown to people."""
    folded = re.sub("['’]s?$", "", word.casefold())
    if len(folded) > 4 and folded.endswith("ies"):
        return folded[:-3] + "y"
    if len(folded) > 4 and re.search("(ch|sh|ss|x|[^aeo]us)es$", folded):
        return folded[:-2]
    return folded[:-1] if len(folded) > 3 and re.search("[^siu]s$", folded) else folded


@cache
def _light() -> frozenset[str]:
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    return light_words("en").union(ENGLISH_STOP_WORDS)
