"""drafts: what is to come can be read, changed and held."""

import sqlalchemy as sa
from alembic import op

import shared.storage.types

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_MOMENTS = ("draft_at", "drafted_at", "held_until")
_WORDS = ("draft_subject", "draft_words", "edited_subject", "edited_words")
_WAITS = sa.text("state = 'planned' AND composed_at IS NULL")


def upgrade() -> None:
    with op.batch_alter_table("plans", schema=None) as batch_op:
        for name in _MOMENTS:
            batch_op.add_column(sa.Column(name, shared.storage.types.UtcDateTime(timezone=True), nullable=True))
        for name in _WORDS:
            batch_op.add_column(sa.Column(name, sa.Text(), nullable=True))
        batch_op.create_index(
            "ix_plans_draft", ["draft_at"], unique=False, sqlite_where=_WAITS, postgresql_where=_WAITS
        )
    # What was planned before is drafted at once: a draft of what is far away does no harm.
    op.execute("UPDATE plans SET draft_at = next_at WHERE state = 'planned' AND composed_at IS NULL")


def downgrade() -> None:
    op.execute("DELETE FROM mails WHERE state = 'draft'")
    with op.batch_alter_table("plans", schema=None) as batch_op:
        batch_op.drop_index("ix_plans_draft", sqlite_where=_WAITS, postgresql_where=_WAITS)
        for name in (*_WORDS, *_MOMENTS):
            batch_op.drop_column(name)
