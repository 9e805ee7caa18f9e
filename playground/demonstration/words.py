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
    tell_me: str
    noted: str
    opened: str
    soon: str
    over: str
    answered: tuple[str, ...]
    without_line: str
    promised: str
    late: str
    kept: str
    unanswered: str


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
    tell_me="열리면 알려 주세요",
    noted="열리면 알려 드릴게요",
    opened="알려 달라고 하신",
    soon="더하실 말씀이 있으면",
    over="의견 받기가 끝났어요",
    answered=("답변이 왔어요", "약속이 따라붙었어요"),
    without_line="한 줄 없이 마치기",
    promised="에서 약속을 했어요",
    late="약속한 날(",
    kept="지금: 지켰어요",
    unanswered="답변 기간이 끝났어요",
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
    tell_me="Tell me when it opens",
    noted="We will tell you when it opens",
    opened="which you asked about, is open",
    soon="If you want to add something",
    over="has stopped taking opinions",
    answered=("answered (", "a promise follows"),
    without_line="Finish without a line",
    promised="made a promise",
    late="The date promised (",
    kept="Now: kept",
    unanswered="The time for answers in",
)
WORDS = {"ko": KOREAN, "en": ENGLISH}

BRIEFING = "같은 글을 묶으면"
REFRESH = "새로 모으기"
NEXT_PAGE = "다음 쪽"
TOPIC_BUTTON = "{}번 주제"
WRITE_ANSWER = "답변 쓰기"
SEND = "보내기"
ASK_FOR_ANSWER = "갈 답변을 적어 주세요"
ASK_FOR_VERDICT = "반영하시나요"
LATER = "나중에 검토해요"
ASK_FOR_REASON = "까닭을 적어 주세요"
SENT_ALREADY = "두 번 가지 않아요"
SAID_NOTHING = "고르지 않음"
TELLS_WHEN_READY = "면 알려 드려요"
GOES_OUT = "차단"  # of the message that counts up while an answer goes out

JOIN = "함께할게요"
JOINED = "들어오셨어요"
INVITED = "들어오는 링크예요"
INVITE_DEAD = "이 초대는 쓸 수 없어요"
SOMEBODY_JOINED = "님이 새솔구"
STEP = "새 마당 {}/{}"
SKIP = "건너뛰기"
FREE = "자유롭게 듣기"
WEIGH = "정한 안을 어떻게 보는지"
SHOW_FIRST = "먼저 보이기"
ONE_YEAR = "1년"
NOW = "지금"
OPEN_NOW = "지금 열기"
OPENED = "열었어요"
I_AM_FOR_IT = "찬성해요"
STANCE_NOTED = "적어 두었어요"
TOPICS = "주신 의견이에요"
ALL_TOPICS = "주제 모두 보기"
ALONE = "혼자 있는 의견"
REPORT = "문제 있는 글 알리기"
WHICH_MESSAGE = "어느 글인가요"
MESSAGE_BUTTON = "{}번 글"
WHY_WORRYING = "마음에 걸리시나요"
IT_HAS_PERSONAL = "개인정보가 있어요"
REPORTED = "알려 주셔서 고마워요"
MASKED = "[전화]"
CARD = "살필 글 1/1"
HIDE = "숨기기"
WHY_HIDE = "왜 숨기나요"
PERSONAL = "개인정보"
HIDDEN = "번을 숨겼어요"
HIDDEN_FOR = "숨겼어요. 까닭: 개인정보"
UNDO = "되돌리기"
QUEUE_EMPTY = "살필 글이 없어요"
NOT_ABOUT_VIEWS = "생각이 달라서가 아니에요"
DATA_FILE = "같은 내용을 빠짐없이"
CANNOT_BE_UNDONE = "되돌릴 수 없어요"
ERASE_ALL = "모두 지우기"
LAST_MESSAGE = "이 글이 마지막이에요"

A_CARD = "살필 글 "
RESTORE = "되살리기"
RESTORED = "번을 되살렸어요"
WHY_LOOK_AGAIN = "왜 다시 살펴야 하는지"
ASKED_AGAIN = "부탁을 받았어요"
SHOWN_AGAIN = "다시 살펴보고"
IT_INSULTS = "욕이나 비하예요"
TELL_MODERATOR = "운영자에게 알리기"
TOLD_MODERATOR = "운영자에게 알렸어요"
FOUND = "든 의견"

OPEN_THEN = "이 때에 열기"
SCHEDULED = "저절로 열려요"
IDEAS = "어떤 생각이 있는지"
ONE_MORE_LINK = "링크 더 만들기"
WHERE_PUT = "어디에 붙이나요"
POSTER = "포스터 그림이에요"
GROUP_LINK = "초대하는 링크예요"
GROUP_NAME = "초대할 단체의 이름"
SHOW_NAME = "이름 보이기"
NAME_SHOWN = "단체 이름이 함께 보여요"
GROUP_JOINED = "한 분이 들어왔어요"
DIGEST_CHOSEN = "날마다 아침 9시에 보내 드릴게요"
DAILY = "날마다"
DIGEST = "정기 요약이에요"
PARTLY = "일부만 반영해요"
ADOPTED = "반영해요"
NEWCOMERS = "같은 답변을 보낼까요"
SEND_SAME = "같은 답변 보내기"
SAME_SENT = "명께 보내기 시작했어요"
PASSED_ON = "담당 부서에 전했어요"
ASK_TO_LOOK = "확인 부탁하기"
LOOK_ASKED = "한 분이 확인하면 바로 나가요"
LOOK_AT_IT = "님이 쓴 답변을 확인해 주세요"
SEE_IT = "내용 보기"
MAY_GO = "보내도 돼요"
NOT_AT_NIGHT = "밤에는 보내지 않아요"
SHARES = "답변 {}번: 답이 됐어요"
FOR_WHAT = "무엇에 대한 약속인가요"
PROMISE_STEP = "약속 {}/5"
POST = "약속 올리기"
POSTED = "번을 올렸어요"
DUE_SOON = "약속한 날이"
WHAT_CHANGED = "무엇이 달라졌나요"
KEPT = "지켰어요"
EVIDENCE = "무엇을 보면 지킨 것을 알 수 있나요"
WRITTEN_DOWN = "번에 적었어요"
WHICH_FILE = "어떤 파일로 드릴까요"
MAKING = "만들고 있어요"
FILE_MADE = "이 파일에서 빠지지 않으니"
