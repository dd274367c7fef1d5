"""Who came, what was visited, and what came out."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from services.workshops.tables import Attendance, AttendanceLine, Invitation
from shared.contracts.workshops import (
    CancelWorkshop,
    GetWorkshop,
    GetWorkshops,
    HoldVisit,
    HoldWorkshop,
    NoteNeed,
    RecordAgreement,
    RecordAttendance,
)
from shared.errors import InvalidInput, NotFound, Refused
from shared.events import AgreementRecorded, AttendanceRecorded, NeedEmerged, PersonErased, VisitHeld
from shared.ids import new_id
from tests.integration.workshops.conftest import ACCOMPANIMENT, OTHER_PERSON, PERSON, Schedule, enrol
from tests.support.rooms import RoomAtWork


def record(work: RoomAtWork, workshop: str, **told: object) -> list[str]:
    return work.obey(RecordAttendance.model_validate({"workshop": workshop, **told})).notes


def test_the_last_recording_counts_and_the_earlier_one_is_kept(work: RoomAtWork, schedule: Schedule) -> None:
    workshop = schedule(expected=12)
    record(work, workshop, present=9)
    record(work, workshop, expected=11, present=8)
    card = work.ask(GetWorkshop(id=workshop))
    assert (card.expected, card.present) == (11, 8)
    assert [(e.data["expected"], e.data["present"], e.occurred) for e in work.told(AttendanceRecorded)] == [
        (12, 9, "2025-07-03"),
        (11, 8, "2025-07-03"),
    ]
    with work.database.read() as session:
        assert session.scalar(select(func.count()).select_from(Attendance)) == 2


def test_counts_come_from_the_lines_unless_stated(work: RoomAtWork, schedule: Schedule) -> None:
    workshop = schedule()
    lines = [
        {"person": PERSON, "status": "present", "minutes": 180},
        {"structure": "Une association", "status": "late-withdrawal"},
        {"person": OTHER_PERSON, "status": "walk-in"},
    ]
    assert record(work, workshop, entries=lines) == []
    card = work.ask(GetWorkshop(id=workshop))
    assert (card.expected, card.present) == (2, 2)
    (told,) = work.told(AttendanceRecorded)
    assert told.data["entries"][0] == {"person": PERSON, "structure": None, "status": "present", "minutes": 180}
    assert record(work, workshop, present=5, entries=lines) == [
        "Le nombre de présents indiqué (5) diffère de la liste (2)\u00a0: le nombre indiqué compte."
    ]
    assert work.ask(GetWorkshop(id=workshop)).present == 5


def test_what_nobody_said_stays_null(work: RoomAtWork, schedule: Schedule) -> None:
    workshop = schedule(occurred="2025-07-01/2025-07-10")
    work.obey(HoldWorkshop(workshop=workshop))
    record(work, workshop)
    card = work.ask(GetWorkshop(id=workshop))
    assert (card.expected, card.present) == (None, None)


def test_a_cancelled_workshop_has_no_attendance(work: RoomAtWork, schedule: Schedule) -> None:
    workshop = schedule()
    work.obey(CancelWorkshop(workshop=workshop, reason="x"))
    with pytest.raises(Refused):
        record(work, workshop, present=3)


def test_a_name_never_enters_a_presence_list(work: RoomAtWork, schedule: Schedule) -> None:
    workshop = schedule()
    with pytest.raises(InvalidInput) as refusal:
        record(work, workshop, entries=[{"person": "Prénom Nom", "status": "present"}])
    assert refusal.value.problems[0][0] == "entries.0.person"
    assert work.told(AttendanceRecorded) == []


def test_an_erased_person_leaves_lists_and_invitations_but_the_counts_stay(
    work: RoomAtWork, schedule: Schedule
) -> None:
    workshop = schedule(invited=[PERSON, OTHER_PERSON, PERSON])
    record(
        work, workshop, entries=[{"person": PERSON, "status": "present"}, {"person": OTHER_PERSON, "status": "present"}]
    )
    work.hear(PersonErased(person=PERSON))
    with work.database.read() as session:
        assert session.scalars(select(Invitation.person)).all() == [OTHER_PERSON]
        assert session.scalars(select(AttendanceLine.person).order_by(AttendanceLine.line)).all() == [
            None,
            OTHER_PERSON,
        ]
    card = work.ask(GetWorkshop(id=workshop))
    assert (card.expected, card.present) == (2, 2)


def test_a_visit_is_kept_with_its_intention_and_lessons(work: RoomAtWork) -> None:
    work.obey(
        HoldVisit(
            accompaniment=ACCOMPANIMENT,
            title="Voyage inspirant",
            destination="Grenoble",
            intention="Voir ce qui marche",
            days=2,
            meetings=7,
        )
    )
    (visit,) = work.ask(GetWorkshops(accompaniment=ACCOMPANIMENT)).visits
    assert (visit.destination, visit.intention, visit.occurred) == ("Grenoble", "Voir ce qui marche", None)
    (told,) = work.told(VisitHeld)
    assert (told.occurred, told.data["visit"]) == (None, visit.id)


def test_what_comes_out_of_a_workshop_has_its_date_unless_it_has_its_own(work: RoomAtWork, schedule: Schedule) -> None:
    workshop = schedule(occurred="2025-07-01/2025-07-10")
    work.obey(NoteNeed(accompaniment=ACCOMPANIMENT, title="Réserver des espaces", workshop=workshop))
    work.obey(
        RecordAgreement(accompaniment=ACCOMPANIMENT, text="Tester ensemble", workshop=workshop, occurred="2025-11")
    )
    work.obey(NoteNeed(accompaniment=ACCOMPANIMENT, title="Un besoin sans séance"))
    outcomes = work.ask(GetWorkshops(accompaniment=ACCOMPANIMENT)).outcomes
    assert [(o.kind, o.text, o.workshop, o.occurred) for o in outcomes] == [
        ("need", "Réserver des espaces", workshop, "2025-07-01/2025-07-10"),
        ("agreement", "Tester ensemble", workshop, "2025-11"),
        ("need", "Un besoin sans séance", None, None),
    ]
    assert [e.occurred for e in work.told(NeedEmerged)] == ["2025-07-01/2025-07-10", None]
    assert [e.occurred for e in work.told(AgreementRecorded)] == ["2025-11"]


def test_an_outcome_belongs_to_a_workshop_of_the_same_accompaniment(work: RoomAtWork, schedule: Schedule) -> None:
    workshop, elsewhere = schedule(), new_id()
    enrol(work, elsewhere, new_id(), "Hellemmes")
    with pytest.raises(NotFound) as refusal:
        work.obey(NoteNeed(accompaniment=elsewhere, title="Un besoin", workshop=workshop))
    assert refusal.value.stable_code == "unknown-workshop"
