"""Everything that is held about one person, for that person to read.

Nobody else's words, names or numbers are in it: of a flag on one's words only that there was one
and why, of one's own work for an agency only what one did and when.
"""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from deliberation import accesses
from deliberation.moderating import measures
from deliberation.people import Person
from deliberation.privacy.held import (
    Account,
    Appealed,
    Consented,
    Decision,
    Earlier,
    Holdings,
    Likened,
    Raised,
    Received,
    Restrained,
    TakesPart,
    WordsOver,
    Wrote,
)
from deliberation.work import Work
from storage import consultations, likeness, paragraphs, partners, people, retention, topics
from storage import privacy as rows
from storage.models import Agency, Consultation, Contact, Likeness, Opinion, Participation, Topic


def of(work: Work, person: Person) -> Holdings | None:
    """All that is kept of the person beyond the moment; None where there is nothing."""
    contact = person.contact
    raised = _raised(work, person)
    restrained = _restrained(work, person)
    if contact is None and not raised and not restrained:
        return None
    return Holdings(
        made_at=work.now,
        account=_account(work, contact) if contact else None,
        consultations=_consultations(work, contact) if contact else (),
        flags_raised=raised,
        staff_work=_staff_work(work, contact) if contact else {},
        open_step=_open_step(work, person),
        sent=_sent(work, contact) if contact else (),
        promises=_promises(work, contact) if contact else (),
        given_up=tuple(row.received_at for row in rows.given_up(work.session, person.lane)),
        measures=restrained,
        words_over=words_over(work),
    )


def words_over(work: Work) -> tuple[WordsOver, ...]:
    """Of nobody in particular: where nothing is held of anybody any more, and since when."""
    return tuple(
        WordsOver(each.title, people.agency(work.session, each.agency_id).name, at)
        for each in retention.erased(work.session)
        if (at := each.erasing_at) is not None
    )


def _restrained(work: Work, person: Person) -> tuple[Restrained, ...]:
    """Also of who forgot themselves: only the mark of their account is left then."""
    return tuple(
        Restrained(by.name, each.kind, each.reason, each.at, each.until, each.appealed_at)
        for each, by in measures.held(work, person.telegram_id)
    )


def pseudonyms(work: Work, person: Person) -> list[str]:
    """What this person is called in each consultation there is."""
    ids = rows.consultation_ids(work.session)
    return [work.keys.pseudonym(each, person.telegram_id) for each in ids]


def is_known(work: Work, person: Person) -> bool:
    """Whether anything is kept of this person beyond the moment. Who only reads may have flagged
    something, without ever having agreed to anything."""
    return person.contact is not None or rows.has_flagged(work.session, pseudonyms(work, person))


def _account(work: Work, contact: Contact) -> Account:
    active = contact.active_consultation_id
    asked = consultations.by_id(work.session, active) if active else None
    return Account(
        contact.language,
        contact.notices,
        contact.mode,
        asked.title if asked else None,
        contact.created_at,
        contact.blocked_at,
    )


def _raised(work: Work, person: Person) -> tuple[Raised, ...]:
    flags = rows.flags_by(work.session, pseudonyms(work, person))
    return tuple(
        Raised(title, flag.reason, flag.note, flag.state, flag.at, flag.decided_at)
        for flag, title in flags
    )


def _consultations(work: Work, contact: Contact) -> tuple[TakesPart, ...]:
    joined = rows.participations(work.session, contact.id)
    return tuple(_takes_part(work, *each) for each in joined)


def _takes_part(work: Work, joined: Participation, asked: Consultation, by: Agency) -> TakesPart:
    session = work.session
    opinions = rows.opinions(session, joined.id)
    said = rows.consents(session, joined.id)
    return TakesPart(
        asked.slug,
        asked.title,
        by.name,
        asked.timezone,
        joined.pseudonym,
        joined.joined_at,
        joined.channel,
        joined.language,
        joined.stance,
        tuple(Consented(c.purpose, c.given, c.version, c.how, c.at) for c in said),
        _opinions(work, joined, opinions),
        _answers(work, joined, {opinion.id: opinion.no for opinion in opinions}),
        _partner(work, joined),
        joined.names_partner,
    )


def _partner(work: Work, joined: Participation) -> str | None:
    partner = partners.by_id(work.session, joined.partner_id or 0)
    return partner.name if partner else None


def _opinions(work: Work, joined: Participation, opinions: list[Opinion]) -> tuple[Wrote, ...]:
    earlier, flags, decisions = _around(work, joined, opinions)
    last = topics.last_run(work.session, joined.consultation_id)
    places = rows.topics_in(work.session, joined.id, last.id) if last else {}
    said = likeness.said_by(work.session, joined.id)
    appeals = _appeals(work, joined)
    return tuple(
        Wrote(
            each.no,
            each.text,
            each.state,
            each.reason,
            _name(places.get(each.id)),
            each.id in places and places[each.id] is None,
            each.language,
            each.origin,
            each.written_at,
            each.changed_at,
            each.erase_at,
            tuple(earlier[each.id]),
            flags[each.id],
            tuple(decisions[each.id]),
            _likened(said.get(each.id)),
            appeals.get(each.id),
        )
        for each in opinions
    )


def _appeals(work: Work, joined: Participation) -> dict[int, Appealed]:
    """opinion -> that its author asked for a second look."""
    return {
        flag.opinion_id: Appealed(flag.note, flag.state, flag.at, flag.decided_at)
        for flag in rows.appeals(work.session, joined.id)
    }


