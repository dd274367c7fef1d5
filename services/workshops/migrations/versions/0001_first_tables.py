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
        "accompaniments",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("territory", sa.String(length=36), nullable=False),
        sa.Column("call", sa.String(length=36), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accompaniments")),
    )
    op.create_table(
        "searches",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("accompaniment", sa.String(length=36), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.Column("occurred", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["accompaniment"], ["accompaniments.id"], name=op.f("fk_searches_accompaniment_accompaniments")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_searches")),
    )
    with op.batch_alter_table("searches", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_searches_accompaniment"), ["accompaniment"], unique=False)
    op.create_table(
        "visits",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("accompaniment", sa.String(length=36), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("destination", sa.Text(), nullable=False),
        sa.Column("intention", sa.Text(), nullable=False),
        sa.Column("lessons", sa.Text(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("meetings", sa.Integer(), nullable=True),
        sa.Column("occurred", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["accompaniment"], ["accompaniments.id"], name=op.f("fk_visits_accompaniment_accompaniments")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visits")),
    )
    with op.batch_alter_table("visits", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_visits_accompaniment"), ["accompaniment"], unique=False)
    op.create_table(
        "workshops",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("accompaniment", sa.String(length=36), nullable=False),
        sa.Column("territory", sa.String(length=36), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("circle", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("start_at", shared.storage.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("end_at", shared.storage.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("occurred", sa.String(length=64), nullable=True),
        sa.Column("venue", sa.String(length=36), nullable=True),
        sa.Column("venue_label", sa.Text(), nullable=False),
        sa.Column("planned", sa.Integer(), nullable=True),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["accompaniment"], ["accompaniments.id"], name=op.f("fk_workshops_accompaniment_accompaniments")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workshops")),
    )
    with op.batch_alter_table("workshops", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_workshops_accompaniment"), ["accompaniment"], unique=False)
        batch_op.create_index("ix_workshops_start_at", ["start_at"], unique=False)
        batch_op.create_index("ix_workshops_state", ["state"], unique=False)
    op.create_table(
        "attendances",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("workshop", sa.String(length=36), nullable=False),
        sa.Column("expected", sa.Integer(), nullable=True),
        sa.Column("present", sa.Integer(), nullable=True),
        sa.Column("occurred", sa.String(length=64), nullable=True),
        sa.Column("recorded_at", shared.storage.types.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["workshop"], ["workshops.id"], name=op.f("fk_attendances_workshop_workshops")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendances")),
    )
    with op.batch_alter_table("attendances", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attendances_workshop"), ["workshop"], unique=False)
    op.create_table(
        "decisions",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("workshop", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("withdrawals", sa.Integer(), nullable=True),
        sa.Column("before_start", shared.storage.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("before_end", shared.storage.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("before_occurred", sa.String(length=64), nullable=True),
        sa.Column("after_start", shared.storage.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("after_end", shared.storage.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("after_occurred", sa.String(length=64), nullable=True),
        sa.Column("decided_at", shared.storage.types.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["workshop"], ["workshops.id"], name=op.f("fk_decisions_workshop_workshops")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
    )
    with op.batch_alter_table("decisions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_decisions_workshop"), ["workshop"], unique=False)
    op.create_table(
        "invitations",
        sa.Column("workshop", sa.String(length=36), nullable=False),
        sa.Column("person", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["workshop"], ["workshops.id"], name=op.f("fk_invitations_workshop_workshops")),
        sa.PrimaryKeyConstraint("workshop", "person", name=op.f("pk_invitations")),
    )
    with op.batch_alter_table("invitations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invitations_person"), ["person"], unique=False)
    op.create_table(
        "outcomes",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("accompaniment", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("workshop", sa.String(length=36), nullable=True),
        sa.Column("occurred", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["accompaniment"], ["accompaniments.id"], name=op.f("fk_outcomes_accompaniment_accompaniments")
        ),
        sa.ForeignKeyConstraint(["workshop"], ["workshops.id"], name=op.f("fk_outcomes_workshop_workshops")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outcomes")),
    )
    with op.batch_alter_table("outcomes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outcomes_accompaniment"), ["accompaniment"], unique=False)
    op.create_table(
        "attendance_lines",
        sa.Column("attendance", sa.String(length=36), nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person", sa.String(length=36), nullable=True),
        sa.Column("structure", sa.Text(), nullable=True),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["attendance"], ["attendances.id"], name=op.f("fk_attendance_lines_attendance_attendances")
        ),
        sa.PrimaryKeyConstraint("attendance", "line", name=op.f("pk_attendance_lines")),
    )
    with op.batch_alter_table("attendance_lines", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attendance_lines_person"), ["person"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("attendance_lines", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attendance_lines_person"))
    op.drop_table("attendance_lines")
    with op.batch_alter_table("outcomes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outcomes_accompaniment"))
    op.drop_table("outcomes")
    with op.batch_alter_table("invitations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invitations_person"))
    op.drop_table("invitations")
    with op.batch_alter_table("decisions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_decisions_workshop"))
    op.drop_table("decisions")
    with op.batch_alter_table("attendances", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attendances_workshop"))
    op.drop_table("attendances")
    with op.batch_alter_table("workshops", schema=None) as batch_op:
        batch_op.drop_index("ix_workshops_state")
        batch_op.drop_index("ix_workshops_start_at")
        batch_op.drop_index(batch_op.f("ix_workshops_accompaniment"))
    op.drop_table("workshops")
    with op.batch_alter_table("visits", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_visits_accompaniment"))
    op.drop_table("visits")
    with op.batch_alter_table("searches", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_searches_accompaniment"))
    op.drop_table("searches")
    op.drop_table("accompaniments")
    furniture.drop_v1()
