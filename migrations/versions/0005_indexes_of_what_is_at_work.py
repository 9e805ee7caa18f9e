"""indexes of what is at work: they stay small however much has ended"""

from migrations.indexes import exchange

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None

NEW = (
    ('ix_inbox_lane', 'inbox', ['lane', 'update_id'], "state IN ('new', 'failed')"),
    ('ix_outbox_due', 'outbox', ['rank', 'not_before', 'id'], "state = 'pending'"),
    ('ix_outbox_sending', 'outbox', ['lease_until'], "state = 'sending'"),
    ('ix_outbox_lane', 'outbox', ['lane', 'state', 'id'], 'lane IS NOT NULL'),
    ('ix_outbox_shown', 'outbox', ['state'], "state NOT IN ('sent', 'cancelled')"),
)
OLD = (
    ('ix_outbox_due', 'outbox', ['state', 'rank', 'id'], None),
    ('ix_outbox_lane', 'outbox', ['lane', 'state', 'id'], None),
)


def upgrade() -> None:
    exchange(OLD, NEW)


def downgrade() -> None:
    exchange(NEW, OLD)
