"""What is said in groups, and about the moderators' room."""

from collections.abc import Sequence

from bot.bubbles import Bubble, Reply, Rows, one, pairs
from bot.buttons import Button
from bot.replies import limits, rushes
from bot.replies.pressed import spent
from bot.replies.reading import short
from bot.texts import Markup
from bot.turn import View, address
from deliberation.moderating.desks import (
    InUse,
    Linked,
    Load,
    NotInUse,
    NotTheirs,
    Offered,
    Taken,
    Unlinked,
)
from deliberation.moderating.flags import (
    REASONS,
    EnoughFlags,
    Flagged,
    NotShown,
    OwnOpinion,
    Raised,
)
from deliberation.moderating.rushes import Numbers
from storage.models import Agency, Opinion

QUEUE = "q"  # the link that opens the queue, in `bot.commands.LINKS`


def greeting(view: View, bot_username: str) -> Bubble:
    return Bubble(view.say("group.added"), _one_to_one(view, bot_username))


def elsewhere(view: View, bot_username: str) -> Reply:
    """A command is answered where nobody else reads."""
    words = view.say("group.command")
    return one(Bubble(words, _one_to_one(view, bot_username), how="reply"))


def nameless(view: View, bot_username: str) -> Reply:
    """Words in the room's own name have no author."""
    words = view.say("group.anonymous")
    return one(Bubble(words, _one_to_one(view, bot_username), how="reply"))


def _one_to_one(view: View, bot_username: str) -> Rows:
    return ((view.link("one_to_one", address(bot_username)),),)


def load(view: View, outcome: Load | None, rushed: Sequence[Numbers], bot_username: str) -> Bubble:
    """How much waits, and who came in a rush. Not a word of a citizen: whoever is in the room reads
    this."""
    if outcome is None:
        return Bubble(view.say("room.load.over"), kind="status")
    came = [rushes.in_room(view, each) for each in rushed]
    start = view.link("start_looking", address(bot_username, QUEUE))
    keys: Rows = ((start,),) if outcome.oldest or came else ()
    return Bubble(view.lines(_waits(view, outcome), *came), keys, kind="status")


def _waits(view: View, outcome: Load) -> Markup:
    if outcome.oldest is None:
        return view.say("room.load.none")
    oldest = view.when(outcome.oldest, outcome.agency.timezone)
    return view.say("room.load", n=outcome.waiting, oldest=oldest)


def explained(view: View, rooms: tuple[InUse, ...]) -> Reply:
    lines = [
        view.say(
            "room.explain.in_use",
            agency=room.agency.name,
            since=view.when(room.since, room.agency.timezone),
        )
        for room in rooms
        if room.since is not None
    ]
    words = view.say("room.explain")
    return one(Bubble(view.lines(words, "", *lines) if lines else words))


def asked(view: View, outcome: Offered | InUse | Taken) -> Reply:
    match outcome:
        case Offered():
            return one(_offer(view, outcome.agencies))
        case InUse():
            return one(_in_use(view, outcome.agency))
        case Taken():
            return one(Bubble(view.say("room.taken"), how="reply"))


def _offer(view: View, agencies: tuple[Agency, ...]) -> Bubble:
    no = view.key("no", Button("rn"))
    if len(agencies) == 1:
        use = view.key("use_room", Button("rl", agencies[0].id))
        words = view.say("room.ask", agency=agencies[0].name)
        return Bubble(words, ((use, no),), how="reply")
    each = (
        (view.key("use_room_of", Button("rl", agency.id), agency=agency.name),)
        for agency in agencies
    )
    return Bubble(view.say("room.ask_which"), (*each, (no,)), how="reply")


def _in_use(view: View, agency: Agency) -> Bubble:
    stop = view.key("stop_room", Button("ru", agency.id))
    keep = view.key("no", Button("rn"))
    return Bubble(view.say("room.in_use", agency=agency.name), ((stop, keep),), how="reply")


def linked(view: View, outcome: Linked | InUse | Taken | NotTheirs) -> Reply:
    match outcome:
        case Linked() | InUse():
            return _settled(view.say("room.linked", agency=outcome.agency.name))
        case Taken():
            return _settled(view.say("room.taken"))
        case NotTheirs():
            return not_yours(view)


def unlinked(view: View, outcome: Unlinked | NotInUse | NotTheirs) -> Reply:
    match outcome:
        case Unlinked():
            return _settled(view.say("room.unlinked", agency=outcome.agency.name))
        case NotInUse():
            return spent(view)
        case NotTheirs():
            return not_yours(view)


def left(view: View, outcome: Offered | InUse | Taken) -> Reply:
    match outcome:
        case Offered():
            return _settled(view.say("room.left"))
        case InUse():
            return _settled(view.say("room.kept", agency=outcome.agency.name))
        case Taken():
            return not_yours(view)


def flag_how(view: View, found: set[int]) -> Reply:
    """Which message is meant cannot be told: none is named, or several."""
    if found:
        words = view.say("moderation.flag_which", no=str(min(found)))
        return one(Bubble(words, how="reply"))
    return one(Bubble(view.say("room.flag_how"), how="reply"))


def flag_why(view: View, outcome: Opinion | OwnOpinion | NotShown) -> Reply:
    """Why the message is flagged. Everybody in the room reads this: neither its words nor that
    whoever asks wrote it are told."""
    if not isinstance(outcome, Opinion):
        return one(Bubble(view.say("room.flag_none"), how="reply"))
    keys = [
        view.key(f"flag_{reason}", Button("rg", outcome.id, short(reason))) for reason in REASONS
    ]
    words = view.say("room.flag_why", number=view.say("flag.number", no=str(outcome.id)))
    return one(Bubble(words, pairs(keys), how="reply"))


def flagged(view: View, outcome: Raised, opinion_id: int, reason: str) -> Reply:
    match outcome:
        case Flagged(again=True):
            return Reply(toast=view.say("flag.again").plain, reason="flagged before")
        case Flagged():
            why = view.say("moderation.why_other" if reason == "other" else f"reason.{reason}")
            return _settled(view.say("room.flagged", no=str(opinion_id), reason=why))
        case OwnOpinion() | NotShown():
            return not_flagged(view)
        case EnoughFlags():
            return Reply(toast=limits.enough_flags(view, outcome).plain, reason="at a limit")


def not_flagged(view: View) -> Reply:
    return Reply(toast=view.say("room.flag_none").plain, reason="not shown")


def _settled(line: Markup) -> Reply:
    """The question stays to be read; what came of it stands below, and on the telephone of
    whoever pressed."""
    return one(Bubble(line, how="add"), line.plain)


def not_yours(view: View) -> Reply:
    return Reply(toast=view.say("button.forged").plain, reason="not allowed")
