"""An answer on its way from the official's words to the citizens."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import assert_never

from bot import texts
from bot.bubbles import Bubble, Key, Reply, Rows, one, pairs
from bot.buttons import Button
from bot.replies import letters
from bot.replies.pressed import spent
from bot.replies.team import called
from bot.replies.typed import file_too_big, unread_day
from bot.turn import View
from deliberation.answering.attachments import LARGEST, MEGABYTE, Attachment, FileTooBig
from deliberation.answering.draft_steps import (
    VERDICTS,
    Asked,
    Attached,
    Choosing,
    FileRefused,
    NoSuchDay,
    Put,
    Unusable,
)
from deliberation.answering.drafts import (
    LONGEST,
    At,
    Begun,
    DraftChanged,
    Drafting,
    HandedOver,
    Locked,
    NobodyThere,
    OverAsked,
)
from deliberation.answering.sendings import Drafted
from deliberation.outcomes import NobodyLeft, NotYours
from storage.models import Answer, Consultation

EXCERPT = 100
LETTERS: Mapping[At, str] = {
    "text": "t",
    "verdict": "v",
    "reason": "r",
    "due": "d",
    "changes": "c",
    "file": "f",
}
STEPS: Mapping[str, At] = {letter: at for at, letter in LETTERS.items()}
"""How a button names a step; in capitals: what comes after it."""
OF_SHORT: Mapping[str, str] = {verdict[:4]: verdict for verdict in VERDICTS}


def begun(view: View, outcome: Begun) -> Reply:
    match outcome:
        case Drafting():
            return one(_ask_words(view, outcome))
        case Locked():
            return one(_locked(view, outcome))
        case NobodyThere():
            key = "topic.empty" if outcome.name else "answer.nobody"
            return one(Bubble(view.say(key, name=outcome.name)))
        case NotYours():
            return one(Bubble(view.say("role.gone")))
        case _:
            assert_never(outcome)


def _ask_words(view: View, outcome: Drafting) -> Bubble:
    answer = outcome.answer
    key = "answer.write_anew" if answer.corrects else f"answer.write.{answer.aim}"
    words = [view.say(key, name=answer.topic_name, people=outcome.people, max=LONGEST)]
    if outcome.file is not None:
        words.insert(0, attached(view, outcome.file))
    if outcome.earlier:
        excerpt = texts.excerpt(outcome.earlier, EXCERPT)
        found = "answer.known" if outcome.changing else "answer.draft_found"
        words.insert(0, view.say(found, excerpt=excerpt))
    if outcome.colleague is not None:
        words.insert(0, view.say("answer.draft_other", time=view.when(outcome.colleague)))
    return Bubble(view.lines(*words), pairs(_keys_for_words(view, outcome)))


def asked_for_more(view: View, outcome: Drafting) -> Bubble:
    """The words there are, whole; others may follow below them."""
    words = view.say("paragraph.more", text=outcome.earlier, max=LONGEST)
    return Bubble(words, pairs(_keys_for_words(view, outcome)))


def attached(view: View, file: Attachment) -> texts.Markup:
    """What goes with the answer."""
    name = texts.excerpt(file.name, EXCERPT)
    return view.say(f"attach.there.{file.kind}", name=name)


def _keys_for_words(view: View, outcome: Drafting) -> list[Key]:
    answer = outcome.answer
    keys = []
    if outcome.changing:
        keys.append(_on(view, answer, "text"))
    elif outcome.earlier:
        keys.append(view.key("go_on", Button("gd", answer.id)))
    keys.append(view.key("paragraphs", Button("cp", answer.id)))
    keys.append(stop(view, answer))
    return keys


def _on(view: View, answer: Answer, at: At) -> Key:
    """Leave what is known at this step as it is."""
    return view.key("use_known", Button("as", answer.id, LETTERS[at].upper(), answer.version))


def back_to(view: View, answer: Answer, at: At) -> Key:
    """To a question before."""
    return view.key("back", Button("as", answer.id, LETTERS[at], answer.version))


def stop(view: View, answer: Answer) -> Key:
    """Leave the draft as it is."""
    return view.key("stop", Button("kd", answer.id))


def _locked(view: View, locked: Locked) -> Bubble:
    """A colleague is at it: it can be read, and asked for."""
    words = view.say(
        "answer.locked",
        who=called(view, locked.by),
        time=view.when(locked.since, locked.agency.timezone),
    )
    keys = (
        view.key("see_it", Button("ld", locked.answer.id)),
        view.key("take_over", Button("to", locked.answer.id)),
    )
    return Bubble(words, (keys,))


def over_asked(view: View, outcome: OverAsked | Drafting | NotYours) -> Reply:
    if not isinstance(outcome, OverAsked):
        return begun(view, outcome)
    words = view.say("take_over.asked", who=called(view, outcome.locked.by))
    return one(Bubble(words, how="add"), words.plain)


def handed_over(view: View, outcome: HandedOver | DraftChanged | NotYours) -> Reply:
    if not isinstance(outcome, HandedOver):
        return spent(view)
    words = view.say("take_over.given")
    return one(Bubble(words, how="add"), words.plain)


def looked(view: View, outcome: Drafted | DraftChanged | NobodyLeft | NotYours) -> Reply:
    """What a colleague is writing."""
    if not isinstance(outcome, Drafted):
        return spent(view)
    copy = letters.shown(view, outcome.letter)
    return Reply((*copy, Bubble(view.say("answer.look_only")))).fresh()


def put(view: View, outcome: Put, *, typed: bool = False) -> Reply:
    """The next question, or why what came cannot be taken. A press at an old button is told by
    its loss; words get an answer."""
    match outcome:
        case Drafting():
            return one(_ask_words(view, outcome))
        case Choosing():
            return one(_choose(view, outcome))
        case Asked(at="file"):
            return one(_ask_file(view, outcome))
        case Asked():
            return one(_ask(view, outcome))
        case Drafted():
            return preview(view, outcome)
        case Unusable():
            return one(unusable(view, outcome))
        case NoSuchDay():
            return one(_no_such_day(view, outcome))
        case DraftChanged():
            return one(Bubble(view.say("send.over"))) if typed else spent(view)
        case NobodyLeft():
            return one(Bubble(view.say("send.nobody")))
        case NotYours():
            return one(Bubble(view.say("role.gone")))
        case _:
            assert_never(outcome)


def _choose(view: View, outcome: Choosing) -> Bubble:
    """What becomes of the opinions: one of a few, the interim answer apart."""
    answer = outcome.answer
    *final, interim = (
        view.key(f"verdict_{verdict}", Button("ve", answer.id, verdict[:4], answer.version))
        for verdict in VERDICTS
    )
    words: list[str] = [view.say("answer.verdict")]
    keys = [back_to(view, answer, "text"), stop(view, answer)]
    if outcome.earlier:
        known = view.say(f"state.verdict.{outcome.earlier}")
        words += ["", view.say("answer.known", excerpt=known)]
        keys.insert(0, _on(view, answer, "verdict"))
    return Bubble(view.lines(*words), (*pairs(final), (interim,), *pairs(keys)), how="edit")


def _ask(view: View, outcome: Asked) -> Bubble:
    answer, at = outcome.answer, outcome.at
    words: list[str] = [view.say(f"answer.ask.{at}")]
    earlier = letters.day(view, outcome.due) or outcome.earlier
    keys = [back_to(view, answer, "reason" if at == "changes" else "verdict")]
    keys.append(stop(view, answer))
    if earlier:
        words += ["", view.say("answer.known", excerpt=texts.excerpt(earlier, EXCERPT * 2))]
        keys.insert(0, _on(view, answer, at))
    return Bubble(view.lines(*words), pairs(keys), how="edit")


def _ask_file(view: View, outcome: Asked) -> Bubble:
    """A file is to be sent; back leads to where the answer stands."""
    answer = outcome.answer
    words: list[str] = [view.say("attach.ask", max=LARGEST // MEGABYTE)]
    keys = [view.key("back", Button("gd", answer.id)), stop(view, answer)]
    if outcome.file is not None:
        words.insert(0, attached(view, outcome.file))
        keys.insert(0, view.key("attach_off", Button("fx", answer.id, state=answer.version)))
    return Bubble(view.lines(*words), pairs(keys), how="edit")


def put_file(
    view: View, outcome: Attached | FileRefused | Put, *, of_several: bool = False
) -> Reply:
    """The file goes along and the next question is asked, or why it stays behind. `of_several`:
    it is the first of those that were sent together."""
    match outcome:
        case Attached():
            seen = isinstance(outcome.then, Drafted | Drafting)
            said = [] if seen else [attached(view, outcome.file)]
            said += [view.say("attach.one")] if of_several else []
            return below(view, said, outcome.then)
        case FileRefused() if outcome.then is not None:
            return below(view, [_stays_behind(view, outcome)], outcome.then)
        case FileRefused():
            rows = ((stop(view, outcome.answer),),)
            return one(Bubble(_stays_behind(view, outcome), rows, how="reply"))
        case _:
            return put(view, outcome, typed=True)


def _stays_behind(view: View, outcome: FileRefused) -> texts.Markup:
    if isinstance(outcome.why, FileTooBig):
        return file_too_big(view, outcome.why)
    return view.say("attach.not_taken")


def below(view: View, said: Sequence[texts.Markup], then: Put) -> Reply:
    """What comes next, with these lines above it; above a true copy they stand by themselves."""
    reply = put(view, then, typed=True)
    if not said:
        return reply
    if isinstance(then, Drafted):
        return Reply((Bubble(view.lines(*said)), *reply.bubbles))
    first, *others = reply.bubbles
    return Reply((replace(first, text=view.lines(*said, "", first.text)), *others))


def unusable(view: View, outcome: Unusable) -> Bubble:
    """Why words cannot be taken."""
    key = "answer.empty" if outcome.units <= outcome.most else "answer.too_long"
    return Bubble(view.say(key, n=outcome.units, max=outcome.most), how="reply")


def _no_such_day(view: View, outcome: NoSuchDay) -> Bubble:
    if outcome.why is None:
        words = view.say("answer.day_over", day=letters.day(view, outcome.day))
    else:
        words = unread_day(view, outcome.why)
    return Bubble(words, ((stop(view, outcome.answer),),), how="reply")


def preview(view: View, outcome: Drafted) -> Reply:
    """A true copy of what a citizen will see, then the number of people and the choice."""
    copy = letters.shown(view, outcome.letter)
    words = [view.say("answer.preview", people=outcome.people)]
    if outcome.unreachable:
        words.append(view.say("answer.preview_unreachable", n=outcome.unreachable))
    if outcome.asked is not None:
        words.append(view.say("review.waits"))
    return Reply((*copy, Bubble(view.lines(*words), _choices(view, outcome)))).fresh()


def _choices(view: View, outcome: Drafted) -> Rows:
    answer = outcome.answer
    ask = view.key("ask_look", Button("rk", answer.id, state=answer.version))
    send = view.key("send", Button("sd", answer.id, state=answer.version))
    go = ask if outcome.four_eyes else send
    change = view.key("change", Button("ch", answer.id))
    first = (change,) if outcome.asked else (go, change)
    name = "attach" if outcome.letter.file is None else "attach_other"
    attach = view.key(name, Button("as", answer.id, LETTERS["file"]))
    return first, (attach, stop(view, answer))


def discarded(view: View, *, discarded: bool) -> Reply:
    if not discarded:
        return spent(view)
    return one(Bubble(view.say("draft.discarded"), how="add"))


def where(view: View, everyone: Consultation | None) -> Reply:
    """/reply without a topic: how to name one, and everybody at once."""
    words = Bubble(view.say("reply.where"))
    if everyone is None:
        return one(words)
    key = view.key("answer_everyone", Button("ae", everyone.id))
    return one(replace(words, rows=((key,),)))


def answer_copies(view: View, opinion_id: int) -> Key:
    """A button to answer everybody who sent nearly the same."""
    return view.key("answer_family", Button("af", opinion_id))


def lapsed(view: View, answer_id: int) -> Reply:
    what = view.say("draft.what.answer")
    rows = (
        (
            view.key("go_on", Button("gd", answer_id)),
            view.key("discard", Button("dd", answer_id)),
        ),
    )
    return one(Bubble(view.say("draft.expired", what=what), rows))
