"""promises being made, and people of invited groups found at once"""

import sqlalchemy as sa
from alembic import op
from storage.types import Json, UtcDateTime

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None

INVITED = sa.text('partner_id IS NOT NULL')


def big() -> sa.types.TypeEngine:
    return sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.create_table('commitment_draft',
    sa.Column('id', big(), nullable=False),
    sa.Column('contact_id', big(), nullable=False),
    sa.Column('agency_id', big(), nullable=False),
    sa.Column('consultation_id', big(), nullable=False),
    sa.Column('answer_id', big(), nullable=True),
    sa.Column('step', sa.String(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('content', Json, nullable=False),
    sa.Column('created_at', UtcDateTime(), nullable=False),
    sa.Column('changed_at', UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['agency_id'], ['agency.id'], name=op.f('fk_commitment_draft_agency_id_agency')),
    sa.ForeignKeyConstraint(['answer_id'], ['answer.id'], name=op.f('fk_commitment_draft_answer_id_answer')),
    sa.ForeignKeyConstraint(['consultation_id'], ['consultation.id'], name=op.f('fk_commitment_draft_consultation_id_consultation')),
    sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name=op.f('fk_commitment_draft_contact_id_contact')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_commitment_draft')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('commitment_draft') as batch_op:
        batch_op.create_index(batch_op.f('ix_commitment_draft_answer_id'), ['answer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_commitment_draft_contact_id'), ['contact_id'], unique=False)

    op.create_index('ix_participation_partner', 'participation', ['consultation_id', 'id'], unique=False, sqlite_where=INVITED, postgresql_where=INVITED)


def downgrade() -> None:
    op.drop_index('ix_participation_partner', table_name='participation')
    op.drop_table('commitment_draft')
