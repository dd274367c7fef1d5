"""thematic portraits, verbatims, the team's reading; to whom and why of the outcome."""

import sqlalchemy as sa
from alembic import op

import shared.storage.types

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "thematic_portraits",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("accompaniment", sa.String(length=36), nullable=False),
        sa.Column("plain_theme", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thematic_portraits")),
        sa.UniqueConstraint("accompaniment", "plain_theme", name=op.f("uq_thematic_portraits_accompaniment")),
    )
    op.create_table(
        "thematic_portrait_versions",
        sa.Column("portrait", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("theme", sa.String(length=100), nullable=False),
        sa.Column("facets", sa.JSON(), nullable=False),
        sa.Column("sources", sa.JSON(), nullable=False),
        sa.Column("interviews", sa.JSON(), nullable=False),
        sa.Column("observations", sa.JSON(), nullable=False),
        sa.Column("author", sa.String(length=36), nullable=True),
        sa.Column("recorded_at", shared.storage.types.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["portrait"],
            ["thematic_portraits.id"],
            name=op.f("fk_thematic_portrait_versions_portrait_thematic_portraits"),
        ),
        sa.PrimaryKeyConstraint("portrait", "version", name=op.f("pk_thematic_portrait_versions")),
    )
    op.create_table(
        "verbatims",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("accompaniment", sa.String(length=36), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("theme", sa.String(length=100), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("interview", sa.String(length=36), nullable=True),
        sa.Column("leaves", sa.Boolean(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("author", sa.String(length=36), nullable=True),
        sa.Column("recorded_at", shared.storage.types.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verbatims")),
    )
    with op.batch_alter_table("verbatims", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_verbatims_accompaniment"), ["accompaniment"], unique=False)
        batch_op.create_index(batch_op.f("ix_verbatims_interview"), ["interview"], unique=False)
    op.create_table(
        "readings",
        sa.Column("accompaniment", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("reading", sa.Text(), nullable=False),
        sa.Column("cooperations", sa.Text(), nullable=False),
        sa.Column("common", sa.Text(), nullable=False),
        sa.Column("means", sa.Text(), nullable=False),
        sa.Column("author", sa.String(length=36), nullable=True),
        sa.Column("recorded_at", shared.storage.types.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("accompaniment", "version", name=op.f("pk_readings")),
    )
    with op.batch_alter_table("conclusions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("plain_words", sa.Text(), server_default="", nullable=False))
    with op.batch_alter_table("presentations", schema=None) as batch_op:
        batch_op.add_column(sa.Column("audience", sa.String(length=300), server_default="", nullable=False))
        batch_op.add_column(sa.Column("feedback", sa.Text(), server_default="", nullable=False))
    with op.batch_alter_table("orientations", schema=None) as batch_op:
        batch_op.add_column(sa.Column("interests", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("stakes", sa.JSON(), server_default="[]", nullable=False))
        batch_op.add_column(sa.Column("validated_by", sa.String(length=300), server_default="", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("orientations", schema=None) as batch_op:
        batch_op.drop_column("validated_by")
        batch_op.drop_column("stakes")
        batch_op.drop_column("interests")
    with op.batch_alter_table("presentations", schema=None) as batch_op:
        batch_op.drop_column("feedback")
        batch_op.drop_column("audience")
    with op.batch_alter_table("conclusions", schema=None) as batch_op:
        batch_op.drop_column("plain_words")
    op.drop_table("readings")
    with op.batch_alter_table("verbatims", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_verbatims_interview"))
        batch_op.drop_index(batch_op.f("ix_verbatims_accompaniment"))
    op.drop_table("verbatims")
    op.drop_table("thematic_portrait_versions")
    op.drop_table("thematic_portraits")
