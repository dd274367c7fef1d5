"""The messaging tables as migrations make them: frozen by version, for the first migration of every room."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from shared.storage.types import UtcDateTime

_NOT_DONE = "done_at IS NULL AND parked_at IS NULL"


def create_v1() -> None:
    """Outbox, ledger, inbox, cursors and orders as of the first version."""
    _outbox()
    _inbox()
    op.create_table(
        "ledger",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("epoch", sa.String(36), nullable=False),
        sa.Column("last_sequence", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_ledger"),
    )
    op.create_table(
        "cursors",
        sa.Column("source", sa.String(32), nullable=False),
        sa.Column("epoch", sa.String(36), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("source", name="pk_cursors"),
    )
    op.create_table(
        "orders",
        sa.Column("order_id", sa.String(36), nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("answer", sa.JSON(), nullable=False),
        sa.Column("obeyed_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("order_id", name="pk_orders"),
    )


def drop_v1() -> None:
    """The way back of `create_v1`; indexes go with their tables."""
    for table in ("orders", "cursors", "ledger", "inbox", "outbox"):
        op.drop_table(table)


def _position() -> sa.Column[int]:
    kind = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    return sa.Column("position", kind, sa.Identity(always=False), nullable=False)


def _outbox() -> None:
    op.create_table(
        "outbox",
        _position(),
        sa.Column("event_id", sa.String(36), nullable=False),
        sa.Column("type", sa.String(64), nullable=False),
        sa.Column("correlation", sa.String(36), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=True),
        sa.Column("published_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("position", name="pk_outbox"),
        sa.UniqueConstraint("event_id", name="uq_outbox_event_id"),
        sa.UniqueConstraint("sequence", name="uq_outbox_sequence"),
    )
    op.create_index("ix_outbox_correlation", "outbox", ["correlation"])
    _partial_index("ix_outbox_unpublished", "outbox", "sequence", "published_at IS NULL")
    _partial_index("ix_outbox_unsequenced", "outbox", "position", "sequence IS NULL")


def _inbox() -> None:
    op.create_table(
        "inbox",
        _position(),
        sa.Column("event_id", sa.String(64), nullable=False),
        sa.Column("source", sa.String(32), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=True),
        sa.Column("type", sa.String(64), nullable=False),
        sa.Column("territory", sa.String(36), nullable=True),
        sa.Column("correlation", sa.String(36), nullable=True),
        sa.Column("body", sa.JSON(), nullable=True),
        sa.Column("raw", sa.LargeBinary(), nullable=True),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", UtcDateTime(), nullable=True),
        sa.Column("done_at", UtcDateTime(), nullable=True),
        sa.Column("parked_at", UtcDateTime(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("position", name="pk_inbox"),
        sa.UniqueConstraint("event_id", name="uq_inbox_event_id"),
    )
    op.create_index("ix_inbox_correlation", "inbox", ["correlation"])
    _partial_index("ix_inbox_owed", "inbox", "next_at", _NOT_DONE)
    _partial_index("ix_inbox_parked", "inbox", "parked_at", "parked_at IS NOT NULL")


def _partial_index(name: str, table: str, column: str, where: str) -> None:
    op.create_index(name, table, [column], sqlite_where=sa.text(where), postgresql_where=sa.text(where))
