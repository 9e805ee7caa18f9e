"""What a person may be asked about an opinion that was just kept: one thing at a time."""

from deliberation.outcomes import Question, StanceOpen
from deliberation.speaking import likeness
from deliberation.work import Work
from storage.models import Consultation, Opinion, Participation


def about(
    work: Work, joined: Participation, asked: Consultation, opinion: Opinion
) -> Question | None:
    """The first question that is still open, in the order in which they are asked."""
    if asked.proposal and joined.stance is None:
        return StanceOpen(asked, opinion.id)
    return likeness.question(work, joined, asked, opinion)
