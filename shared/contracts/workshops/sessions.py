"""Slots, workshops, visits, attendance, and what came out of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from shared.contracts.base import Command, Query, Value
from shared.contracts.workshops.causes import Cause
from shared.contracts.workshops.polls import College, PollLine
from shared.contracts.workshops.trips import TripCard
from shared.partial_dates import Occurred

SearchFailure = Literal[
    "public-holidays", "overload", "back-to-school", "school-holidays", "people-busy", "external", "other"
]
"""Why a month gave no slot (WKS-02, WKS-05, U5); `external` is nobody's fault (U49)."""

AttendanceStatus = Literal["expected", "present", "absent", "excused", "late-withdrawal", "walk-in"]
WorkshopState = Literal["scheduled", "held", "cancelled"]


class _Command(Command):
    service = "workshops"


class RecordNoSlot(_Command):
    """Remember that a month gave no common slot, and why."""

    accompaniment: str
    month: str = Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")
    reason: SearchFailure
    detail: str | None = None
    occurred: Occurred | None = None


class ScheduleWorkshop(_Command):
    """Give a workshop its date: exact instants (with offset), or a partial date when that is all one knows."""

    accompaniment: str
    title: str = Field(min_length=1, max_length=200)
    format: str = "atelier de co-construction"
    circle: Literal["full", "restricted"] = "full"
    start: datetime | None = None
    end: datetime | None = None
    occurred: Occurred | None = None
    venue: str | None = None
    venue_label: str = ""
    expected: int | None = Field(default=None, ge=0)
    invited: list[str] = []
    facilitators: list[str] = []
    series: str | None = Field(default=None, max_length=200)


class MoveWorkshop(_Command):
    """Another date, with its reason; `along`: later sessions of the same series that shift by as much."""

    workshop: str
    start: datetime | None = None
    end: datetime | None = None
    on: Occurred | None = None
    reason: str = Field(min_length=1)
    cause: Cause | None = None
    along: list[str] = []


class CorrectWorkshop(_Command):
    """Put right the title or the place of a workshop to come; those invited are told of another place only."""

    workshop: str
    title: str = Field(min_length=1, max_length=200)
    venue: str | None = None
    venue_label: str = Field(default="", max_length=300)


class MaintainWorkshop(_Command):
    """Keep the date in spite of withdrawals: a person's decision, with its reason (WKS-10)."""

    workshop: str
    reason: str = Field(min_length=1)
    cause: Cause | None = None
    withdrawals: int | None = Field(default=None, ge=0)
    occurred: Occurred | None = None


class CancelWorkshop(_Command):
    """Cancel a workshop: only a person does."""

    workshop: str
    reason: str = Field(min_length=1)
    cause: Cause | None = None


class HoldWorkshop(_Command):
    """The workshop took place; `occurred` defaults to its scheduled day."""

    workshop: str
    summary: str = ""
    occurred: Occurred | None = None


class AttendanceEntry(Value):
    """One line of presence: a person or a structure, and a status; `minutes` attended when known."""

    person: str | None = None
    structure: str | None = None
    status: AttendanceStatus
    minutes: int | None = Field(default=None, ge=0)


class RecordAttendance(_Command):
    """Who was expected, who came (WKS-11): counts, entries, or both; what nobody said stays null.

    Who came without being invited is asked about, unless `walk_ins` accepts them. `regularisation` says why presence
    is typed after its period was closed.
    """

    workshop: str
    expected: int | None = Field(default=None, ge=0)
    present: int | None = Field(default=None, ge=0)
    entries: list[AttendanceEntry] = []
    occurred: Occurred | None = None
    walk_ins: Literal["ask", "accept"] = "ask"
    regularisation: str = Field(default="", max_length=500)


class HoldVisit(_Command):
    """An inspiring visit took place (WKS-30 to WKS-35)."""

    accompaniment: str
    title: str = Field(min_length=1)
    destination: str = Field(min_length=1)
    intention: str = ""
    lessons: str = ""
    days: int | None = Field(default=None, ge=1)
    meetings: int | None = Field(default=None, ge=0)
    occurred: Occurred | None = None


class NoteNeed(_Command):
    """A need came out of a session."""

    accompaniment: str
    title: str = Field(min_length=1)
    detail: str = ""
    workshop: str | None = None
    occurred: Occurred | None = None


