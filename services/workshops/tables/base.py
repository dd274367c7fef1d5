"""What the tables of this room stand on; ids are UUIDv7, so that sorting by id is sorting by the order of telling."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared.storage.accompaniments import known_accompaniments
from shared.storage.tables import furnish, new_metadata

TEXT_OF_A_DATE = 64


class Base(DeclarativeBase):
    """The models of the workshops room."""

    metadata = new_metadata()


FURNITURE = furnish(Base.metadata)
KNOWN = known_accompaniments(Base.metadata)


def key() -> Mapped[str]:
    return mapped_column(String(36), primary_key=True)


def to_accompaniment() -> Mapped[str]:
    return mapped_column(String(36), ForeignKey("accompaniments.id"), index=True)


def to_workshop() -> Mapped[str]:
    return mapped_column(String(36), ForeignKey("workshops.id"), index=True)


def partial_date() -> Mapped[str | None]:
    return mapped_column(String(TEXT_OF_A_DATE))
