"""room to grow: several processes on one database"""

import sqlalchemy as sa
from alembic import op
from storage.types import UtcDateTime

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def big() -> sa.types.TypeEngine:
    return sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    for table in ('outbox', 'analysis_run'):
        op.add_column(table, sa.Column('claimed_by', sa.String(), nullable=True))
        op.add_column(table, sa.Column('lease_until', UtcDateTime(), nullable=True))

    op.create_table('lane_rest',
    sa.Column('lane', sa.LargeBinary(), nullable=False),
    sa.Column('since', UtcDateTime(), nullable=False),
    sa.Column('until', UtcDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('lane', name=op.f('pk_lane_rest')),
    )
    op.create_index(op.f('ix_lane_rest_until'), 'lane_rest', ['until'])

    op.create_table('checkpoint',
    sa.Column('run_id', big(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('body', sa.LargeBinary(), nullable=False),
    sa.Column('at', UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['run_id'], ['analysis_run.id'], name=op.f('fk_checkpoint_run_id_analysis_run')),
    sa.PrimaryKeyConstraint('run_id', 'name', name=op.f('pk_checkpoint')),
    )


def downgrade() -> None:
    op.drop_table('checkpoint')
    op.drop_index(op.f('ix_lane_rest_until'), table_name='lane_rest')
    op.drop_table('lane_rest')
    for table in ('analysis_run', 'outbox'):
        op.drop_column(table, 'lease_until')
        op.drop_column(table, 'claimed_by')
