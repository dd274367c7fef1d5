"""Inspiring visits and journeys before they take place (4.8): intention, hosts, slots, a checklist with owners."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from shared.contracts.base import Command, Query, Value
from shared.partial_dates import Occurred

TaskKind = Literal["announce", "prepare", "contact", "slots", "transport", "lodging", "meals", "transitions", "other"]
TripState = Literal["planned", "held", "cancelled"]
Title = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Words = Annotated[str, StringConstraints(max_length=3_000)]


class _Command(Command):
    service = "workshops"


class PlanTrip(_Command):
    """Plan a visit or a journey with its intention (WKS-30); a checklist comes with it (WKS-32).

    `along` are other accompaniments that travel too (WKS-33); days are calendar days in Europe/Paris.
    """

    accompaniment: str
    title: Title
    destination: Title
    intention: Annotated[str, StringConstraints(min_length=1, max_length=3_000)]
    first: date
    last: date
    along: list[str] = Field(default=[], max_length=50)
    need: Words = ""


class ReviseTrip(_Command):
    """Rewrite a trip seen as `seen`; when its first day moves, what is not done yet moves along.

    `accompaniments` are all that travel, the trip belongs to each of them; empty, the one before and those `along`.
    """

    trip: str
    seen: str
    title: Title
    destination: Title
    intention: Annotated[str, StringConstraints(min_length=1, max_length=3_000)]
    first: date
    last: date
    along: list[str] = Field(default=[], max_length=50)
    accompaniments: list[str] = Field(default=[], max_length=50)
    need: Words = ""


class SetStop(_Command):
    """A meeting with a host: a new one, or `stop` rewritten. `validated`: the host confirmed this slot (U41)."""

    trip: str
    stop: str | None = None
    host: Title
    place: Annotated[str, StringConstraints(max_length=200)] = ""
    start: datetime | None = None
    end: datetime | None = None
    validated: bool = False
    note: Words = ""


class RemoveStop(_Command):
    """Take a meeting out of a trip."""

    trip: str
    stop: str


class SetTask(_Command):
    """Something to see to: a new line, or `task` rewritten; `owner` is a person of the directory."""

    trip: str
    task: str | None = None
    kind: TaskKind = "other"
    title: Title
    owner: str | None = None
    due: date


class FinishTask(_Command):
    """Tick a line of the checklist, or take the tick back."""

    trip: str
    task: str
    done: bool = True


class HoldTrip(_Command):
    """The trip took place: what is brought back (WKS-35); every territory along has visited."""

    trip: str
    lessons: Words = ""
    occurred: Occurred | None = None


class CancelTrip(_Command):
    """The trip does not take place."""

    trip: str
    reason: Annotated[str, StringConstraints(min_length=1, max_length=500)]


class StopCard(Value):
    """A meeting of a trip; instants are ISO with the offset of Paris."""

    id: str
    host: str
    place: str
    start: str | None
    end: str | None
    validated: bool
    note: str


class TaskCard(Value):
    """A line of the checklist."""

    id: str
    kind: TaskKind
    title: str
    owner: str | None
    due: str
    done: bool
    late: bool


class TripCard(Value):
    """A trip in a list."""

    id: str
    accompaniment: str
    title: str
    destination: str
    state: TripState
    first: str
    last: str


class TripPage(TripCard):
    """A trip whole. `notes`: French sentences on what is not ready."""

    intention: str
    need: str
    along: list[str]
    lessons: str
    cancelled: str | None
    stops: list[StopCard]
    tasks: list[TaskCard]
    notes: list[str]
    stamp: str


class GetTrip(Query[TripPage]):
    """One trip."""

    service = "workshops"
    trip: str


class TripList(Value):
    """Trips, the latest first."""

    trips: list[TripCard]


class ListTrips(Query[TripList]):
    """The trips of an accompaniment, those it only joins too; of all without one."""

    service = "workshops"
    accompaniment: str | None = None
