"""The tables that every room has beside its own: what it told, what it heard, what it was asked."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    text,
)

from shared.storage.types import UtcDateTime

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

_Position = BigInteger().with_variant(Integer, "sqlite")  # SQLite counts rows by itself only for INTEGER keys


def new_metadata() -> MetaData:
    """Metadata with constraint names that a migration can find again on both databases."""
    return MetaData(naming_convention=NAMING)


@dataclass(frozen=True)
class Furniture:
    """The messaging tables of one room."""

    outbox: Table
    ledger: Table
    inbox: Table
    cursors: Table
    orders: Table


def furnish(metadata: MetaData) -> Furniture:
    """Add the messaging tables to a room's metadata."""
    return Furniture(_outbox(metadata), _ledger(metadata), _inbox(metadata), _cursors(metadata), _orders(metadata))


def _outbox(metadata: MetaData) -> Table:
    return Table(
        "outbox",
        metadata,
        Column("position", _Position, Identity(), primary_key=True),
        Column("event_id", String(36), nullable=False, unique=True),
        Column("type", String(64), nullable=False),
        Column("correlation", String(36), nullable=False, index=True),
        Column("body", JSON, nullable=False),
        Column("recorded_at", UtcDateTime(), nullable=False),
        Column("sequence", BigInteger, unique=True),
        Column("published_at", UtcDateTime()),
        Index(
            "ix_outbox_unsequenced",
            "position",
            sqlite_where=text("sequence IS NULL"),
            postgresql_where=text("sequence IS NULL"),
        ),
        Index(
            "ix_outbox_unpublished",
            "sequence",
            sqlite_where=text("published_at IS NULL"),
            postgresql_where=text("published_at IS NULL"),
        ),
    )


def _ledger(metadata: MetaData) -> Table:
    return Table(
        "ledger",
        metadata,
        Column("id", Integer, primary_key=True, autoincrement=False),
        Column("epoch", String(36), nullable=False),
        Column("last_sequence", BigInteger, nullable=False),
    )


def _inbox(metadata: MetaData) -> Table:
    return Table(
        "inbox",
        metadata,
        Column("position", _Position, Identity(), primary_key=True),
        Column("event_id", String(64), nullable=False, unique=True),
        Column("source", String(32), nullable=False),
        Column("sequence", BigInteger),
        Column("type", String(64), nullable=False),
        Column("territory", String(36)),
        Column("correlation", String(36), index=True),
        Column("body", JSON),
        Column("raw", LargeBinary),
        Column("received_at", UtcDateTime(), nullable=False),
        Column("attempts", Integer, nullable=False),
        Column("next_at", UtcDateTime()),
        Column("done_at", UtcDateTime()),
        Column("parked_at", UtcDateTime()),
        Column("error", Text),
        Index(
            "ix_inbox_owed",
            "next_at",
            sqlite_where=text("done_at IS NULL AND parked_at IS NULL"),
            postgresql_where=text("done_at IS NULL AND parked_at IS NULL"),
        ),
        Index(
            "ix_inbox_parked",
            "parked_at",
            sqlite_where=text("parked_at IS NOT NULL"),
            postgresql_where=text("parked_at IS NOT NULL"),
        ),
    )


def _cursors(metadata: MetaData) -> Table:
    return Table(
        "cursors",
        metadata,
        Column("source", String(32), primary_key=True),
        Column("epoch", String(36), nullable=False),
        Column("sequence", BigInteger, nullable=False),
    )


def _orders(metadata: MetaData) -> Table:
    return Table(
        "orders",
        metadata,
        Column("order_id", String(36), primary_key=True),
        Column("name", String(64), nullable=False),
        Column("answer", JSON, nullable=False),
        Column("obeyed_at", UtcDateTime(), nullable=False),
    )
