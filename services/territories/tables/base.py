"""What every table of the register is made with; ids are UUIDv7: sorting by id is sorting by the order of telling."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared.storage.tables import furnish, new_metadata

TEXT_OF_A_DATE = 64


class Base(DeclarativeBase):
    """The models of the register."""

    metadata = new_metadata()


FURNITURE = furnish(Base.metadata)


def key() -> Mapped[str]:
    """The primary key of a row: a UUIDv7."""
    return mapped_column(String(36), primary_key=True)


def to(column: str) -> Mapped[str]:
    """A reference to another table, indexed."""
    return mapped_column(String(36), ForeignKey(column), index=True)


def maybe_to(column: str) -> Mapped[str | None]:
    """A reference that may be empty."""
    return mapped_column(String(36), ForeignKey(column), index=True)


def partial_date() -> Mapped[str | None]:
    """An EDTF text (ISO 8601-2), e.g. `2024-10`."""
    return mapped_column(String(TEXT_OF_A_DATE))
