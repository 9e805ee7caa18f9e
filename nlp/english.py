"""English texts, and any other that is not Korean, as words and as phrases that can name them."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import zip_longest

from nlp.words import Kind, Term, Words, light_words, phrases

_WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
_IDEOGRAPHS = re.compile("[\u3040-\u30ff\u3400-\u9fff]+")
_ADVERB = re.compile(r"\w{3,}ly")
NO_ADVERBS = frozenset({"family", "supply", "assembly", "monopoly", "elderly", "italy", "july"})
_PARTICIPLE = re.compile(r"(?!speed|breed)\w{3,}(?:[^e]ed|[ae]ted)")
_BREAK = re.compile(r"[.,;:!?()\[\]\"“”/…\n]|\s[-–—]\s")


LONGEST = 3
"""Words of a phrase."""
AREAS = frozenset({"County", "City", "Township", "Borough", "District"})
"""Written with a capital they end the name of a place: Warren County."""


def words(texts: Sequence[str]) -> list[Words]:
    """The words of texts, in their order. Chinese and Japanese are cut into pairs of signs."""
    known: dict[Term, Term] = {}
    return [Words(_features(text), tuple(_terms(text, known))) for text in texts]


def _features(text: str) -> tuple[str, ...]:
    return tuple(_stem(word) for word in _split(text) if _carries(word))


def _terms(text: str, known: dict[Term, Term]) -> Iterator[Term]:
    for clause in _BREAK.split(text):
        for chain in _chains(_as_inside(_split(clause))):
            for phrase in phrases(chain, LONGEST):
                term = _term(phrase)
                if term is not None:
                    yield known.setdefault(term, term)


def _as_inside(clause: Sequence[str]) -> list[str]:
    """The first word without the capital it has for being the first, unless a name goes on."""
    if len(clause) > 1 and clause[1][:1].isupper():
        return list(clause)
    return [_low(word) for word in clause[:1]] + list(clause[1:])


def _low(word: str) -> str:
    return word if any(c.isupper() for c in word[1:]) else word.lower()


def _term(phrase: Sequence[str]) -> Term | None:
    parts = tuple(_stem(word) for word in phrase)
    if _IDEOGRAPHS.fullmatch("".join(phrase)):
        surface = phrase[0] + "".join(pair[-1] for pair in phrase[1:])
        return Term(surface, surface, parts)
    if phrase[-1] == "New" or phrase[-1] in light_words("en-adjectives"):
        return None
    return Term(" ".join(parts), " ".join(phrase), parts, _kind(phrase, parts))


def _kind(phrase: Sequence[str], parts: Sequence[str]) -> Kind:
    if len(phrase) > 1 and phrase[-1] in AREAS:
        return Kind.PLACE
    if any(word.istitle() and word.casefold() in light_words("en-given") for word in phrase):
        return Kind.PERSON
    weak = all(_says_little(word, part) for word, part in zip(phrase, parts, strict=True))
    return Kind.WEAK if weak else Kind.PLAIN


def _says_little(word: str, part: str) -> bool:
    folded = word.casefold()
    return not {folded, part}.isdisjoint(_weak()) or bool(_PARTICIPLE.fullmatch(folded))


@cache
def _weak() -> frozenset[str]:
    return light_words("en-weak") | light_words("en-adjectives")


def _chains(clause: Sequence[str]) -> list[list[str]]:
    """Neighbouring words with no stop word or verb between them."""
    chains: list[list[str]] = [[]]
    for word, after in zip_longest(clause, clause[1:], fillvalue=""):
        if (word == "New" and after.istitle()) or (_carries(word) and not _acts(word)):
            chains[-1].append(word)
        else:
            chains.append([])
    return [chain for chain in chains if chain]


def _acts(word: str) -> bool:
    """Whether a word is a verb or an adverb, as far as its form tells."""
    folded = word.casefold()
    if folded in light_words("en-names"):
        return True
    return bool(_ADVERB.fullmatch(folded)) and folded not in NO_ADVERBS


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
    folded = re.sub("['’]s?$", "", _plain(word.casefold()))
    if len(folded) > 4 and folded.endswith("ies"):
        return folded[:-3] + "y"
    if len(folded) > 4 and re.search("(ch|sh|ss|x|[^aeo]us)es$", folded):
        return folded[:-2]
    return folded[:-1] if len(folded) > 3 and re.search("[^siu]s$", folded) else folded


def _plain(word: str) -> str:
    """Without accents: Māori, Maori."""
    if word.isascii():
        return word
    bare = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    return bare if bare.isascii() else word


@cache
def _light() -> frozenset[str]:
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    return light_words("en").union(ENGLISH_STOP_WORDS)
