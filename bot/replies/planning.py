"""A new consultation, one question at a time, as the official who writes it sees it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import assert_never

from bot import texts
from bot.bubbles import Bubble, Reply, Rows, one, pairs
from bot.buttons import Button
from bot.replies.arriving import question
from bot.replies.pressed import spent
from bot.replies.typed import goal, said_back, wrong
from bot.turn import View, address
from deliberation.asking.consultations import Invitation
from deliberation.asking.periods import Period
from deliberation.asking.plan_checks import Content
from deliberation.asking.plan_drafts import Asked, Previewed
from deliberation.asking.plan_reviews import LookAsked, NobodyToLook
from deliberation.asking.plan_steps import Step
from deliberation.asking.planning import (
    Acted,
    Choosing,
    Discarded,
    DraftFound,
    DraftMoved,
    Opened,
    Rests,
    WhichAgency,
)
from deliberation.outcomes import NotYours
from storage.models import Agency, Consultation, ConsultationDraft

MOST_HOLIDAYS = 4
IN_THE_COPY = ("title", "question", "department", "slug")
"""What citizens read themselves, or stands in the link."""


def begun(view: View, outcome: Asked | DraftFound | WhichAgency | NotYours) -> Reply:
    match outcome:
        case Asked():
            return one(_asked(view, outcome))
        case DraftFound():
            title = outcome.draft.content.get("title") or view.say("new.untitled")
            return one(Bubble(view.say("new.found", title=title), left(view, outcome.draft)))
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
        case LookAsked():
            return _look_asked(view, outcome)
        case NobodyToLook():
            return Reply((Bubble(how="strip"), Bubble(view.say("plan_review.nobody"))))
        case Opened():
            return Reply((Bubble(how="strip"), opened(view, outcome.consultation, bot_username)))
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
            return one(Bubble(words, left(view, outcome.draft)))
        case DraftMoved():
            return one(Bubble(view.say("new.gone")))
        case NotYours():
            return one(Bubble(view.say("role.gone")))
        case _:
            assert_never(outcome)


def left(view: View, draft: ConsultationDraft) -> Rows:
    """To go on with a draft, or to throw it away."""
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
    parts: list[str] = [view.say("new.head", i=asked.place, n=asked.places)]
    if asked.read is not None:
        parts += [said_back(view, asked.read, zone), ""]
    if asked.wrong is not None:
        parts += [wrong(view, asked.wrong, zone), ""]
    parts.append(_question(view, asked))
    if asked.known is not None:
        value = _shown(view, asked.step, asked.known, zone)
        parts += ["", view.say("new.known", value=value)]
    return Bubble(view.lines(*parts), _keys(view, asked), how="reply" if asked.wrong else "edit")


def _question(view: View, asked: Asked) -> texts.Markup:
    """Where a procedure is usually open for some time, it is told when the end is asked for."""
    usual, period = asked.usual, asked.period
    if usual is None or asked.step.name not in ("closes", "period"):
        return view.say(f"new.{asked.step.name}")
    values = {"procedure": view.say(f"procedure.{usual.procedure}"), "min": usual.shortest}
    if asked.step.name == "closes":
        return view.say("new.closes_usual", **values, earliest=view.day(usual.earliest))
    holidays = _holidays(view, period)
    return view.say("new.period", **values, days=period.days, holidays=holidays)


def _holidays(view: View, period: Period) -> texts.Markup:
    """The public holidays within, the first of many."""
    found = list(period.holidays(view.language).items())
    if not found:
        return view.say("period.no_holidays")
    shown = [f"{name} {view.day(day)}" for day, name in found[:MOST_HOLIDAYS]]
    listed = texts.joined([", ".join(shown)])
    rest = len(found) - MOST_HOLIDAYS
    return view.say("period.holidays_and_more", listed=listed, n=rest) if rest > 0 else listed


def _keys(view: View, asked: Asked) -> Rows:
    draft, step = asked.draft, asked.step
    choices = pairs(
        view.key(f"{step.name}_{choice}", _act(draft, f"c{n}"))
        for n, choice in enumerate(step.choices, start=1)
    )
    offers = []
    if asked.known is not None:
        offers.append(view.key("use_known", _act(draft, "use")))
    if asked.optional:
        name = "now" if step.name == "opens" else "skip"
        offers.append(view.key(name, _act(draft, "skip")))
    stop = view.key("stop", _act(draft, "stop"))
    last = (view.key("back", _act(draft, "back")), stop) if asked.place > 1 else (stop,)
    return *choices, tuple(offers), last


def _shown(view: View, step: Step, content: Content, zone: str) -> str:
    """An answer in words."""
    first = content[step.fills[0]]
    match step.name:
        case "procedure" | "aim":
            return view.say(f"{step.name}.{first}")
        case "languages" | "moderation" if first:
            return view.say(f"button.{step.name}_{first}")
        case "opens" if not first:
            return view.say("new.at_once")
        case "opens" | "closes":
            return view.when(datetime.fromisoformat(first), zone)
        case "answer_due" if first:
            return view.day(date.fromisoformat(first))
        case "retention":
            return view.days(int(first))
        case "background" if content["background_kind"] == "photo":
            return view.say("new.a_picture")
        case "department":
            first = f"{first} {content['phone']}".strip()
    return first or view.say("new.left_out")


def _previewed(view: View, outcome: Previewed, bot_username: str) -> Reply:
    """A true copy of what citizens will read, then what else is set, and the choice."""
    if outcome.insisted:
        return one(Bubble(view.say("new.choose_first"), _choices(view, outcome), how="reply"))
    copy, summary = copy_and_summary(view, outcome, bot_username)
    return Reply((copy, Bubble(summary, _choices(view, outcome)))).fresh()


def copy_and_summary(
    view: View, outcome: Previewed, bot_username: str
) -> tuple[Bubble, texts.Markup]:
    """What citizens will read, and what it does not show: a line each, under the name its button
    has."""
    shown = question(view, Invitation(outcome.consultation, outcome.agency, joined=False))
    copy = replace(shown, rows=())  # there is nothing to be had by its buttons yet
    lines = [_line(view, step, outcome) for step in outcome.steps if step.name not in IN_THE_COPY]
    link = address(bot_username, outcome.consultation.slug)
    said = "new.preview_four_eyes" if outcome.four_eyes else "new.preview"
    return copy, view.say(said, lines=view.lines(*lines), link=link)


def warning(view: View, outcome: Previewed) -> texts.Markup | None:
    """That the period is shorter than usual, where it is."""
    usual, period = outcome.usual, outcome.period
    if usual is None or period.days >= usual.shortest:
        return None
    name = view.say(f"procedure.{usual.procedure}")
    return view.say("new.short", days=period.days, procedure=name, min=usual.shortest)


def _line(view: View, step: Step, outcome: Previewed) -> texts.Markup:
    asked, zone = outcome.consultation, outcome.agency.timezone
    value = _shown(view, step, outcome.draft.content, zone)
    if step.name == "goal" and asked.goal:
        numbers = goal(view, asked.goal_people, asked.goal_answered)
        value = texts.joined([value, numbers], " · ")
    line = view.say("new.preview_line", what=view.say(f"button.new_{step.name}"), value=value)
    if step.name != "closes":
        return line
    days, holidays = outcome.period.days, _holidays(view, outcome.period)
    return view.lines(line, view.say("new.preview_days", days=days, holidays=holidays))


def _choices(view: View, outcome: Previewed) -> Rows:
    draft = outcome.draft
    name = "open_then" if outcome.consultation.state == "scheduled" else "open_now"
    name = "plan_check" if outcome.four_eyes else name
    return (
        (view.key(name, _act(draft, "open")), view.key("change", _act(draft, "fix"))),
        (view.key("stop", _act(draft, "stop")),),
    )


def _look_asked(view: View, outcome: LookAsked) -> Reply:
    name = "plan_review.asked_already" if outcome.already else "plan_review.asked"
    change = ((view.key("change", _act(outcome.draft, "fix")),),)
    return Reply((Bubble(how="strip"), Bubble(view.say(name, n=outcome.people), change)))


def _choosing(view: View, outcome: Choosing) -> Bubble:
    keys = [
        view.key(f"new_{step.name}", _act(outcome.draft, str(place)))
        for place, step in outcome.steps
    ]
    keys.append(view.key("back", _act(outcome.draft, "more")))
    return Bubble(view.say("new.fix"), pairs(keys), how="edit")


def opened(view: View, made: Consultation, bot_username: str) -> Bubble:
    """Its link, and the same as a picture for posters."""
    zone = made.timezone
    words = view.say(
        "new.scheduled" if made.state == "scheduled" else "new.opened",
        title=made.title,
        opens=view.when(made.opens_at, zone),
        closes=view.when(made.closes_at, zone),
        link=address(bot_username, made.slug),
    )
    more = ((view.key("more_links", Button("ln", made.id)),),)
    return Bubble(words, more, poster=made.slug)
