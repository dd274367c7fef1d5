"""What `workshops` tells: slots and polls, sessions and who came, trips, what came out of them."""

from __future__ import annotations

from typing import Literal

from shared.events.base import Event


class _WorkshopsEvent(Event):
    source = "workshops"


class SlotSearchFailed(_WorkshopsEvent):
    """A search found no common slot in a month, for a stated reason (U5, WKS-02)."""

    month: str
    reason: str
    detail: str | None = None


class BusyTimesAsked(_WorkshopsEvent):
    """People are asked when they are busy, each by a link of their own; ids of the directory only."""

    people: list[str]


class PollOpened(_WorkshopsEvent):
    """People are asked which of some slots suit them, until `deadline` (ISO 8601 with offset); ids and counts only."""

    poll: str
    title: str
    deadline: str
    slots: int
    guests: int


class PollSlotChanged(_WorkshopsEvent):
    """A proposed slot was moved; `guests` had said something of it and are asked again (ids within the poll)."""

    poll: str
    slot: str
    guests: list[str]


class PollExtended(_WorkshopsEvent):
    """A poll has another deadline."""

    poll: str
    deadline: str


class PollAnswered(_WorkshopsEvent):
    """A guest answered a poll, or answered anew; `missing` is how many guests have not said all."""

    poll: str
    missing: int


class PollChased(_WorkshopsEvent):
    """Those who had not answered are asked again; `guests` are ids within the poll."""

    poll: str
    guests: list[str]


class PollOverdue(_WorkshopsEvent):
    """The deadline of a poll passed and no date was given: somebody has to decide."""

    poll: str
    missing: int


class PollDecided(_WorkshopsEvent):
    """A poll gave a workshop its date; `alone` when nobody had to decide because one slot was strictly the best."""

    poll: str
    workshop: str
    start: str
    end: str
    alone: bool = False


class PollClosed(_WorkshopsEvent):
    """A poll ended without a date, for a stated reason."""

    poll: str
    reason: str


class WorkshopScheduled(_WorkshopsEvent):
    """A workshop has its date (WKS-01): exact (`start`, `end`), or partial (`planned`, EDTF), or not said at all.

    `occurred` is when it was scheduled, not when it is to take place: the day itself for one to come; when the past is
    told, the workshop's own partial date, for it was scheduled by then.
    """

    workshop: str
    title: str
    format: str
    start: str | None = None
    end: str | None = None
    planned: str | None = None
    circle: str = "full"


class WorkshopMoved(_WorkshopsEvent):
    """A workshop has another date, for a stated reason."""

    workshop: str
    reason: str
    start: str | None = None
    end: str | None = None
    planned: str | None = None
    cause: str | None = None


class WorkshopCorrected(_WorkshopsEvent):
    """The title or the place of a workshop was put right; `place` says whether where one meets has changed."""

    workshop: str
    title: str
    place: bool = False


class InvitationsChanged(_WorkshopsEvent):
    """Who is invited to a workshop changed after it was scheduled; ids of the directory."""

    workshop: str
    added: list[str]
    removed: list[str]


class WorkshopMaintained(_WorkshopsEvent):
    """Somebody decided to keep the date in spite of withdrawals (WKS-10, U6)."""

    workshop: str
    reason: str
    withdrawals: int | None = None
    cause: str | None = None


class WorkshopCancelled(_WorkshopsEvent):
    """Somebody cancelled a workshop; it never happens by itself (WKS-10)."""

    workshop: str
    reason: str
    cause: str | None = None


class WorkshopHeld(_WorkshopsEvent):
    """A workshop took place."""

    workshop: str
    title: str
    format: str


class AgendaConflictDetected(_WorkshopsEvent):
    """A date does not hold any more: two workshops want the same people or place, or something else came up.

    `workshop` is the one scheduled later (`start`: ISO 8601 with offset), `other` the earlier one, `people` how many it
    concerns. It is told once, until it is resolved.
    """

    conflict: str
    kind: str
    workshop: str
    title: str
    start: str
    other: str | None = None
    other_territory: str | None = None
    people: int = 0
    named: str = ""


class AgendaConflictResolved(_WorkshopsEvent):
    """A conflict holds no more, or somebody accepted it."""

    conflict: str
    workshop: str
    accepted: bool = False


class AttendanceRecorded(_WorkshopsEvent):
    """Who was expected and who came (WKS-11), as counts and ids; null where nobody said.

    `entries` are `{person or structure, status, minutes}`; `status` is expected, present, absent, excused,
    late-withdrawal or walk-in. A later recording for the same workshop replaces the earlier one; `regularisation`
    says why it came after the figures of its period were handed over.
    """

    workshop: str
    expected: int | None = None
    present: int | None = None
    entries: list[dict[str, str | int | None]] = []
    regularisation: str | None = None


class SheetAttached(_WorkshopsEvent):
    """The signed émargement sheet of a half-day was kept, with its SHA-256 (french-context.md 1.3)."""

    workshop: str
    scan: str
    half_day: int
    edition: int
    sha256: str


class TripPlanned(_WorkshopsEvent):
    """A visit or a journey is being prepared, with its days (WKS-30 to WKS-33)."""

    trip: str
    title: str
    destination: str
    first: str
    last: str


class TaskAssigned(_WorkshopsEvent):
    """Something of a trip is to be seen to by a day (WKS-32); told again when the day or the words change."""

    trip: str
    task: str
    title: str
    due: str


class TaskFinished(_WorkshopsEvent):
    """It was seen to, or nobody needs it any more."""

    trip: str
    task: str


class ItemGathered(_WorkshopsEvent):
    """What a group writes down together moved: a note, an idea, a project, a stance, a persona, a step."""

    item: str
    kind: Literal["note", "idea", "project", "stance", "persona", "step"]
    workshop: str | None = None


class VisitHeld(_WorkshopsEvent):
    """An inspiring visit or journey took place (WKS-30 to WKS-35)."""

    visit: str
    title: str
    destination: str


class NeedEmerged(_WorkshopsEvent):
    """A need came out of a session; platforms may answer it, later and never by default (U10)."""

    need: str
    title: str
    workshop: str | None = None


class AgreementRecorded(_WorkshopsEvent):
    """Those present agreed on something (section 4.7)."""

    agreement: str
    text: str
    workshop: str | None = None
