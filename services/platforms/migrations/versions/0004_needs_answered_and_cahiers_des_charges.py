"""Platforms seen as answers to needs, cahiers des charges, and the day to ask again."""

import sqlalchemy as sa
from alembic import op

import shared.storage.types

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "specifications",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("accompaniment", sa.String(length=36), nullable=False),
        sa.Column("need", sa.Text(), nullable=False),
        sa.Column("project", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_specifications")),
    )
    with op.batch_alter_table("specifications", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_specifications_accompaniment"), ["accompaniment"], unique=False)

    op.create_table(
        "need_links",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("accompaniment", sa.String(length=36), nullable=False),
        sa.Column("need", sa.Text(), nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("limits", sa.Text(), nullable=False),
        sa.Column("occurred", sa.String(length=64), nullable=True),
        sa.Column("left", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["platform"], ["platforms.slug"], name=op.f("fk_need_links_platform_platforms")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need_links")),
    )
    with op.batch_alter_table("need_links", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_need_links_accompaniment"), ["accompaniment"], unique=False)

    op.create_table(
        "specification_versions",
        sa.Column("specification", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("author", sa.String(length=36), nullable=True),
        sa.Column("recorded_at", shared.storage.types.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["specification"],
            ["specifications.id"],
            name=op.f("fk_specification_versions_specification_specifications"),
        ),
        sa.PrimaryKeyConstraint("specification", "version", name=op.f("pk_specification_versions")),
    )
    with op.batch_alter_table("choices", schema=None) as batch_op:
        batch_op.add_column(sa.Column("ask_again", sa.Date(), nullable=True))

    with op.batch_alter_table("options", schema=None) as batch_op:
        batch_op.add_column(sa.Column("adaptation", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    with op.batch_alter_table("options", schema=None) as batch_op:
        batch_op.drop_column("adaptation")

    with op.batch_alter_table("choices", schema=None) as batch_op:
        batch_op.drop_column("ask_again")

    op.drop_table("specification_versions")
    with op.batch_alter_table("need_links", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_need_links_accompaniment"))

    op.drop_table("need_links")
    with op.batch_alter_table("specifications", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_specifications_accompaniment"))

    op.drop_table("specifications")
