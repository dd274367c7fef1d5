"""The year 2025 of the Pays du Coquelicot, told again through the commands (domain.md 12.A)."""

from __future__ import annotations

import pytest

from shared.contracts.workshops import (
    GetWorkshops,
    HoldWorkshop,
    MaintainWorkshop,
    NoteNeed,
    RecordNoSlot,
    ScheduleWorkshop,
    WorkshopsPage,
)
from shared.events import SlotSearchFailed, WorkshopHeld, WorkshopMaintained
from tests.integration.workshops.conftest import ACCOMPANIMENT
from tests.support.rooms import RoomAtWork


@pytest.fixture
def told(work: RoomAtWork) -> RoomAtWork:
    no_slot(work, "2025-05", "public-holidays")
    no_slot(work, "2025-06", "overload")
    first = scheduled(work, "Idéation à la Manufacture", "2025-07-01/2025-07-10")
    work.obey(HoldWorkshop(workshop=first))
    work.obey(NoteNeed(accompaniment=ACCOMPANIMENT, title="Réservation d'espaces", workshop=first))
    no_slot(work, "2025-09", "back-to-school")
    no_slot(work, "2025-10", "school-holidays")
    second = scheduled(work, "Design de service", "2025-11")
    work.obey(MaintainWorkshop(workshop=second, reason="Urgences de dernière minute, la date est maintenue"))
    work.obey(HoldWorkshop(workshop=second))
    return work


def no_slot(work: RoomAtWork, month: str, reason: str) -> list[str]:
    told = {"accompaniment": ACCOMPANIMENT, "month": month, "reason": reason}
    return work.obey(RecordNoSlot.model_validate(told)).notes


def scheduled(work: RoomAtWork, title: str, occurred: str) -> str:
    return work.obey(ScheduleWorkshop(accompaniment=ACCOMPANIMENT, title=title, occurred=occurred)).id


def page(work: RoomAtWork) -> WorkshopsPage:
    return work.ask(GetWorkshops(accompaniment=ACCOMPANIMENT))


def test_four_months_gave_no_slot_each_for_its_own_reason(told: RoomAtWork) -> None:
    assert [(search.month, search.reason) for search in page(told).failed_searches] == [
        ("2025-05", "public-holidays"),
        ("2025-06", "overload"),
        ("2025-09", "back-to-school"),
        ("2025-10", "school-holidays"),
    ]
    assert [e.occurred for e in told.told(SlotSearchFailed)] == ["2025-05", "2025-06", "2025-09", "2025-10"]


def test_two_workshops_were_held_in_july_and_november(told: RoomAtWork) -> None:
    assert [(card.title, card.state, card.occurred) for card in page(told).workshops] == [
        ("Idéation à la Manufacture", "held", "2025-07-01/2025-07-10"),
        ("Design de service", "held", "2025-11"),
    ]
    assert [e.occurred for e in told.told(WorkshopHeld)] == ["2025-07-01/2025-07-10", "2025-11"]


def test_the_second_was_maintained_and_its_presence_is_not_stated(told: RoomAtWork) -> None:
    first, second = page(told).workshops
    assert first.maintained is None
    assert second.maintained == "Urgences de dernière minute, la date est maintenue"
    assert (second.expected, second.present, second.withdrawals) == (None, None, None)
    assert [e.occurred for e in told.told(WorkshopMaintained)] == ["2025-11"]


def test_a_second_run_of_the_same_search_is_kept_beside_the_first_and_said(told: RoomAtWork) -> None:
    assert no_slot(told, "2025-05", "overload") == []
    assert no_slot(told, "2025-05", "public-holidays") == [
        "Déjà noté\u00a0: une recherche sans créneau en mai 2025 pour ce motif. Celle-ci s’y ajoute."
    ]
    assert [search.month for search in page(told).failed_searches].count("2025-05") == 3
