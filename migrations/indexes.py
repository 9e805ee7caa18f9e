"""Exchanging indexes beside people at work.

PostgreSQL builds them CONCURRENTLY. That cannot be taken back half way, so each step may be done
again: an index that an interruption left unfinished is dropped first.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

Plan = Sequence[tuple[str, str, list[str], str | None]]
"""Indexes: name, table, columns, and of which rows (none: of all)."""


def exchange(old: Plan, new: Plan) -> None:
    """Indexes of the old plan go, those of the new one are built; one in both is built anew."""
    with op.get_context().autocommit_block():
        for name, table, *_ in {each[0]: each for each in (*old, *new)}.values():
            op.drop_index(name, table_name=table, if_exists=True, postgresql_concurrently=True)
        for name, table, columns, where in new:
            found = sa.text(where) if where else None
            op.create_index(
                name,
                table,
                columns,
                sqlite_where=found,
                postgresql_where=found,
                postgresql_concurrently=True,
            )
