"""What is held about a person, in plain words, and what is said around erasing it."""

from collections.abc import Sequence
from typing import assert_never

from bot import texts
from bot.bubbles import Bubble, Reply, Rows, one
from bot.buttons import Button
from bot.replies import own_words, retention
from bot.replies.pressed import spent
from bot.turn import View
from deliberation.privacy.forgetting import ForgetAsked, Forgotten, NothingHeld, OnlyAdmin
from deliberation.privacy.held import (
    Account,
    Consented,
    Holdings,
    Raised,
    Received,
    Restrained,
    TakesPart,
    WordsOver,
    Wrote,
)
from deliberation.speaking.own_words import StateOf

WAITS = ("pending", "sending")
MOST_OVER = 5  # consultations that are named in a message; all are in the file
REACHED = ("sent", "uncertain")


def nothing(view: View, over: Sequence[WordsOver] = ()) -> Bubble:
    """Nothing is held; nor, any more, what was said in consultations whose time is over."""
    return Bubble(view.lines(view.say("mydata.none"), *_over(view, over)))


def _over(view: View, over: Sequence[WordsOver]) -> list[texts.Markup]:
    return [retention.over(view, each) for each in over[:MOST_OVER]]


def counts(view: View, held: Holdings) -> texts.Markup:
    """How much there is. Opinions whose words are gone are not counted."""
    opinions = [each for place in held.consultations for each in place.opinions]
    return view.say(
        "mydata.counts",
        n=sum(opinion.state != "erased" for opinion in opinions),
        revisions=sum(len(opinion.earlier) for opinion in opinions),
        consents=sum(len(place.consents) for place in held.consultations),
        answers=sum(len(place.answers) for place in held.consultations),
    )


def told(view: View, held: Holdings) -> texts.Markup:
    """Everything in plain words, of any length."""
    parts = [
        counts(view, held),
        *([_account(view, held.account, held)] if held.account else []),
        *(_place(view, place) for place in held.consultations),
        *([_raised(view, held.flags_raised)] if held.flags_raised else []),
        *(_restrained(view, each) for each in held.measures),
        *_rest(view, held),
        *_over(view, held.words_over),
    ]
    return texts.joined(parts, "\n\n")


def _account(view: View, account: Account, held: Holdings) -> texts.Markup:
    lines = [
        view.say(
            "mydata.account",
            since=view.when(account.since),
            language=view.say(f"mydata.language.{account.language or 'none'}"),
            notices=view.say(f"mydata.notices.{account.notices}"),
        )
    ]
    if account.consultation:
        lines.append(view.say("mydata.active", title=account.consultation))
    held_roles = [(row["agency"], row["role"]) for row in held.staff_work["roles"]]
    if held_roles:
        lines.append(view.say("mydata.roles", roles=_roles(view, held_roles)))
    return view.lines(*lines)


def _roles(view: View, roles: list[tuple[str, str]]) -> str:
    named = [
        view.say("mydata.role", agency=agency, role=view.say(f"role.{role}"))
        for agency, role in roles
    ]
    return texts.joined(named, ", ")


def _place(view: View, place: TakesPart) -> texts.Markup:
    lines = [
        view.say("mydata.place", title=place.title, agency=place.agency),
        view.say("mydata.joined", at=view.when(place.joined_at, place.timezone)),
    ]
    if place.channel:
        lines.append(view.say("mydata.channel", channel=place.channel))
    if place.partner:
        lines.append(view.say("mydata.partner", group=place.partner))
    if place.stance:
        lines.append(view.say("mydata.stance", stance=view.say(f"stance.{place.stance}")))
    lines += [_consent(view, each, place.timezone) for each in place.consents]
    lines += [_opinion(view, each, place.timezone) for each in place.opinions]
    lines += [_answer(view, each, place.timezone) for each in place.answers]
    return view.lines(*lines)


def _consent(view: View, said: Consented, zone: str) -> texts.Markup:
    return view.say(
        "mydata.consent.yes" if said.given else "mydata.consent.no",
        name=view.say(f"consent.name.{said.purpose}"),
        at=view.when(said.at, zone),
        version=said.version,
    )


def _opinion(view: View, wrote: Wrote, zone: str) -> texts.Markup:
    at, state = view.when(wrote.written_at, zone), _state(view, wrote, zone)
    if wrote.state == "erased":
        return view.say("mydata.erased", no=wrote.number, at=at, state=state)
    lines = [view.say("mydata.opinion", no=wrote.number, at=at, text=wrote.text, state=state)]
    lines += [
        view.say("mydata.earlier", at=view.when(before.written_at, zone), text=before.text)
        for before in wrote.earlier
    ]
    if wrote.flags:
        lines.append(view.say("mydata.flags", reasons=_reasons(view, wrote)))
    if wrote.likeness:
        said = view.say("similar.said_same" if wrote.likeness.same else "similar.said_apart")
        at = view.when(wrote.likeness.at, zone)
        lines.append(view.say("mydata.similar", said=said, at=at))
    if wrote.appeal:
        at = view.when(wrote.appeal.at, zone)
        lines.append(view.say("mydata.appealed", at=at, line=wrote.appeal.line))
    lines += [
        view.say("mydata.decided", at=view.when(decision.at, zone)) for decision in wrote.decisions
    ]
    return view.lines(*lines)


