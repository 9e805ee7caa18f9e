"""what somebody who was hidden again and again may not do for a while"""

import sqlalchemy as sa
from alembic import op
from storage.types import UtcDateTime

revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None


def big() -> sa.types.TypeEngine:
    return sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.create_table('measure',
    sa.Column('id', big(), nullable=False),
    sa.Column('agency_id', big(), nullable=False),
    sa.Column('mark', sa.LargeBinary(), nullable=False),
    sa.Column('contact_id', big(), nullable=True),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('times', sa.Integer(), nullable=False),
    sa.Column('opinion_id', big(), nullable=True),
    sa.Column('taken_by', big(), nullable=True),
    sa.Column('at', UtcDateTime(), nullable=False),
    sa.Column('until', UtcDateTime(), nullable=False),
    sa.Column('appealed_at', UtcDateTime(), nullable=True),
    sa.Column('decided_at', UtcDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['agency_id'], ['agency.id'], name=op.f('fk_measure_agency_id_agency')),
    *(sa.ForeignKeyConstraint([name], ['contact.id'], name=op.f(f'fk_measure_{name}_contact')) for name in ('contact_id', 'taken_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_measure')),
    sa.UniqueConstraint('mark', name=op.f('uq_measure_mark')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('measure') as batch_op:
        for column in ('agency_id', 'until'):
            batch_op.create_index(batch_op.f(f'ix_measure_{column}'), [column], unique=False)


def downgrade() -> None:
    op.drop_table('measure')
