"""Cards with bodies, scale, supporters and links, their versions, imports, and the watch list."""

import sqlalchemy as sa
from alembic import op

import shared.storage.types

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "catalogue_imports",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("filename", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("brought", sa.Integer(), nullable=False),
        sa.Column("rows", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("recorded_at", shared.storage.types.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catalogue_imports")),
    )
    op.create_table(
        "initiatives",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("idea", sa.Text(), nullable=False),
        sa.Column("lesson", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("date", sa.String(length=64), nullable=True),
        sa.Column("left", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_initiatives")),
    )
    op.create_table(
        "platform_versions",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("author", sa.String(length=36), nullable=True),
        sa.Column("import_id", sa.String(length=36), nullable=True),
        sa.Column("recorded_at", shared.storage.types.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_platform_versions")),
    )
    with op.batch_alter_table("platform_versions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_platform_versions_import_id"), ["import_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_platform_versions_platform"), ["platform"], unique=False)

    with op.batch_alter_table("platforms", schema=None) as batch_op:
        batch_op.add_column(sa.Column("bodies", sa.JSON(), nullable=False, server_default=sa.text("'[]'")))
        batch_op.add_column(sa.Column("scale", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("supporters", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("links", sa.JSON(), nullable=False, server_default=sa.text("'[]'")))


def downgrade() -> None:
    with op.batch_alter_table("platforms", schema=None) as batch_op:
        batch_op.drop_column("links")
        batch_op.drop_column("supporters")
        batch_op.drop_column("scale")
        batch_op.drop_column("bodies")

    with op.batch_alter_table("platform_versions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_platform_versions_platform"))
        batch_op.drop_index(batch_op.f("ix_platform_versions_import_id"))

    op.drop_table("platform_versions")
    op.drop_table("initiatives")
    op.drop_table("catalogue_imports")
