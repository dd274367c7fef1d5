"""what people want to receive, what servers answered, invitations to calendars and what came back."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

import shared.storage.types

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def _moment(name: str, *, nullable: bool) -> sa.Column[datetime]:
    return sa.Column(name, shared.storage.types.UtcDateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "correspondents",
        sa.Column("person", sa.String(length=36), nullable=False),
        sa.Column("token", sa.String(length=64), nullable=True),
        sa.Column("muted", sa.JSON(), nullable=False),
        sa.Column("silent", sa.Boolean(), nullable=False),
        _moment("changed_at", nullable=True),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_correspondents")),
        sa.UniqueConstraint("token", name=op.f("uq_correspondents_token")),
    )
    op.create_table(
        "hosts",
        sa.Column("host", sa.String(length=255), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        _moment("next_at", nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("host", name=op.f("pk_hosts")),
    )
    op.create_table(
        "calendar_entries",
        sa.Column("workshop", sa.String(length=200), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("workshop", name=op.f("pk_calendar_entries")),
    )
    op.create_table(
        "invitations",
        sa.Column("workshop", sa.String(length=200), nullable=False),
        sa.Column("person", sa.String(length=36), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("reply", sa.String(length=16), nullable=True),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("wanted", sa.Text(), nullable=True),
        sa.Column("channel", sa.String(length=8), nullable=True),
        sa.Column("reply_sequence", sa.Integer(), nullable=True),
        _moment("replied_at", nullable=True),
        _moment("stamped_at", nullable=True),
        sa.PrimaryKeyConstraint("workshop", "person", name=op.f("pk_invitations")),
    )
    op.create_table(
        "incoming",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("outcome", sa.String(length=32), nullable=False),
        sa.Column("about", sa.String(length=200), nullable=True),
        sa.Column("person", sa.String(length=36), nullable=True),
        sa.Column("mail", sa.String(length=36), nullable=True),
        _moment("received_at", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incoming")),
    )
    with op.batch_alter_table("mails", schema=None) as batch_op:
        batch_op.add_column(sa.Column("answer", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("body_hash", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("host", sa.String(length=255), nullable=True))
        batch_op.add_column(sa.Column("bounce", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("method", sa.String(length=8), nullable=True))
        batch_op.add_column(sa.Column("ics", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("unsubscribe", sa.Text(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("mails", schema=None) as batch_op:
        for name in ("unsubscribe", "ics", "method", "bounce", "host", "body_hash", "answer"):
            batch_op.drop_column(name)
    for table in ("incoming", "invitations", "calendar_entries", "hosts", "correspondents"):
        op.drop_table(table)
