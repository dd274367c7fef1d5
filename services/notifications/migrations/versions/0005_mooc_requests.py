"""who asked for access to the MOOC."""

import sqlalchemy as sa
from alembic import op

import shared.storage.types

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mooc_requests",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("structure", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("asked_at", shared.storage.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("answered_at", shared.storage.types.UtcDateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mooc_requests")),
    )


def downgrade() -> None:
    op.drop_table("mooc_requests")
