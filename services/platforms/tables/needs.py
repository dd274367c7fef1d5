"""Needs that came out of workshops, and the case in which each stands."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from services.platforms.tables.base import Base
from shared.contracts.platforms import CaseNumber


class Need(Base):
    """A need that came out of a workshop."""

    __tablename__ = "needs"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    accompaniment: Mapped[str] = mapped_column(String(36), index=True)
    title: Mapped[str] = mapped_column(Text())


class Project(Base):
    """A cooperation of a territory, as `cooperation-noted` told it."""

    __tablename__ = "projects"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    territory: Mapped[str] = mapped_column(String(36), index=True)
    title: Mapped[str] = mapped_column(Text())


class CaseStep(Base):
    """A case in which a need was seen; the latest of each need of a project stands, the earlier ones stay (U46).

    `plain_need` is what tells them apart: the need, and the project before it where one was named; `cooperation` is
    the project's id where it is a cooperation of the territory.
    """

    __tablename__ = "cases"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    accompaniment: Mapped[str] = mapped_column(String(36), index=True)
    project: Mapped[str] = mapped_column(Text())
    need: Mapped[str] = mapped_column(Text())
    plain_need: Mapped[str] = mapped_column(Text())
    case: Mapped[CaseNumber] = mapped_column(Integer())
    reason: Mapped[str] = mapped_column(Text())
    platform: Mapped[str | None] = mapped_column(Text())
    answers: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    occurred: Mapped[str | None] = mapped_column(String(64))
    cooperation: Mapped[str | None] = mapped_column(String(36), index=True)


class NeedLink(Base):
    """A platform in which somebody sees an answer to a need; `left` says why it no longer is one."""

    __tablename__ = "need_links"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    accompaniment: Mapped[str] = mapped_column(String(36), index=True)
    need: Mapped[str] = mapped_column(Text())
    platform: Mapped[str] = mapped_column(ForeignKey("platforms.slug"))
    how: Mapped[str] = mapped_column(Text())
    limits: Mapped[str] = mapped_column(Text())
    occurred: Mapped[str | None] = mapped_column(String(64))
    left: Mapped[str] = mapped_column(Text())