def _likened(said: Likeness | None) -> Likened | None:
    return Likened(said.same, said.at) if said else None


def _name(topic: Topic | None) -> str | None:
    return topic.name if topic else None


def _around(
    work: Work, joined: Participation, opinions: list[Opinion]
) -> tuple[Mapping[int, list[Earlier]], Mapping[int, dict[str, int]], Mapping[int, list[Decision]]]:
    """By opinion: the words before, the flags on it, what moderators decided."""
    earlier: dict[int, list[Earlier]] = defaultdict(list)
    for row in rows.revisions(work.session, joined.id):
        earlier[row.opinion_id].append(Earlier(row.text, row.written_at, row.replaced_at))
    flags: dict[int, dict[str, int]] = defaultdict(dict)
    for opinion_id, reason, count in rows.flags_on(work.session, joined.id):
        flags[opinion_id][reason] = count
    decisions: dict[int, list[Decision]] = defaultdict(list)
    named = {f"opinion:{opinion.id}": opinion.id for opinion in opinions}
    for act in rows.log_about(work.session, list(named)):
        if not act.action.startswith("opinion."):
            continue
        decisions[named[act.subject]].append(Decision(act.action, act.at, act.reason))
    return earlier, flags, decisions


def _answers(work: Work, joined: Participation, numbers: Mapping[int, int]) -> tuple[Received, ...]:
    return tuple(
        Received(
            answer.number,
            answer.topic_name,
            text,
            tuple(numbers[each] for each in audience.opinion_ids if each in numbers),
            call.state if call else None,
            call.ended_at if call else None,
            audience.rating,
            audience.rated_at,
            audience.why,
            audience.why_at,
        )
        for answer, audience, text, call in rows.answers_received(work.session, joined.id)
    )


def _open_step(work: Work, person: Person) -> dict[str, Any] | None:
    """The words that wait in the dialogue; numbers in it are of rows, and of other people's too."""
    state = people.dialogue(work.session, person.lane)
    if state is None:
        return None
    link = state.payload.get("notes", {}).get("link", {})
    words = {name: said for name, said in state.payload.items() if isinstance(said, str)}
    return {
        "flow": state.flow,
        "words": words,
        "channel": link.get("channel"),
        "changed_at": state.changed_at,
        "until": state.expires_at,
    }


def _sent(work: Work, contact: Contact) -> tuple[dict[str, Any], ...]:
    return tuple(
        {
            "kind": call.kind,
            "state": call.state,
            "queued_at": call.created_at,
            "ended_at": call.ended_at,
        }
        for call in rows.calls(work.session, contact.id)
    )


def _promises(work: Work, contact: Contact) -> tuple[dict[str, Any], ...]:
    """Promises of agencies that this person is told of."""
    return tuple(
        {
            "agency": agency,
            "number": promised.number,
            "what": promised.what,
            "since": follows.since,
            "stopped_at": follows.stopped_at,
        }
        for follows, promised, agency in rows.follows(work.session, contact.id)
    )


def _staff_work(work: Work, contact: Contact) -> dict[str, list[dict[str, Any]]]:
    session = work.session
    return {
        "roles": [
            {"agency": agency, "role": role.role, "since": role.granted_at}
            for role, agency in rows.roles(session, contact.id)
        ],
        "invites": _invites(work, contact),
        "drafts": [
            {"agency": agency, "content": draft.content, "changed_at": draft.changed_at}
            for draft, agency in rows.drafts(session, contact.id)
        ],
        "promises": [
            {"agency": agency, "content": draft.content, "changed_at": draft.changed_at}
            for draft, agency in rows.promise_drafts(session, contact.id)
        ],
        "answers": [
            {
                "topic": a.topic_name,
                "state": a.state,
                "number": a.number,
                "text": words.text,
                "file": words.attachment.get("name"),
            }
            for a, words in rows.answers_written(session, contact.id)
        ],
        "paragraphs": [
            {"name": each.name, "text": each.text, "at": each.at}
            for each in paragraphs.made_by(session, contact.id)
        ],
        "looks": [
            {"consultation": title, "at": look.at}
            for look, title in rows.looks(session, contact.id)
        ],
        "rooms": [{"linked_at": room.linked_at} for room in rows.rooms(session, contact.id)],
        "log": _log(work, contact),
    }


def _invites(work: Work, contact: Contact) -> list[dict[str, Any]]:
    return [
        {
            "agency": agency,
            "role": invite.role,
            "made": invite.made_by == contact.id,
            "used": invite.used_by == contact.id,
            "made_at": invite.made_at,
            "expires_at": invite.expires_at,
            "used_at": invite.used_at,
        }
        for invite, agency in rows.invites(work.session, contact.id)
    ]


def _log(work: Work, contact: Contact) -> list[dict[str, Any]]:
    """What they did and what was done to their roles. Of a subject only the kind: its number may
    be another person's."""
    me = f"contact:{contact.id}"
    done = [*rows.log_by(work.session, me), *rows.log_about(work.session, [me])]
    by_id = {row.id: row for row in done if row.action != accesses.OWN}
    return [
        {
            "action": row.action,
            "on": row.subject.partition(":")[0],
            "at": row.at,
            "reason": row.reason,
            "by_me": row.actor == me,
        }
        for _, row in sorted(by_id.items())
    ]
