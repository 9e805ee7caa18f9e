"""How a citizen arrives, agrees and speaks. Each handler reads, calls one use case, answers."""

from dataclasses import replace

from bot.bubbles import Bubble, Reply, one
from bot.buttons import Button
from bot.handlers import admin, partners
from bot.incoming import Quoted
from bot.replies import arriving, settings, team
from bot.replies import opinions as opinion_words
from bot.replies import whys as why_words
from bot.replies.pressed import spent
from bot.turn import Step, Turn
from deliberation import people
from deliberation.answering import whys
from deliberation.asking import consultations
from deliberation.asking.consultations import Invitation
from deliberation.outcomes import (
    Closed,
    ConsentNeeded,
    Forwarded,
    Greeting,
    NowhereToWrite,
    NoWords,
    TooShort,
)
from deliberation.speaking import covering, opinions
from deliberation.speaking.wording import Said
from deliberation.staff import invites
from storage.models import Consultation


def start(turn: Turn) -> Reply:
    """/start, with or without a link's payload."""
    people.comes_to_work(turn.work, turn.person)
    if turn.argument.startswith(invites.PREFIX):
        return admin.arrive(turn)
    return _arrive(turn, turn.argument) if turn.argument else _without_link(turn)


def _arrive(turn: Turn, payload: str) -> Reply:
    outcome = consultations.arrive(turn.work, turn.person, payload)
    if isinstance(outcome, Invitation):
        turn.settle_arrival() if outcome.joined else turn.arrived_by(
            outcome.consultation.id, outcome.channel
        )
    return arriving.arrived(turn.view, outcome)


def _without_link(turn: Turn) -> Reply:
    if turn.person.as_staff:
        return one(team.start(turn.view, turn.person))
    active = consultations.active(turn.work, turn.person)
    if active is None:
        return list_open(turn)
    others = consultations.others(turn.work, turn.person, active)
    return one(settings.back(turn.view, active, others))


def list_open(turn: Turn, _button: Button | None = None) -> Reply:
    """/consultations"""
    return one(arriving.listed(turn.view, consultations.listed(turn.work)))


def enter(turn: Turn, button: Button) -> Reply:
    """A consultation was chosen from the list."""
    found = consultations.by_key(turn.work, button.subject)
    if found is None:
        return spent(turn.view)
    return _arrive(turn, found.slug)


def background(turn: Turn, button: Button) -> Reply:
    """The file that a consultation gives to read."""
    return arriving.background(turn.view, consultations.by_key(turn.work, button.subject))


def consent(turn: Turn, button: Button) -> Reply:
    """One tap for all, one by one, or no."""
    asked = consultations.by_key(turn.work, button.subject)
    if asked is None or not consultations.accepts(asked, turn.work.now):
        return arriving.over(turn.view, asked)
    said = button.value
    if said in ("none", "n"):
        people.refuse(turn.work, turn.person, asked)
        turn.settle_arrival()
        return arriving.refused(turn.view, asked)
    if said == "pick":
        return Reply((Bubble(how="strip"), arriving.consent_item(turn.view, asked.id, "")))
    if said != "all" and len(said) < len(people.PURPOSES):
        return one(arriving.consent_item(turn.view, asked.id, said))
    return _join(turn, asked, said)


def _join(turn: Turn, asked: Consultation, said: str) -> Reply:
    words = "yyyy" if said == "all" else said
    consents = dict(zip(people.PURPOSES, (letter == "y" for letter in words), strict=True))
    if people.has_said(turn.work, turn.person, asked, consents):
        if _quoted_words(turn) is None:
            return spent(turn.view)
        return Reply((Bubble(how="strip"), _after_consent(turn, asked)))
    invite_id = turn.invited_to(asked.id)
    how = "all" if said == "all" else "single"
    channel = turn.channel_to(asked.id)
    people.join(turn.work, turn.person, asked, consents, how=how, channel=channel)
    turn.person = people.again(turn.work, turn.person)
    noted = arriving.noted(
        turn.view, asked, consents, turn.view.when(turn.work.now, asked.timezone)
    )
    guest = partners.entered(turn, invite_id) if invite_id else ()
    return Reply((noted, _after_consent(turn, asked), *guest))


