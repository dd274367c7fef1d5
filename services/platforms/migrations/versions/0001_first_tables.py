"""First tables."""

import sqlalchemy as sa
from alembic import op

from shared.storage import furniture

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    furniture.create_v1()
    op.create_table(
        "accompaniments",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("territory", sa.String(length=36), nullable=False),
        sa.Column("call", sa.String(length=36), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accompaniments")),
    )
    op.create_table(
        "cases",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("accompaniment", sa.String(length=36), nullable=False),
        sa.Column("need", sa.Text(), nullable=False),
        sa.Column("plain_need", sa.Text(), nullable=False),
        sa.Column("case", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("occurred", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases")),
    )
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cases_accompaniment"), ["accompaniment"], unique=False)
    op.create_table(
        "needs",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("accompaniment", sa.String(length=36), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_needs")),
    )
    with op.batch_alter_table("needs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_needs_accompaniment"), ["accompaniment"], unique=False)
    op.create_table(
        "platforms",
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("aliases", sa.JSON(), nullable=False),
        sa.Column("domains", sa.JSON(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=True),
        sa.Column("operator", sa.Text(), nullable=True),
        sa.Column("legal_form", sa.Text(), nullable=True),
        sa.Column("economic_model", sa.Text(), nullable=True),
        sa.Column("openness", sa.Text(), nullable=True),
        sa.Column("white_label", sa.Boolean(), nullable=True),
        sa.Column("reach", sa.Text(), nullable=True),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("refused", sa.Text(), nullable=True),
        sa.Column("sources", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_platforms")),
    )
    op.create_table(
        "shortlists",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("accompaniment", sa.String(length=36), nullable=False),
        sa.Column("need", sa.Text(), nullable=False),
        sa.Column("differences", sa.Text(), nullable=False),
        sa.Column("occurred", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shortlists")),
    )
    with op.batch_alter_table("shortlists", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_shortlists_accompaniment"), ["accompaniment"], unique=False)
    op.create_table(
        "choices",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("shortlist", sa.String(length=36), nullable=False),
        sa.Column("platform", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("occurred", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["platform"], ["platforms.slug"], name=op.f("fk_choices_platform_platforms")),
        sa.ForeignKeyConstraint(["shortlist"], ["shortlists.id"], name=op.f("fk_choices_shortlist_shortlists")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_choices")),
    )
    with op.batch_alter_table("choices", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_choices_shortlist"), ["shortlist"], unique=False)
    op.create_table(
        "options",
        sa.Column("shortlist", sa.String(length=36), nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("approach", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["platform"], ["platforms.slug"], name=op.f("fk_options_platform_platforms")),
        sa.ForeignKeyConstraint(["shortlist"], ["shortlists.id"], name=op.f("fk_options_shortlist_shortlists")),
        sa.PrimaryKeyConstraint("shortlist", "platform", name=op.f("pk_options")),
    )
    op.create_table(
        "presentations",
        sa.Column("shortlist", sa.String(length=36), nullable=False),
        sa.Column("circle", sa.Text(), nullable=False),
        sa.Column("occurred", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["shortlist"], ["shortlists.id"], name=op.f("fk_presentations_shortlist_shortlists")),
        sa.PrimaryKeyConstraint("shortlist", name=op.f("pk_presentations")),
    )


def downgrade() -> None:
    op.drop_table("presentations")
    op.drop_table("options")
    with op.batch_alter_table("choices", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_choices_shortlist"))
    op.drop_table("choices")
    with op.batch_alter_table("shortlists", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_shortlists_accompaniment"))
    op.drop_table("shortlists")
    op.drop_table("platforms")
    with op.batch_alter_table("needs", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_needs_accompaniment"))
    op.drop_table("needs")
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cases_accompaniment"))
    op.drop_table("cases")
    op.drop_table("accompaniments")
    furniture.drop_v1()
