"""A promise in the hands of an official: one question at a time, then what becomes of it."""

from datetime import date
from typing import assert_never

from bot import texts
from bot.bubbles import Bubble, Key, Reply, Rows, one, pairs
from bot.buttons import Button
from bot.replies import promises, typed
from bot.replies.pressed import spent
from bot.turn import View
from deliberation.outcomes import NotYours
from deliberation.promising.commitments import STAGES
from deliberation.promising.promise_changes import (
    LONGEST_NEWS,
    LONGEST_REASON,
    AfterDue,
    AlreadyDropped,
    Changed,
    Filled,
    Unchanged,
    Updated,
    Updating,
    Wanted,
    WhichPromise,
)
from deliberation.promising.promise_changes import Wrong as WrongNews
from deliberation.promising.promise_drafts import (
    LONGEST_PROMISE,
    STEPS,
    Acted,
    ChooseOne,
    DayPassed,
    DraftLeft,
    ForWhat,
    Posted,
    PromiseAsked,
    PromiseDropped,
    PromiseFix,
    PromiseMoved,
    PromiseRests,
    PromiseShown,
    Wrong,
)
from storage.models import Commitment, CommitmentDraft

UNDER_STATUS = (
    ("promise_go", "go"),
    ("promise_done", "done"),
    ("promise_late", "late"),
    ("promise_drop", "drop"),
    ("promise_stage_change", "stag"),
    ("promise_day", "due"),
    ("promise_news_write", "news"),
    ("promise_plan", "plan"),
)
"""What can have changed: the button, and what it does."""
IN_PLAN = (("promise_milestone", "mile"), ("promise_partners", "part"), ("promise_start", "from"))


def for_what(view: View, outcome: ForWhat | NotYours) -> Reply:
    """What could something be promised about?"""
    if isinstance(outcome, NotYours):
        return one(Bubble(view.say("promise.not_yours")))
    choices = _choices(view, outcome)
    if not choices:
        return one(Bubble(view.say("promise.for_none")))
    numbered = list(enumerate(choices, start=1))
    lines = [view.say("promise.for_line", i=i, said=said) for i, (said, _) in numbered]
    keys = [view.key("promise_n", button, n=i) for i, (_, button) in numbered]
    rows = (*pairs(keys), (view.key("all_promises", Button("pl")), view.key("stop", Button("ss"))))
    numbers = tuple((i, button) for i, (_, button) in numbered)
    return one(
        Bubble(view.say("promise.for_what", lines=view.lines(*lines)), rows, numbers=numbers)
    )


def _choices(view: View, outcome: ForWhat) -> list[tuple[texts.Markup, Button]]:
    answers = [
        (
            view.say(
                "promise.for_answer",
                answer_no=answer.number or 0,
                topic=answer.topic_name,
                title=asked.title,
            ),
            Button("pr", answer.id, "one"),
        )
        for answer, asked in outcome.answers
    ]
    consultations = [
        (view.say("promise.for_all", title=asked.title), Button("pr", asked.id, "all"))
        for asked in outcome.consultations
    ]
    return answers + consultations


def begun(view: View, outcome: PromiseAsked | DraftLeft | NotYours) -> Reply:
    match outcome:
        case PromiseAsked():
            return one(_asked(view, outcome))
        case DraftLeft():
            what = outcome.draft.content.get("what") or view.say("promise.no_words")
            return one(
                Bubble(view.say("promise.draft_found", what=what), _left(view, outcome.draft))
            )
        case NotYours():
            return one(Bubble(view.say("promise.not_yours")))
        case _:
            assert_never(outcome)


def acted(view: View, outcome: Acted) -> Reply:
    match outcome:
        case PromiseAsked(wrong=None):
            return one(_asked(view, outcome))
        case PromiseAsked():
            return one(_asked(view, outcome)).fresh()
        case PromiseShown():
            return one(_shown(view, outcome)).fresh()
        case PromiseFix():
            return one(_fix(view, outcome.draft))
        case Posted():
            return Reply((Bubble(how="strip"), _posted(view, outcome)))
        case PromiseRests():
            return Reply((Bubble(how="strip"), Bubble(view.say("promise.draft_kept"))))
        case PromiseDropped():
            return one(Bubble(view.say("draft.discarded"), how="add"))
        case PromiseMoved():
            return spent(view)
        case NotYours():
            return Reply((Bubble(how="strip"), Bubble(view.say("role.gone"))))
        case _:
            assert_never(outcome)


def answered(view: View, outcome: Acted) -> Reply:
    """The same after words, where no button can be an old one."""
    if isinstance(outcome, PromiseMoved):
        return one(Bubble(view.say("promise.draft_gone")))
    return acted(view, outcome)


