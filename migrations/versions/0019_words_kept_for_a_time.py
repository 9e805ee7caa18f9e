"""since when the words of a consultation are being erased, and what was told of it in numbers"""

import sqlalchemy as sa
from alembic import op
from storage.types import Json, UtcDateTime

revision = '0019'
down_revision = '0018'
branch_labels = None
depends_on = None

COLUMNS = ('erasing_at', 'erased_at')


def big() -> sa.types.TypeEngine:
    return sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    for column in COLUMNS:
        op.add_column('consultation', sa.Column(column, UtcDateTime(), nullable=True))
    op.create_table('breakdown',
    sa.Column('consultation_id', big(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('cells', Json, nullable=False),
    sa.Column('at', UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['consultation_id'], ['consultation.id'], name=op.f('fk_breakdown_consultation_id_consultation')),
    sa.PrimaryKeyConstraint('consultation_id', 'name', name=op.f('pk_breakdown'))
    )


def downgrade() -> None:
    op.drop_table('breakdown')
    for column in reversed(COLUMNS):
        op.drop_column('consultation', column)
