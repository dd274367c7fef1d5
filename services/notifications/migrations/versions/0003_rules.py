"""rules that the team makes, the days they watch, what is left to people, and mails put together."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

import shared.storage.types

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def _moment(name: str, *, nullable: bool) -> sa.Column[datetime]:
    return sa.Column(name, shared.storage.types.UtcDateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    with op.batch_alter_table("subjects", schema=None) as batch_op:
        batch_op.add_column(sa.Column("format", sa.Text(), nullable=True))
    op.create_table(
        "rules",
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("watch", sa.String(length=32), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("timing", sa.String(length=8), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(length=5), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("repeat_days", sa.Integer(), nullable=True),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("cloned_from", sa.String(length=32), nullable=True),
        _moment("made_at", nullable=True),
        _moment("changed_at", nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_rules")),
    )
    op.create_table(
        "reaches",
        sa.Column("rule", sa.String(length=32), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("rule", name=op.f("pk_reaches")),
    )
    op.create_table(
        "anchors",
        sa.Column("watch", sa.String(length=32), nullable=False),
        sa.Column("about", sa.String(length=200), nullable=False),
        sa.Column("anchor", sa.String(length=64), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        _moment("start_at", nullable=True),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("territory", sa.String(length=36), nullable=True),
        sa.Column("accompaniment", sa.String(length=36), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("watch", "about", "anchor", name=op.f("pk_anchors")),
    )
    op.create_table(
        "tasks",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("plan", sa.String(length=36), nullable=False),
        sa.Column("watch", sa.String(length=32), nullable=False),
        sa.Column("about", sa.String(length=200), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("territory", sa.String(length=36), nullable=True),
        _moment("since", nullable=False),
        _moment("done_at", nullable=True),
        sa.ForeignKeyConstraint(["plan"], ["plans.id"], name=op.f("fk_tasks_plan_plans")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tasks")),
        sa.UniqueConstraint("plan", name=op.f("uq_tasks_plan")),
    )
    with op.batch_alter_table("tasks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tasks_about"), ["about"], unique=False)
    with op.batch_alter_table("plans", schema=None) as batch_op:
        batch_op.add_column(sa.Column("watch", sa.String(length=32), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("round", sa.Integer(), nullable=False, server_default="1"))
        batch_op.add_column(sa.Column("confirmed", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("told", sa.JSON(), nullable=True))
        batch_op.create_index(batch_op.f("ix_plans_rule_state"), ["rule", "state"], unique=False)
    op.execute("UPDATE plans SET watch = rule")
    with op.batch_alter_table("mails", schema=None) as batch_op:
        batch_op.add_column(sa.Column("content", sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column("digest", sa.String(length=36), nullable=True))
        batch_op.add_column(sa.Column("reminder", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.create_index(batch_op.f("ix_mails_digest"), ["digest"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("mails", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mails_digest"))
        for name in ("reminder", "digest", "content"):
            batch_op.drop_column(name)
    with op.batch_alter_table("plans", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plans_rule_state"))
        for name in ("told", "confirmed", "round", "watch"):
            batch_op.drop_column(name)
    with op.batch_alter_table("subjects", schema=None) as batch_op:
        batch_op.drop_column("format")
    for table in ("tasks", "anchors", "reaches", "rules"):
        op.drop_table(table)