def lapsed(view: View, outcome: DraftLeft | PromiseMoved | NotYours) -> Reply:
    """A draft that was left for a day. What was just written is not part of it."""
    match outcome:
        case DraftLeft():
            words = view.say("draft.expired", what=view.say("draft.what.promise"))
            return one(Bubble(words, _left(view, outcome.draft)))
        case PromiseMoved():
            return one(Bubble(view.say("promise.draft_gone")))
        case NotYours():
            return one(Bubble(view.say("role.gone")))
        case _:
            assert_never(outcome)


def _left(view: View, draft: CommitmentDraft) -> Rows:
    return ((view.key("go_on", _act(draft, "more")), view.key("discard", _act(draft, "drop"))),)


def _act(draft: CommitmentDraft, what: str) -> Button:
    return Button("pd", draft.id, what, draft.version)


def _asked(view: View, asked: PromiseAsked) -> Bubble:
    """The head, what was understood or cannot be taken, the question, and a known answer."""
    parts: list[str] = [view.say("promise.head", i=asked.place, n=len(STEPS))]
    if asked.read is not None:
        parts += [view.say("typed_in.read", when=view.day(asked.read)), ""]
    if asked.wrong is not None:
        parts += [_wrong(view, asked.wrong, asked.agency.timezone), ""]
    step = asked.draft.step
    parts.append(view.say(f"promise.ask.{step}", people=asked.people, max=LONGEST_PROMISE))
    if asked.known is not None:
        parts += ["", view.say("new.known", value=_value(view, step, asked.known))]
    return Bubble(view.lines(*parts), _keys(view, asked), how="reply" if asked.wrong else "edit")


def _wrong(view: View, why: Wrong | WrongNews, zone: str) -> texts.Markup:
    match why:
        case DayPassed():
            return view.say("promise.day_passed", day=view.day(why.day))
        case AfterDue():
            return view.say("promise.after_due", day=view.day(why.day), due=view.day(why.due))
        case ChooseOne():
            return view.say("new.choose_first")
        case _:
            return typed.wrong(view, why, zone)


def _keys(view: View, asked: PromiseAsked) -> Rows:
    draft = asked.draft
    stages = [
        view.key(f"stage_{stage}", _act(draft, f"s{i}"))
        for i, stage in enumerate(STAGES, start=1)
        if draft.step == "stage"
    ]
    offers = []
    if asked.known is not None:
        offers.append(view.key("use_known", _act(draft, "use")))
    if draft.step == "measure":
        offers.append(view.key("skip", _act(draft, "skip")))
    stop = view.key("stop", _act(draft, "stop"))
    last = (view.key("back", _act(draft, "back")), stop) if asked.place > 1 else (stop,)
    return *pairs(stages), tuple(offers), last


def _value(view: View, step: str, said: str) -> str:
    """An answer in words."""
    if step == "due":
        return view.day(date.fromisoformat(said))
    return view.say(f"stage.{said}") if step == "stage" else said


def _shown(view: View, shown: PromiseShown) -> Bubble:
    """All of it; what is typed here goes nowhere."""
    draft, said = shown.draft, shown.draft.content
    keys = (
        (view.key("post_promise", _act(draft, "post")), view.key("change", _act(draft, "fix"))),
        (view.key("stop", _act(draft, "stop")),),
    )
    if shown.insisted:
        return Bubble(view.say("new.choose_first"), keys, how="reply")
    words = view.say(
        "promise.confirm",
        what=said["what"],
        owner=said["lead"],
        due=_value(view, "due", said["due"]),
        measure=said["measure"] or view.say("promise.no_measure"),
        stage=_value(view, "stage", said["stage"]),
    )
    return Bubble(words, keys)


def _fix(view: View, draft: CommitmentDraft) -> Bubble:
    keys = [
        view.key(f"promise_fix_{step}", _act(draft, str(place)))
        for place, step in enumerate(STEPS, start=1)
    ]
    keys.append(view.key("back", _act(draft, "more")))
    return Bubble(view.say("new.fix"), pairs(keys), how="edit")


def _posted(view: View, outcome: Posted) -> Bubble:
    number = outcome.commitment.number
    words = view.say("promise.posted", number=number, no=str(number), people=outcome.people)
    see = view.key("see_promise", Button("pv", outcome.commitment.id))
    return Bubble(words, ((see, _to(view, outcome.commitment, "promise_plan", "plan")),))


def _to(view: View, promised: Commitment, name: str, what: str, **values: object) -> Key:
    return view.key(name, Button("pu", promised.id, what), **values)


