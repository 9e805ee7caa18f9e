"""What moderators see: the card of a flagged message, and what became of it."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import assert_never

from babel.dates import format_timedelta

from bot import texts
from bot.bubbles import Bubble, How, Key, Reply, Rows, one, pairs
from bot.buttons import Button
from bot.replies import appeals, risks
from bot.replies.arriving import page_keys
from bot.replies.pressed import spent
from bot.turn import View
from deliberation.moderating.appeals import LineUnusable
from deliberation.moderating.choices import HIDE, REASONS
from deliberation.moderating.decisions import Decided, SecondNeeded
from deliberation.moderating.flags import APPEAL, FLOOD, POLICY
from deliberation.moderating.measures import REPEATED
from deliberation.moderating.moderation import Card, Differing, Next, QueueEmpty, Why
from deliberation.moderating.refusals import (
    Changed,
    DecidedBefore,
    NotThere,
    OwnWords,
    Refused,
    TakenOver,
    WentAway,
    WithAdmins,
)
from deliberation.moderating.risks import MACHINE
from deliberation.moderating.second_looks import LineWanted
from deliberation.moderating.undoing import TooLate, Undone
from deliberation.pages import nearest
from storage.models import LogRow, Opinion

PART = 2400  # UTF-16 units of a message's words on its card; the rest is turned to
DIFFERENT, COPY = 10, 200  # copies that differ, and the units that are shown of each
OWN = 600  # of words of which a part was covered

NOW = {
    "received": "moderation.now_shown",
    "held": "moderation.now_held",
    "hidden": "moderation.now_hidden",
}


def shown(view: View, outcome: Next, part: int = 0, *, how: How = "new") -> Bubble:
    """The card to look at, or that there is none."""
    words = card(view, outcome, part) if isinstance(outcome, Card) else _empty(view, outcome)
    return replace(words, how=how)


def card(view: View, shown: Card, part: int = 0) -> Bubble:
    """A flagged message: its words, why it is here, what it answers; and what can be done."""
    parts = texts.parts(shown.opinion.text, PART)
    at, _ = nearest(part, len(parts), 1)
    lines = [
        view.say("appeal.card") if shown.appeal else "",
        view.say(
            "moderation.card",
            i=shown.place,
            n=shown.waiting,
            waited=span(view, shown.waited),
            no=str(shown.opinion.id),
            text=parts[at],
        ),
        view.say("moderation.part", page=at + 1, pages=len(parts)) if len(parts) > 1 else "",
        _line(view, shown),
        *_beside(view, shown),
        view.say("moderation.why"),
        *(_why(view, why, shown) for why in shown.why),
        *risks.seen(view, shown),
        *_rules(view, shown),
        view.say("moderation.question", question=shown.consultation.question),
        _where(view, shown),
    ]
    turns = page_keys(view, at, len(parts), Button("qc", shown.opinion.id, state=shown.stamp))
    return Bubble(view.lines(*filter(None, lines)), (*_keys(view, shown), turns), protect=True)


def _line(view: View, shown: Card) -> str:
    """Why the author thinks that others should look again, and what they wrote where a part of it
    was covered."""
    line = shown.appeal.note if shown.appeal else ""
    said = [view.say("appeal.card_line", line=line)] if line else []
    if shown.own:
        said.append(view.say("appeal.card_own", text=texts.excerpt(shown.own, OWN)))
    return view.lines(*said) if said else ""


def _beside(view: View, shown: Card) -> list[texts.Markup]:
    """The copies of the words, what was decided of them before, and what a colleague proposed."""
    lines, group, before = [], shown.group, shown.before
    if shown.line is not None:
        lines.append(view.say("moderation.line", line=shown.line))
    if len(group.versions) > 1:
        copies = view.say("moderation.copies", n=len(group.versions), people=group.people)
        lines.append(copies)
    if group.unflagged:
        lines.append(view.say("moderation.copies_unflagged", n=group.unflagged))
    if before is not None and _as_before(view, shown):
        decision = _decision(view, before.state, before.reason)
        at = view.when(before.at, shown.consultation.timezone)
        lines.append(view.say("moderation.before", time=at, decision=decision))
    if shown.proposed:
        lines.append(view.say("moderation.proposed", reason=view.say(f"reason.{shown.proposed}")))
    return lines


def _decision(view: View, decided: str, reason: str) -> texts.Markup:
    return view.say(
        f"moderation.decided_{decided}", reason=view.say(f"reason.{reason}") if reason else ""
    )


def _keys(view: View, shown: Card) -> Rows:
    """What can be decided, and the card after this one."""
    rows = _of_covered(view, shown) or _choices(view, shown.opinion, shown.stamp)
    rows = (*rows, *_ways_on(view, shown))
    before = _as_before(view, shown)
    return ((before,), *rows) if before else rows


def _as_before(view: View, shown: Card) -> Key | None:
    """One press for what was decided of the same words before."""
    before, of = shown.before, shown.opinion
    if before is None or of.state == "hidden" or shown.own:
        return None
    if before.state == "kept":
        return view.key("as_before", Button("qk", of.id, state=shown.stamp))
    if before.reason not in REASONS:
        return None
    number = str(REASONS.index(before.reason) + 1)
    return view.key("as_before", Button("qh", of.id, number, shown.stamp))


def _ways_on(view: View, shown: Card) -> Rows:
    """What can be done short of keeping and hiding, and the card after this one."""
    of, stamp, more = shown.opinion.id, shown.stamp, []
    if shown.line is None and shown.opinion.state != "hidden" and not shown.own:
        more.append(view.key("mask", Button("qm", of, state=stamp)))
        if shown.may_pass:
            more.append(view.key("to_admin", Button("qp", of, state=stamp)))
    following = [view.key("next_message", Button("qn", of, state=stamp))]
    if shown.group.others:
        following.insert(0, view.key("see_differences", Button("qd", of, state=stamp)))
    return tuple(more), tuple(following)


def _choices(view: View, opinion: Opinion, stamp: int) -> Rows:
    of = opinion.id
    if opinion.state == "hidden":
        restore = view.key("restore", Button("qr", of, state=stamp))
        keep_hidden = view.key("keep_hidden", Button("qs", of, state=stamp))
        return ((restore, keep_hidden),)
    keep = view.key("keep_as_it_is", Button("qk", of, state=stamp))
    return ((keep, view.key("hide", Button("qh", of, state=stamp))),)


def _of_covered(view: View, shown: Card) -> Rows:
    """What can be decided where the author asks for a second look at what was covered."""
    if not shown.own:
        return ()
    uncover = view.key("uncover", Button("qr", shown.opinion.id, state=shown.stamp))
    leave = view.key("keep_covered", Button("qs", shown.opinion.id, state=shown.stamp))
    return ((uncover, leave),)


def differing(view: View, outcome: Differing | Next) -> Bubble:
    """How the copies on the card differ, with what can be decided about all of them."""
    if not isinstance(outcome, Differing):
        return shown(view, outcome)
    lines = [
        view.say("moderation.differing_line", n=n, text=texts.excerpt(words, COPY))
        for words, n in outcome.words[:DIFFERENT]
    ]
    rest = len(outcome.words) - DIFFERENT
    more = view.say("moderation.differing_more", n=rest) if rest > 0 else ""
    words = view.lines(*filter(None, [view.say("moderation.differing"), *lines, more]))
    following = view.key("next_message", Button("qn", outcome.opinion.id, state=outcome.stamp))
    rows = (*_choices(view, outcome.opinion, outcome.stamp), (following,))
    return Bubble(words, rows, protect=True)


def _why(view: View, why: Why, shown: Card) -> str:
    if why.source == POLICY:
        flooded = why.reason == FLOOD
        return view.say("moderation.why_flood" if flooded else "moderation.why_policy")
    if why.source == "author":
        return view.say("appeal.card_why" if why.reason == APPEAL else "moderation.why_rewritten")
    if why.source == MACHINE:
        return risks.why(view, why, shown)
    words = view.say("moderation.why_other" if why.reason == "other" else f"reason.{why.reason}")
    key = "moderation.why_moderator" if why.source == "moderator" else "moderation.why_line"
    return view.say(key, reason=words, n=why.people)


def _rules(view: View, shown: Card) -> list[texts.Markup]:
    """The public rule of each reason, and of the one the words were hidden for."""
    given = {why.reason for why in shown.why} | {shown.opinion.reason}
    rules = [
        view.say("moderation.rule", rule=_rule(view, each)) for each in REASONS if each in given
    ]
    if shown.opinion.reason and (shown.own or shown.opinion.state == "hidden"):
        before = view.say(f"reason.{shown.opinion.reason}")
        return [view.say("moderation.reason_then", reason=before), *rules]
    return rules


def _rule(view: View, reason: str) -> str:
    return view.say(f"rule.{reason}")


def _where(view: View, shown: Card) -> str:
    none = "moderation.topic_alone" if shown.alone else "moderation.topic_none"
    topic = shown.topic or view.say(none)
    return view.say("moderation.where", topic=topic, shown=_now(view, shown.opinion))


def _now(view: View, opinion: Opinion) -> texts.Markup:
    """Whether citizens see it: shown, held or hidden."""
    return view.say(NOW[opinion.state])


def span(view: View, length: timedelta) -> str:
    """How long something has lasted: 12분, 3시간, 2일."""
    least = max(length, timedelta(minutes=1))
    written: str = format_timedelta(least, granularity="minute", threshold=1, locale=view.language)
    return written


def _empty(view: View, outcome: QueueEmpty) -> Bubble:
    words = [view.say("moderation.empty")]
    if outcome.at is not None:
        since = view.when(outcome.at, outcome.timezone)
        words.append(view.say("moderation.empty_since", time=since))
    if outcome.own:
        key = "moderation.own_waits_for_nobody" if outcome.nobody else "moderation.own_waits"
        words.append(view.say(key, n=outcome.own))
    if outcome.taken:
        words.append(view.say("moderation.taken", n=outcome.taken))
    if outcome.seconded:
        words.append(view.say("moderation.seconded", n=outcome.seconded))
    return Bubble(view.lines(*words))


def ask_reason(view: View, outcome: Opinion | Refused, stamp: int) -> Reply:
    """Nothing is hidden without a reason of the closed list, each with its public rule."""
    if not isinstance(outcome, Opinion):
        return refused(view, outcome)
    rules = [
        view.say(
            "moderation.reason_line", reason=view.say(f"reason.{each}"), rule=_rule(view, each)
        )
        for each in REASONS
    ]
    words = view.lines(view.say("moderation.ask_reason"), *rules)
    keys = reason_keys(view, "qh", outcome, stamp)
    return one(Bubble(words, pairs(keys), how="add"))


def reason_keys(view: View, code: str, of: Opinion, stamp: int) -> list[Key]:
    """A button for each reason, and one back to the card."""
    keys = [
        view.key(f"hide_{each}", replace(Button(code, of.id, state=stamp), value=str(n)))
        for n, each in enumerate(REASONS, start=1)
    ]
    return [*keys, view.key("stop", Button("qc", of.id, state=stamp))]


def kept_hidden(
    view: View, outcome: LineWanted | LineUnusable | Decided | SecondNeeded | Refused
) -> Reply:
    """Of an appeal a line for the author is asked for first."""
    match outcome:
        case LineWanted(opinion):
            stop = ((view.key("stop", Button("qc", opinion.id)),),)
            hidden = opinion.state == "hidden"
            words = view.say("appeal.ask_line" if hidden else "appeal.ask_line_covered")
            return one(Bubble(words, stop, how="add"))
        case LineUnusable():
            return one(appeals.unusable(view, outcome))
        case _:
            return decided(view, outcome)


def decided(view: View, outcome: Decided | SecondNeeded | Refused) -> Reply:
    if isinstance(outcome, SecondNeeded):
        reason = view.say(f"reason.{outcome.reason}")
        words = view.say("moderation.second_needed", n=outcome.count, reason=reason)
        return and_next(view, [words], (), outcome.next)
    if not isinstance(outcome, Decided):
        return refused(view, outcome)
    row, no = outcome.row, str(outcome.opinion.id)
    key = f"moderation.{row.action}" + ("_all" if outcome.count > 1 else "")
    said = [view.say(key, no=no, n=outcome.count, reason=_reason(view, row))]
    if outcome.choice.tells:
        said.append(_told(view, outcome))
    if outcome.choice is not HIDE:
        return and_next(view, said, (), outcome.next)
    undo = (view.key("undo", Button("qu", outcome.opinion.id, state=outcome.stamp)),)
    said.append(view.say("moderation.undo"))
    if outcome.repeated < REPEATED:
        return and_next(view, said, (undo,), outcome.next)
    said.append(view.say("measure.repeated", n=outcome.repeated))
    about = (view.key("about_author", Button("mb", outcome.opinion.id)),)
    return and_next(view, said, (undo, about), outcome.next)


def _told(view: View, outcome: Decided) -> texts.Markup:
    zone = outcome.consultation.timezone
    if outcome.tells_at is None or outcome.count == 1:
        return tells(view, outcome.tells_at, zone)
    at = view.when(outcome.tells_at, zone)
    return view.say("moderation.tells_all", time=at, n=outcome.told)


def tells(view: View, at: datetime | None, zone: str) -> texts.Markup:
    """When the author is told, or that nobody can be."""
    if at is None:
        return view.say("moderation.tells_nobody")
    return view.say("moderation.tells", time=view.when(at, zone))


def _reason(view: View, row: LogRow) -> str:
    return view.say(f"reason.{row.reason}") if row.reason else ""


def and_next(view: View, words: list[texts.Markup], keys: Rows, following: Next) -> Reply:
    """The result in place of the card, then the next card. That nothing is left goes with it."""
    toast = words[0].plain
    if isinstance(following, Card):
        result = Bubble(view.lines(*words), keys, how="edit")
        return Reply((result, card(view, following)), toast)
    text = view.lines(*words, "", _empty(view, following).text)
    return one(Bubble(text, keys, how="edit"), toast)


def undone(view: View, outcome: Undone | TooLate | Refused) -> Reply:
    match outcome:
        case Undone():
            return and_next(view, [_undone(view, outcome)], (), outcome.next)
        case TooLate():
            return spent(view)
        case _:
            return refused(view, outcome)


def _undone(view: View, outcome: Undone) -> texts.Markup:
    key = "moderation.opinion.hiding_undone"
    if outcome.covered:
        key = "moderation.opinion.masking_undone"
    elif outcome.opinion.state == "held":
        return view.say(f"{key}_held", n=outcome.count)
    many = "_all" if outcome.count > 1 else ""
    return view.say(f"{key}{many}", no=str(outcome.opinion.id), n=outcome.count)


def refused(view: View, outcome: Refused) -> Reply:
    match outcome:
        case DecidedBefore():
            return and_next(view, [_decided_before(view, outcome)], (), outcome.next)
        case Changed():
            return and_next(view, [view.say("moderation.changed")], (), outcome.next)
        case TakenOver():
            return and_next(view, [view.say("moderation.taken_over")], (), outcome.next)
        case WithAdmins():
            return and_next(view, [view.say("moderation.with_admins")], (), outcome.next)
        case WentAway():
            return and_next(view, [view.say("moderation.went_away")], (), outcome.next)
        case OwnWords():
            key = "moderation.own_refused_nobody" if outcome.nobody else "moderation.own_refused"
            return and_next(view, [view.say(key)], (), outcome.next)
        case NotThere():
            return spent(view)
        case _:
            assert_never(outcome)


def _decided_before(view: View, outcome: DecidedBefore) -> texts.Markup:
    row = outcome.row
    return view.say(
        "moderation.decided_own" if outcome.own else "moderation.decided_before",
        time=view.when(row.at, outcome.consultation.timezone),
        decision=_decision(view, row.action.removeprefix("opinion."), row.reason),
    )
