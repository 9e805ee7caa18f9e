"""What goes out unasked, by day: one entry in NOTICES each. `deliberation.notices` queues them.

A notice is put into words when it goes out. None says that there is nothing left to tell.
"""

from collections.abc import Callable, Mapping
from typing import Any

from bot.bubbles import Bubble
from bot.replies import appeals as appeal_words
from bot.replies import closing as closing_words
from bot.replies import debts as debt_words
from bot.replies import digests as digest_words
from bot.replies import handing as handing_words
from bot.replies import measures as measure_words
from bot.replies import moderated as moderated_words
from bot.replies import partners as partner_words
from bot.replies import passing as passing_words
from bot.replies import plan_reviews as look_words
from bot.replies import promises as promise_words
from bot.replies import ratings as rating_words
from bot.replies import record as record_words
from bot.replies import retention as retention_words
from bot.replies import reviews as review_words
from bot.replies import team as team_words
from bot.replies import tidings as tiding_words
from bot.turn import View
from deliberation.answering import drafts, newcomers, ratings, sendings
from deliberation.asking import consultations, plan_reviews, tidings
from deliberation.briefing import debts, departments, digests
from deliberation.moderating import appeals, measure_appeals, measures, moderated, passing
from deliberation.privacy import retention
from deliberation.promising import followers
from deliberation.speaking import partners
from deliberation.staff import teams
from deliberation.work import Work

Payload = Mapping[str, Any]
Worded = Callable[[Work, View, Payload], Bubble | None]


def _moderated(work: Work, view: View, payload: Payload) -> Bubble | None:
    """What a moderator decided about one's own words."""
    line = str(payload.get("line", ""))
    told = moderated.told(work, int(payload["opinion"]), int(payload["decision"]), line)
    return moderated_words.told(view, told) if told else None


def _appeal_waits(work: Work, view: View, payload: Payload) -> Bubble | None:
    """An author asks for a second look that only an administrator can give."""
    agency = appeals.waits(work, int(payload["flag"]))
    return appeal_words.waiting(view, agency) if agency else None


def _passed(work: Work, view: View, payload: Payload) -> Bubble | None:
    """A moderator passed a card on to the administrators."""
    told = passing.told(work, int(payload["opinion"]), int(payload["who"]))
    return passing_words.told(view, told) if told else None


def _measure(work: Work, view: View, payload: Payload) -> Bubble | None:
    """What was decided about oneself."""
    found = measures.told(work, int(payload["measure"]))
    return measure_words.told(view, *found) if found else None


def _measure_ended(work: Work, view: View, payload: Payload) -> Bubble | None:
    """It is over."""
    return measure_words.ended(view, str(payload["kind"]))


def _measure_lifted(work: Work, view: View, payload: Payload) -> Bubble | None:
    """Somebody else looked again, and it is over."""
    return measure_words.told_lifted(view)


def _measure_stands(work: Work, view: View, payload: Payload) -> Bubble | None:
    """Somebody else looked again, and it goes on."""
    found = measures.told(work, int(payload["measure"]))
    return measure_words.told_stands(view, *found) if found else None


def _measure_appeal(work: Work, view: View, payload: Payload) -> Bubble | None:
    """Somebody asks for a second look at what a colleague decided about them."""
    card = measure_appeals.card(work, int(payload["measure"]))
    return measure_words.card(view, card) if card else None


def _head(work: Work, view: View, payload: Payload) -> Bubble | None:
    """How far the record has come, for administrators without a moderators' room."""
    return record_words.head(view, str(payload["day"]), str(payload["head"]))


def _invite_used(work: Work, view: View, payload: Payload) -> Bubble | None:
    """Somebody joined by one's link."""
    newcomer = teams.newcomer(work, int(payload["role"]))
    return team_words.newcomer(view, newcomer) if newcomer else None


def _role_ended(work: Work, view: View, payload: Payload) -> Bubble | None:
    """One works there no more."""
    agency = teams.left(work, int(payload["who"]), int(payload["agency"]))
    return team_words.role_ended(view, agency) if agency else None


def _thanks(work: Work, view: View, payload: Payload) -> Bubble | None:
    """A consultation one takes part in is over."""
    over = tidings.over(work, int(payload["participation"]))
    return closing_words.thanks(view, over) if over else None


def _extended(work: Work, view: View, payload: Payload) -> Bubble | None:
    """A consultation one takes part in closes later."""
    told = tidings.extended(work, int(payload["participation"]), int(payload["log"]))
    return closing_words.later(view, told) if told else None


def _promise(work: Work, view: View, payload: Payload) -> Bubble | None:
    """A promise one follows was made, has changed, or is late."""
    told = followers.told(work, int(payload["change"]), int(payload["who"]))
    return promise_words.told(view, told) if told else None


def _promise_due(work: Work, view: View, payload: Payload) -> Bubble | None:
    """The day of a promise one answers for comes near."""
    near = followers.due_soon(work, int(payload["commitment"]), str(payload["due"]))
    return promise_words.due_soon(view, near) if near else None


def _handed(work: Work, view: View, payload: Payload) -> Bubble | None:
    """A topic was handed to one's department."""
    given = departments.given(work, int(payload["assignment"]))
    return handing_words.given(view, given) if given else None


def _overdue(work: Work, view: View, payload: Payload) -> Bubble | None:
    """A topic of one's department is over its date."""
    late = debts.overdue(work, int(payload["assignment"]))
    return debt_words.overdue(view, late) if late else None


