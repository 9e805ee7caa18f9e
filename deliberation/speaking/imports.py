"""Opinions from a file: counted with the others, and written to only where a contact is known."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from deliberation import log, people
from deliberation.speaking import covering
from deliberation.work import Work
from nlp.cleaning import language_of
from storage import consultations, imports
from storage import people as people_rows
from storage.models import Consultation

ORIGIN = "import"
REASON = "imported"  # of a row that was hidden where it came from


@dataclass(frozen=True)
class Row:
    """One opinion of a file. `author` names the person there; without one, and without a
    `telegram_id`, the row is a person of its own. A row that has both is its contact's."""

    id: str
    text: str
    author: str = ""
    telegram_id: int | None = None
    written_at: datetime | None = None
    hidden: bool = False


@dataclass(frozen=True)
class Imported:
    """What became of some rows. `people` are participation ids, so that parts can be added up."""

    opinions: int = 0
    hidden: int = 0
    known: int = 0
    people: frozenset[int] = field(default=frozenset())

    def __add__(self, other: "Imported") -> "Imported":
        return Imported(
            self.opinions + other.opinions,
            self.hidden + other.hidden,
            self.known + other.known,
            self.people | other.people,
        )


def find(work: Work, slug: str) -> Consultation | None:
    """Where rows can be imported into: any consultation, also one that is over."""
    return consultations.by_slug(work.session, slug)


def zone(work: Work, consultation: Consultation) -> str:
    """The agency's time zone, in which the file's times are meant."""
    return people_rows.agency(work.session, consultation.agency_id).timezone


def take(work: Work, consultation: Consultation, rows: Sequence[Row], *, actor: str) -> Imported:
    """Record those rows that are not there yet, in one go; what was hidden stays hidden.

    An office that has a person's contact holds their consent elsewhere: that is what `imported`
    on the consent says. Somebody who takes part already keeps what they agreed to.
    """
    sources = {_source(work, consultation, row): row for row in rows}
    known = imports.known_sources(work.session, sources)
    new = {source: row for source, row in sources.items() if source not in known}
    if not new:
        return Imported(known=len(rows))
    places = _participations(work, consultation, list(new.values()))
    _add_opinions(work, consultation, new, places)
    imported = Imported(
        opinions=len(new),
        hidden=sum(row.hidden for row in new.values()),
        known=len(rows) - len(new),
        people=frozenset(places[_person(row)] for row in new.values()),
    )
    _record(work, consultation, imported, actor)
    return imported


def _source(work: Work, consultation: Consultation, row: Row) -> str:
    # A mark, so that an office's own number of a letter is not copied around.
    return f"import:{work.keys.mark('import', consultation.id, row.id).hex()}"


Person = int | str
"""A Telegram id, or the name that a file has for somebody."""


def _person(row: Row) -> Person:
    if row.telegram_id is not None:
        return row.telegram_id
    return f"import:{row.author}" if row.author else f"import-row:{row.id}"


def _participations(
    work: Work, consultation: Consultation, rows: Sequence[Row]
) -> dict[Person, int]:
    """person -> participation id; people who are new to the consultation are taken in."""
    languages = {_person(row): language_of(row.text) for row in reversed(rows)}
    contacts = _contacts(work, [each for each in languages if isinstance(each, int)])
    places = _present(work, consultation, languages, contacts)
    strangers = [person for person in languages if person not in places]
    imports.add_participations(
        work.session,
        [
            {
                "contact_id": contacts.get(person),
                "consultation_id": consultation.id,
                "pseudonym": _pseudonym(work, consultation, person),
                "origin": ORIGIN,
                "language": languages[person],
                "joined_at": work.now,
            }
            for person in strangers
        ],
    )
    places = _present(work, consultation, languages, contacts)
    _add_consents(work, consultation, [places[each] for each in strangers if each in contacts])
    return places


def _contacts(work: Work, telegram_ids: Sequence[int]) -> dict[Person, int]:
    """Telegram id -> contact id, made where there was none."""
    marks = {number: work.keys.mark("contact", number) for number in telegram_ids}
    known = imports.contacts(work.session, marks.values())
    return {
        number: known[mark] if mark in known else people.reachable(work, number).id
        for number, mark in marks.items()
    }


def _present(
    work: Work,
    consultation: Consultation,
    persons: Iterable[Person],
    contacts: Mapping[Person, int],
) -> dict[Person, int]:
    """person -> participation id, of those who take part already."""
    named = {_pseudonym(work, consultation, each): each for each in persons if each not in contacts}
    found = imports.by_pseudonym(work.session, consultation.id, named)
    places: dict[Person, int] = {named[name]: number for name, number in found.items()}
    joined = imports.by_contact(work.session, consultation.id, contacts.values())
    places.update({each: joined[n] for each, n in contacts.items() if n in joined})
    return places


def _pseudonym(work: Work, consultation: Consultation, person: Person) -> str:
    return work.keys.pseudonym(consultation.id, person)


def _add_consents(work: Work, consultation: Consultation, participations: Sequence[int]) -> None:
    imports.add_consents(
        work.session,
        [
            {
                "participation_id": number,
                "purpose": purpose,
                "given": purpose == people.NEEDED,
                "version": consultation.notice_version,
                "how": REASON,
                "at": work.now,
            }
            for number in participations
            for purpose in people.PURPOSES
        ],
    )


def _add_opinions(
    work: Work, consultation: Consultation, rows: dict[str, Row], places: dict[Person, int]
) -> None:
    numbers = imports.last_numbers(work.session, set(places.values()))
    opinions = []
    for source, row in rows.items():
        place = places[_person(row)]
        numbers[place] = numbers.get(place, 0) + 1
        opinions.append(
            {
                "consultation_id": consultation.id,
                "participation_id": place,
                "no": numbers[place],
                "source": source,
                "origin": ORIGIN,
                "state": "hidden" if row.hidden else "received",
                "reason": REASON if row.hidden else None,
                "language": language_of(row.text),
                "text": covering.words(work, language_of(row.text), row.text),
                "written_at": row.written_at or work.now,
                "changed_at": row.written_at or work.now,
            }
        )
    imports.add_opinions(work.session, opinions)


def _record(work: Work, consultation: Consultation, imported: Imported, actor: str) -> None:
    """One log row for the lot, in the transaction that brings it."""
    log.keep(
        work,
        actor,
        "opinions.imported",
        f"consultation:{consultation.id}",
        agency_id=consultation.agency_id,
        reason=REASON,
        details={
            "opinions": imported.opinions,
            "people": len(imported.people),
            "hidden": imported.hidden,
        },
    )
