"""indexes of what one message, one delivery and one tick ask for"""

from migrations.indexes import exchange

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None

NEW = (
    ('ix_membership_run_topic', 'membership', ['run_id', 'topic_id', 'opinion_id'], None),
    ('ix_membership_family', 'membership', ['run_id', 'family', 'opinion_id'], 'family IS NOT NULL'),
    ('ix_family_people', 'family', ['run_id', 'people', 'opinion_id'], None),
    ('ix_outbox_answer', 'outbox', ['answer_id', 'kind', 'state', 'not_before'], 'answer_id IS NOT NULL'),
    ('ix_analysis_run_open', 'analysis_run', ['state', 'id'], "state IN ('asked', 'running')"),
    ('ix_analysis_run_asked_at', 'analysis_run', ['consultation_id', 'asked_at'], None),
    ('ix_participation_consultation', 'participation', ['consultation_id', 'id'], None),
    ('ix_consent_participation_purpose', 'consent', ['participation_id', 'purpose', 'id'], None),
    ('ix_flag_flagged_by', 'flag', ['flagged_by'], None),
    ('ix_flag_decided_at', 'flag', ['decided_at'], None),
    ('ix_log_actor', 'log', ['actor'], None),
)
OLD = (
    ('ix_membership_run_topic', 'membership', ['run_id', 'topic_id'], None),
    ('ix_outbox_answer', 'outbox', ['answer_id', 'state'], None),
    ('ix_consent_participation_id', 'consent', ['participation_id'], None),
)


def upgrade() -> None:
    exchange(OLD, NEW)


def downgrade() -> None:
    exchange(NEW, OLD)