def _partner_came(work: Work, view: View, payload: Payload) -> Bubble | None:
    """Somebody of an invited group came by one's link."""
    newcomer = partners.newcomer(work, int(payload["partner"]))
    return partner_words.newcomer(view, newcomer) if newcomer else None


def _digest(work: Work, view: View, payload: Payload) -> Bubble | None:
    """The briefing that one gets regularly."""
    brief = digests.briefing(work, int(payload["who"]), int(payload["consultation"]))
    return digest_words.told(view, brief) if brief else None


def _closing_soon(work: Work, view: View, payload: Payload) -> Bubble | None:
    """A consultation one takes part in closes in three days."""
    told = tidings.closing_soon(work, int(payload["participation"]), int(payload["log"]))
    return tiding_words.closing_soon(view, told) if told else None


def _question_changed(work: Work, view: View, payload: Payload) -> Bubble | None:
    """Something else is asked now than when one wrote."""
    told = tidings.question_changed(work, int(payload["participation"]), int(payload["log"]))
    return tiding_words.question_changed(view, told) if told else None


def _unanswered(work: Work, view: View, payload: Payload) -> Bubble | None:
    """The time for answers is over, and none came to one's words."""
    told = tidings.unanswered(work, int(payload["participation"]))
    return tiding_words.unanswered(view, told) if told else None


def _announced(work: Work, view: View, payload: Payload) -> Bubble | None:
    """What the agency tells those who follow."""
    told = tidings.announced(work, int(payload["participation"]), int(payload["log"]))
    return tiding_words.announced(view, told) if told else None


def _opened(work: Work, view: View, payload: Payload) -> Bubble | None:
    """What one wanted to be told of is open."""
    told = tidings.opened(work, int(payload["consultation"]))
    return tiding_words.opened(view, told) if told else None


def _plan_review(work: Work, view: View, payload: Payload) -> Bubble | None:
    """A colleague asks for a second look at a consultation."""
    waiting = plan_reviews.waiting(work, int(payload["review"]))
    return look_words.wanted(view, waiting) if waiting else None


def _plan_back(work: Work, view: View, payload: Payload) -> Bubble | None:
    """One's consultation is to be changed before it can open."""
    back = plan_reviews.returned(work, int(payload["review"]), int(payload["draft"]))
    return look_words.returned(view, back) if back else None


def _plan_opened(work: Work, view: View, payload: Payload) -> Bubble | None:
    """A second person has looked at one's consultation."""
    asked = consultations.by_key(work, int(payload["consultation"]))
    return look_words.agreed(view, asked) if asked else None


def _answer_review(work: Work, view: View, payload: Payload) -> Bubble | None:
    """An answer waits for a second look."""
    waits = sendings.waiting(work, int(payload["review"]))
    return review_words.asks(view, waits) if waits else None


def _answer_changes(work: Work, view: View, payload: Payload) -> Bubble | None:
    """Somebody wants one's answer changed first."""
    asked = sendings.changes_asked(work, int(payload["review"]))
    return review_words.to_author(view, *asked) if asked else None


def _newcomers(work: Work, view: View, payload: Payload) -> Bubble | None:
    """People came to a topic after one answered it."""
    late = newcomers.told_of(work, int(payload["answer"]))
    return rating_words.newcomers(view, late) if late else None


def _ratings(work: Work, view: View, payload: Payload) -> Bubble | None:
    """What citizens said of one's answer."""
    said = ratings.of(work, int(payload["answer"]))
    return rating_words.told(view, said) if said else None


def _take_over(work: Work, view: View, payload: Payload) -> Bubble | None:
    """A colleague asks for one's draft."""
    asker = drafts.asks_over(work, int(payload["answer"]), int(payload["by"]))
    return review_words.asks_over(view, asker) if asker else None


def _handed_over(work: Work, view: View, payload: Payload) -> Bubble | None:
    """A colleague's draft is one's own now."""
    draft = drafts.under_way(work, int(payload["answer"]))
    return review_words.handed_over(view, draft) if draft else None


def _words_go(work: Work, view: View, payload: Payload) -> Bubble | None:
    """The words of a consultation of one's agency will be erased."""
    soon = retention.soon(work, int(payload["consultation"]))
    return retention_words.soon(view, soon) if soon else None


NOTICES: Mapping[str, Worded] = {
    "moderated": _moderated,
    "appeal_waits": _appeal_waits,
    "passed": _passed,
    "measure": _measure,
    "measure_ended": _measure_ended,
    "measure_lifted": _measure_lifted,
    "measure_stands": _measure_stands,
    "measure_appeal": _measure_appeal,
    "thanks": _thanks,
    "extended": _extended,
    "closing_soon": _closing_soon,
    "question_changed": _question_changed,
    "unanswered": _unanswered,
    "announced": _announced,
    "opened": _opened,
    "plan_review": _plan_review,
    "plan_back": _plan_back,
    "plan_opened": _plan_opened,
    "answer_review": _answer_review,
    "answer_changes": _answer_changes,
    "newcomers": _newcomers,
    "ratings": _ratings,
    "take_over": _take_over,
    "handed_over": _handed_over,
    "head": _head,
    "invite_used": _invite_used,
    "role_ended": _role_ended,
    "partner_came": _partner_came,
    "promise": _promise,
    "promise_due": _promise_due,
    "handed": _handed,
    "overdue": _overdue,
    "words_go": _words_go,
    "digest": _digest,
}


def worded(work: Work, view: View, payload: Payload) -> Bubble | None:
    """The bubble of a queued notice."""
    return NOTICES[str(payload["about"])](work, view, payload)
