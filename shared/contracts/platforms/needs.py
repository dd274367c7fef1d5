"""Needs that came out of workshops, and the platforms that somebody sees an answer in."""

from __future__ import annotations

from pydantic import Field

from shared.contracts.base import Value
from shared.contracts.platforms.base import PlatformsCommand
from shared.partial_dates import Occurred


class LinkNeed(PlatformsCommand):
    """Say how a platform would answer a need, and where it would not; said by somebody, never by default (PLT-10)."""

    accompaniment: str
    need: str = Field(min_length=1)
    platform: str
    how: str = Field(min_length=1, max_length=2000)
    limits: str = Field(default="", max_length=2000)
    occurred: Occurred | None = None


class UnlinkNeed(PlatformsCommand):
    """Say that a platform does not answer a need after all; the link stays with the reason."""

    accompaniment: str
    link: str
    reason: str = Field(min_length=1, max_length=1000)


class NeedLinkCard(Value):
    """A platform seen as an answer to a need; `left` says why it no longer is."""

    id: str
    need: str
    platform: str
    label: str
    public: bool
    how: str
    limits: str
    occurred: str | None
    left: str


class NeedCard(Value):
    """A need that came out of a workshop (`need-emerged`)."""

    id: str
    title: str
