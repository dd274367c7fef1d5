"""The watch list: initiatives that inspire, here or elsewhere, and are no platform to propose."""

from __future__ import annotations

from pydantic import Field

from shared.contracts.base import Query, Value
from shared.contracts.platforms.base import PlatformsCommand
from shared.partial_dates import Occurred


class InitiativeFacts(Value):
    """What is kept of an initiative: what it does, what one learns from it, who says so and when."""

    label: str = Field(min_length=1, max_length=200)
    place: str = Field(default="", max_length=200)
    idea: str = Field(default="", max_length=2000)
    lesson: str = Field(default="", max_length=2000)
    link: str = Field(default="", max_length=500)
    source: str = Field(default="", max_length=500)
    date: Occurred | None = None
    left: str = Field(default="", max_length=500, description="Pourquoi on ne la suit plus ; vide : on la suit.")


class WatchInitiative(PlatformsCommand, InitiativeFacts):
    """Add an initiative to the watch list; one of the same name and place is refused."""


class ReviseInitiative(PlatformsCommand, InitiativeFacts):
    """Rewrite an initiative; `seen` is the stamp of what its author saw."""

    initiative: str
    seen: str


class InitiativeCard(InitiativeFacts):
    """An initiative of the watch list."""

    id: str
    stamp: str


class Initiatives(Value):
    """The watch list by name; those that are no longer followed come last."""

    initiatives: list[InitiativeCard]


class ListInitiatives(Query[Initiatives]):
    """The watch list."""

    service = "platforms"
