"""The accompaniments a room has heard of: each room keeps its own list, told by `territory-enrolled`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, MetaData, String, Table, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from shared.errors import NotFound
from shared.events import TerritoryEnrolled
from shared.storage.unit_of_work import Reader, UnitOfWork


def known_accompaniments(metadata: MetaData) -> Table:
    """The table of a room's own list."""
    return Table(
        "accompaniments",
        metadata,
        Column("id", String(36), primary_key=True),
        Column("territory", String(36), nullable=False),
        Column("call", String(36), nullable=False),
        Column("label", String(200), nullable=False),
    )


@dataclass(frozen=True)
class Accompaniment:
    """A territory in a call, as a room that does not own it knows it."""

    id: str
    territory: str
    call: str
    label: str


def remember(uow: UnitOfWork, table: Table, event: TerritoryEnrolled) -> None:
    """Add an accompaniment to the list; hearing it again changes nothing."""
    sqlite = uow.session.get_bind().dialect.name == "sqlite"
    insert: Any = sqlite_insert if sqlite else postgresql_insert
    uow.session.execute(
        insert(table)
        .values(id=event.accompaniment, territory=event.territory, call=event.call, label=event.name)
        .on_conflict_do_nothing(index_elements=["id"])
    )


def require(reader: Reader, table: Table, accompaniment: str) -> Accompaniment:
    """The accompaniment with this id. Raises `NotFound` when this room has not heard of it."""
    row = reader.session.execute(select(table).where(table.c.id == accompaniment)).first()
    if row is None:
        raise NotFound(
            "Cet accompagnement est inconnu\u00a0: choisissez un territoire engagé dans un appel.",
            code="unknown-accompaniment",
        )
    return Accompaniment(id=row.id, territory=row.territory, call=row.call, label=row.label)
