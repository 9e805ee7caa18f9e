"""who has which card, what was handed to the administrators, what waits for a second moderator"""

import sqlalchemy as sa
from alembic import op
from storage.types import UtcDateTime

revision = '0016'
down_revision = '0014'
branch_labels = None
depends_on = None

PEOPLE = ('taken_by', 'passed_by', 'proposed_by')


def big() -> sa.types.TypeEngine:
    return sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.create_table('handling',
    sa.Column('opinion_id', big(), nullable=False),
    sa.Column('card', big(), nullable=False),
    sa.Column('stamp', big(), nullable=False),
    sa.Column('taken_by', big(), nullable=True),
    sa.Column('taken_until', UtcDateTime(), nullable=True),
    sa.Column('passed_by', big(), nullable=True),
    sa.Column('passed_at', UtcDateTime(), nullable=True),
    sa.Column('line', sa.String(), server_default='', nullable=False),
    sa.Column('proposed_by', big(), nullable=True),
    sa.Column('proposed', sa.String(), server_default='', nullable=False),
    sa.ForeignKeyConstraint(['opinion_id'], ['opinion.id'], name=op.f('fk_handling_opinion_id_opinion')),
    *(sa.ForeignKeyConstraint([name], ['contact.id'], name=op.f(f'fk_handling_{name}_contact')) for name in PEOPLE),
    sa.PrimaryKeyConstraint('opinion_id', name=op.f('pk_handling'))
    )
    with op.batch_alter_table('handling') as batch_op:
        batch_op.create_index(batch_op.f('ix_handling_taken_by'), ['taken_by'], unique=False)


def downgrade() -> None:
    op.drop_table('handling')