def _state(view: View, wrote: Wrote, zone: str) -> str:
    if wrote.state == "received" and wrote.reason:
        return own_words.state(view, StateOf("masked", reason=wrote.reason), zone)
    if wrote.state == "received" and wrote.topic:
        return view.say("mydata.in_topic", topic=wrote.topic)
    name = "alone" if wrote.state == "received" and wrote.alone else wrote.state
    return own_words.state(view, StateOf(name, at=wrote.erase_at, reason=wrote.reason or ""), zone)


def _reasons(view: View, wrote: Wrote) -> str:
    counted = [
        view.say("mydata.flag_count", reason=view.say(f"mydata.reason.{reason}"), n=count)
        for reason, count in wrote.flags.items()
    ]
    return texts.joined(counted, ", ")


def _answer(view: View, got: Received, zone: str) -> texts.Markup:
    lines = [
        view.say(
            "mydata.answer",
            no=got.number or 0,
            topic=got.topic,
            state=_delivery(view, got, zone),
            text=got.text,
        )
    ]
    if got.rating:
        lines.append(view.say(f"mydata.rating.{got.rating}"))
    if got.why:
        lines.append(view.say("mydata.why", line=got.why))
    return view.lines(*lines)


def _delivery(view: View, got: Received, zone: str) -> str:
    if got.delivery in WAITS:
        return view.say("mydata.delivery.waiting")
    if got.delivery in REACHED and got.delivered_at is not None:
        return view.say("mydata.delivery.sent", at=view.when(got.delivered_at, zone))
    return view.say("mydata.delivery.not_sent")


def _restrained(view: View, measure: Restrained) -> texts.Markup:
    return view.say(
        "mydata.measure",
        agency=measure.agency,
        what=view.say(f"measure.what.{measure.kind}"),
        reason=view.say(f"reason.{measure.reason}"),
        at=view.when(measure.at),
        until=view.when(measure.until),
    )


def _raised(view: View, flags: tuple[Raised, ...]) -> texts.Markup:
    return view.lines(
        *(
            view.say(
                "mydata.raised",
                at=view.when(flag.at),
                title=flag.consultation,
                reason=view.say(f"mydata.reason.{flag.reason}"),
            )
            for flag in flags
        )
    )


def _rest(view: View, held: Holdings) -> list[texts.Markup]:
    """What stands in the file in full, here in a word."""
    parts = []
    words = " ".join((held.open_step or {}).get("words", {}).values())
    if words:
        parts.append(view.say("mydata.step", words=words))
    done = {name: len(rows) for name, rows in held.staff_work.items()}
    if any(done.get(name) for name in ("answers", "drafts", "invites", "log")):
        parts.append(view.say("mydata.staff", **done))
    if held.sent:
        parts.append(view.say("mydata.sent", n=len(held.sent)))
    if held.promises:
        parts.append(view.say("mydata.promises", n=len(held.promises)))
    if held.given_up:
        parts.append(view.say("mydata.given_up", n=len(held.given_up)))
    return parts


def asked(
    view: View, outcome: ForgetAsked | OnlyAdmin | NothingHeld, stamp: int, *, again: bool = False
) -> Reply:
    """The question before the erasing. `stamp` goes into its buttons: the hour of asking."""
    match outcome:
        case ForgetAsked():
            return one(Bubble(_question(view, outcome, again=again), _choices(view, stamp)))
        case OnlyAdmin():
            return one(_only_admin(view, outcome))
        case NothingHeld():
            return one(nothing(view))
        case _:
            assert_never(outcome)


def _question(view: View, outcome: ForgetAsked, *, again: bool) -> texts.Markup:
    words = view.say("forget.ask", backup_until=view.day(outcome.backups_until))
    before = [view.say("forget.expired"), ""] if again else []
    roles = _roles(view, list(outcome.roles))
    after = [view.say("forget.roles", roles=roles)] if outcome.roles else []
    after += [
        view.say("forget.measure", agency=agency, until=view.when(until))
        for agency, until in outcome.measures
    ]
    return view.lines(*before, words, *after)


def _choices(view: View, stamp: int) -> Rows:
    everything = view.key("erase_all", Button("fo", value="all", state=stamp))
    words_stay = view.key("leave_words", Button("fo", value="left", state=stamp))
    return (everything, words_stay), (view.key("stop", Button("ss")),)


def _only_admin(view: View, outcome: OnlyAdmin) -> Bubble:
    return Bubble(view.say("forget.only_admin", agencies=", ".join(outcome.agencies)))


def forgotten(
    view: View, outcome: Forgotten | OnlyAdmin | NothingHeld, *, keep_words: bool
) -> Reply:
    """The last message. A second press, on its way at the same time, is told nothing more."""
    match outcome:
        case Forgotten():
            done = view.say("forget.left") if keep_words else view.say("forget.done")
            return Reply((Bubble(how="strip"), Bubble(done)))
        case OnlyAdmin():
            return Reply((Bubble(how="strip"), _only_admin(view, outcome)))
        case NothingHeld():
            return spent(view)
        case _:
            assert_never(outcome)