def found(view: View, outcome: Updated | WhichPromise) -> Reply:
    """/promise 3"""
    if not isinstance(outcome, WhichPromise):
        return updated(view, outcome)
    if not outcome.commitments:
        return one(Bubble(view.say("promise.number_unknown")))
    keys = [
        _to(view, each, "agency", "", agency=outcome.agencies[each.agency_id].name)
        for each in outcome.commitments
    ]
    return one(Bubble(view.say("promise.which"), pairs(keys)))


def updated(view: View, outcome: Updated) -> Reply:
    match outcome:
        case Updating():
            return one(_updating(view, outcome))
        case Wanted():
            return one(_wanted(view, outcome))
        case Changed():
            return Reply((Bubble(how="strip"), _changed(view, outcome)))
        case Filled():
            return one(_plan(view, outcome.commitment, filled=True))
        case Unchanged():
            return one(Bubble(view.say("promise.unchanged"), how="add"))
        case AlreadyDropped():
            return one(Bubble(view.say("promise.dropped_before"), how="add"))
        case NotYours():
            return one(Bubble(view.say("promise.not_yours")))
        case _:
            assert_never(outcome)


def _updating(view: View, outcome: Updating) -> Bubble:
    promised = outcome.commitment
    if outcome.said == "plan":
        return _plan(view, promised)
    stop = view.key("stop", Button("ss"))
    if outcome.said == "stage":
        keys = [
            _to(view, promised, f"stage_{stage}", f"s{i}")
            for i, stage in enumerate(STAGES, start=1)
        ]
        back = _to(view, promised, "back", "")
        return Bubble(
            _standing(view, "promise.which_stage", promised), (*pairs(keys), (back, stop)), "edit"
        )
    keys = [_to(view, promised, name, what) for name, what in UNDER_STATUS]
    see = view.key("see_promise", Button("pv", promised.id))
    return Bubble(_standing(view, "promise.update", promised), (*pairs(keys), (see, stop)), "edit")


def _standing(view: View, key: str, promised: Commitment) -> texts.Markup:
    return view.say(
        key,
        number=promised.number,
        what=promised.what,
        status=promises.status(view, promised.status, promised.reason),
        stage=view.say(f"stage.{promised.stage}"),
        due=view.day(promised.due),
    )


def _plan(view: View, promised: Commitment, *, filled: bool = False) -> Bubble:
    """What an action plan needs besides: milestones, partners, the first day."""
    lines: list[str] = [view.say("promise.filled")] if filled else []
    lines.append(view.say("promise.plan", what=promised.what))
    lines += promises.plan_lines(view, promised)
    keys = [_to(view, promised, name, what) for name, what in IN_PLAN]
    reached = [
        _to(view, promised, "milestone_back" if each["done"] else "milestone_n", f"m{i}", n=i)
        for i, each in enumerate(promised.milestones, start=1)
    ]
    last = (_to(view, promised, "back", ""), view.key("stop", Button("ss")))
    return Bubble(view.lines(*lines), (*pairs([*keys, *reached]), last), "edit")


def _wanted(view: View, outcome: Wanted) -> Bubble:
    promised = outcome.commitment
    parts: list[str] = []
    if outcome.wrong is not None:
        parts += [_wrong(view, outcome.wrong, str(view.zone)), ""]
    longest = LONGEST_NEWS if outcome.what == "news" else LONGEST_REASON
    parts.append(
        view.say(
            f"promise.want.{outcome.what}",
            what=promised.what,
            before=outcome.before,
            due=view.day(promised.due),
            max=longest,
        )
    )
    keys = (_to(view, promised, "back", ""), view.key("stop", Button("ss")))
    return Bubble(view.lines(*parts), (keys,), how="reply" if outcome.wrong else "edit")


def _changed(view: View, outcome: Changed) -> Bubble:
    promised = outcome.commitment
    parts: list[str] = [_standing(view, "promise.changed", promised)]
    if outcome.before is not None:
        parts.append(view.say("promise.moved", old=view.day(outcome.before)))
    parts.append(view.say("promise.telling", people=outcome.people))
    see = view.key("see_promise", Button("pv", promised.id))
    move = _to(view, promised, "promise_day", "due")
    late = (move,) if promised.status == "late" else ()
    return Bubble(view.lines(*parts), ((see, *late),))


def news_lapsed(view: View, outcome: Updated) -> Reply:
    """Words that were asked for a day ago did not come; these were not taken for them."""
    if not isinstance(outcome, Updating):
        return updated(view, outcome)
    words = view.say("promise.news_expired")
    more = _to(view, outcome.commitment, "promise_news_write", "")
    return one(Bubble(words, ((more,),)))
