"""Territories of any kind, their declared facts and neighbours."""

from __future__ import annotations

from sqlalchemy import JSON, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from services.territories.tables.base import Base, key, maybe_to, partial_date, to


class Territory(Base):
    """A territory of any kind; `communes` are its members by INSEE code."""

    __tablename__ = "territories"

    id: Mapped[str] = key()
    label: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(32))
    siren: Mapped[str | None] = mapped_column(String(9), unique=True)
    insee: Mapped[str | None] = mapped_column(String(5), unique=True)
    parent: Mapped[str | None] = maybe_to("territories.id")
    communes: Mapped[list[str]] = mapped_column(JSON)
    context: Mapped[str] = mapped_column(Text)
    political_project: Mapped[str] = mapped_column(Text, default="", server_default="")


class Fact(Base):
    """A figure or a statement as it was declared, never corrected by us.

    `count` is how much it counts for in the declared whole `part_of` (the label of another fact).
    """

    __tablename__ = "facts"

    id: Mapped[str] = key()
    territory: Mapped[str] = to("territories.id")
    label: Mapped[str] = mapped_column(Text)
    value: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text)
    occurred: Mapped[str | None] = partial_date()
    part_of: Mapped[str | None] = mapped_column(Text)
    count: Mapped[int | None]


class Neighbour(Base):
    """A neighbouring collectivité that may be mobilised."""

    __tablename__ = "neighbours"

    id: Mapped[str] = key()
    territory: Mapped[str] = to("territories.id")
    label: Mapped[str] = mapped_column(Text)
    siren: Mapped[str | None] = mapped_column(String(9))
    insee: Mapped[str | None] = mapped_column(String(5))
    note: Mapped[str] = mapped_column(Text, default="", server_default="")


class Feature(Base):
    """What belongs to a territory's portrait: a totem place, a facility, a policy, a study, an axis of its project."""

    __tablename__ = "features"

    id: Mapped[str] = key()
    territory: Mapped[str] = to("territories.id")
    kind: Mapped[str] = mapped_column(String(16))
    label: Mapped[str] = mapped_column(Text)
    detail: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text)
    organisation: Mapped[str | None] = maybe_to("organisations.id")
    occurred: Mapped[str | None] = partial_date()
    ended: Mapped[str | None] = partial_date()
