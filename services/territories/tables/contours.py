"""Contours that somebody brought: the files, and the places they draw."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from services.territories.tables.base import Base, key
from shared.storage.types import UtcDateTime


class ContourSet(Base):
    """A file laid out (`prepared`) or in use (`current`); `unknown` are its codes that the reference does not know."""

    __tablename__ = "contour_sets"

    id: Mapped[str] = key()
    filename: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    origin: Mapped[str] = mapped_column(Text)
    licence: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(8))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime())
    unknown: Mapped[list[str]] = mapped_column(JSON)


class Contour(Base):
    """A place by its INSEE code or SIREN: polygons of (longitude, latitude), their box, and a point inside.

    No polygon: only the point is known.
    """

    __tablename__ = "contours"

    set: Mapped[str] = mapped_column(String(36), ForeignKey("contour_sets.id"), primary_key=True)
    code: Mapped[str] = mapped_column(String(9), primary_key=True, index=True)
    polygons: Mapped[list[list[list[list[float]]]]] = mapped_column(JSON)
    west: Mapped[float]
    south: Mapped[float]
    east: Mapped[float]
    north: Mapped[float]
    longitude: Mapped[float]
    latitude: Mapped[float]
