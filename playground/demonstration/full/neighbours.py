"""More people than the sample has: who says what somebody of the sample said, in a way of their
own."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import cycle

from playground.sample import Message

WHO = (
    "저도 그래요.",
    "같은 생각입니다.",
    "동감이에요.",
    "저도 한마디 할게요.",
    "맞는 말씀 같아요.",
    "제 생각도 그렇습니다.",
    "한 표 보탭니다.",
    "저도 적어 봅니다.",
    "꼭 말하고 싶었어요.",
    "처음 써 봐요.",
    "안녕하세요.",
    "저희 집도요.",
    "늘 하던 말이에요.",
)
"""How somebody begins."""


def neighbours(count: int, said: Sequence[Message], *, since: int = 1001) -> list[Message]:
    """So many further people, each with one opinion. Keys go on from `since`; the same every
    time."""
    return [
        Message(f"p{since + nth}", f"이웃{since + nth}", "ko", text)
        for nth, text in zip(range(count), _texts(said), strict=False)
    ]


def _texts(said: Sequence[Message]) -> Iterator[str]:
    """Every text of the sample in turn; who begins how moves on with each round."""
    korean = [message.text for message in said if message.language == "ko"]
    for nth, text in enumerate(cycle(korean)):
        yield f"{WHO[(nth + nth // len(korean)) % len(WHO)]} {text}"


def people(messages: Iterable[Message]) -> int:
    """How many different people wrote these."""
    return len({message.person for message in messages})


def first_people(count: int, messages: Sequence[Message]) -> list[Message]:
    """What the first so many of them wrote."""
    first = list(dict.fromkeys(message.person for message in messages))[:count]
    return [message for message in messages if message.person in first]
