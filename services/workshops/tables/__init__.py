"""What the workshops room keeps."""

from services.workshops.tables.base import FURNITURE, KNOWN, Base
from services.workshops.tables.polls import Poll, PollChoice, PollGuest, PollSlot
from services.workshops.tables.presence import ClosedPeriod, DoorMark, Scan, SheetHead
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
    "ClosedPeriod",
    "Decision",
    "DoorMark",
    "Invitation",
    "OutcomeRow",
    "Poll",
    "PollChoice",
    "PollGuest",
    "PollSlot",
    "Scan",
    "Search",
    "SheetHead",
    "Visit",
    "Workshop",
]
