"""the MOFF matrix."""

import sqlalchemy as sa
from alembic import op

import shared.storage.types

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "moff_items",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("accompaniment", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moff_items")),
    )
    with op.batch_alter_table("moff_items", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_moff_items_accompaniment"), ["accompaniment"], unique=False)
    op.create_table(
        "moff_versions",
        sa.Column("item", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("category", sa.String(length=16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("theme", sa.String(length=100), nullable=False),
        sa.Column("voice", sa.String(length=16), nullable=True),
        sa.Column("evidence", sa.String(length=16), nullable=False),
        sa.Column("interview", sa.String(length=36), nullable=True),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("author", sa.String(length=36), nullable=True),
        sa.Column("recorded_at", shared.storage.types.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["item"], ["moff_items.id"], name=op.f("fk_moff_versions_item_moff_items")),
        sa.PrimaryKeyConstraint("item", "version", name=op.f("pk_moff_versions")),
    )


def downgrade() -> None:
    op.drop_table("moff_versions")
    with op.batch_alter_table("moff_items", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_moff_items_accompaniment"))
    op.drop_table("moff_items")
