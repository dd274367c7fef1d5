"""What is read across the interviews: thematic portraits, verbatims, the words of the team."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, Boolean, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.diagnostic.tables.base import Base
from shared.contracts.diagnostic import Facet, StructureKind
from shared.storage.types import UtcDateTime


class ThematicRow(Base):
    """The portrait of a theme; `version` is the number of its latest version, `plain_theme` is for comparing."""

    __tablename__ = "thematic_portraits"
    __table_args__ = (UniqueConstraint("accompaniment", "plain_theme"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    accompaniment: Mapped[str] = mapped_column(String(36))
    plain_theme: Mapped[str] = mapped_column(String(200))
    version: Mapped[int] = mapped_column(Integer())


class ThematicVersionRow(Base):
    """A portrait as it was written at one moment; never changed."""

    __tablename__ = "thematic_portrait_versions"

    portrait: Mapped[str] = mapped_column(ForeignKey("thematic_portraits.id"), primary_key=True)
    version: Mapped[int] = mapped_column(Integer(), primary_key=True)
    theme: Mapped[str] = mapped_column(String(100))
    facets: Mapped[dict[Facet, str]] = mapped_column(JSON())
    sources: Mapped[list[str]] = mapped_column(JSON())
    interviews: Mapped[list[str]] = mapped_column(JSON())
    observations: Mapped[list[str]] = mapped_column(JSON())
    author: Mapped[str | None] = mapped_column(String(36))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime())


class VerbatimRow(Base):
    """The words of an actor; blanked once taken away, or when somebody met in that interview is to be forgotten."""

    __tablename__ = "verbatims"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    accompaniment: Mapped[str] = mapped_column(String(36), index=True)
    text: Mapped[str] = mapped_column(Text())
    theme: Mapped[str] = mapped_column(String(100))
    kind: Mapped[StructureKind] = mapped_column(String(16))
    interview: Mapped[str | None] = mapped_column(String(36), index=True)
    leaves: Mapped[bool] = mapped_column(Boolean())
    withdrawn: Mapped[bool] = mapped_column(Boolean())
    author: Mapped[str | None] = mapped_column(String(36))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime())


class ReadingRow(Base):
    """What the team reads across the interviews, as it was written at one moment; the highest version stands."""

    __tablename__ = "readings"

    accompaniment: Mapped[str] = mapped_column(String(36), primary_key=True)
    version: Mapped[int] = mapped_column(Integer(), primary_key=True)
    reading: Mapped[str] = mapped_column(Text())
    cooperations: Mapped[str] = mapped_column(Text())
    common: Mapped[str] = mapped_column(Text())
    means: Mapped[str] = mapped_column(Text())
    author: Mapped[str | None] = mapped_column(String(36))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime())
