"""indexes of what is at work: they stay small however much has ended

PostgreSQL builds them beside people at work (CONCURRENTLY). That cannot be taken back half way, so
each step may be done again: an index that an interruption left unfinished is dropped first.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None

NEW = (
    ('ix_inbox_lane', 'inbox', ['lane', 'update_id'], "state IN ('new', 'failed')"),
    ('ix_outbox_due', 'outbox', ['rank', 'not_before', 'id'], "state = 'pending'"),
    ('ix_outbox_sending', 'outbox', ['lease_until'], "state = 'sending'"),
    ('ix_outbox_lane', 'outbox', ['lane', 'state', 'id'], 'lane IS NOT NULL'),
    ('ix_outbox_shown', 'outbox', ['state'], "state NOT IN ('sent', 'cancelled')"),
)
OLD = (
    ('ix_outbox_due', 'outbox', ['state', 'rank', 'id'], None),
    ('ix_outbox_lane', 'outbox', ['lane', 'state', 'id'], None),
)
Plan = Sequence[tuple[str, str, list[str], str | None]]


def upgrade() -> None:
    replace(OLD, NEW)


def downgrade() -> None:
    replace(NEW, OLD)


def replace(old: Plan, new: Plan) -> None:
    with op.get_context().autocommit_block():
        for name, table, *_ in {each[0]: each for each in (*old, *new)}.values():
            op.drop_index(name, table_name=table, if_exists=True, postgresql_concurrently=True)
        for name, table, columns, where in new:
            found = sa.text(where) if where else None
            op.create_index(
                name, table, columns,
                sqlite_where=found, postgresql_where=found, postgresql_concurrently=True,
            )
