"""A season: the workshops of several territories planned at once, looked at, pinned, and put to those concerned."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from shared.contracts.base import Command, Query, Value

SeasonState = Literal["draft", "asked", "solving", "planned", "stopped", "failed"]
MOST_WORKSHOPS = 400


class _Command(Command):
    service = "workshops"


class BeginSeason(_Command):
    """A season: its name and its days (inclusive, Europe/Paris)."""

    title: str = Field(min_length=1, max_length=200)
    first: date
    last: date
    seconds: int = Field(default=30, ge=1, le=600)


class Participant(Value):
    """Somebody who is to come, and whether it cannot be done without them."""

    person: str
    required: bool = False


class WantWorkshop(_Command):
    """One more workshop to place in a season."""

    season: str
    accompaniment: str
    title: str = Field(min_length=1, max_length=200)
    minutes: int = Field(default=180, ge=15, le=1440)
    venue: str | None = None
    venue_label: str = Field(default="", max_length=500)
    people: list[Participant] = Field(min_length=1, max_length=200)


class UnwantWorkshop(_Command):
    """Take a workshop out of a season."""

    item: str


class PinSlot(_Command):
    """Keep the slot that a workshop has in the plan, or let it go again: the next plan is made around it."""

    item: str
    pinned: bool = True


class SolveSeason(_Command):
    """Look for the best plan, in a process of its own."""

    season: str


class StopSeason(_Command):
    """Look no longer: what was found so far stays."""

    season: str


class ApplySeason(_Command):
    """Put the plan to those concerned: a poll for each placed workshop, never a date that is fixed."""

    season: str
    deadline: date


class SeasonItem(Value):
    """A workshop of a season: its slot in the plan, or why it has none; `poll` once it was put to people."""

    id: str
    accompaniment: str
    title: str
    minutes: int
    venue_label: str
    invited: int
    start: str | None
    end: str | None
    pinned: bool
    missing: list[str]
    why: str
    poll: str | None


class SeasonPage(Value):
    """A season with its plan; `proven` when none is better, else `bound_placed` and `bound_presence` say how far."""

    id: str
    title: str
    first: date
    last: date
    state: SeasonState
    seconds: int
    elapsed: int
    proven: bool | None
    presence: float | None
    bound_placed: int | None
    bound_presence: float | None
    problem: str | None
    items: list[SeasonItem]


class GetSeason(Query[SeasonPage]):
    """One season."""

    service = "workshops"
    id: str


class SeasonLine(Value):
    """A season in a list."""

    id: str
    title: str
    first: date
    last: date
    state: SeasonState
    workshops: int


class SeasonList(Value):
    """Seasons, the latest first."""

    seasons: list[SeasonLine]


class ListSeasons(Query[SeasonList]):
    """Every season."""

    service = "workshops"
