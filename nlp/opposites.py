"""Words that turn a text into its opposite, where all others stay the same.

Neither vectors nor runs of letters see them: 찬성 and 반대 in one sentence are .95 alike. Yet
nobody may be counted with those who want the contrary. The list is short on purpose: it only
parts what is nearly the same, it never guesses what somebody stands for.
"""

import re

SIDES: tuple[tuple[str, str], ...] = (
    ("찬성", "반대"),
    ("도입|신설|유지|존치|부활", "폐지|철폐|철회"),
    ("늘려|늘리|늘립|확대|증설|증편|증원", "줄여|줄이|줄입|축소|감축|감편|감원"),
    ("인상|올려|올리|올립", "인하|내려|내리|내립"),
    ("허용|허가", "금지|불허"),
    ("강화", "완화"),
    ("support|infavo|yesto", "oppose|against|noto"),
    ("increase|expand|more", "decrease|reduce|less|fewer"),
)
"""On each line one side and the other, as they stand in a text without spaces and signs."""
NOT = "지말|지마|지않|shouldnot|shouldnt|donot|dont|mustnot|neednot|nomore"
"""Words without which a text says the contrary."""
SHORT = 60  # letters: in a longer text one such word does not turn the whole
CUT = 0.8  # one text so much shorter than the other has lost more than its "not"

_SIDES = tuple((re.compile(one), re.compile(other)) for one, other in SIDES)
_NOT = re.compile(NOT)


def opposed(one: str, other: str) -> bool:
    """Whether two texts, bare and otherwise nearly the same, say contrary things."""
    few, many = sorted((len(one), len(other)))
    if many > SHORT:
        return False
    denied = few >= CUT * many and (_NOT.search(one) is None) != (_NOT.search(other) is None)
    return denied or any(_apart(a, b, one, other) for a, b in _SIDES)


def _apart(a: re.Pattern[str], b: re.Pattern[str], one: str, other: str) -> bool:
    return {_sides(a, b, one), _sides(a, b, other)} == {(True, False), (False, True)}


def _sides(a: re.Pattern[str], b: re.Pattern[str], form: str) -> tuple[bool, bool]:
    return a.search(form) is not None, b.search(form) is not None
