"""counts that are kept up: nobody counts everything for one message

`changes` of a run grows by one with every opinion of it that is hidden, taken back, moved or shown
again; `counted` is where it stood when everything was counted last. An answer knows its people, and
up to which of them deliveries stand in the outbox.
"""

import sqlalchemy as sa
from alembic import op
from storage.types import UtcDateTime

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def big() -> sa.types.TypeEngine:
    return sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    for column in ('alone_people', 'changes', 'counted'):
        op.add_column('analysis_run', sa.Column(column, sa.Integer(), server_default='0', nullable=False))
    op.add_column('analysis_run', sa.Column('counted_at', UtcDateTime(), nullable=True))
    op.add_column('answer', sa.Column('people', sa.Integer(), server_default='0', nullable=False))
    op.add_column('answer', sa.Column('queued_to', big(), nullable=True))
    op.execute('UPDATE answer SET people = (SELECT count(*) FROM audience WHERE audience.answer_id = answer.id)')


def downgrade() -> None:
    for column in ('queued_to', 'people'):
        op.drop_column('answer', column)
    for column in ('counted_at', 'counted', 'changes', 'alone_people'):
        op.drop_column('analysis_run', column)
