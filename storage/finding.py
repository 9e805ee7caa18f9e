"""Queries that find opinions by words in them, wherever they stand in a longer word.

SQLite has every three letters of an opinion in a table of FTS5, which its triggers keep; for two
letters the threes that begin so are looked up. PostgreSQL has every two of them in an index. See
`docs/decisions/finding.md`.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import bindparam, delete, text
from sqlmodel import Session, col

from storage import traffic
from storage.database import leave_no_trace
from storage.models import BotState

SHOWN = "received"  # as `storage.opinions` has it, which has us know what is erased
TO_WIPE = "words_to_wipe"
PIECE = 500  # pages of the table that are written anew at a stroke
PIECES = 4
KEPT_BESIDE = ("opinion_words", "opinion_terms", "ix_opinion_pairs")
"""What names of tables and indexes of these begin with: the code's tables know nothing of them."""

_SPACED = r"regexp_replace(lower(text), '\s+', ' ', 'g')"
_PAIRS = (
    rf"string_to_array(regexp_replace({_SPACED}, '(..)', E'\\1\n', 'g') || E'\n' || "
    rf"regexp_replace(substr({_SPACED}, 2), '(..)', E'\\1\n', 'g'), E'\n')"
)
_FOUND = "SELECT id, consultation_id, state, text FROM opinion WHERE {pairs} @> :pairs"
_IN_INDEX = (
    "WITH found AS MATERIALIZED ({found}) SELECT id FROM found WHERE state = :shown"
    " AND consultation_id = ANY(:among) AND {held} LIMIT :most"
)
_GOING_BACK = (
    "SELECT id FROM opinion WHERE state = :shown AND consultation_id = ANY(:among) AND {held}"
    " ORDER BY id DESC LIMIT :newest"
)
_IN_TABLE = (
    "SELECT opinion.id FROM opinion_words JOIN opinion ON opinion.id = opinion_words.rowid"
    " WHERE opinion_words MATCH :match AND opinion.state = :shown"
    " AND opinion.consultation_id IN :among ORDER BY opinion_words.rowid DESC LIMIT :most"
)
_TERMS = text("SELECT term FROM opinion_terms WHERE term >= :low AND term < :high")


def with_words(
    session: Session, words: Sequence[str], among: Collection[int], *, newest: int, most: int
) -> tuple[list[int], int]:
    """The `newest` shown opinions of these consultations that hold all the words, each of two
    letters or more; and how many there are, counted up to `most`."""
    if not among:
        return [], 0
    if session.get_bind().dialect.name == "sqlite":
        found = _in_table(session, words, among, most)
        return found[:newest], len(found)
    return _in_index(session, words, among, newest, most)


def _in_table(
    session: Session, words: Sequence[str], among: Collection[int], most: int
) -> list[int]:
    parts = [_matching(session, word) for word in words]
    if not all(parts):
        return []
    query = text(_IN_TABLE).bindparams(bindparam("among", expanding=True))
    values = {"match": " AND ".join(parts), "shown": SHOWN, "among": list(among), "most": most}
    return list(session.connection().execute(query, values).scalars())


def _matching(session: Session, word: str) -> str:
    """What FTS5 is asked for a word; nothing where no opinion can hold it."""
    if len(word) > 2:
        return _quoted(word)
    low = word.lower()
    values = {"low": low, "high": f"{low}{chr(0x10FFFF)}"}
    threes = session.connection().execute(_TERMS, values).scalars().all()
    return f"({' OR '.join(map(_quoted, threes))})" if threes else ""


def _quoted(word: str) -> str:
    """So that nothing in it is read as an operator."""
    doubled = word.replace('"', '""')
    return f'"{doubled}"'


def _in_index(
    session: Session, words: Sequence[str], among: Collection[int], newest: int, most: int
) -> tuple[list[int], int]:
    """A word that many hold is soon met on the way back from the newest; a rare one has few
    places in the index."""
    held = " AND ".join(f"position(lower(:w{n}) IN lower(text)) > 0" for n in range(len(words)))
    values: dict[str, object] = {f"w{n}": word for n, word in enumerate(words)}
    values |= {"shown": SHOWN, "among": list(among), "most": most, "newest": newest}
    values["pairs"] = sorted({w.lower()[at : at + 2] for w in words for at in range(len(w) - 1)})
    connection = session.connection()
    # To make the pairs of every opinion takes far longer than the planner believes.
    connection.execute(text("SET LOCAL enable_seqscan = off"))
    some = (
        connection.execute(
            text(_IN_INDEX.format(found=_FOUND.format(pairs=_PAIRS), held=held)), values
        )
        .scalars()
        .all()
    )
    connection.execute(text("SET LOCAL enable_seqscan = on"))
    if len(some) < most:
        return sorted(some, reverse=True)[:newest], len(some)
    back = connection.execute(text(_GOING_BACK.format(held=held)), values).scalars().all()
    return list(back), most


def erased(session: Session, now: datetime) -> None:
    """Words were erased: FTS5 finds them no more, but its pages hold them until they are written
    anew."""
    if session.get_bind().dialect.name != "sqlite":
        return
    known = traffic.remembered(session, TO_WIPE) or {"begun": False}
    traffic.remember(session, TO_WIPE, {**known, "again": known["begun"]}, now)


def wipe(session: Session, now: datetime) -> int:
    """Write pages anew that hold erased words, some at a time; how many were written. Where words
    were erased meanwhile it begins once more."""
    known = traffic.remembered(session, TO_WIPE)
    if known is None:
        return 0
    leave_no_trace(session)
    written = 0
    for n in range(PIECES):
        begins = not known["begun"] and n == 0
        here = _write_anew(session, -PIECE if begins else PIECE)
        written += here
        if here < 2 and not begins:
            return _wiped(session, known, written, now)
    traffic.remember(session, TO_WIPE, {**known, "begun": True}, now)
    return written


def _wiped(session: Session, known: dict[str, bool], written: int, now: datetime) -> int:
    if known.get("again"):
        traffic.remember(session, TO_WIPE, {"begun": False, "again": False}, now)
    else:
        session.exec(delete(BotState).where(col(BotState.name) == TO_WIPE))
    return written


def _write_anew(session: Session, pages: int) -> int:
    """FTS5 says by its changes whether there was anything to do: fewer than two are none."""
    connection = session.connection()
    before = _changes(session)
    merge = "INSERT INTO opinion_words (opinion_words, rank) VALUES ('merge', :pages)"
    connection.execute(text(merge), {"pages": pages})
    return _changes(session) - before


def _changes(session: Session) -> int:
    return int(session.connection().execute(text("SELECT total_changes()")).scalar_one())
