"""What is explained and set, in words."""

from collections.abc import Sequence
from dataclasses import replace

from bot.bubbles import Bubble, Reply, one
from bot.buttons import Button
from bot.replies.arriving import whom_to_ask
from bot.replies.doors import roles_held
from bot.texts import Markup
from bot.turn import View
from storage.models import Agency, Answer, Audience, Consultation

PRIVACY_PARTS = 6

NOTICES = {"all": "notices.all", "answ": "stop.answers", "none": "stop.all"}
"""What is said to each choice, by the value of its button."""


def back(view: View, active: Consultation, others: tuple[Consultation, ...]) -> Bubble:
    """Somebody came back without a link."""
    titles = ", ".join(other.title for other in others)
    key = "return.two" if others else "return.one"
    words = view.say(key, title=active.title, others=titles)
    rows = ((view.key("choose_other", Button("ls")),),) if others else ()
    return Bubble(words, rows)


def with_missed(view: View, reply: Reply, missed: list[tuple[Answer, Audience]]) -> Reply:
    """Somebody unblocked the bot: the answers that could not reach them come first."""
    if not missed:
        return reply
    see = view.key("see_answer", Button("sa", missed[0][1].id))
    told = Bubble(view.say("back.unblocked", n=len(missed)), ((see,),))
    return replace(reply, bubbles=(told, *reply.bubbles))


def ask_language(view: View) -> Bubble:
    rows = (
        (
            view.key("korean", Button("lg", value="ko")),
            view.key("english", Button("lg", value="en")),
        ),
    )
    return Bubble(view.say("language.ask"), rows)


def help_citizen(view: View, active: Consultation | None, commands: Sequence[str]) -> Bubble:
    lines = _lines(view, commands)
    if active is None:
        return Bubble(view.say("help.citizen_free", lines=lines))
    contact = active.phone or active.department or active.title
    return Bubble(view.say("help.citizen", lines=lines, title=active.title, phone=contact))


def help_staff(view: View, roles: Sequence[str], commands: Sequence[str]) -> Bubble:
    lines = _lines(view, commands)
    return Bubble(view.say("help.staff", roles=roles_held(view, roles), lines=lines))


def _lines(view: View, commands: Sequence[str]) -> Markup:
    """What each command is for."""
    return view.lines(
        *(
            view.say("help.entry", what=view.say(f"help.line.{name}"), command=name)
            for name in commands
        )
    )


def privacy(view: View, active: Consultation | None, agency: Agency | None) -> Reply:
    if active is None or agency is None:
        return one(Bubble(view.say("privacy.general")))
    return Reply(
        tuple(
            Bubble(
                view.say(
                    f"privacy.{part}",
                    agency=agency.name,
                    contact=whom_to_ask(agency, active),
                    retention=view.days(active.retention_days),
                )
            )
            for part in range(1, PRIVACY_PARTS + 1)
        )
    )


def ask_stop(view: View) -> Bubble:
    rows = (
        (
            view.key("answers_only", Button("no", value="answ")),
            view.key("stop_all", Button("no", value="none")),
        ),
    )
    return Bubble(view.say("stop.ask"), rows)


def ask_notices(view: View) -> Bubble:
    rows = (
        (view.key("notices_all", Button("no", value="all")),),
        (
            view.key("answers_only", Button("no", value="answ")),
            view.key("stop_all", Button("no", value="none")),
        ),
    )
    return Bubble(view.say("notices.ask"), rows)


def notices_chosen(view: View, value: str) -> Bubble:
    return Bubble(view.say(NOTICES[value]), how="add")
