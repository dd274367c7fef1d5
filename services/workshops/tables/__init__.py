"""What the workshops room keeps."""

from services.workshops.tables.base import FURNITURE, KNOWN, Base
from services.workshops.tables.busy import BusyHabit, BusyHalf, BusyLink, BusySource, BusyTime
from services.workshops.tables.conflicts import (
    Conflict,
    DeclaredHoliday,
    Facilitation,
    VenueHours,
    VenueRow,
    VenueWayRow,
)
from services.workshops.tables.polls import Poll, PollChoice, PollGuest, PollQuorum, PollSlot
from services.workshops.tables.presence import ClosedPeriod, DoorMark, Scan, SheetHead
from services.workshops.tables.seasons import (
    SeasonPerson,
    SeasonRow,
    SeasonWorkshop,
)
from services.workshops.tables.sessions import (
    Attendance,
    AttendanceLine,
    Decision,
    Invitation,
    OutcomeRow,
    Search,
    Visit,
    Workshop,
)

__all__ = [
    "FURNITURE",
    "KNOWN",
    "Attendance",
    "AttendanceLine",
    "Base",
    "BusyHabit",
    "BusyHalf",
    "BusyLink",
    "BusySource",
    "BusyTime",
    "ClosedPeriod",
    "Conflict",
    "Decision",
    "DeclaredHoliday",
    "DoorMark",
    "Facilitation",
    "Invitation",
    "OutcomeRow",
    "Poll",
    "PollChoice",
    "PollGuest",
    "PollQuorum",
    "PollSlot",
    "Scan",
    "Search",
    "SeasonPerson",
    "SeasonRow",
    "SeasonWorkshop",
    "SheetHead",
    "VenueHours",
    "VenueRow",
    "VenueWayRow",
    "Visit",
    "Workshop",
]
