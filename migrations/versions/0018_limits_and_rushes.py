"""what came within a minute or an hour is found by an index; rushes of new people are noted"""

import sqlalchemy as sa
from alembic import op
from migrations.indexes import exchange
from storage.types import UtcDateTime

revision = '0018'
down_revision = '0017'
branch_labels = None
depends_on = None

NEW = (('ix_opinion_written', 'opinion', ['consultation_id', 'written_at'], None),)


def big() -> sa.types.TypeEngine:
    return sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    exchange((), NEW)
    op.create_table('rush',
    sa.Column('id', big(), nullable=False),
    sa.Column('consultation_id', big(), nullable=False),
    sa.Column('begins_at', UtcDateTime(), nullable=False),
    sa.Column('ends_at', UtcDateTime(), nullable=False),
    sa.Column('people', sa.Integer(), nullable=False),
    sa.Column('usual', sa.Integer(), nullable=False),
    sa.Column('told_at', UtcDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['consultation_id'], ['consultation.id'], name=op.f('fk_rush_consultation_id_consultation')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rush')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('rush') as batch_op:
        batch_op.create_index(batch_op.f('ix_rush_consultation_id'), ['consultation_id'], unique=False)


def downgrade() -> None:
    exchange(NEW, ())
    op.drop_table('rush')
