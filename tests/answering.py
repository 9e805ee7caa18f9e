"""One way to write an answer, for whoever needs one: in a dialogue, or straight by the rules."""

from deliberation.answering import draft_steps, drafts, sendings
from deliberation.answering.drafts import Drafting
from deliberation.answering.sendings import Drafted
from deliberation.outcomes import Confirmed
from deliberation.people import Person
from deliberation.work import Work
from storage.models import Answer
from tests.town import Citizen

WORDS = "옛 시장 2층에 어린이 도서관을 짓기로 했습니다."
REASON = "이웃 도서관까지 걸어서 40분이 걸려요."
ADOPTED, INTERIM = "반영해요", "중간 답변이에요"


async def writes(
    olga: Citizen, words: str = WORDS, verdict: str = ADOPTED, reason: str = REASON
) -> list[str]:
    """The words were asked for; what she sees of the preview in the end. For an interim answer the
    reason is the day of the final one."""
    await olga.says(words)
    await olga.presses(verdict)
    return await olga.says(reason)


def drafted(work: Work, person: Person, topic_id: int, words: str = WORDS) -> Answer:
    """A draft that can go out."""
    begun = drafts.write(work, person, topic_id)
    if not isinstance(begun, Drafting):
        raise TypeError(f"no draft: {begun}")
    answer = begun.answer
    draft_steps.put(work, person, answer.id, "text", words)
    draft_steps.choose(work, person, answer.id, answer.version, "adopted")
    shown = draft_steps.put(work, person, answer.id, "reason", REASON)
    if not isinstance(shown, Drafted):
        raise TypeError(f"not to be sent: {shown}")
    return answer


def sent(work: Work, person: Person, answer: Answer) -> Confirmed:
    """It is confirmed as it stands."""
    outcome = sendings.confirm(work, person, answer.id, answer.version)
    if not isinstance(outcome, Confirmed):
        raise TypeError(f"not sent: {outcome}")
    return outcome
