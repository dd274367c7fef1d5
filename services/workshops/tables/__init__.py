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
from services.workshops.tables.framing import CircleMember, ProgrammeRow
from services.workshops.tables.gathered import GatheredRow, GatheredVersion
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
from services.workshops.tables.trips import Trip, TripMember, TripStop, TripTask

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
    "CircleMember",
    "ClosedPeriod",
    "Conflict",
    "Decision",
    "DeclaredHoliday",
    "DoorMark",
    "Facilitation",
    "GatheredRow",
    "GatheredVersion",
    "Invitation",
    "OutcomeRow",
    "Poll",
    "PollChoice",
    "PollGuest",
    "PollQuorum",
    "PollSlot",
    "ProgrammeRow",
    "Scan",
    "Search",
    "SeasonPerson",
    "SeasonRow",
    "SeasonWorkshop",
    "SheetHead",
    "Trip",
    "TripMember",
    "TripStop",
    "TripTask",
    "VenueHours",
    "VenueRow",
    "VenueWayRow",
    "Visit",
    "Workshop",
]
