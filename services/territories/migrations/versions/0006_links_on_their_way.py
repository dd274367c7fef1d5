"""links on their way to their bearer, and last calls that somebody stopped."""

import sqlalchemy as sa
from alembic import op

import shared.storage.types

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("candidature_files", schema=None) as batch_op:
        batch_op.add_column(sa.Column("next_hash", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("next_expires_at", shared.storage.types.UtcDateTime(), nullable=True))
        batch_op.add_column(sa.Column("last_call_stopped", sa.JSON(), nullable=True))
        batch_op.create_index(batch_op.f("ix_candidature_files_next_hash"), ["next_hash"], unique=True)
    with op.batch_alter_table("calls", schema=None) as batch_op:
        batch_op.add_column(sa.Column("last_call_stopped", sa.JSON(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("calls", schema=None) as batch_op:
        batch_op.drop_column("last_call_stopped")
    with op.batch_alter_table("candidature_files", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_candidature_files_next_hash"))
        batch_op.drop_column("last_call_stopped")
        batch_op.drop_column("next_expires_at")
        batch_op.drop_column("next_hash")
