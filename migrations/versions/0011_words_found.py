"""opinions are found by words in them, wherever they stand in a longer word

SQLite keeps every three letters of an opinion in a table of FTS5, and triggers have it follow the
opinion at once; a blank behind the end makes three of the last two. PostgreSQL keeps every two of
them in an index. A later migration that rebuilds the table `opinion` on SQLite has to make the
triggers again.
"""

from alembic import op

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None

INDEX = 'ix_opinion_pairs'
SPACED = r"regexp_replace(lower(text), '\s+', ' ', 'g')"
PAIRS = (
    rf"string_to_array(regexp_replace({SPACED}, '(..)', E'\\1\n', 'g') || E'\n' || "
    rf"regexp_replace(substr({SPACED}, 2), '(..)', E'\\1\n', 'g'), E'\n')"
)

PUT = "INSERT INTO opinion_words (rowid, text) VALUES (new.id, new.text || ' ');"
TAKE = "INSERT INTO opinion_words (opinion_words, rowid, text) VALUES ('delete', old.id, old.text || ' ');"
TRIGGERS = {
    'opinion_words_put': f'AFTER INSERT ON opinion BEGIN {PUT} END',
    'opinion_words_change': f'AFTER UPDATE OF text ON opinion WHEN old.text IS NOT new.text BEGIN {TAKE} {PUT} END',
    'opinion_words_take': f'AFTER DELETE ON opinion BEGIN {TAKE} END',
}


def upgrade() -> None:
    if op.get_bind().dialect.name == 'sqlite':
        put_into_table()
        return
    with op.get_context().autocommit_block():
        op.execute(f'DROP INDEX CONCURRENTLY IF EXISTS {INDEX}')
        op.execute(f'CREATE INDEX CONCURRENTLY {INDEX} ON opinion USING gin (({PAIRS}))')


def put_into_table() -> None:
    op.execute(
        "CREATE VIRTUAL TABLE opinion_words USING fts5"
        " (text, content='opinion', content_rowid='id', tokenize='trigram')"
    )
    op.execute("CREATE VIRTUAL TABLE opinion_terms USING fts5vocab ('opinion_words', 'row')")
    op.execute("INSERT INTO opinion_words (rowid, text) SELECT id, text || ' ' FROM opinion")
    for name, what in TRIGGERS.items():
        op.execute(f'CREATE TRIGGER {name} {what}')


def downgrade() -> None:
    if op.get_bind().dialect.name == 'sqlite':
        for name in TRIGGERS:
            op.execute(f'DROP TRIGGER {name}')
        op.execute('DROP TABLE opinion_terms')
        op.execute('DROP TABLE opinion_words')
        return
    with op.get_context().autocommit_block():
        op.execute(f'DROP INDEX CONCURRENTLY IF EXISTS {INDEX}')
