"""The catalogue: cards, every version of each, imports, and the watch list."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from sqlalchemy import JSON, Boolean, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from services.platforms.tables.base import Base
from shared.contracts.platforms import ImportState
from shared.storage.types import UtcDateTime


class Platform(Base):
    """A card of the catalogue; NULL means that the sources are silent."""

    __tablename__ = "platforms"

    slug: Mapped[str] = mapped_column(Text(), primary_key=True)
    label: Mapped[str] = mapped_column(Text())
    aliases: Mapped[list[str]] = mapped_column(JSON())
    domains: Mapped[list[str]] = mapped_column(JSON())
    purpose: Mapped[str | None] = mapped_column(Text())
    operator: Mapped[str | None] = mapped_column(Text())
    legal_form: Mapped[str | None] = mapped_column(Text())
    bodies: Mapped[list[dict[str, Any]]] = mapped_column(JSON())
    economic_model: Mapped[str | None] = mapped_column(Text())
    openness: Mapped[str | None] = mapped_column(Text())
    white_label: Mapped[bool | None] = mapped_column(Boolean())
    scale: Mapped[str | None] = mapped_column(Text())
    reach: Mapped[str | None] = mapped_column(Text())
    supporters: Mapped[str | None] = mapped_column(Text())
    links: Mapped[list[str]] = mapped_column(JSON())
    public: Mapped[bool] = mapped_column(Boolean())
    refused: Mapped[str | None] = mapped_column(Text())
    sources: Mapped[list[dict[str, Any]]] = mapped_column(JSON())


class PlatformVersion(Base):
    """A card as it was from one moment on, never changed; `fields` are those that differ from the version before."""

    __tablename__ = "platform_versions"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    platform: Mapped[str] = mapped_column(Text(), index=True)
    state: Mapped[Literal["added", "corrected", "withdrawn"]] = mapped_column(String(16))
    said: Mapped[dict[str, Any]] = mapped_column(JSON())
    fields: Mapped[list[str]] = mapped_column(JSON())
    author: Mapped[str | None] = mapped_column(String(36))
    import_id: Mapped[str | None] = mapped_column(String(36), index=True)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime())


class CatalogueImport(Base):
    """A workbook of cards; its rows are kept only while they are looked at."""

    __tablename__ = "catalogue_imports"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    filename: Mapped[str] = mapped_column(String(200))
    state: Mapped[ImportState] = mapped_column(String(16))
    total: Mapped[int] = mapped_column(Integer())
    brought: Mapped[int] = mapped_column(Integer())
    rows: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON(none_as_null=True))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime())


class Initiative(Base):
    """An initiative that inspires, followed or left with the reason why."""

    __tablename__ = "initiatives"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    label: Mapped[str] = mapped_column(Text())
    place: Mapped[str] = mapped_column(Text())
    idea: Mapped[str] = mapped_column(Text())
    lesson: Mapped[str] = mapped_column(Text())
    link: Mapped[str] = mapped_column(Text())
    source: Mapped[str] = mapped_column(Text())
    date: Mapped[str | None] = mapped_column(String(64))
    left: Mapped[str] = mapped_column(Text())
