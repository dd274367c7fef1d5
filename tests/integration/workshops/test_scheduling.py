"""Workshops are scheduled, moved, maintained, cancelled and held; every decision is kept."""

from __future__ import annotations

import pytest

from shared.contracts.workshops import (
    CancelWorkshop,
    GetWorkshop,
    HoldWorkshop,
    MaintainWorkshop,
    MoveWorkshop,
    ScheduleWorkshop,
)
from shared.errors import InvalidInput, NotFound, Refused
from shared.events import WorkshopCancelled, WorkshopHeld, WorkshopMaintained, WorkshopMoved, WorkshopScheduled
from shared.ids import new_id
from tests.integration.workshops.conftest import ACCOMPANIMENT, TERRITORY, Schedule, paris
from tests.support.rooms import RoomAtWork


def test_an_exact_workshop_is_told_with_its_day_in_paris(work: RoomAtWork, schedule: Schedule) -> None:
    workshop = schedule(circle="restricted", venue_label="La Manufacture", expected=12)
    (told,) = work.told(WorkshopScheduled)
    assert told.occurred == "2025-07-03"
    assert told.data == {
        "territory": TERRITORY,
        "accompaniment": ACCOMPANIMENT,
        "workshop": workshop,
        "title": "Atelier 1",
        "format": "atelier de co-construction",
        "start": "2025-07-03T09:00:00+02:00",
        "end": "2025-07-03T12:00:00+02:00",
        "planned": None,
        "circle": "restricted",
    }
    card = work.ask(GetWorkshop(id=workshop))
    assert (card.start, card.occurred, card.state) == ("2025-07-03T09:00:00+02:00", "2025-07-03", "scheduled")
    assert (card.venue_label, card.expected, card.present) == ("La Manufacture", 12, None)


@pytest.mark.parametrize("occurred", ["2025-07-01/2025-07-10", "2025-11~", None])
def test_a_workshop_without_hours_keeps_what_is_known(
    work: RoomAtWork, schedule: Schedule, occurred: str | None
) -> None:
    card = work.ask(GetWorkshop(id=schedule(occurred=occurred)))
    (told,) = work.told(WorkshopScheduled)
    assert (card.start, card.end, card.occurred, told.occurred) == (None, None, occurred, occurred)


def test_what_lies_ahead_was_decided_today_and_says_for_when(work: RoomAtWork, schedule: Schedule) -> None:
    workshop = schedule(occurred="2026-03")
    work.obey(MoveWorkshop(workshop=workshop, on="2026-04", reason="neige"))
    work.obey(CancelWorkshop(workshop=workshop, reason="budget"))
    scheduled, moved, cancelled = work.told()
    assert {envelope.occurred for envelope in (scheduled, moved, cancelled)} == {"2026-02-02"}
    assert (scheduled.data["planned"], moved.data["planned"]) == ("2026-03", "2026-04")


