"""rooms people see"""

import sqlalchemy as sa
from alembic import op
from storage.types import Json, UtcDateTime

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None

# SQLite rebuilds a table to change a constraint; the numbers of deleted rows must stay taken.
COUNTS_UP = {'sqlite_autoincrement': True}


def upgrade() -> None:
    op.create_table('consultation_draft',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('contact_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('agency_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('step', sa.String(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('content', Json, nullable=False),
    sa.Column('created_at', UtcDateTime(), nullable=False),
    sa.Column('changed_at', UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['agency_id'], ['agency.id'], name=op.f('fk_consultation_draft_agency_id_agency')),
    sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name=op.f('fk_consultation_draft_contact_id_contact')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_consultation_draft')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('consultation_draft', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_consultation_draft_agency_id'), ['agency_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_consultation_draft_contact_id'), ['contact_id'], unique=False)

    op.create_table('room',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('mark', sa.LargeBinary(), nullable=False),
    sa.Column('sealed_id', sa.LargeBinary(), nullable=False),
    sa.Column('agency_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('language', sa.String(), nullable=False),
    sa.Column('greeted_at', UtcDateTime(), nullable=True),
    sa.Column('told_at', UtcDateTime(), nullable=True),
    sa.Column('anonymous_told_at', UtcDateTime(), nullable=True),
    sa.Column('linked_at', UtcDateTime(), nullable=True),
    sa.Column('linked_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('load_outbox_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('load_at', UtcDateTime(), nullable=True),
    sa.Column('load_size', sa.Integer(), nullable=False),
    sa.Column('load_shown', sa.String(), nullable=True),
    sa.Column('created_at', UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['agency_id'], ['agency.id'], name=op.f('fk_room_agency_id_agency')),
    sa.ForeignKeyConstraint(['linked_by'], ['contact.id'], name=op.f('fk_room_linked_by_contact')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_room')),
    sa.UniqueConstraint('mark', name=op.f('uq_room_mark')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('room', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_room_agency_id'), ['agency_id'], unique=False)

    op.add_column('consultation', sa.Column('timezone', sa.String(), nullable=False, server_default='Asia/Seoul'))
    op.execute('UPDATE consultation SET timezone = (SELECT agency.timezone FROM agency WHERE agency.id = consultation.agency_id)')

    op.add_column('flag', sa.Column('flagged_by', sa.String(), nullable=False, server_default=''))
    op.add_column('flag', sa.Column('version', sa.Integer(), nullable=False, server_default='1'))
    op.add_column('flag', sa.Column('decided_at', UtcDateTime(), nullable=True))
    op.execute("UPDATE flag SET flagged_by = 'flag-' || id")
    with op.batch_alter_table('flag', table_kwargs=COUNTS_UP) as batch_op:
        batch_op.drop_constraint(batch_op.f('uq_flag_opinion_id_participation_id'), type_='unique')
        batch_op.create_unique_constraint(batch_op.f('uq_flag_opinion_id_flagged_by'), ['opinion_id', 'flagged_by'])

    with op.batch_alter_table('log', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_log_subject'), ['subject'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('log', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_log_subject'))

    with op.batch_alter_table('flag', table_kwargs=COUNTS_UP) as batch_op:
        batch_op.drop_constraint(batch_op.f('uq_flag_opinion_id_flagged_by'), type_='unique')
        batch_op.create_unique_constraint(batch_op.f('uq_flag_opinion_id_participation_id'), ['opinion_id', 'participation_id'])
        batch_op.drop_column('decided_at')
        batch_op.drop_column('version')
        batch_op.drop_column('flagged_by')

    with op.batch_alter_table('consultation', table_kwargs=COUNTS_UP) as batch_op:
        batch_op.drop_column('timezone')

    with op.batch_alter_table('room', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_room_agency_id'))

    op.drop_table('room')
    with op.batch_alter_table('consultation_draft', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_consultation_draft_contact_id'))
        batch_op.drop_index(batch_op.f('ix_consultation_draft_agency_id'))

    op.drop_table('consultation_draft')
