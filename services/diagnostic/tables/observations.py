"""What was seen in the field besides interviews, with its pictures."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from services.diagnostic.tables.base import Base
from shared.contracts.diagnostic import ObservationKind
from shared.storage.types import UtcDateTime


class Observation(Base):
    """A visit, an informal meeting, pictures or a rapport d'étonnement (DIA-15)."""

    __tablename__ = "observations"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    accompaniment: Mapped[str] = mapped_column(String(36), index=True)
    kind: Mapped[ObservationKind] = mapped_column(String(24))
    title: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text())
    interview: Mapped[str | None] = mapped_column(String(36))
    occurred: Mapped[str | None] = mapped_column(String(64))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime())


class ObservationPerson(Base):
    """Who was met or is in the pictures, by the id of the directory."""

    __tablename__ = "observation_people"

    observation: Mapped[str] = mapped_column(ForeignKey("observations.id"), primary_key=True)
    person: Mapped[str] = mapped_column(String(36), primary_key=True, index=True)


class Picture(Base):
    """A cleaned JPEG and its thumbnail; both null once somebody in it asked to be forgotten or it was removed."""

    __tablename__ = "pictures"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    observation: Mapped[str] = mapped_column(ForeignKey("observations.id"), index=True)
    caption: Mapped[str] = mapped_column(String(200))
    width: Mapped[int] = mapped_column(Integer())
    height: Mapped[int] = mapped_column(Integer())
    content: Mapped[bytes | None] = mapped_column(LargeBinary())
    thumbnail: Mapped[bytes | None] = mapped_column(LargeBinary())
