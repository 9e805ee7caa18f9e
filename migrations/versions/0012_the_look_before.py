"""an official's look keeps what the one before it had seen: a briefing is narrowed by that"""

import sqlalchemy as sa
from alembic import op
from storage.types import UtcDateTime

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None


def big() -> sa.types.TypeEngine:
    return sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.add_column('look', sa.Column('before_at', UtcDateTime(), nullable=True))
    op.add_column('look', sa.Column('before_opinion_id', big(), nullable=True))


def downgrade() -> None:
    for column in ('before_opinion_id', 'before_at'):
        op.drop_column('look', column)
