"""whoever asked for an analysis is told, not only the first"""

import sqlalchemy as sa
from alembic import op
from storage.types import Json

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('analysis_run', schema=None) as batch_op:
        batch_op.add_column(sa.Column('askers', Json, nullable=False, server_default='[]'))


def downgrade() -> None:
    with op.batch_alter_table('analysis_run', schema=None) as batch_op:
        batch_op.drop_column('askers')
