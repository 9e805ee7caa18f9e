"""the official's desk: departments, second looks, promises, invited groups, posters, notices"""

import sqlalchemy as sa
from alembic import op
from storage.types import Json, UtcDateTime

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None

COUNTS_UP = {'sqlite_autoincrement': True}


def big() -> sa.types.TypeEngine:
    return sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


# Deliveries are put into the outbox by rows of the audience now, no longer by participations.
BY_AUDIENCE = """
    UPDATE answer SET queued_to = (
        SELECT max(audience.id) FROM audience
        WHERE audience.answer_id = answer.id AND audience.participation_id <= answer.queued_to
    ) WHERE queued_to IS NOT NULL
"""
BY_PARTICIPATION = """
    UPDATE answer SET queued_to = (
        SELECT audience.participation_id FROM audience WHERE audience.id = answer.queued_to
    ) WHERE queued_to IS NOT NULL
"""


def upgrade() -> None:
    op.execute(BY_AUDIENCE)
    op.create_table('department',
    sa.Column('id', big(), nullable=False),
    sa.Column('agency_id', big(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('phone', sa.String(), nullable=False),
    sa.Column('created_at', UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['agency_id'], ['agency.id'], name=op.f('fk_department_agency_id_agency')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_department')),
    sa.UniqueConstraint('agency_id', 'name', name=op.f('uq_department_agency_id_name')),
    sqlite_autoincrement=True
    )
    op.create_table('announcement',
    sa.Column('id', big(), nullable=False),
    sa.Column('consultation_id', big(), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('written_by', big(), nullable=True),
    sa.Column('written_at', UtcDateTime(), nullable=False),
    sa.Column('sent_at', UtcDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['consultation_id'], ['consultation.id'], name=op.f('fk_announcement_consultation_id_consultation')),
    sa.ForeignKeyConstraint(['written_by'], ['contact.id'], name=op.f('fk_announcement_written_by_contact')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_announcement')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('announcement') as batch_op:
        batch_op.create_index(batch_op.f('ix_announcement_consultation_id'), ['consultation_id'], unique=False)

    op.create_table('digest',
    sa.Column('contact_id', big(), nullable=False),
    sa.Column('every', sa.String(), nullable=False),
    sa.Column('next_at', UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name=op.f('fk_digest_contact_id_contact')),
    sa.PrimaryKeyConstraint('contact_id', name=op.f('pk_digest'))
    )
    with op.batch_alter_table('digest') as batch_op:
        batch_op.create_index(batch_op.f('ix_digest_next_at'), ['next_at'], unique=False)

    op.create_table('paragraph',
    sa.Column('id', big(), nullable=False),
    sa.Column('agency_id', big(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('made_by', big(), nullable=True),
    sa.Column('at', UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['agency_id'], ['agency.id'], name=op.f('fk_paragraph_agency_id_agency')),
    sa.ForeignKeyConstraint(['made_by'], ['contact.id'], name=op.f('fk_paragraph_made_by_contact')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_paragraph')),
    sa.UniqueConstraint('agency_id', 'name', name=op.f('uq_paragraph_agency_id_name')),
    sqlite_autoincrement=True
    )
    op.create_table('partner',
    sa.Column('id', big(), nullable=False),
    sa.Column('consultation_id', big(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('made_by', big(), nullable=True),
    sa.Column('made_at', UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['consultation_id'], ['consultation.id'], name=op.f('fk_partner_consultation_id_consultation')),
    sa.ForeignKeyConstraint(['made_by'], ['contact.id'], name=op.f('fk_partner_made_by_contact')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_partner')),
    sa.UniqueConstraint('consultation_id', 'name', name=op.f('uq_partner_consultation_id_name')),
    sqlite_autoincrement=True
    )
    op.create_table('poster',
    sa.Column('id', big(), nullable=False),
    sa.Column('consultation_id', big(), nullable=False),
    sa.Column('channel', sa.String(), nullable=False),
    sa.Column('made_by', big(), nullable=True),
    sa.Column('made_at', UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['consultation_id'], ['consultation.id'], name=op.f('fk_poster_consultation_id_consultation')),
    sa.ForeignKeyConstraint(['made_by'], ['contact.id'], name=op.f('fk_poster_made_by_contact')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_poster')),
    sa.UniqueConstraint('consultation_id', 'channel', name=op.f('uq_poster_consultation_id_channel')),
    sqlite_autoincrement=True
    )
    op.create_table('review',
    sa.Column('id', big(), nullable=False),
    sa.Column('agency_id', big(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('subject_id', big(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('asked_by', big(), nullable=True),
    sa.Column('asked_at', UtcDateTime(), nullable=False),
    sa.Column('decided_by', big(), nullable=True),
    sa.Column('decided_at', UtcDateTime(), nullable=True),
    sa.Column('line', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['agency_id'], ['agency.id'], name=op.f('fk_review_agency_id_agency')),
    sa.ForeignKeyConstraint(['asked_by'], ['contact.id'], name=op.f('fk_review_asked_by_contact')),
    sa.ForeignKeyConstraint(['decided_by'], ['contact.id'], name=op.f('fk_review_decided_by_contact')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_review')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('review') as batch_op:
        batch_op.create_index(batch_op.f('ix_review_agency_id'), ['agency_id'], unique=False)
        batch_op.create_index('ix_review_subject', ['kind', 'subject_id', 'id'], unique=False)

    op.create_table('assignment',
    sa.Column('id', big(), nullable=False),
    sa.Column('topic_id', big(), nullable=False),
    sa.Column('department_id', big(), nullable=False),
    sa.Column('due', sa.Date(), nullable=True),
    sa.Column('note', sa.String(), nullable=False),
    sa.Column('given_by', big(), nullable=True),
    sa.Column('at', UtcDateTime(), nullable=False),
    sa.Column('ended_at', UtcDateTime(), nullable=True),
    sa.Column('told_at', UtcDateTime(), nullable=True),
    sa.Column('head_told_at', UtcDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['department_id'], ['department.id'], name=op.f('fk_assignment_department_id_department')),
    sa.ForeignKeyConstraint(['given_by'], ['contact.id'], name=op.f('fk_assignment_given_by_contact')),
    sa.ForeignKeyConstraint(['topic_id'], ['topic.id'], name=op.f('fk_assignment_topic_id_topic')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_assignment')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('assignment') as batch_op:
        batch_op.create_index(batch_op.f('ix_assignment_department_id'), ['department_id'], unique=False)
        batch_op.create_index('ix_assignment_open', ['due', 'topic_id'], unique=False, sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))
        batch_op.create_index('ix_assignment_topic', ['topic_id', 'id'], unique=False)

    op.create_table('commitment',
    sa.Column('id', big(), nullable=False),
    sa.Column('agency_id', big(), nullable=False),
    sa.Column('consultation_id', big(), nullable=False),
    sa.Column('answer_id', big(), nullable=True),
    sa.Column('topic_id', big(), nullable=True),
    sa.Column('department_id', big(), nullable=True),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('what', sa.String(), nullable=False),
    sa.Column('lead', sa.String(), nullable=False),
    sa.Column('partners', Json, nullable=False),
    sa.Column('milestones', Json, nullable=False),
    sa.Column('measure', sa.String(), nullable=False),
    sa.Column('starts', sa.Date(), nullable=True),
    sa.Column('due', sa.Date(), nullable=False),
    sa.Column('stage', sa.String(), nullable=False),
    sa.Column('status', sa.String(), nullable=False),
    sa.Column('evidence', sa.String(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('made_by', big(), nullable=True),
    sa.Column('made_at', UtcDateTime(), nullable=False),
    sa.Column('changed_at', UtcDateTime(), nullable=False),
    sa.Column('reminded_at', UtcDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['agency_id'], ['agency.id'], name=op.f('fk_commitment_agency_id_agency')),
    sa.ForeignKeyConstraint(['answer_id'], ['answer.id'], name=op.f('fk_commitment_answer_id_answer')),
    sa.ForeignKeyConstraint(['consultation_id'], ['consultation.id'], name=op.f('fk_commitment_consultation_id_consultation')),
    sa.ForeignKeyConstraint(['department_id'], ['department.id'], name=op.f('fk_commitment_department_id_department')),
    sa.ForeignKeyConstraint(['made_by'], ['contact.id'], name=op.f('fk_commitment_made_by_contact')),
    sa.ForeignKeyConstraint(['topic_id'], ['topic.id'], name=op.f('fk_commitment_topic_id_topic')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_commitment')),
    sa.UniqueConstraint('agency_id', 'number', name=op.f('uq_commitment_agency_id_number')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('commitment') as batch_op:
        batch_op.create_index(batch_op.f('ix_commitment_answer_id'), ['answer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_commitment_consultation_id'), ['consultation_id'], unique=False)
        batch_op.create_index('ix_commitment_status_due', ['status', 'due'], unique=False)

    op.create_table('commitment_change',
    sa.Column('id', big(), nullable=False),
    sa.Column('commitment_id', big(), nullable=False),
    sa.Column('at', UtcDateTime(), nullable=False),
    sa.Column('by', big(), nullable=True),
    sa.Column('status', sa.String(), nullable=False),
    sa.Column('stage', sa.String(), nullable=False),
    sa.Column('due', sa.Date(), nullable=False),
    sa.Column('note', sa.String(), nullable=False),
    sa.Column('evidence', sa.String(), nullable=False),
    sa.Column('told_to', big(), nullable=True),
    sa.ForeignKeyConstraint(['by'], ['contact.id'], name=op.f('fk_commitment_change_by_contact')),
    sa.ForeignKeyConstraint(['commitment_id'], ['commitment.id'], name=op.f('fk_commitment_change_commitment_id_commitment')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_commitment_change')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('commitment_change') as batch_op:
        batch_op.create_index(batch_op.f('ix_commitment_change_commitment_id'), ['commitment_id'], unique=False)

    op.create_table('follower',
    sa.Column('commitment_id', big(), nullable=False),
    sa.Column('contact_id', big(), nullable=False),
    sa.Column('since', UtcDateTime(), nullable=False),
    sa.Column('stopped_at', UtcDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['commitment_id'], ['commitment.id'], name=op.f('fk_follower_commitment_id_commitment')),
    sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name=op.f('fk_follower_contact_id_contact')),
    sa.PrimaryKeyConstraint('commitment_id', 'contact_id', name=op.f('pk_follower'))
    )
    with op.batch_alter_table('follower') as batch_op:
        batch_op.create_index(batch_op.f('ix_follower_contact_id'), ['contact_id'], unique=False)

    with op.batch_alter_table('answer', table_kwargs=COUNTS_UP) as batch_op:
        batch_op.add_column(sa.Column('aim', sa.String(), server_default='topic', nullable=False))
        batch_op.add_column(sa.Column('opinion_id', big(), nullable=True))
        batch_op.add_column(sa.Column('corrects', big(), nullable=True))
        batch_op.add_column(sa.Column('final_due', sa.Date(), nullable=True))
        batch_op.create_index(batch_op.f('ix_answer_corrects'), ['corrects'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_answer_corrects_answer'), 'answer', ['corrects'], ['id'])

    with op.batch_alter_table('answer_version') as batch_op:
        batch_op.add_column(sa.Column('verdict', sa.String(), nullable=True))
        batch_op.add_column(sa.Column('final_due', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('attachment', Json, server_default='{}', nullable=False))
        batch_op.add_column(sa.Column('changes', sa.String(), server_default='', nullable=False))

    with op.batch_alter_table('audience', table_kwargs=COUNTS_UP) as batch_op:
        batch_op.add_column(sa.Column('why', sa.String(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('why_at', UtcDateTime(), nullable=True))

    with op.batch_alter_table('consultation', table_kwargs=COUNTS_UP) as batch_op:
        batch_op.add_column(sa.Column('procedure', sa.String(), server_default='free', nullable=False))
        batch_op.add_column(sa.Column('legal_basis', sa.String(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('goal', sa.String(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('goal_people', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('goal_answered', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('background', Json, server_default='{}', nullable=False))
        batch_op.add_column(sa.Column('answered_at', UtcDateTime(), nullable=True))
        batch_op.add_column(sa.Column('archived_at', UtcDateTime(), nullable=True))

    with op.batch_alter_table('consultation_draft', table_kwargs=COUNTS_UP) as batch_op:
        batch_op.add_column(sa.Column('state', sa.String(), server_default='writing', nullable=False))

    with op.batch_alter_table('invite', table_kwargs=COUNTS_UP) as batch_op:
        batch_op.add_column(sa.Column('department_id', big(), nullable=True))
        batch_op.add_column(sa.Column('partner_id', big(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_invite_department_id_department'), 'department', ['department_id'], ['id'])
        batch_op.create_foreign_key(batch_op.f('fk_invite_partner_id_partner'), 'partner', ['partner_id'], ['id'])

    with op.batch_alter_table('participation', table_kwargs=COUNTS_UP) as batch_op:
        batch_op.add_column(sa.Column('partner_id', big(), nullable=True))
        batch_op.add_column(sa.Column('names_partner', sa.Boolean(), nullable=True))

    with op.batch_alter_table('role', table_kwargs=COUNTS_UP) as batch_op:
        batch_op.add_column(sa.Column('department_id', big(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_role_department_id_department'), 'department', ['department_id'], ['id'])

    with op.batch_alter_table('topic', table_kwargs=COUNTS_UP) as batch_op:
        batch_op.add_column(sa.Column('pinned_at', UtcDateTime(), nullable=True))



def downgrade() -> None:
    op.execute(BY_PARTICIPATION)
    with op.batch_alter_table('topic', table_kwargs=COUNTS_UP) as batch_op:
        batch_op.drop_column('pinned_at')

    with op.batch_alter_table('role', table_kwargs=COUNTS_UP) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_role_department_id_department'), type_='foreignkey')
        batch_op.drop_column('department_id')

    with op.batch_alter_table('participation', table_kwargs=COUNTS_UP) as batch_op:
        batch_op.drop_column('names_partner')
        batch_op.drop_column('partner_id')

    with op.batch_alter_table('invite', table_kwargs=COUNTS_UP) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_invite_partner_id_partner'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('fk_invite_department_id_department'), type_='foreignkey')
        batch_op.drop_column('partner_id')
        batch_op.drop_column('department_id')

    with op.batch_alter_table('consultation_draft', table_kwargs=COUNTS_UP) as batch_op:
        batch_op.drop_column('state')

    with op.batch_alter_table('consultation', table_kwargs=COUNTS_UP) as batch_op:
        batch_op.drop_column('archived_at')
        batch_op.drop_column('answered_at')
        batch_op.drop_column('background')
        batch_op.drop_column('goal_answered')
        batch_op.drop_column('goal_people')
        batch_op.drop_column('goal')
        batch_op.drop_column('legal_basis')
        batch_op.drop_column('procedure')

    with op.batch_alter_table('audience', table_kwargs=COUNTS_UP) as batch_op:
        batch_op.drop_column('why_at')
        batch_op.drop_column('why')

    with op.batch_alter_table('answer_version') as batch_op:
        batch_op.drop_column('changes')
        batch_op.drop_column('attachment')
        batch_op.drop_column('final_due')
        batch_op.drop_column('verdict')

    with op.batch_alter_table('answer', table_kwargs=COUNTS_UP) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_answer_corrects_answer'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_answer_corrects'))
        batch_op.drop_column('final_due')
        batch_op.drop_column('corrects')
        batch_op.drop_column('opinion_id')
        batch_op.drop_column('aim')

    op.drop_table('follower')
    op.drop_table('commitment_change')
    op.drop_table('commitment')
    op.drop_table('assignment')
    op.drop_table('review')
    op.drop_table('poster')
    op.drop_table('partner')
    op.drop_table('paragraph')
    op.drop_table('digest')
    op.drop_table('announcement')
    op.drop_table('department')
