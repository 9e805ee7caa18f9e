"""What a citizen can do. Each handler reads, calls one use case, and answers."""

from bot.bubbles import Bubble, Reply, one, silence
from bot.buttons import Button
from bot.incoming import Quoted
from bot.replies import arriving, settings
from bot.replies import opinions as opinion_words
from bot.replies import own_words as own_replies
from bot.turn import Step, Turn
from deliberation import consultations, opinions, own_words, people
from deliberation.consultations import Invitation
from deliberation.opinions import Said
from deliberation.outcomes import Forwarded, Gone, NoWords, Recorded

TEXT_KINDS = ("photo", "video", "animation", "document", "audio", "voice", "video_note")


def start(turn: Turn) -> Reply:
    """/start, with or without a link's payload."""
    if not turn.argument:
        return _without_link(turn)
    outcome = consultations.arrive(turn.work, turn.person, turn.argument)
    if isinstance(outcome, Invitation):
        turn.channel = outcome.channel
    return arriving.arrived(turn.view, outcome)


def _without_link(turn: Turn) -> Reply:
    active = consultations.active(turn.work, turn.person)
    if active is None:
        return list_open(turn)
    others = consultations.others(turn.work, turn.person, active)
    missed = own_words.missed(turn.work, turn.person)
    return settings.back(turn.view, active, others, missed)


def list_open(turn: Turn, _button: Button | None = None) -> Reply:
    """/consultations"""
    return one(arriving.listed(turn.view, consultations.listed(turn.work)))


def enter(turn: Turn, button: Button) -> Reply:
    """A consultation was chosen from the list."""
    found = consultations.by_key(turn.work, button.subject)
    if found is None:
        return opinion_words.spent(turn.view)
    outcome = consultations.arrive(turn.work, turn.person, found.slug)
    return arriving.arrived(turn.view, outcome)


def consent(turn: Turn, button: Button) -> Reply:
    """One tap for all, one by one, or no."""
    asked = consultations.by_key(turn.work, button.subject)
    if asked is None or not consultations.accepts(asked, turn.work.now):
        return arriving.over(turn.view, asked)
    said = button.value
    if said in ("none", "n"):
        return arriving.refused(turn.view, asked)
    if said == "pick" or (said != "all" and len(said) < len(people.PURPOSES)):
        so_far = "" if said == "pick" else said
        stripped = (Bubble(how="strip"),) if said == "pick" else ()
        return Reply((*stripped, arriving.consent_item(turn.view, asked.id, so_far)))
    return _join(turn, button)


def _join(turn: Turn, button: Button) -> Reply:
    asked = consultations.by_key(turn.work, button.subject)
    if asked is None:
        return opinion_words.spent(turn.view)
    words = "yyyy" if button.value == "all" else button.value
    consents = dict(zip(people.PURPOSES, (letter == "y" for letter in words), strict=True))
    how = "all" if button.value == "all" else "single"
    people.join(turn.work, turn.person, asked, consents, how=how, channel=turn.channel)
    turn.person = people.again(turn.work, turn.person)
    noted = arriving.noted(turn.view, asked, consents, turn.view.when(turn.work.now))
    return Reply((noted, _after_consent(turn)))


def _after_consent(turn: Turn) -> Bubble:
    """The words that waited in the person's own chat become their first opinion."""
    asked = consultations.active(turn.work, turn.person)
    quoted = turn.incoming.quoted
    if quoted is not None and quoted.text and not turn.typed:
        outcome = opinions.submit(turn.work, turn.person, _said_of(turn, quoted))
        return opinion_words.submitted(turn.view, outcome).bubbles[0]
    waiting = turn.typed and turn.state is not None and turn.state.payload.get("words_first")
    if asked is None:
        return Bubble(turn.view.say("start.no_consultation"))
    return arriving.welcome(turn.view, asked, send_again=bool(waiting))


def say(turn: Turn) -> Reply:
    """Plain words: an opinion, unless they cannot be one."""
    incoming = turn.incoming
    if incoming.media and not incoming.text:
        return opinion_words.not_taken(turn.view, NoWords(incoming.media, _phone(turn)))
    if incoming.forwarded:
        _remember_words(turn)
        return opinion_words.not_taken(turn.view, Forwarded())
    outcome = opinions.submit(turn.work, turn.person, _said(turn))
    if not isinstance(outcome, Recorded):
        _remember_words(turn)
    return opinion_words.submitted(turn.view, outcome)


def _phone(turn: Turn) -> str:
    active = consultations.active(turn.work, turn.person)
    return active.phone if active else ""


