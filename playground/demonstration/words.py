"""What people press and wait for, in their language: the labels as they stand on the screen."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """Labels of buttons, and the beginnings of what the bot says, in one language."""

    agree_all: str
    choose: str
    disagree: str
    agree: str
    decline: str
    take_back: str
    undo: str
    answers_me: str
    answers_me_not: str
    welcome: str
    refused: str
    received: tuple[str, ...]
    changed: str
    taken_back: str
    undone: str
    topic: str
    ungrouped: str
    letter: str
    trouble: str


KOREAN = Words(
    agree_all="14세 이상이고 모두 동의해요",
    choose="하나씩 고를게요",
    disagree="동의하지 않아요",
    agree="네, 동의해요",
    decline="아니요",
    take_back="거두기",
    undo="되돌리기",
    answers_me="답이 됐어요",
    answers_me_not="답이 안 됐어요",
    welcome="적어 보내 주세요",
    refused="저장하지 않아요",
    received=("잘 받았어요", "글은 의견으로 받았고"),
    changed="고치신 글로 바꿨어요",
    taken_back="거뒀어요",
    undone="되돌렸어요",
    topic="주제 ‘",
    ungrouped="아직 주제로 모이기 전이에요",
    letter="담당 부서의 답변",
    trouble="저희 쪽에 문제가 생",
)
ENGLISH = Words(
    agree_all="I am 14 or older, agree to all",
    choose="Let me choose",
    disagree="I do not agree",
    agree="Yes, I agree",
    decline="No",
    take_back="Take it back",
    undo="Undo",
    answers_me="It answers me",
    answers_me_not="It does not answer me",
    welcome="Now write what you think",
    refused="No opinion is stored",
    received=("Got it", "The words are taken as an opinion"),
    changed="Changed",
    taken_back="is taken back",
    undone="Undone",
    topic="in topic “",
    ungrouped="not yet in a topic",
    letter="The department's answer",
    trouble="on our side",
)
WORDS = {"ko": KOREAN, "en": ENGLISH}

BRIEFING = "같은 글을 묶으면"
REFRESH = "새로 모으기"
NEXT_PAGE = "다음 쪽"
TOPIC_BUTTON = "{}번 주제"
WRITE_ANSWER = "답변 쓰기"
SEND = "보내기"
ASK_FOR_ANSWER = "갈 답변을 적어 주세요"
SENT_ALREADY = "두 번 가지 않아요"
SAID_NOTHING = "고르지 않음"
