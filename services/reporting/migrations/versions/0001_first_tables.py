"""first tables."""

import sqlalchemy as sa
from alembic import op

import shared.storage.types
from shared.storage import furniture

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    furniture.create_v1()
    op.create_table(
        "funder_periods",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("funder", sa.String(length=200), nullable=False),
        sa.Column("period", sa.String(length=32), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("raised_at", shared.storage.types.UtcDateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_funder_periods")),
        sa.UniqueConstraint("funder", "period", name=op.f("uq_funder_periods_funder")),
    )
    with op.batch_alter_table("funder_periods", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_funder_periods_due_on"), ["due_on"], unique=False)
    op.create_table(
        "journal",
        sa.Column(
            "position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.Identity(always=False), nullable=False
        ),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("type", sa.String(length=64), nullable=False),
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=True),
        sa.Column("territory", sa.String(length=36), nullable=True),
        sa.Column("accompaniment", sa.String(length=36), nullable=True),
        sa.Column("occurred", sa.String(length=64), nullable=True),
        sa.Column("latest_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", shared.storage.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_journal")),
        sa.UniqueConstraint("id", name=op.f("uq_journal_id")),
    )
    with op.batch_alter_table("journal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_journal_accompaniment"), ["accompaniment"], unique=False)
        batch_op.create_index("ix_journal_recorded", ["recorded_at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_journal_territory"), ["territory"], unique=False)
        batch_op.create_index(batch_op.f("ix_journal_type"), ["type"], unique=False)
    op.create_table(
        "reports",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("funder", sa.String(length=200), nullable=False),
        sa.Column("period", sa.String(length=32), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("known_at", shared.storage.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("published_at", shared.storage.types.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reports")),
    )
    with op.batch_alter_table("reports", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reports_funder"), ["funder"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("reports", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reports_funder"))
    op.drop_table("reports")
    with op.batch_alter_table("journal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_journal_type"))
        batch_op.drop_index(batch_op.f("ix_journal_territory"))
        batch_op.drop_index("ix_journal_recorded")
        batch_op.drop_index(batch_op.f("ix_journal_accompaniment"))
    op.drop_table("journal")
    with op.batch_alter_table("funder_periods", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_funder_periods_due_on"))
    op.drop_table("funder_periods")
    furniture.drop_v1()
