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
        "plans",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("rule", sa.String(length=32), nullable=False),
        sa.Column("about", sa.String(length=200), nullable=False),
        sa.Column("anchor", sa.String(length=64), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("territory", sa.String(length=36), nullable=True),
        sa.Column("accompaniment", sa.String(length=36), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("due_at", shared.storage.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("next_at", shared.storage.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("claim", sa.String(length=36), nullable=True),
        sa.Column("claimed_until", shared.storage.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("composed_at", shared.storage.types.UtcDateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plans")),
        sa.UniqueConstraint("rule", "about", "anchor", name=op.f("uq_plans_rule")),
    )
    with op.batch_alter_table("plans", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plans_about"), ["about"], unique=False)
        batch_op.create_index(batch_op.f("ix_plans_accompaniment"), ["accompaniment"], unique=False)
        batch_op.create_index(
            "ix_plans_due",
            ["next_at"],
            unique=False,
            sqlite_where=sa.text("state = 'planned' AND composed_at IS NULL"),
            postgresql_where=sa.text("state = 'planned' AND composed_at IS NULL"),
        )
    op.create_table(
        "subjects",
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("start_at", shared.storage.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("end_at", shared.storage.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("occurred", sa.String(length=64), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("heard_id", sa.String(length=64), nullable=False),
        sa.Column("heard_epoch", sa.String(length=36), nullable=True),
        sa.Column("heard_sequence", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("kind", "id", name=op.f("pk_subjects")),
    )
    op.create_table(
        "mails",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("plan", sa.String(length=36), nullable=True),
        sa.Column("rule", sa.String(length=32), nullable=False),
        sa.Column("about", sa.String(length=200), nullable=True),
        sa.Column("territory", sa.String(length=36), nullable=True),
        sa.Column("accompaniment", sa.String(length=36), nullable=True),
        sa.Column("person", sa.String(length=36), nullable=True),
        sa.Column("contact", sa.String(length=36), nullable=True),
        sa.Column("to_name", sa.Text(), nullable=True),
        sa.Column("to_address", sa.Text(), nullable=False),
        sa.Column("reply_to", sa.Text(), nullable=True),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", shared.storage.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("claim", sa.String(length=36), nullable=True),
        sa.Column("claimed_until", shared.storage.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("created_at", shared.storage.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("settled_at", shared.storage.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("expires_at", shared.storage.types.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["plan"], ["plans.id"], name=op.f("fk_mails_plan_plans")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mails")),
        sa.UniqueConstraint("plan", "person", name=op.f("uq_mails_plan")),
    )
    with op.batch_alter_table("mails", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mails_contact"), ["contact"], unique=False)
        batch_op.create_index(batch_op.f("ix_mails_expires_at"), ["expires_at"], unique=False)
        batch_op.create_index(
            "ix_mails_pending",
            ["next_at"],
            unique=False,
            sqlite_where=sa.text("state = 'pending'"),
            postgresql_where=sa.text("state = 'pending'"),
        )
        batch_op.create_index(batch_op.f("ix_mails_person"), ["person"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("mails", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mails_person"))
        batch_op.drop_index(
            "ix_mails_pending", sqlite_where=sa.text("state = 'pending'"), postgresql_where=sa.text("state = 'pending'")
        )
        batch_op.drop_index(batch_op.f("ix_mails_expires_at"))
        batch_op.drop_index(batch_op.f("ix_mails_contact"))
    op.drop_table("mails")
    op.drop_table("subjects")
    with op.batch_alter_table("plans", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_plans_due",
            sqlite_where=sa.text("state = 'planned' AND composed_at IS NULL"),
            postgresql_where=sa.text("state = 'planned' AND composed_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_plans_accompaniment"))
        batch_op.drop_index(batch_op.f("ix_plans_about"))
    op.drop_table("plans")
    op.drop_table("accompaniments")
    furniture.drop_v1()
