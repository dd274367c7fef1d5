"""What a session is made of: its programme with timings, who is invited, from which colleges, in which series."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from shared.contracts.base import Command, Query, Value
from shared.contracts.workshops.polls import College

Title = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Words = Annotated[str, StringConstraints(max_length=2_000)]


class _Command(Command):
    service = "workshops"


class ProgrammeStep(Value):
    """A step of a session, in minutes."""

    minutes: int = Field(ge=1, le=600)
    title: Title
    detail: Words = ""


class SetProgramme(_Command):
    """Write the programme of a session that was seen as `seen`, its steps in their order."""

    workshop: str
    seen: str = ""
    steps: list[ProgrammeStep] = Field(default=[], max_length=60)


class SetInvited(_Command):
    """Say who is invited to a session (ids of the directory)."""

    workshop: str
    people: list[str] = Field(default=[], max_length=500)


class SetCircle(_Command):
    """Who is invited to every action of an accompaniment (U38), and from which college people come (WKS-13)."""

    accompaniment: str
    regulars: list[str] = Field(default=[], max_length=500)
    colleges: dict[str, College] = {}


class NewSession(Value):
    """A session of a series, its date still open."""

    title: Title
    format: Annotated[str, StringConstraints(min_length=1, max_length=100)]
    steps: list[ProgrammeStep] = Field(default=[], max_length=60)


class PlanSeries(_Command):
    """Several sessions under one name, each to be given its date later."""

    accompaniment: str
    series: Title
    sessions: list[NewSession] = Field(min_length=1, max_length=30)


class TimedStep(Value):
    """A step with its clock times (ISO, Paris) where the session has hours."""

    minutes: int
    title: str
    detail: str
    start: str | None
    end: str | None


class InvitedPerson(Value):
    """Somebody invited; `regular`: to every action."""

    person: str
    college: College | None
    regular: bool


class CollegeCount(Value):
    """How many of a college are invited, and how many came (null while nobody said)."""

    college: College
    invited: int
    present: int | None


class SeriesSession(Value):
    """Another session of the same series."""

    id: str
    title: str
    state: str
    start: str | None
    end: str | None
    occurred: str | None


class SessionFrame(Value):
    """A session as it is prepared. `notes` are French sentences on what is missing or does not fit."""

    workshop: str
    series: str | None
    sessions: list[SeriesSession]
    venue: str | None
    steps: list[TimedStep]
    minutes: int
    invited: list[InvitedPerson]
    colleges: list[CollegeCount]
    unset: int
    missing_regulars: list[str]
    notes: list[str]
    stamp: str


class GetSessionFrame(Query[SessionFrame]):
    """What a session is made of."""

    service = "workshops"
    workshop: str


class Circle(Value):
    """Who is invited to every action, and the college of each person that has one."""

    regulars: list[str]
    colleges: dict[str, College]


class GetCircle(Query[Circle]):
    """The circle of an accompaniment."""

    service = "workshops"
    accompaniment: str


class Consequence(Value):
    """What hangs on the date of a session. `choice`: the id to approve, null for what follows of itself."""

    kind: Literal["reminder", "invitation", "sheet", "poll", "session", "task"]
    text: str
    choice: str | None = None


class Consequences(Value):
    """All that moving a session would shift."""

    consequences: list[Consequence]


class ListConsequences(Query[Consequences]):
    """What moving a session to this start would shift with it."""

    service = "workshops"
    workshop: str
    start: datetime
