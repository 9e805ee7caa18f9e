"""people of each side are counted with everything else, so that a briefing need not count them"""

import sqlalchemy as sa
from alembic import op
from storage.types import Json

revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None

TABLES = ('analysis_run', 'run_topic')


def upgrade() -> None:
    for table in TABLES:
        op.add_column(table, sa.Column('sides', Json, nullable=True))


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_column(table, 'sides')