def _remember_words(turn: Turn) -> None:
    """Of somebody who has agreed, words that are asked about wait for the typed answer too."""
    if turn.person.contact is None:
        return
    incoming = turn.incoming
    turn.step = Step(
        "asked",
        {
            "words": incoming.text,
            "message_id": incoming.message_id,
            "sent_at": incoming.sent_at.isoformat(),
        },
    )


def _said(turn: Turn, *, meant: bool = False) -> Said:
    incoming = turn.incoming
    return Said(
        incoming.text,
        turn.source(incoming.message_id),
        incoming.message_id,
        incoming.sent_at,
        without_media=incoming.media is not None,
        meant=meant,
    )


def _said_of(turn: Turn, quoted: Quoted, *, meant: bool = False) -> Said:
    return Said(
        quoted.text, turn.source(quoted.message_id), quoted.message_id, quoted.sent_at, meant=meant
    )


def keep_anyway(turn: Turn, _button: Button) -> Reply:
    """The person says that short, odd or forwarded words are their opinion all the same."""
    quoted = turn.incoming.quoted or turn.asked_words()
    if quoted is None or not quoted.text:
        return Reply((Bubble(how="strip"), Bubble(turn.view.say("consent.send_again"))))
    outcome = opinions.submit(turn.work, turn.person, _said_of(turn, quoted, meant=True))
    reply = opinion_words.submitted(turn.view, outcome)
    return Reply((Bubble(how="strip"), *reply.bubbles), reply.toast)


def edited(turn: Turn) -> Reply:
    """A Telegram message was edited."""
    if turn.person.contact is None:
        return silence("edited before consent")
    incoming = turn.incoming
    outcome = opinions.revise_message(
        turn.work, turn.person, incoming.message_id, incoming.text, incoming.sent_at
    )
    if isinstance(outcome, Gone) and not opinions.knows(
        turn.work, turn.person, incoming.message_id
    ):
        return silence("edited words that were never kept")
    return opinion_words.revised(turn.view, outcome)


def ask_change(turn: Turn, button: Button) -> Reply:
    """New words for an opinion are asked for."""
    outcome = own_words.one(turn.work, turn.person, button.subject)
    if isinstance(outcome, own_words.OwnOpinion):
        turn.step = Step("edit", {"opinion": button.subject})
    return own_replies.ask_change(turn.view, outcome)


def change(turn: Turn, step: Step) -> Reply:
    """The new words came."""
    opinion = opinions.own(turn.work, turn.person, int(step.payload["opinion"]))
    if opinion is None:
        return opinion_words.revised(turn.view, Gone())
    if turn.incoming.media and not turn.incoming.text:
        turn.step = step
        return own_replies.words_only(turn.view)
    outcome = opinions.revise(turn.work, opinion, turn.incoming.text, turn.incoming.sent_at)
    return opinion_words.revised(turn.view, outcome, said_again=True)


def withdraw(turn: Turn, button: Button) -> Reply:
    return opinion_words.withdrawn(
        turn.view, opinions.withdraw(turn.work, turn.person, button.subject)
    )


def undo(turn: Turn, button: Button) -> Reply:
    return opinion_words.restored(
        turn.view, opinions.restore(turn.work, turn.person, button.subject)
    )


def move(turn: Turn, button: Button) -> Reply:
    target = int(button.value)
    outcome = opinions.move(turn.work, turn.person, button.subject, target)
    return opinion_words.moved(turn.view, outcome)


def my(turn: Turn) -> Reply:
    """/my, or /my 3 for one of them."""
    if turn.argument.isascii() and turn.argument.isdigit():
        outcome = own_words.numbered(turn.work, turn.person, int(turn.argument[:9]))
        return own_replies.own_opinion(turn.view, outcome)
    return own_replies.own_page(turn.view, own_words.page(turn.work, turn.person, None))


def my_of(turn: Turn, button: Button) -> Reply:
    """My words in the consultation of the button, as a new bubble."""
    outcome = own_words.page(turn.work, turn.person, button.subject)
    return own_replies.own_page(turn.view, outcome).fresh()


def my_page(turn: Turn, button: Button) -> Reply:
    outcome = own_words.page(turn.work, turn.person, button.subject, int(button.value or 0))
    return own_replies.own_page(turn.view, outcome)


def my_elsewhere(turn: Turn, button: Button) -> Reply:
    where = own_words.next_place(turn.work, turn.person, button.subject)
    return own_replies.own_page(turn.view, own_words.page(turn.work, turn.person, where))


def my_one(turn: Turn, button: Button) -> Reply:
    outcome = own_words.one(turn.work, turn.person, button.subject)
    return own_replies.own_opinion(turn.view, outcome)


def see_answer(turn: Turn, button: Button) -> Reply:
    outcome = own_words.answer(turn.work, turn.person, button.subject)
    return own_replies.letter_again(turn.view, outcome, button.subject)
