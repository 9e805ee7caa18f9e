"""What citizens said of an answer comes back to whoever wrote it, a day after it was sent."""

from datetime import timedelta

from deliberation import notices
from deliberation.answering import answers, drafts, newcomers
from deliberation.answering.answers import Shares
from deliberation.work import Work
from storage import answers as rows

AFTER = timedelta(days=1)
NOT_AFTER = timedelta(days=8)  # a bot that was away for longer tells nothing old


def tell(work: Work) -> int:
    """Queue what has not been told yet."""
    told = 0
    for answer in rows.rated_since(work.session, work.now - NOT_AFTER, work.now - AFTER):
        contact = newcomers.who_answers(work, answer)
        if contact is None or answer.verdict == drafts.INTERIM:
            continue
        zone, once = drafts.agency_of(work, answer).timezone, f"ratings:{answer.id}"
        queued = notices.tell(work, contact, "ratings", zone=zone, once=once, answer=answer.id)
        told += queued is not None
    return told


def of(work: Work, answer_id: int) -> Shares | None:
    """What was said of it; None where it went to nobody."""
    answer = rows.by_id(work.session, answer_id)
    shares = answers.shares(work, answer) if answer else None
    return shares if shares and shares.sent else None
