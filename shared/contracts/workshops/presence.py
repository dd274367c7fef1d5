"""Presence: the émargement sheet of each half-day, what is typed or checked at the door, the signed scan kept."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Base64Bytes, Field, StringConstraints

from shared.contracts.base import Command, Query, Value
from shared.contracts.workshops.sessions import AttendanceStatus, WorkshopCard

Cell = Annotated[str, StringConstraints(max_length=500)]
MOST_ROWS = 10_000
SHEET_MARK = "TERREAU"
"""Tells our codes from others that may stand on a page."""


class _Command(Command):
    service = "workshops"


class CheckAtDoor(_Command):
    """Say of one person at the door whether they came; `expected` takes the mark away again."""

    workshop: str
    person: str
    status: AttendanceStatus


class AttachScan(_Command):
    """Keep the signed sheet of a half-day, as it was scanned: a PDF, JPEG or PNG (base64).

    `pages` are the texts of the codes that were read on it, page by page; `reference` is the number printed on the
    sheet, where none could be read; without either, `sure` says that somebody looked. An earlier version stays beside
    the new one.
    """

    workshop: str
    half_day: int = Field(ge=1, le=62)
    filename: Annotated[str, StringConstraints(max_length=255)] = ""
    content: Base64Bytes
    pages: list[list[Annotated[str, StringConstraints(max_length=4_000)]]] = Field(default=[], max_length=2_000)
    reference: Annotated[str, StringConstraints(max_length=40)] = ""
    sure: bool = False


def sheet_code(reference: str) -> str:
    """What a machine reads on each page of the sheet with that number, before « n/N »."""
    return f"{SHEET_MARK} {reference}"


class HeadSheets(_Command):
    """What stands at the head of every émargement sheet of an accompaniment (french-context.md 1.3)."""

    accompaniment: str
    operation: Annotated[str, StringConstraints(max_length=300)] = ""
    convention: Annotated[str, StringConstraints(max_length=100)] = ""
    beneficiary: Annotated[str, StringConstraints(max_length=200)] = ""
    partners: Annotated[str, StringConstraints(max_length=300)] = ""


class AttendanceRow(Value):
    """A row of a table of presence, its person already looked up; `row` is its number there.

    `day` is ISO; `title` tells sessions of one day apart. `known` is false where a name was typed that the directory
    has not, or has twice.
    """

    row: int = Field(ge=1)
    day: Cell = ""
    title: Cell = ""
    person: str | None = None
    known: bool = True
    structure: Cell = ""
    status: Cell = ""
    minutes: Cell = ""


class ImportAttendance(_Command):
    """Take over the presence of one or several sessions, every row or none; `dry_run` only checks."""

    accompaniment: str
    rows: list[AttendanceRow] = Field(min_length=1, max_length=MOST_ROWS)
    regularisation: Annotated[str, StringConstraints(max_length=500)] = ""
    dry_run: bool = False


class HeadOfSheets(Value):
    """What stands at the head of the sheets of an accompaniment; empty: to be written by hand."""

    operation: str = ""
    convention: str = ""
    beneficiary: str = ""
    partners: str = ""


class ScanCard(Value):
    """A version of the signed sheet of a half-day; `by` is an account."""

    id: str
    half_day: int
    version: int
    filename: str
    media_type: str
    size: int
    sha256: str
    by: str | None
    at: str


class HalfDay(Value):
    """A half-day to sign for: `part` is whole where a session has no exact hours. `reference` is printed on it."""

    number: int
    day: str | None
    part: Literal["morning", "afternoon", "whole"]
    start: str | None
    end: str | None
    reference: str


class PresenceRow(Value):
    """Somebody of a session. `status` is null while nobody said anything; `door` is what was marked at the door."""

    person: str | None
    structure: str | None
    invited: bool
    status: AttendanceStatus | None
    minutes: int | None
    door: AttendanceStatus | None


class Recording(Value):
    """One typing of presence: when, by which account, and why where its period was closed."""

    expected: int | None
    present: int | None
    by: str | None
    at: str
    regularisation: str | None


class PresencePage(Value):
    """All that concerns the presence of one session. `closed`: the French sentence of a closed period, else null."""

    workshop: WorkshopCard
    half_days: list[HalfDay]
    rows: list[PresenceRow]
    marked: int
    recordings: list[Recording]
    scans: list[ScanCard]
    head: HeadOfSheets
    closed: str | None


class GetPresence(Query[PresencePage]):
    """The presence of one session."""

    service = "workshops"
    workshop: str


class ScanFile(Value):
    """The bytes of a scan as they were sent."""

    workshop: str
    filename: str
    media_type: str
    sha256: str
    content: Base64Bytes


class GetScan(Query[ScanFile]):
    """One version of a signed sheet."""

    service = "workshops"
    scan: str


class Unsigned(Value):
    """A past session for which something of its presence is missing; `day` is the last day it can mean (ISO)."""

    workshop: str
    accompaniment: str
    territory: str
    title: str
    day: str
    no_presence: bool
    no_sheet: bool


class UnsignedSessions(Value):
    """The sessions that wait for their sheet or their presence, the oldest first."""

    sessions: list[Unsigned]


class ListUnsigned(Query[UnsignedSessions]):
    """Sessions held, or whose day has passed, without signed sheet or without presence."""

    service = "workshops"


class AttendanceProblem(Value):
    """What is wrong in a row of a table of presence, and how to mend it."""

    row: int
    column: str
    sentence: str


class PlannedPresence(Value):
    """What a table would record for one session."""

    workshop: str
    title: str
    day: str | None
    expected: int | None
    present: int | None
    lines: int
    replaces: bool


class AttendancePreview(Value):
    """A table of presence looked at before anything is written."""

    sessions: list[PlannedPresence]
    problems: list[AttendanceProblem]


class PreviewAttendance(Query[AttendancePreview]):
    """What a table of presence would record."""

    service = "workshops"
    accompaniment: str
    rows: list[AttendanceRow] = Field(max_length=MOST_ROWS)
    regularisation: str = ""
