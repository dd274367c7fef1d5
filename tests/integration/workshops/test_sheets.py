"""Émargement: the door, the signed scan, closed periods, tables of presence, what is missing."""

from __future__ import annotations

import base64
import hashlib
from datetime import UTC, datetime

import pytest

from services.workshops.rules.presence import reference
from shared.contracts.workshops import (
    AttachScan,
    CancelWorkshop,
    CheckAtDoor,
    GetPresence,
    GetScan,
    GetWorkshop,
    HeadSheets,
    HoldWorkshop,
    ImportAttendance,
    ListUnsigned,
    PreviewAttendance,
    RecordAttendance,
    sheet_code,
)
from shared.errors import InvalidInput, Refused
from shared.events import AttendanceRecorded, PersonErased, ReportPublished, SheetAttached
from shared.french import NBSP
from shared.ids import new_id
from tests.integration.workshops.conftest import ACCOMPANIMENT, OTHER_PERSON, PERSON, Schedule
from tests.support.rooms import RoomAtWork

PDF = b"%PDF-1.7\nsigned by hand"
STRANGER = "0190a000-0000-7000-8000-00000000000c"


def attach(work: RoomAtWork, workshop: str, content: bytes = PDF, **said: object) -> str:
    asked = {"workshop": workshop, "half_day": 1, "content": base64.b64encode(content), **said}
    return work.obey(AttachScan.model_validate(asked)).id


def code_of(refused: pytest.ExceptionInfo[Refused]) -> str:
    return refused.value.stable_code


def test_a_scan_is_kept_as_sent_and_a_new_version_stands_beside_it(work: RoomAtWork, schedule: Schedule) -> None:
    workshop = schedule()
    number = reference(workshop, 1)
    first = attach(work, workshop, reference=number, filename="feuille.pdf")
    assert attach(work, workshop, reference=number) == first
    second = attach(work, workshop, PDF + b"!", sure=True)
    page = work.ask(GetPresence(workshop=workshop))
    assert [(one.id, one.version, one.sha256) for one in page.scans] == [
        (first, 1, hashlib.sha256(PDF).hexdigest()),
        (second, 2, hashlib.sha256(PDF + b"!").hexdigest()),
    ]
    assert work.ask(GetScan(scan=first)).content == PDF
    assert [told.data["edition"] for told in work.told(SheetAttached)] == [1, 2]


def test_the_code_read_on_a_page_says_whose_sheet_it_is(work: RoomAtWork, schedule: Schedule) -> None:
    here, there = schedule(), schedule(title="Atelier 2")
    ours, theirs = (f"{sheet_code(reference(one, 1))} {{}}/2" for one in (here, there))
    with pytest.raises(Refused) as wrong:
        attach(work, here, pages=[[ours.format(1)], [theirs.format(2)]], sure=True)
    assert code_of(wrong) == "wrong-session"
    assert all(said in wrong.value.message for said in ("La page 2", "Atelier 2", work.ask(GetWorkshop(id=here)).title))
    with pytest.raises(Refused) as typed:
        attach(work, here, pages=[[ours.format(1)]], reference=reference(there, 1))
    assert code_of(typed) == "wrong-session"
    with pytest.raises(Refused) as half:
        attach(work, here, pages=[[f"{sheet_code(reference(here, 2))} 1/1"]])
    assert code_of(half) == "wrong-half-day"
    with pytest.raises(InvalidInput):
        attach(work, here, pages=[[f"{sheet_code(reference(STRANGER, 1))} 1/1"]], sure=True)
    assert work.ask(GetPresence(workshop=here)).scans == []
    asked = {"workshop": here, "half_day": 1, "content": base64.b64encode(PDF), "pages": [[ours.format(2)]]}
    kept = work.obey(AttachScan.model_validate(asked))
    assert any("page 1 sur 2 manque" in note.replace(NBSP, " ") for note in kept.notes)


