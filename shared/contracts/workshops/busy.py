"""When people, places and whole territories are busy: files, subscriptions, grids and habits; intervals only."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from shared.contracts.base import Command, Query, Value

MOST_INTERVALS = 20_000

BusyKind = Literal["file", "subscription", "grid"]
Half = Literal["morning", "afternoon"]


class BusyOf(Value):
    """Whose time it is: somebody or a place of the directory, everybody of an accompaniment, or whoever has a link."""

    kind: Literal["person", "venue", "accompaniment", "link"]
    id: str = Field(min_length=1, max_length=64)


class _Command(Command):
    service = "workshops"


class ReplaceBusyTimes(_Command):
    """Keep the busy times of a calendar file in place of those of the file before; intervals with offset, half-open."""

    of: BusyOf
    times: list[tuple[datetime, datetime]] = Field(max_length=MOST_INTERVALS)
    dry_run: bool = False


class SubscribeBusy(_Command):
    """Read a calendar at an address now and then; only its busy times are kept."""

    of: BusyOf
    address: str = Field(min_length=1, max_length=2000)


class DropBusy(_Command):
    """Forget the busy times that came one way."""

    of: BusyOf
    kind: BusyKind


class WeeklyHabit(Value):
    """Half a day that never suits (0 = Monday)."""

    weekday: int = Field(ge=0, le=6)
    half: Half


class TakenHalf(Value):
    """Half of one day that does not suit."""

    day: date
    half: Half


class FillBusyGrid(_Command):
    """Say which half-days do not suit: each week, and on the days from `first` to `last` (inclusive)."""

    of: BusyOf
    first: date
    last: date
    habits: list[WeeklyHabit] = Field(default=[], max_length=14)
    taken: list[TakenHalf] = Field(default=[], max_length=400)


class MakeBusyLink(_Command):
    """Give a person a link with which to say when they are busy; an earlier one is worth nothing from then on."""

    person: str


class AskBusyTimes(_Command):
    """Write to people and ask when they are busy, each by a personal link; who has one keeps it, counted anew.

    `accompaniment` is the one for which they are asked, where there is one.
    """

    people: list[str] = Field(min_length=1, max_length=100)
    accompaniment: str | None = None


class RevokeBusyLink(_Command):
    """Take the link of a person away."""

    person: str


class BusyLinkOf(Value):
    """The link of a person; null where it was taken away or has run out."""

    person: str
    link: str | None


class BusyLinks(Value):
    """Links of people, and until when they are worth something (ISO), all of them at least."""

    links: list[BusyLinkOf]
    until: str | None


class GetBusyLinks(Query[BusyLinks]):
    """The links of these people, to be written to them."""

    service = "workshops"
    people: list[str] = Field(max_length=100)


class BusySourceLine(Value):
    """One way in which busy times came: how many lie ahead, when it was read, and what went wrong the last time."""

    kind: BusyKind
    ahead: int
    read: str | None
    problem: str | None


class BusyPage(Value):
    """What is known of somebody's time, without saying what it is taken by; `link` only where the team asks."""

    sources: list[BusySourceLine]
    habits: list[WeeklyHabit]
    taken: list[TakenHalf]
    link: str | None
    link_until: str | None


class GetBusy(Query[BusyPage]):
    """What is known of somebody's time, with the grid of the days from `first` to `last` (inclusive)."""

    service = "workshops"
    of: BusyOf
    first: date
    last: date
