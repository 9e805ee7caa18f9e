"""lines that citizens leave on answers are found by an index of their own"""

from migrations.indexes import exchange

revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None

NEW = (('ix_audience_why', 'audience', ['answer_id'], "why <> ''"),)


def upgrade() -> None:
    exchange((), NEW)


def downgrade() -> None:
    exchange(NEW, ())