def test_the_sheet_of_another_session_is_refused_and_one_without_number_is_asked_about(
    work: RoomAtWork, schedule: Schedule
) -> None:
    here, there = schedule(), schedule(title="Atelier 2")
    with pytest.raises(Refused) as unnamed:
        attach(work, here)
    assert code_of(unnamed) == "which-session"
    with pytest.raises(Refused) as elsewhere:
        attach(work, here, reference=reference(there, 1))
    assert code_of(elsewhere) == "wrong-session"
    assert "Atelier 2" in elsewhere.value.message
    attach(work, there, reference=reference(there, 1))
    with pytest.raises(Refused) as twice:
        attach(work, here, sure=True)
    assert code_of(twice) == "scan-elsewhere"
    for wrong in ({"reference": "n’importe quoi"}, {"half_day": 2}, {"content": base64.b64encode(b"PK zip")}):
        with pytest.raises(InvalidInput):
            attach(work, here, **{"sure": True, **wrong})
    assert work.ask(GetPresence(workshop=here)).scans == []
    assert len(work.told(SheetAttached)) == 1


def test_marks_at_the_door_wait_until_presence_is_recorded(work: RoomAtWork, schedule: Schedule) -> None:
    workshop = schedule(invited=[PERSON, OTHER_PERSON])
    with pytest.raises(Refused) as asked:
        work.obey(CheckAtDoor(workshop=workshop, person=STRANGER, status="present"))
    assert code_of(asked) == "not-invited"
    for person, status in ((PERSON, "absent"), (PERSON, "present"), (STRANGER, "walk-in")):
        work.obey(CheckAtDoor.model_validate({"workshop": workshop, "person": person, "status": status}))
    page = work.ask(GetPresence(workshop=workshop))
    assert {one.person: (one.door, one.invited) for one in page.rows} == {
        PERSON: ("present", True),
        OTHER_PERSON: (None, True),
        STRANGER: ("walk-in", False),
    }
    assert (page.marked, page.workshop.present, work.told(AttendanceRecorded)) == (2, None, [])
    entries = [{"person": PERSON, "status": "present"}, {"person": STRANGER, "status": "walk-in"}]
    work.obey(RecordAttendance.model_validate({"workshop": workshop, "entries": entries}))
    page = work.ask(GetPresence(workshop=workshop))
    assert (page.marked, page.workshop.present) == (0, 2)


def test_somebody_not_invited_is_asked_about_before_anything_is_kept(work: RoomAtWork, schedule: Schedule) -> None:
    workshop = schedule(invited=[PERSON])
    told = {"workshop": workshop, "entries": [{"person": STRANGER, "status": "present"}]}
    with pytest.raises(Refused) as asked:
        work.obey(RecordAttendance.model_validate(told))
    assert code_of(asked) == "not-invited"
    assert asked.value.problems[0][0] == "entries.0.status"
    assert work.told(AttendanceRecorded) == []
    work.obey(RecordAttendance.model_validate({**told, "walk_ins": "accept"}))
    (recorded,) = work.told(AttendanceRecorded)
    assert recorded.data["entries"][0]["status"] == "walk-in"


def test_presence_in_a_closed_period_is_a_regularisation_or_nothing(work: RoomAtWork, schedule: Schedule) -> None:
    inside, after = schedule(), schedule(start="2025-11-04T09:00:00+01:00", end="2025-11-04T12:00:00+01:00")
    report = {"report": new_id(), "funder": "Un bailleur", "period": "2025", "known_at": "2025-09-30T10:00:00+00:00"}
    for _ in range(2):
        work.hear(ReportPublished.model_validate({**report, "as_of": "2025-09-30"}))
    with pytest.raises(Refused) as closed:
        work.obey(RecordAttendance(workshop=inside, present=4))
    assert code_of(closed) == "closed-period"
    assert "année 2025" in closed.value.message
    with pytest.raises(Refused):
        work.obey(CheckAtDoor(workshop=inside, person=PERSON, status="present"))
    work.obey(RecordAttendance(workshop=after, present=3))
    work.obey(RecordAttendance(workshop=inside, present=4, regularisation="Une feuille retrouvée"))
    page = work.ask(GetPresence(workshop=inside))
    assert page.closed is not None
    assert [one.regularisation for one in page.recordings] == ["Une feuille retrouvée"]
    assert [one.data["regularisation"] for one in work.told(AttendanceRecorded)] == [None, "Une feuille retrouvée"]