def _after_consent(turn: Turn, asked: Consultation) -> Bubble:
    """The words that waited in the person's own chat become their first opinion."""
    send_again = "words_wait" in turn.notes
    turn.settle_arrival()
    quoted = _quoted_words(turn)
    if quoted is not None:
        return _submit(turn, _said_of(turn, quoted)).bubbles[0]
    return arriving.welcome(turn.view, asked, send_again=send_again)


def _quoted_words(turn: Turn) -> Quoted | None:
    quoted = turn.incoming.quoted
    return quoted if quoted is not None and quoted.text and not turn.typed else None


def say(turn: Turn) -> Reply:
    """Plain words: an opinion, unless they cannot be one."""
    incoming = turn.incoming
    if incoming.media and not incoming.text:
        active = consultations.active(turn.work, turn.person)
        phone = active.phone if active else ""
        return opinion_words.not_taken(turn.view, NoWords(incoming.media, phone))
    said = words_of(turn)
    if incoming.forwarded:
        _remember_words(turn, said)
        return opinion_words.not_taken(turn.view, Forwarded())
    return _submit(turn, said)


def _submit(turn: Turn, said: Said) -> Reply:
    outcome = opinions.submit(turn.work, turn.person, said, asked_about=turn.asked_about)
    if isinstance(outcome, Greeting | TooShort):
        _remember_words(turn, said)
    if isinstance(outcome, ConsentNeeded | NowhereToWrite):
        turn.notes["words_wait"] = True
    if isinstance(outcome, Closed | NowhereToWrite):
        return _line_or(turn, said, outcome)
    return opinion_words.submitted(turn.view, outcome)


def _line_or(turn: Turn, said: Said, outcome: Closed | NowhereToWrite) -> Reply:
    """Where no opinions are taken, words soon after an answer may be a line on it."""
    asked = outcome.consultation if isinstance(outcome, Closed) else None
    elsewhere = isinstance(outcome, NowhereToWrite) and outcome.open
    offered = None if elsewhere else whys.offer(turn.work, turn.person, asked)
    if offered is None:
        return opinion_words.submitted(turn.view, outcome)
    turn.notes.pop("words_wait", None)
    _remember_words(turn, said)
    return why_words.offered(turn.view, offered)


def _remember_words(turn: Turn, said: Said) -> None:
    """Of somebody who has agreed, words that are asked about wait a day for the typed answer."""
    if not opinions.may_keep(turn.work, turn.person):
        return
    turn.step = Step(
        "asked",
        {
            "words": covering.cover(turn.work, turn.person.language, said).text,
            "message_id": said.message_id,
            "sent_at": said.sent_at.isoformat(),
            "media": said.without_media,
        },
    )


def words_of(turn: Turn) -> Said:
    """The message as the rules take it."""
    incoming = turn.incoming
    return Said(
        incoming.text,
        turn.source(incoming.message_id),
        incoming.message_id,
        incoming.sent_at,
        without_media=incoming.media is not None,
    )


def _said_of(turn: Turn, quoted: Quoted, *, meant: bool = False) -> Said:
    return Said(
        quoted.text,
        turn.source(quoted.message_id),
        quoted.message_id,
        quoted.sent_at,
        without_media=quoted.with_media,
        meant=meant,
    )


def keep_anyway(turn: Turn, _button: Button) -> Reply:
    """The person says that short, odd or forwarded words are their opinion all the same."""
    quoted = turn.asked_words() if turn.typed else turn.incoming.quoted
    if quoted is None or not quoted.text:
        return Reply((Bubble(how="strip"), Bubble(turn.view.say("words.send_again"))))
    reply = _submit(turn, _said_of(turn, quoted, meant=True))
    return Reply((Bubble(how="strip"), *reply.bubbles), reply.toast)


def send_again(turn: Turn, _button: Button) -> Reply:
    """Words that came too soon, sent once more. They were kept nowhere but in the person's own
    chat, and count from now."""
    quoted = _quoted_words(turn)
    if quoted is None:
        return Reply((Bubble(how="strip"), Bubble(turn.view.say("words.send_again"))))
    said = replace(_said_of(turn, quoted), sent_at=turn.work.now)
    reply = _submit(turn, said)
    return Reply((Bubble(how="strip"), *reply.bubbles), reply.toast)
