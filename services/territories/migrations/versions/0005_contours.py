"""Contours of communes and EPCI."""

import sqlalchemy as sa
from alembic import op

import shared.storage.types

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "contour_sets",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("filename", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("licence", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("recorded_at", shared.storage.types.UtcDateTime(), nullable=False),
        sa.Column("unknown", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contour_sets")),
    )
    op.create_table(
        "contours",
        sa.Column("set", sa.String(length=36), nullable=False),
        sa.Column("code", sa.String(length=9), nullable=False),
        sa.Column("polygons", sa.JSON(), nullable=False),
        sa.Column("west", sa.Double(), nullable=False),
        sa.Column("south", sa.Double(), nullable=False),
        sa.Column("east", sa.Double(), nullable=False),
        sa.Column("north", sa.Double(), nullable=False),
        sa.Column("longitude", sa.Double(), nullable=False),
        sa.Column("latitude", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["set"], ["contour_sets.id"], name=op.f("fk_contours_set_contour_sets")),
        sa.PrimaryKeyConstraint("set", "code", name=op.f("pk_contours")),
    )
    with op.batch_alter_table("contours", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contours_code"), ["code"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("contours", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contours_code"))
    op.drop_table("contours")
    op.drop_table("contour_sets")
