"""Stakes, conclusions, presentations, orientations."""

from __future__ import annotations

from sqlalchemy import JSON, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from services.diagnostic.tables.base import Base
from shared.contracts.diagnostic import Conclusion


class Stake(Base):
    """A stake of the territory; `plain_title` is its title for comparing."""

    __tablename__ = "stakes"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    accompaniment: Mapped[str] = mapped_column(String(36), index=True)
    title: Mapped[str] = mapped_column(String(200))
    plain_title: Mapped[str] = mapped_column(String(400))
    detail: Mapped[str] = mapped_column(Text())
    occurred: Mapped[str | None] = mapped_column(String(64))


class StatedConclusion(Base):
    """What the diagnostic concluded; a later conclusion stands beside the earlier ones."""

    __tablename__ = "conclusions"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    accompaniment: Mapped[str] = mapped_column(String(36), index=True)
    conclusion: Mapped[Conclusion] = mapped_column(String(16))
    reasons: Mapped[list[str]] = mapped_column(JSON())
    plain_words: Mapped[str] = mapped_column(Text(), server_default="")
    occurred: Mapped[str | None] = mapped_column(String(64))


class Presentation(Base):
    """A time the diagnostic was presented: to whom, in roles and bodies, and what was said of it."""

    __tablename__ = "presentations"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    accompaniment: Mapped[str] = mapped_column(String(36), index=True)
    audience: Mapped[str] = mapped_column(String(300), server_default="")
    feedback: Mapped[str] = mapped_column(Text(), server_default="")
    occurred: Mapped[str | None] = mapped_column(String(64))


class Orientation(Base):
    """An orientation that the collectivité validated, the entry point if there is one, and the stakes it answers."""

    __tablename__ = "orientations"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    accompaniment: Mapped[str] = mapped_column(String(36), index=True)
    orientation: Mapped[str] = mapped_column(Text())
    entry_point: Mapped[str | None] = mapped_column(Text())
    interests: Mapped[str] = mapped_column(Text(), server_default="")
    stakes: Mapped[list[str]] = mapped_column(JSON(), server_default="[]")
    validated_by: Mapped[str] = mapped_column(String(300), server_default="")
    occurred: Mapped[str | None] = mapped_column(String(64))
