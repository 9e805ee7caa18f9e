"""A new consultation, one question at a time, as the official who writes it sees it."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import assert_never

from bot.bubbles import Bubble, Reply, Rows, one, pairs
from bot.buttons import Button
from bot.replies.arriving import question
from bot.replies.pressed import spent
from bot.replies.typed import said_back, wrong
from bot.turn import View, address
from deliberation.consultations import Invitation
from deliberation.outcomes import NotYours
from deliberation.plan_drafts import Asked, Previewed
from deliberation.plan_steps import STEPS, Content, Step
from deliberation.planning import (
    Acted,
    Choosing,
    Discarded,
    DraftFound,
    DraftMoved,
    Opened,
    Rests,
    WhichAgency,
)
from storage.models import Agency, Consultation, ConsultationDraft


def begun(view: View, outcome: Asked | DraftFound | WhichAgency | NotYours) -> Reply:
    match outcome:
        case Asked():
            return one(_asked(view, outcome))
        case DraftFound():
            title = outcome.draft.content.get("title") or view.say("new.untitled")
            return one(Bubble(view.say("new.found", title=title), _left(view, outcome.draft)))
        case WhichAgency():
            return one(_which(view, outcome.agencies))
        case NotYours():
            return one(Bubble(view.say("new.not_yours")))
        case _:
            assert_never(outcome)


def acted(view: View, outcome: Acted, bot_username: str) -> Reply:
    match outcome:
        case Asked(wrong=None):
            return one(_asked(view, outcome))
        case Asked():
            return one(_asked(view, outcome)).fresh()
        case Previewed():
            return _previewed(view, outcome, bot_username)
        case Choosing():
            return one(_choosing(view, outcome))
        case Opened():
            return Reply((Bubble(how="strip"), _opened(view, outcome.consultation, bot_username)))
        case Rests():
            return Reply((Bubble(how="strip"), Bubble(view.say("new.kept"))))
        case Discarded():
            return one(Bubble(view.say("draft.discarded"), how="add"))
        case DraftMoved():
            return spent(view)
        case NotYours():
            return Reply((Bubble(how="strip"), Bubble(view.say("role.gone"))))
        case _:
            assert_never(outcome)


def answered(view: View, outcome: Acted, bot_username: str) -> Reply:
    """The same after words, where no button can be an old one."""
    if isinstance(outcome, DraftMoved):
        return one(Bubble(view.say("new.gone")))
    return acted(view, outcome, bot_username)


def lapsed(view: View, outcome: DraftFound | DraftMoved | NotYours) -> Reply:
    """A draft that was left for a day. What was just written is not part of it."""
    match outcome:
        case DraftFound():
            words = view.say("draft.expired", what=view.say("draft.what.new"))
            return one(Bubble(words, _left(view, outcome.draft)))
        case DraftMoved():
            return one(Bubble(view.say("new.gone")))
        case NotYours():
            return one(Bubble(view.say("role.gone")))
        case _:
            assert_never(outcome)


def _left(view: View, draft: ConsultationDraft) -> Rows:
    more = view.key("go_on", _act(draft, "more"))
    drop = view.key("discard", _act(draft, "drop"))
    return ((more, drop),)


def _act(draft: ConsultationDraft, what: str) -> Button:
    return Button("nd", draft.id, what, draft.version)


def _which(view: View, agencies: Sequence[Agency]) -> Bubble:
    lines = [
        view.say("new.agency_line", i=i, name=agency.name)
        for i, agency in enumerate(agencies, start=1)
    ]
    keys = [view.key("enter", Button("nw", agency.id), other=agency.name) for agency in agencies]
    words = view.say("new.which_agency", lines=view.lines(*lines))
    return Bubble(words, tuple((key,) for key in keys))


def _asked(view: View, asked: Asked) -> Bubble:
    """The head, what was understood or cannot be taken, the question, and a known answer."""
    zone = asked.agency.timezone
    parts: list[str] = [view.say("new.head", i=asked.place, n=len(STEPS))]
    if asked.read is not None:
        parts += [said_back(view, asked.read, zone), ""]
    if asked.wrong is not None:
        parts += [wrong(view, asked.wrong, zone), ""]
    parts.append(view.say(f"new.{asked.step.name}"))
    if asked.known is not None:
        value = _shown(view, asked.step, asked.known, zone)
        parts += ["", view.say("new.known", value=value)]
    return Bubble(view.lines(*parts), _keys(view, asked), how="reply" if asked.wrong else "edit")


def _keys(view: View, asked: Asked) -> Rows:
    draft, step = asked.draft, asked.step
    offers = []
    if asked.known is not None:
        offers.append(view.key("use_known", _act(draft, "use")))
    if step.optional:
        name = "now" if step.name == "opens" else "skip"
        offers.append(view.key(name, _act(draft, "skip")))
    stop = view.key("stop", _act(draft, "stop"))
    last = (view.key("back", _act(draft, "back")), stop) if asked.place > 1 else (stop,)
    return tuple(offers), last


def _shown(view: View, step: Step, content: Content, zone: str) -> str:
    """An answer in words."""
    said = " ".join(filter(None, (content[field] for field in step.fills)))
    if not said:
        return view.say("new.at_once" if step.name == "opens" else "new.left_out")
    if step.name in ("opens", "closes"):
        return view.when(datetime.fromisoformat(said), zone)
    return view.day(date.fromisoformat(said)) if step.name == "answer_due" else said


def _previewed(view: View, outcome: Previewed, bot_username: str) -> Reply:
    """A true copy of what citizens will read, then what else is set, and the choice."""
    if outcome.insisted:
        return one(Bubble(view.say("new.choose_first"), _choices(view, outcome), how="reply"))
    copy = question(view, Invitation(outcome.consultation, outcome.agency, joined=False))
    summary = Bubble(_summary(view, outcome, bot_username), _choices(view, outcome))
    return Reply((copy, summary)).fresh()


def _summary(view: View, outcome: Previewed, bot_username: str) -> str:
    zone, content = outcome.agency.timezone, outcome.draft.content
    values = {step.name: _shown(view, step, _part(step, content), zone) for step in STEPS}
    link = address(bot_username, outcome.consultation.slug)
    return view.say("new.preview", **values, link=link)


def _part(step: Step, content: Content) -> Content:
    return {field: content[field] for field in step.fills}


def _choices(view: View, outcome: Previewed) -> Rows:
    draft = outcome.draft
    name = "open_then" if outcome.consultation.state == "scheduled" else "open_now"
    return (
        (view.key(name, _act(draft, "open")), view.key("change", _act(draft, "fix"))),
        (view.key("stop", _act(draft, "stop")),),
    )


def _choosing(view: View, outcome: Choosing) -> Bubble:
    keys = [
        view.key(f"new_{step.name}", _act(outcome.draft, str(place)))
        for place, step in enumerate(outcome.steps, start=1)
    ]
    keys.append(view.key("back", _act(outcome.draft, "more")))
    return Bubble(view.say("new.fix"), pairs(keys), how="edit")


def _opened(view: View, opened: Consultation, bot_username: str) -> Bubble:
    zone = opened.timezone
    words = view.say(
        "new.scheduled" if opened.state == "scheduled" else "new.opened",
        title=opened.title,
        opens=view.when(opened.opens_at, zone),
        closes=view.when(opened.closes_at, zone),
        link=address(bot_username, opened.slug),
    )
    return Bubble(words)
