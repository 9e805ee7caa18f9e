"""topics people trust"""

import sqlalchemy as sa
from alembic import op
from storage.types import Json, UtcDateTime

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None

# SQLite rebuilds a table to change a constraint; the numbers of deleted rows must stay taken.
COUNTS_UP = {'sqlite_autoincrement': True}


def big() -> sa.types.TypeEngine:
    return sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.create_table('small_voice',
    sa.Column('run_id', big(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('keywords', Json, nullable=False),
    sa.Column('opinions', Json, nullable=False),
    sa.ForeignKeyConstraint(['run_id'], ['analysis_run.id'], name=op.f('fk_small_voice_run_id_analysis_run')),
    sa.PrimaryKeyConstraint('run_id', 'position', name=op.f('pk_small_voice')),
    )
    op.create_table('family',
    sa.Column('run_id', big(), nullable=False),
    sa.Column('opinion_id', big(), nullable=False),
    sa.Column('people', sa.Integer(), nullable=False),
    sa.Column('opinions', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['run_id'], ['analysis_run.id'], name=op.f('fk_family_run_id_analysis_run')),
    sa.ForeignKeyConstraint(['opinion_id'], ['opinion.id'], name=op.f('fk_family_opinion_id_opinion')),
    sa.PrimaryKeyConstraint('run_id', 'opinion_id', name=op.f('pk_family')),
    )
    with op.batch_alter_table('family', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_family_opinion_id'), ['opinion_id'], unique=False)

    op.create_table('opinion_vector',
    sa.Column('opinion_id', big(), nullable=False),
    sa.Column('mark', sa.LargeBinary(), nullable=False),
    sa.Column('vector', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['opinion_id'], ['opinion.id'], name=op.f('fk_opinion_vector_opinion_id_opinion')),
    sa.PrimaryKeyConstraint('opinion_id', name=op.f('pk_opinion_vector')),
    )
    op.create_table('likeness',
    sa.Column('opinion_id', big(), nullable=False),
    sa.Column('other_id', big(), nullable=False),
    sa.Column('same', sa.Boolean(), nullable=False),
    sa.Column('at', UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['opinion_id'], ['opinion.id'], name=op.f('fk_likeness_opinion_id_opinion')),
    sa.ForeignKeyConstraint(['other_id'], ['opinion.id'], name=op.f('fk_likeness_other_id_opinion')),
    sa.PrimaryKeyConstraint('opinion_id', name=op.f('pk_likeness')),
    )
    with op.batch_alter_table('likeness', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_likeness_other_id'), ['other_id'], unique=False)

    with op.batch_alter_table('topic', table_kwargs=COUNTS_UP) as batch_op:
        batch_op.add_column(sa.Column('given_name', sa.String(), nullable=True))
        batch_op.add_column(sa.Column('held_at', UtcDateTime(), nullable=True))
        batch_op.add_column(sa.Column('merged_into', big(), nullable=True))
        batch_op.add_column(sa.Column('split_from', big(), nullable=True))
        batch_op.create_foreign_key(op.f('fk_topic_merged_into_topic'), 'topic', ['merged_into'], ['id'])
        batch_op.create_foreign_key(op.f('fk_topic_split_from_topic'), 'topic', ['split_from'], ['id'])

    op.add_column('run_topic', sa.Column('reasons', Json, nullable=False, server_default='[]'))
    op.add_column('run_topic', sa.Column('edge', big(), nullable=True))
    op.add_column('run_topic', sa.Column('parts', Json, nullable=False, server_default='[]'))

    op.add_column('membership', sa.Column('part', sa.Integer(), nullable=True))
    op.add_column('membership', sa.Column('family', big(), nullable=True))
    op.add_column('membership', sa.Column('x', sa.Float(), nullable=True))
    op.add_column('membership', sa.Column('y', sa.Float(), nullable=True))

    with op.batch_alter_table('picture') as batch_op:
        batch_op.add_column(sa.Column('kind', sa.String(), nullable=False, server_default='bars'))
        batch_op.drop_constraint(op.f('pk_picture'), type_='primary')
        batch_op.create_primary_key(op.f('pk_picture'), ['run_id', 'language', 'kind'])


def downgrade() -> None:
    op.execute("DELETE FROM picture WHERE kind <> 'bars'")
    with op.batch_alter_table('picture') as batch_op:
        batch_op.drop_constraint(op.f('pk_picture'), type_='primary')
        batch_op.create_primary_key(op.f('pk_picture'), ['run_id', 'language'])
        batch_op.drop_column('kind')

    with op.batch_alter_table('membership') as batch_op:
        batch_op.drop_column('y')
        batch_op.drop_column('x')
        batch_op.drop_column('family')
        batch_op.drop_column('part')

    with op.batch_alter_table('run_topic') as batch_op:
        batch_op.drop_column('parts')
        batch_op.drop_column('edge')
        batch_op.drop_column('reasons')

    with op.batch_alter_table('topic', table_kwargs=COUNTS_UP) as batch_op:
        batch_op.drop_constraint(op.f('fk_topic_split_from_topic'), type_='foreignkey')
        batch_op.drop_constraint(op.f('fk_topic_merged_into_topic'), type_='foreignkey')
        batch_op.drop_column('split_from')
        batch_op.drop_column('merged_into')
        batch_op.drop_column('held_at')
        batch_op.drop_column('given_name')

    with op.batch_alter_table('likeness', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_likeness_other_id'))
    op.drop_table('likeness')
    op.drop_table('opinion_vector')
    with op.batch_alter_table('family', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_family_opinion_id'))
    op.drop_table('family')
    op.drop_table('small_voice')