@pytest.mark.parametrize(
    ("told", "fields"),
    [
        ({"start": "2025-07-03T09:00:00", "end": "2025-07-03T12:00:00"}, ["start", "end"]),
        ({"start": "2025-07-03T12:00:00+02:00", "end": "2025-07-03T09:00:00+02:00"}, ["end"]),
        ({"start": "2025-07-03T12:00:00+02:00"}, ["end"]),
        ({"venue": "La Manufacture"}, ["venue"]),
        ({"invited": ["quelqu'un@example.org"]}, ["invited.0"]),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_kept(
    work: RoomAtWork, told: dict[str, object], fields: list[str]
) -> None:
    command = ScheduleWorkshop.model_validate({"accompaniment": ACCOMPANIMENT, "title": "Atelier", **told})
    with pytest.raises(InvalidInput) as refusal:
        work.obey(command)
    assert [where for where, _ in refusal.value.problems] == fields
    assert work.told() == []


def test_an_unknown_accompaniment_or_workshop_is_not_found(work: RoomAtWork) -> None:
    with pytest.raises(NotFound, match="accompagnement est inconnu") as refusal:
        work.obey(ScheduleWorkshop(accompaniment=new_id(), title="Atelier"))
    assert refusal.value.stable_code == "unknown-accompaniment"
    for command in (
        MoveWorkshop(workshop=new_id(), on="2025-11", reason="x"),
        MaintainWorkshop(workshop=new_id(), reason="x"),
        CancelWorkshop(workshop=new_id(), reason="x"),
        HoldWorkshop(workshop=new_id()),
    ):
        with pytest.raises(NotFound, match="Cet atelier est inconnu") as refusal:
            work.obey(command)
        assert refusal.value.stable_code == "unknown-workshop"


def test_a_move_keeps_every_earlier_date(work: RoomAtWork, schedule: Schedule) -> None:
    workshop = schedule()
    work.obey(MoveWorkshop(workshop=workshop, on="2025-11", reason="trop d'absents"))
    work.obey(
        MoveWorkshop(
            workshop=workshop,
            start=paris("2025-11-06T14:00"),
            end=paris("2025-11-06T17:00"),
            reason="date trouvée",
        )
    )
    card = work.ask(GetWorkshop(id=workshop))
    assert card.moves == [
        (
            "Date d’abord retenue\u00a0: jeudi 3 juillet 2025, de 9\u00a0h à 12\u00a0h. "
            "Nouvelle date\u00a0: novembre 2025. Motif\u00a0: trop d'absents."
        ),
        (
            "Date d’abord retenue\u00a0: novembre 2025. "
            "Nouvelle date\u00a0: jeudi 6 novembre 2025, de 14\u00a0h à 17\u00a0h. Motif\u00a0: date trouvée."
        ),
    ]
    assert (card.start, card.occurred) == ("2025-11-06T14:00:00+01:00", "2025-11-06")
    assert [(e.occurred, e.data["start"]) for e in work.told(WorkshopMoved)] == [
        ("2025-11", None),
        ("2025-11-06", "2025-11-06T14:00:00+01:00"),
    ]


def test_a_move_to_the_same_date_or_to_none_is_refused(work: RoomAtWork, schedule: Schedule) -> None:
    workshop = schedule(occurred="2025-11")
    with pytest.raises(Refused) as refusal:
        work.obey(MoveWorkshop(workshop=workshop, on="2025-11", reason="x"))
    assert refusal.value.stable_code == "same-date"
    with pytest.raises(InvalidInput):
        work.obey(MoveWorkshop(workshop=workshop, reason="x"))
    assert work.told(WorkshopMoved) == []


def test_a_workshop_is_maintained_by_a_person_and_withdrawals_never_cancel_it(
    work: RoomAtWork, schedule: Schedule
) -> None:
    workshop = schedule(occurred="2025-11", expected=9)
    work.obey(MaintainWorkshop(workshop=workshop, reason="Garder le rythme", withdrawals=8))
    card = work.ask(GetWorkshop(id=workshop))
    assert (card.state, card.maintained, card.withdrawals) == ("scheduled", "Garder le rythme", 8)
    (told,) = work.told(WorkshopMaintained)
    assert (told.occurred, told.data["withdrawals"]) == ("2025-11", 8)


def test_a_decision_to_maintain_speaks_of_its_date_only(work: RoomAtWork, schedule: Schedule) -> None:
    workshop = schedule(occurred="2025-11")
    work.obey(MaintainWorkshop(workshop=workshop, reason="Garder le rythme", withdrawals=2))
    work.obey(MoveWorkshop(workshop=workshop, on="2025-12", reason="neige"))
    card = work.ask(GetWorkshop(id=workshop))
    assert (card.maintained, card.withdrawals) == (None, None)


def test_a_cancelled_workshop_stays_visible_and_takes_no_more_decisions(work: RoomAtWork, schedule: Schedule) -> None:
    workshop = schedule()
    work.obey(CancelWorkshop(workshop=workshop, reason="Plus de budget"))
    card = work.ask(GetWorkshop(id=workshop))
    assert (card.state, card.cancelled) == ("cancelled", "Plus de budget")
    (told,) = work.told(WorkshopCancelled)
    assert told.occurred == "2025-07-03"
    for command in (
        HoldWorkshop(workshop=workshop),
        CancelWorkshop(workshop=workshop, reason="x"),
        MoveWorkshop(workshop=workshop, on="2025-12", reason="x"),
        MaintainWorkshop(workshop=workshop, reason="x"),
    ):
        with pytest.raises(Refused, match="annulé") as refusal:
            work.obey(command)
        assert refusal.value.stable_code == "workshop-cancelled"


def test_a_workshop_is_held_once(work: RoomAtWork, schedule: Schedule) -> None:
    workshop = schedule()
    work.obey(HoldWorkshop(workshop=workshop, summary="Beaucoup d'idées"))
    with pytest.raises(Refused, match="déjà tenu") as refusal:
        work.obey(HoldWorkshop(workshop=workshop))
    assert refusal.value.stable_code == "workshop-already-held"
    with pytest.raises(Refused):
        work.obey(CancelWorkshop(workshop=workshop, reason="trop tard"))
    (told,) = work.told(WorkshopHeld)
    assert (told.occurred, told.data["title"]) == ("2025-07-03", "Atelier 1")
    card = work.ask(GetWorkshop(id=workshop))
    assert (card.state, card.summary) == ("held", "Beaucoup d'idées")


def test_what_is_held_without_a_date_stays_undated(work: RoomAtWork, schedule: Schedule) -> None:
    workshop = schedule(undated=True)
    work.obey(HoldWorkshop(workshop=workshop))
    (told,) = work.told(WorkshopHeld)
    assert told.occurred is None
    assert work.ask(GetWorkshop(id=workshop)).occurred is None


def test_holding_a_workshop_that_lies_ahead_is_done_with_a_word_of_caution(
    work: RoomAtWork, schedule: Schedule
) -> None:
    ahead = schedule(occurred="2026-03")
    assert work.obey(HoldWorkshop(workshop=ahead)).notes == [
        "La date de cet atelier est encore à venir\u00a0: vérifiez qu’il s’est bien tenu."
    ]
    assert work.obey(HoldWorkshop(workshop=schedule())).notes == []


def test_a_workshop_to_come_was_scheduled_today_and_not_on_its_day(work: RoomAtWork, schedule: Schedule) -> None:
    schedule(start=paris("2026-03-12T09:00"), end=paris("2026-03-12T12:00"))
    schedule(occurred="2026-04")
    exact, partial = work.told(WorkshopScheduled)
    today = work.clock.now().date().isoformat()
    assert (exact.occurred, partial.occurred) == (today, today)
    assert (exact.data["planned"], partial.data["planned"]) == (None, "2026-04")