def test_a_table_of_presence_is_recorded_whole_or_not_at_all(work: RoomAtWork, schedule: Schedule) -> None:
    first = schedule(invited=[PERSON, OTHER_PERSON])
    second = schedule(title="Débat", start="2025-11-04T09:00:00+01:00", end="2025-11-04T12:00:00+01:00")
    rows = [
        {"row": 2, "day": "2025-07-03", "person": PERSON, "status": "présent", "minutes": "3 h"},
        {"row": 3, "day": "2025-11-04", "structure": "Une association", "status": "présente"},
    ]
    wrong = [*rows, {"row": 4, "day": "2025-07-03", "person": STRANGER, "status": "présent"}]
    with pytest.raises(InvalidInput) as refused:
        work.obey(ImportAttendance.model_validate({"accompaniment": ACCOMPANIMENT, "rows": wrong}))
    assert [where for where, _ in refused.value.problems] == ["rows.4.statut"]
    preview = work.ask(PreviewAttendance.model_validate({"accompaniment": ACCOMPANIMENT, "rows": rows}))
    assert [(one.workshop, one.expected, one.present) for one in preview.sessions] == [(first, 2, 1), (second, 1, 1)]
    good = ImportAttendance.model_validate({"accompaniment": ACCOMPANIMENT, "rows": rows, "dry_run": True})
    work.obey(good)
    assert work.told(AttendanceRecorded) == []
    work.obey(good.model_copy(update={"dry_run": False}))
    assert [one.data["present"] for one in work.told(AttendanceRecorded)] == [1, 1]
    assert work.ask(GetWorkshop(id=first)).expected == 2


def test_past_sessions_without_sheet_or_presence_are_listed_until_they_have_both(
    work: RoomAtWork, schedule: Schedule
) -> None:
    held, cancelled, coming = schedule(), schedule(), schedule(occurred="2026-02-03")
    schedule(undated=True)
    work.obey(CancelWorkshop(workshop=cancelled, reason="x"))
    work.obey(HoldWorkshop(workshop=held))
    work.clock.instant = datetime(2026, 2, 2, 9, 0, tzinfo=UTC)

    def missing() -> list[tuple[str, bool, bool]]:
        return [(one.workshop, one.no_presence, one.no_sheet) for one in work.ask(ListUnsigned()).sessions]

    assert missing() == [(held, True, True)]
    work.obey(RecordAttendance(workshop=held, present=3))
    assert missing() == [(held, False, True)]
    attach(work, held, sure=True)
    assert missing() == []
    work.clock.instant = datetime(2026, 2, 4, 9, 0, tzinfo=UTC)
    assert missing() == [(coming, True, True)]


def test_the_head_of_the_sheets_is_kept_and_a_person_forgotten_leaves_the_door(
    work: RoomAtWork, schedule: Schedule
) -> None:
    workshop = schedule()
    for convention in ("HDF-1", "HDF-2"):
        work.obey(HeadSheets(accompaniment=ACCOMPANIMENT, operation="Opération", convention=convention))
    work.obey(CheckAtDoor(workshop=workshop, person=PERSON, status="present"))
    work.hear(PersonErased(person=PERSON))
    page = work.ask(GetPresence(workshop=workshop))
    assert (page.head.operation, page.head.convention, page.rows) == ("Opération", "HDF-2", [])
