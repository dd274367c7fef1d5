"""Sessions as they are prepared: programme, circle, series, and what a move takes along."""

from __future__ import annotations

import pytest

from shared.contracts.workshops import (
    CancelWorkshop,
    GetSessionFrame,
    GetWorkshop,
    GetWorkshops,
    ListConsequences,
    MaintainWorkshop,
    MoveWorkshop,
    PlanSeries,
    RecordAttendance,
    SetCircle,
    SetInvited,
    SetProgramme,
)
from shared.errors import InvalidInput, Refused
from shared.events import PersonErased, WorkshopCancelled, WorkshopMoved
from tests.integration.workshops.conftest import ACCOMPANIMENT, OTHER_PERSON, PERSON, Schedule, paris
from tests.support.rooms import RoomAtWork

STEPS = [{"minutes": 30, "title": "Introduction"}, {"minutes": 120, "title": "Idéation"}]


def test_a_programme_is_rewritten_only_by_who_saw_it(work: RoomAtWork, schedule: Schedule) -> None:
    workshop = schedule()
    seen = work.ask(GetSessionFrame(workshop=workshop)).stamp
    work.obey(SetProgramme.model_validate({"workshop": workshop, "seen": seen, "steps": STEPS}))
    frame = work.ask(GetSessionFrame(workshop=workshop))
    assert [one.end for one in frame.steps] == ["2025-07-03T09:30:00+02:00", "2025-07-03T11:30:00+02:00"]
    assert (frame.minutes, frame.notes) == (150, ["Il reste 30\u00a0min sans programme."])
    with pytest.raises(Refused) as changed:
        work.obey(SetProgramme.model_validate({"workshop": workshop, "seen": seen, "steps": []}))
    assert changed.value.stable_code == "changed-meanwhile"


def test_who_is_invited_to_every_action_is_on_full_circles_only(work: RoomAtWork, schedule: Schedule) -> None:
    colleges = {PERSON: "elected", OTHER_PERSON: "ess"}
    work.obey(
        SetCircle.model_validate({"accompaniment": ACCOMPANIMENT, "regulars": [OTHER_PERSON], "colleges": colleges})
    )
    full, restricted = schedule(invited=[PERSON]), schedule(circle="restricted", invited=[PERSON])
    frame = work.ask(GetSessionFrame(workshop=full))
    assert [(one.person, one.college, one.regular) for one in frame.invited] == [
        (PERSON, "elected", False),
        (OTHER_PERSON, "ess", True),
    ]
    assert [one.person for one in work.ask(GetSessionFrame(workshop=restricted)).invited] == [PERSON]
    work.obey(SetInvited(workshop=full, people=[PERSON]))
    frame = work.ask(GetSessionFrame(workshop=full))
    assert frame.missing_regulars == [OTHER_PERSON]
    assert "structures de l’ESS" in frame.notes[0]
    came = [{"person": PERSON, "status": "present"}]
    work.obey(RecordAttendance.model_validate({"workshop": full, "entries": came}))
    counts = {one.college: (one.invited, one.present) for one in work.ask(GetSessionFrame(workshop=full)).colleges}
    assert counts["elected"] == (1, 1)
    with pytest.raises(InvalidInput):
        work.obey(SetInvited(workshop=full, people=["Prénom Nom"]))
    work.hear(PersonErased(person=OTHER_PERSON))
    assert work.ask(GetSessionFrame(workshop=full)).missing_regulars == []


def test_a_series_shifts_with_its_session_as_far_as_it_was_approved(work: RoomAtWork, schedule: Schedule) -> None:
    hours = [("2025-10-10T09:00", "2025-10-10T12:00"), ("2025-10-24T14:00", "2025-10-24T17:00")]
    first, second = (schedule(series="Parcours", start=paris(a), end=paris(b)) for a, b in hours)
    alone = schedule()
    start, end = paris("2025-10-17T09:30"), paris("2025-10-17T12:30")
    asked = work.ask(ListConsequences(workshop=first, start=start)).consequences
    assert [(one.kind, one.choice) for one in asked if one.choice] == [("session", second)]
    assert {one.kind for one in asked} >= {"reminder", "sheet"}
    with pytest.raises(Refused) as stranger:
        work.obey(MoveWorkshop(workshop=first, start=start, end=end, reason="x", along=[alone]))
    assert stranger.value.stable_code == "not-along"
    assert work.told(WorkshopMoved) == []
    work.obey(MoveWorkshop(workshop=first, start=start, end=end, reason="Budget", cause="budget-late", along=[second]))
    assert work.ask(GetWorkshop(id=second)).start == "2025-10-31T14:30:00+01:00"
    assert [one.data["cause"] for one in work.told(WorkshopMoved)] == ["budget-late", "budget-late"]
    assert "cause extérieure" in work.ask(GetWorkshop(id=first)).moves[0]


def test_reasons_have_codes(work: RoomAtWork, schedule: Schedule) -> None:
    workshop = schedule()
    work.obey(MaintainWorkshop(workshop=workshop, reason="On y tient", cause="emergency", withdrawals=2))
    assert work.ask(GetWorkshop(id=workshop)).maintained == "On y tient (urgences de dernière minute)"
    work.obey(CancelWorkshop(workshop=workshop, reason="Plus de salle", cause="venue"))
    assert work.ask(GetWorkshop(id=workshop)).cancelled == "Plus de salle (lieu indisponible)"
    assert [one.data["cause"] for one in work.told(WorkshopCancelled)] == ["venue"]


def test_a_series_is_planned_at_once_and_once(work: RoomAtWork) -> None:
    sessions = [{"title": f"Thème {number}", "format": "arpentage", "steps": STEPS} for number in (1, 2)]
    command = {"accompaniment": ACCOMPANIMENT, "series": "Parcours", "sessions": sessions}
    work.obey(PlanSeries.model_validate(command))
    planned = work.ask(GetWorkshops(accompaniment=ACCOMPANIMENT)).workshops
    assert [(one.series, one.occurred) for one in planned] == [("Parcours", None)] * 2
    frame = work.ask(GetSessionFrame(workshop=planned[0].id))
    assert ([one.title for one in frame.sessions], frame.minutes) == (["Thème 1", "Thème 2"], 150)
    with pytest.raises(Refused):
        work.obey(PlanSeries.model_validate(command))
