"""what citizens said of answers is counted from an index of those who said something"""

from migrations.indexes import exchange

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None

NEW = (('ix_audience_rated', 'audience', ['answer_id', 'rating'], 'rating IS NOT NULL'),)


def upgrade() -> None:
    exchange((), NEW)


def downgrade() -> None:
    exchange(NEW, ())
