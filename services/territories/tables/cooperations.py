"""Cooperation projects of a territory: where they stand in time, their budget, the aids of their bearers."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from services.territories.tables.base import TEXT_OF_A_DATE, Base, key, maybe_to, partial_date, to


class Cooperation(Base):
    """A common project of several on a territory; one may come of another (`born_of`, U34)."""

    __tablename__ = "cooperations"

    id: Mapped[str] = key()
    territory: Mapped[str] = to("territories.id")
    accompaniment: Mapped[str | None] = maybe_to("accompaniments.id")
    title: Mapped[str] = mapped_column(String(200))
    summary: Mapped[str] = mapped_column(Text)
    initiators: Mapped[list[str]] = mapped_column(JSON)
    starting_point: Mapped[str | None] = mapped_column(String(32))
    model: Mapped[str] = mapped_column(Text)
    beneficiary: Mapped[str | None] = maybe_to("organisations.id")
    born_of: Mapped[str | None] = maybe_to("cooperations.id")
    source: Mapped[str] = mapped_column(Text)
    occurred: Mapped[str | None] = partial_date()


class CooperationPosition(Base):
    """Where a cooperation stood on the four axes at a date; gradients go from 0 to 4, null: not said."""

    __tablename__ = "cooperation_positions"

    id: Mapped[str] = key()
    cooperation: Mapped[str] = to("cooperations.id")
    stage: Mapped[str] = mapped_column(String(16))
    towards: Mapped[str | None] = mapped_column(String(16))
    modelled: Mapped[int | None]
    systemic: Mapped[int | None]
    market: Mapped[int | None]
    comment: Mapped[str] = mapped_column(Text)
    occurred: Mapped[str | None] = partial_date()


class BudgetLine(Base):
    """A line of a cooperation's budget, in cents; a resource without money has a value only where somebody gave one."""

    __tablename__ = "budget_lines"

    id: Mapped[str] = key()
    cooperation: Mapped[str] = to("cooperations.id")
    year: Mapped[int]
    side: Mapped[str] = mapped_column(String(8))
    category: Mapped[str] = mapped_column(String(32))
    label: Mapped[str] = mapped_column(Text)
    cents: Mapped[int | None] = mapped_column(BigInteger)
    quantity: Mapped[str] = mapped_column(Text)
    withdrawn: Mapped[str | None] = mapped_column(Text)


class Aid(Base):
    """A public aid to an organisation, in cents; `granted` is the day of the decision, or as much of it as is known."""

    __tablename__ = "aids"

    id: Mapped[str] = key()
    organisation: Mapped[str] = to("organisations.id")
    cooperation: Mapped[str | None] = maybe_to("cooperations.id")
    giver: Mapped[str] = mapped_column(Text)
    cents: Mapped[int] = mapped_column(BigInteger)
    regime: Mapped[str] = mapped_column(String(32))
    granted: Mapped[str] = mapped_column(String(TEXT_OF_A_DATE))
    expected: Mapped[bool]
    source: Mapped[str] = mapped_column(Text)
    withdrawn: Mapped[str | None] = mapped_column(Text)
