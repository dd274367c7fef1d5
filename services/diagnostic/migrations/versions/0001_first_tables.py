"""First tables."""

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
        "accompaniments",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("territory", sa.String(length=36), nullable=False),
        sa.Column("call", sa.String(length=36), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accompaniments")),
    )
    op.create_table(
        "conclusions",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("accompaniment", sa.String(length=36), nullable=False),
        sa.Column("conclusion", sa.String(length=16), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("occurred", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conclusions")),
    )
    with op.batch_alter_table("conclusions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_conclusions_accompaniment"), ["accompaniment"], unique=False)
    op.create_table(
        "interviews",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("accompaniment", sa.String(length=36), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("structure", sa.String(length=36), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("organisation", sa.String(length=36), nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("ess", sa.Boolean(), nullable=False),
        sa.Column("appetite", sa.String(length=16), nullable=False),
        sa.Column("synthesis", sa.Text(), nullable=False),
        sa.Column("occurred", sa.String(length=64), nullable=True),
        sa.Column("planned_on", sa.Date(), nullable=True),
        sa.Column("reconstructed", sa.Boolean(), nullable=False),
        sa.Column("fingerprint", sa.String(length=36), nullable=True),
        sa.Column("told", sa.String(length=36), nullable=False),
        sa.Column("recorded_at", shared.storage.types.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interviews")),
    )
    with op.batch_alter_table("interviews", schema=None) as batch_op:
        batch_op.create_index("ix_interviews_known", ["accompaniment", "fingerprint"], unique=False)
        batch_op.create_index(batch_op.f("ix_interviews_state"), ["state"], unique=False)
    op.create_table(
        "orientations",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("accompaniment", sa.String(length=36), nullable=False),
        sa.Column("orientation", sa.Text(), nullable=False),
        sa.Column("entry_point", sa.Text(), nullable=True),
        sa.Column("occurred", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_orientations")),
    )
    with op.batch_alter_table("orientations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_orientations_accompaniment"), ["accompaniment"], unique=False)
    op.create_table(
        "presentations",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("accompaniment", sa.String(length=36), nullable=False),
        sa.Column("occurred", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_presentations")),
    )
    with op.batch_alter_table("presentations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_presentations_accompaniment"), ["accompaniment"], unique=False)
    op.create_table(
        "stakes",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("accompaniment", sa.String(length=36), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("plain_title", sa.String(length=400), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("occurred", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stakes")),
    )
    with op.batch_alter_table("stakes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stakes_accompaniment"), ["accompaniment"], unique=False)
    op.create_table(
        "interview_people",
        sa.Column("interview", sa.String(length=36), nullable=False),
        sa.Column("person", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["interview"], ["interviews.id"], name=op.f("fk_interview_people_interview_interviews")
        ),
        sa.PrimaryKeyConstraint("interview", "person", name=op.f("pk_interview_people")),
    )
    with op.batch_alter_table("interview_people", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_interview_people_person"), ["person"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("interview_people", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_interview_people_person"))
    op.drop_table("interview_people")
    with op.batch_alter_table("stakes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_stakes_accompaniment"))
    op.drop_table("stakes")
    with op.batch_alter_table("presentations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_presentations_accompaniment"))
    op.drop_table("presentations")
    with op.batch_alter_table("orientations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_orientations_accompaniment"))
    op.drop_table("orientations")
    with op.batch_alter_table("interviews", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_interviews_state"))
        batch_op.drop_index("ix_interviews_known")
    op.drop_table("interviews")
    with op.batch_alter_table("conclusions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_conclusions_accompaniment"))
    op.drop_table("conclusions")
    op.drop_table("accompaniments")
    furniture.drop_v1()
