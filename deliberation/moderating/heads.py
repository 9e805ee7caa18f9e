"""How far the record has come, told once a day to those who look after it. Whoever keeps the line
can tell later whether the end of the record was cut off, which the rows alone do not show."""

from datetime import date
from zoneinfo import ZoneInfo

from deliberation import notices, seals
from deliberation.hours import next_daytime
from deliberation.moderating.queues import ADMIN
from deliberation.notices import Notice
from deliberation.seals import Head
from deliberation.work import Work
from storage import people, rooms, teams, traffic
from storage.models import Agency, Outbox, Room

TOLD = "head_told"


def tell(work: Work) -> int:
    """Tell the moderators' room of each agency, or its administrators where it has none: once a
    day, and not at night. How many are told."""
    zone = work.rules.timezone
    today = work.now.astimezone(ZoneInfo(zone)).date()
    if not work.rules.tell_head or next_daytime(work.now, zone, work.rules) != work.now:
        return 0
    if traffic.remembered(work.session, TOLD) == {"day": today.isoformat()}:
        return 0
    traffic.remember(work.session, TOLD, {"day": today.isoformat()}, work.now)
    head = seals.head(work.session)
    return sum(_tell(work, each, head, today) for each in people.every_agency(work.session))


def _tell(work: Work, agency: Agency, head: Head, today: date) -> int:
    there = rooms.of_agency(work.session, agency.id)
    for room in there:
        work.session.add(_row(work, room, head, today))
    if there:
        return len(there)
    values = {"day": today.isoformat(), "head": str(head)}
    letters = [
        Notice(each, f"head:{today}:{each.id}", values)
        for each in teams.with_role(work.session, agency.id, ADMIN)
    ]
    return len(notices.tell_all(work, "head", letters, zone=agency.timezone))


def _row(work: Work, room: Room, head: Head, today: date) -> Outbox:
    return Outbox(
        dedupe_key=f"head:{today}:room:{room.id}",
        kind="head",
        rank=1,
        lane=work.keys.lane_of(room.sealed_id),
        address=room.sealed_id,
        method="",
        payload={"day": today.isoformat(), "head": str(head)},
        created_at=work.now,
        not_before=work.now,
    )
