"""Six ways in which people change a text before they send it on, made by rule and seed.

punct: other spaces and marks, ㅠㅠ. nospace: no spaces. ending: every particle and sentence ending
of the list becomes another or goes. wrap: words of agreement around it. word15: 15 % of the words
(rounded) become words of other texts. first60: cut to 60 % of its letters.
"""

import re
from collections.abc import Callable, Sequence

import numpy as np

Edit = Callable[[str, np.random.Generator, Sequence[str]], str]

SWAPS = {
    "해주세요": "해주십시오",
    "주세요": "주십시오",
    "주십시오": "주세요",
    "합니다": "해요",
    "입니다": "이에요",
    "습니다": "어요",
    "바랍니다": "바라요",
    "한다": "합니다",
    "하라": "하세요",
    "에게": "한테",
    "에서": "에",
    "으로": "로",
    "은": "이",
    "는": "가",
    "을": "",
    "를": "",
    "와": "하고",
    "과": "하고",
    "요": "",
}
"""The longest that fits a word's end is taken; at least one syllable stays before it."""
BETWEEN = (("", 0.3), ("  ", 0.2), (", ", 0.1), (".. ", 0.1), ("!! ", 0.05), (" ", 0.25))
AFTER = (" ㅠㅠ", "ㅠㅠㅠ", "!!!", " ...", "~")


def punct(text: str, chance: np.random.Generator, _words: Sequence[str]) -> str:
    gaps, shares = zip(*BETWEEN, strict=True)
    words = re.sub(r"[^\w\s]", " ", text).split()
    marked = [word + str(chance.choice(gaps, p=shares)) for word in words]
    return "".join(marked) + AFTER[int(chance.integers(len(AFTER)))]


def nospace(text: str, _chance: np.random.Generator, _words: Sequence[str]) -> str:
    return re.sub(r"\s+", "", text)


def ending(text: str, _chance: np.random.Generator, _words: Sequence[str]) -> str:
    return " ".join(map(_other_ending, text.split()))


def _other_ending(word: str) -> str:
    core = re.sub(r"\W+$", "", word)
    for old in sorted(SWAPS, key=len, reverse=True):
        left = core.removesuffix(old)
        if left != core and left and len(core) > 1:
            return left + SWAPS[old] + word[len(core) :]
    return word


def wrap(text: str, _chance: np.random.Generator, _words: Sequence[str]) -> str:
    return f"동의합니다. {text} 꼭 부탁드립니다"


def word15(text: str, chance: np.random.Generator, words: Sequence[str]) -> str:
    own = text.split()
    for at in chance.permutation(len(own))[: round(0.15 * len(own))]:
        own[at] = words[int(chance.integers(len(words)))]
    return " ".join(own)


def first60(text: str, _chance: np.random.Generator, _words: Sequence[str]) -> str:
    return text[: round(0.6 * len(text))]


EDITS: dict[str, Edit] = {
    "punct": punct,
    "nospace": nospace,
    "ending": ending,
    "wrap": wrap,
    "word15": word15,
    "first60": first60,
}


def edited(texts: Sequence[str], name: str, seed: int) -> list[str]:
    """Every text in this edit."""
    chance = np.random.default_rng([seed, list(EDITS).index(name)])
    words = [word for text in texts for word in text.split()]
    return [EDITS[name](text, chance, words) for text in texts]
