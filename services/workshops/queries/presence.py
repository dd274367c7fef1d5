"""The presence of a session, its sheets and its scans; the sessions for which something is missing."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from itertools import chain

from sqlalchemy import or_, select

from services.workshops import rules
from services.workshops.cards import cards_of
from services.workshops.queries.registry import QUERIES
from services.workshops.rules import When
from services.workshops.rules.attendance_table import Sitting, read_table
from services.workshops.rules.presence import Half, half_days, reference
from services.workshops.sittings import invited_to, lines_of, recordings_of, sessions_of, why_closed
from services.workshops.tables import (
    KNOWN,
    Attendance,
    AttendanceLine,
    DoorMark,
    Scan,
    SheetHead,
    Workshop,
)
from shared.contracts.workshops import (
    AttendancePreview,
    AttendanceProblem,
    GetPresence,
    GetScan,
    HalfDay,
    HeadOfSheets,
    ListUnsigned,
    PlannedPresence,
    PresencePage,
    PresenceRow,
    PreviewAttendance,
    Recording,
    ScanCard,
    ScanFile,
    Unsigned,
    UnsignedSessions,
)
from shared.errors import NotFound
from shared.partial_dates import latest_day
from shared.storage.accompaniments import require
from shared.storage.unit_of_work import Reader


@QUERIES.answers(GetPresence)
def get_presence(reader: Reader, query: GetPresence) -> PresencePage:
    """Everything about the presence of a session. Raises `NotFound`."""
    row = reader.session.get(Workshop, query.workshop)
    if row is None:
        raise NotFound("Cet atelier est inconnu.", code="unknown-workshop")
    recordings = recordings_of(reader, row.id)
    marks = reader.session.scalars(select(DoorMark).where(DoorMark.workshop == row.id)).all()
    waiting = {one.person: one.status for one in marks if one.attendance is None}
    scans = select(Scan).where(Scan.workshop == row.id).order_by(Scan.half_day, Scan.version)
    return PresencePage(
        workshop=cards_of(reader, [row])[0],
        half_days=[_half(row.id, one) for one in half_days(When(row.start_at, row.end_at, row.occurred))],
        rows=_rows(reader, row, recordings[-1] if recordings else None, waiting),
        marked=len(waiting),
        recordings=[
            Recording(
                expected=one.expected,
                present=one.present,
                by=one.by,
                at=str(rules.iso(one.recorded_at)),
                regularisation=one.regularisation,
            )
            for one in recordings
        ],
        scans=[_scan(one) for one in reader.session.scalars(scans)],
        head=_head(reader, row.accompaniment),
        closed=why_closed(reader, row.occurred),
    )


def _half(workshop: str, one: Half) -> HalfDay:
    return HalfDay(
        number=one.number,
        day=one.day.isoformat() if one.day else None,
        part=one.part,
        start=rules.iso(one.start),
        end=rules.iso(one.end),
        reference=reference(workshop, one.number),
    )


def _rows(reader: Reader, row: Workshop, recording: Attendance | None, waiting: dict[str, str]) -> list[PresenceRow]:
    """Those invited, then whoever else the last recording or the door names."""
    lines = lines_of(reader, recording.id) if recording else []
    said = {line.person: line for line in lines if line.person}
    invited = invited_to(reader, row.id)
    others = [one for one in dict.fromkeys(chain(said, waiting)) if one not in invited]
    people = [_row(one, said.get(one), waiting.get(one), invited=one in invited) for one in [*invited, *others]]
    structures = [_row(None, line, None, invited=False) for line in lines if line.person is None]
    return people + structures


def _row(person: str | None, line: AttendanceLine | None, door: str | None, *, invited: bool) -> PresenceRow:
    return PresenceRow.model_validate(
        {
            "person": person,
            "structure": line.structure if line else None,
            "invited": invited,
            "status": line.status if line else None,
            "minutes": line.minutes if line else None,
            "door": door,
        }
    )


def _scan(one: Scan) -> ScanCard:
    fields = ("id", "half_day", "version", "filename", "media_type", "size", "sha256", "by")
    return ScanCard(**{name: getattr(one, name) for name in fields}, at=str(rules.iso(one.attached_at)))


def _head(reader: Reader, accompaniment: str) -> HeadOfSheets:
    row = reader.session.get(SheetHead, accompaniment)
    if row is None:
        return HeadOfSheets()
    return HeadOfSheets(
        operation=row.operation, convention=row.convention, beneficiary=row.beneficiary, partners=row.partners
    )


@QUERIES.answers(GetScan)
def get_scan(reader: Reader, query: GetScan) -> ScanFile:
    """One version of a signed sheet, byte for byte. Raises `NotFound`."""
    row = reader.session.get(Scan, query.scan)
    if row is None:
        raise NotFound("Cette feuille numérisée est inconnue.", code="unknown-scan")
    return ScanFile(
        workshop=row.workshop,
        filename=row.filename,
        media_type=row.media_type,
        sha256=row.sha256,
        content=b64encode(row.content),
    )


@QUERIES.answers(ListUnsigned)
def list_unsigned(reader: Reader, query: ListUnsigned) -> UnsignedSessions:  # noqa: ARG001 - it asks nothing more
    """Sessions held, or past and not cancelled, that lack their presence or a signed sheet, the oldest first.

    An undated session is never listed: nobody can say that its day has passed.
    """
    passed = or_(Workshop.state == "held", Workshop.state == "scheduled")
    rows = reader.session.scalars(select(Workshop).where(passed, Workshop.occurred.is_not(None))).all()
    past = [row for row in rows if row.occurred and latest_day(row.occurred) < reader.today]
    ids = [row.id for row in past]
    signed = _halves_signed(reader, ids)
    counted = set(
        reader.session.scalars(
            select(Attendance.workshop).where(Attendance.workshop.in_(ids), Attendance.present.is_not(None))
        )
    )
    found = [_unsigned(row, counted=row.id in counted, signed=signed.get(row.id, set())) for row in past]
    missing = [one for one in found if one.no_presence or one.no_sheet]
    return UnsignedSessions(sessions=sorted(missing, key=lambda one: (one.day, one.workshop)))


def _halves_signed(reader: Reader, workshops: Iterable[str]) -> dict[str, set[int]]:
    signed: dict[str, set[int]] = {}
    chosen = select(Scan.workshop, Scan.half_day).where(Scan.workshop.in_(workshops))
    for workshop, half_day in reader.session.execute(chosen):
        signed.setdefault(workshop, set()).add(half_day)
    return signed


def _unsigned(row: Workshop, *, counted: bool, signed: set[int]) -> Unsigned:
    halves = {one.number for one in half_days(When(row.start_at, row.end_at, row.occurred))}
    return Unsigned(
        workshop=row.id,
        accompaniment=row.accompaniment,
        territory=row.territory,
        title=row.title,
        day=latest_day(row.occurred or "").isoformat(),
        no_presence=not counted,
        no_sheet=bool(halves - signed),
    )


@QUERIES.answers(PreviewAttendance)
def preview_attendance(reader: Reader, query: PreviewAttendance) -> AttendancePreview:
    """What a table would record, and every row at fault. Raises `NotFound`."""
    accompaniment = require(reader, KNOWN, query.accompaniment).id
    plan = read_table(query.rows, sessions_of(reader, accompaniment, regularised=bool(query.regularisation)))
    return AttendancePreview(
        sessions=[_planned(reader, one) for one in plan.sittings],
        problems=[AttendanceProblem(row=row, column=column, sentence=said) for row, column, said in plan.faults],
    )


def _planned(reader: Reader, one: Sitting) -> PlannedPresence:
    counted = rules.count(one.whole, expected=None, present=None, planned=None)
    return PlannedPresence(
        workshop=one.session.id,
        title=one.session.title,
        day=one.session.occurred,
        expected=counted.expected,
        present=counted.present,
        lines=len(one.entries),
        replaces=bool(recordings_of(reader, one.session.id)),
    )
