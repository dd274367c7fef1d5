"""The stamps of all accompaniments from an index alone."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_journal_story", "journal", ["accompaniment", "position"])
    op.drop_index("ix_journal_accompaniment", "journal")


def downgrade() -> None:
    op.create_index("ix_journal_accompaniment", "journal", ["accompaniment"])
    op.drop_index("ix_journal_story", "journal")