class RecordAgreement(_Command):
    """Those present agreed on something."""

    accompaniment: str
    text: str = Field(min_length=1)
    workshop: str | None = None
    occurred: Occurred | None = None


class WorkshopCard(Value):
    """A workshop: its date (exact or partial), state, presence and decisions.

    `revision` rises with its date, hours and place, as SEQUENCE does in a calendar; `corrections` are sentences.
    """

    id: str
    accompaniment: str
    territory: str
    title: str
    format: str
    circle: Literal["full", "restricted"]
    state: WorkshopState
    start: str | None
    end: str | None
    occurred: str | None
    venue_label: str
    expected: int | None
    present: int | None
    withdrawals: int | None
    maintained: str | None
    cancelled: str | None
    moves: list[str]
    summary: str
    venue: str | None = None
    facilitators: list[str] = []
    series: str | None = None
    corrections: list[str] = []
    revision: int = 0


class FailedSearch(Value):
    """A month without slot."""

    id: str
    month: str
    reason: SearchFailure
    detail: str | None


class VisitCard(Value):
    """A visit held."""

    id: str
    title: str
    destination: str
    intention: str
    lessons: str
    occurred: str | None


class Outcome(Value):
    """A need or an agreement."""

    id: str
    kind: Literal["need", "agreement"]
    text: str
    detail: str
    workshop: str | None
    occurred: str | None


class WorkshopsPage(Value):
    """All that `workshops` knows of one accompaniment, in the order told."""

    accompaniment: str
    workshops: list[WorkshopCard]
    failed_searches: list[FailedSearch]
    visits: list[VisitCard]
    outcomes: list[Outcome]
    polls: list[PollLine] = []
    trips: list[TripCard] = []


class GetWorkshops(Query[WorkshopsPage]):
    """The workshops, failed searches, visits and outcomes of one accompaniment."""

    service = "workshops"
    accompaniment: str


class GetWorkshop(Query[WorkshopCard]):
    """One workshop."""

    service = "workshops"
    id: str


class Invited(Value):
    """Who is invited to a workshop by name, and who leads it, by id.

    `asked` are those among them whom the poll that gave it its date writes to anyway.
    """

    workshop: str
    circle: Literal["full", "restricted"]
    invited: list[str]
    leading: list[str]
    asked: list[str]


class ListInvited(Query[Invited]):
    """Who is invited to a workshop, by their ids in the directory."""

    service = "workshops"
    workshop: str


class OwedAnswer(Value):
    """A poll that somebody has not answered whole; `deadline` is an instant with offset."""

    poll: str
    title: str
    territory: str
    deadline: str


class OwedTask(Value):
    """A line of the checklist of a trip that somebody sees to, until a day."""

    id: str
    trip: str
    title: str
    about: str
    due: str


class PersonalAgenda(Value):
    """What concerns one person: workshops they are invited to or lead, polls and tasks they owe something."""

    sessions: list[WorkshopCard]
    polls: list[OwedAnswer]
    tasks: list[OwedTask]


class GetPersonalAgenda(Query[PersonalAgenda]):
    """The agenda of a person of the directory; empty for somebody unknown."""

    service = "workshops"
    person: str


class AgendaList(Value):
    """Workshops with an exact date between two days, plus the undated ones that are still to come."""

    workshops: list[WorkshopCard]


class ListAgenda(Query[AgendaList]):
    """The agenda over all territories; days are ISO, inclusive, Europe/Paris."""

    service = "workshops"
    from_day: str
    to_day: str


class SlotAnswer(Value):
    """The answer of the slot finder, as `contract.md` defines its JSON."""

    answer: dict[str, Any]


class FindSlots(Query[SlotAnswer]):
    """Find slots for `request` (the JSON of `terreau agenda find`); what Terreau knows makes `people` busier.

    `accompaniment` adds what its whole territory is busy with, `venue` when that place is taken, closed or too far from
    where people are on that day; `but` is a workshop that is to move and takes nobody. `quorums` asks for so many of a
    college, by person in `colleges` (WKS-13), which left empty is the list of the accompaniment's circle.
    """

    service = "workshops"
    request: dict[str, Any]
    accompaniment: str | None = None
    but: str | None = None
    venue: str | None = None
    colleges: dict[str, College] = {}
    quorums: dict[College, int] = {}
