"""The year 2025 of the Pays du Coquelicot, told again through the commands (domain.md 12.A)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from shared.clock import PARIS
from shared.contracts.workshops import (
    BusyOf,
    FindSlots,
    GetWorkshops,
    HoldWorkshop,
    MaintainWorkshop,
    NoteNeed,
    RecordNoSlot,
    ReplaceBusyTimes,
    ScheduleWorkshop,
    WorkshopsPage,
)
from shared.events import SlotSearchFailed, WorkshopHeld, WorkshopMaintained
from shared.ids import new_id
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


# --- the search itself, with the stated reasons as busy times (12.A, WKS-01, WKS-02)

EVERYBODY = [new_id() for _ in range(6)]
"""The elected person, the agent, the Manufacture and three structures: all of them are needed (U7)."""


def days(first: str, last: str) -> list[date]:
    begin, end = date.fromisoformat(first), date.fromisoformat(last)
    return [begin + timedelta(days=number) for number in range((end - begin).days + 1)]


def at(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=PARIS)


def busy(work: RoomAtWork, of: BusyOf, taken: list[tuple[date, int, int]]) -> None:
    times = [(at(day, start), at(day, end)) for day, start, end in taken]
    work.obey(ReplaceBusyTimes(of=of, times=times))


@pytest.fixture
def agendas(work: RoomAtWork) -> RoomAtWork:
    """What each said of their year: leave around the bank holidays, an overloaded June, the rentrée, October."""
    leave = [("04-28", "05-04"), ("05-05", "05-11"), ("05-12", "05-18"), ("05-19", "05-25"), ("05-26", "06-01")]
    for number, person in enumerate(EVERYBODY):
        taken = []
        if number < len(leave):
            taken += [(day, 0, 23) for day in days(*(f"2025-{end}" for end in leave[number]))]
        # One meeting a day each, never at the same hour: nobody is to blame, and three hours in common are gone.
        for day in (
            *days("2025-06-02", "2025-06-30"),
            *days("2025-09-01", "2025-09-30"),
            *days("2025-10-01", "2025-10-17"),
        ):
            taken.append((day, 9 + 3 * (number % 3) + number % 2, 11 + 3 * (number % 3) + number % 2))
        busy(work, BusyOf(kind="person", id=person), taken)
    return work


def answer(work: RoomAtWork, month: int) -> dict[str, Any]:
    last = (date(2025, month + 1, 1) - timedelta(days=1)).isoformat()
    request = {
        "timezone": "Europe/Paris",
        "window": {"from": f"2025-{month:02}-01", "to": last},
        "duration_minutes": 180,
        "opening": {"weekdays": [0, 1, 2, 3, 4], "hours": [["09:00", "12:30"], ["13:30", "18:00"]]},
        "avoid": {"public_holidays": "exclude", "school_holidays": {"zone": "B", "mode": "exclude"}},
        "people": [{"id": person, "required": True} for person in EVERYBODY],
        "top": 3,
    }
    return work.ask(FindSlots(request=request, accompaniment=ACCOMPANIMENT)).answer


@pytest.mark.parametrize(
    ("month", "reason", "told"),
    [
        (5, "jour férié", "Mai est un mois jonché de jours fériés."),
        (6, "plusieurs personnes indispensables absentes à la fois", "Juin est un mois surchargé pour tout le monde."),
        (
            9,
            "plusieurs personnes indispensables absentes à la fois",
            "Septembre, temps de la rentrée, est un mois très chargé.",
        ),
        (
            10,
            "vacances scolaires (zone\u00a0B)",
            "Octobre est un mois très chargé, raccourci par les vacances de la Toussaint.",
        ),
    ],
)
def test_the_four_months_without_slot_say_why_as_the_guide_does(
    agendas: RoomAtWork, month: int, reason: str, told: str
) -> None:
    found = answer(agendas, month)
    assert found["slots"] == []
    assert reason in found["excluded"]
    assert found["notes"] == [told]
    assert "créneau" in found["compromise"]["message"]


@pytest.mark.parametrize("month", [7, 11])
def test_july_and_november_give_three_hours_with_everybody(agendas: RoomAtWork, month: int) -> None:
    slots = answer(agendas, month)["slots"]
    assert len(slots) == 3
    assert all(set(slot["present"]) == set(EVERYBODY) for slot in slots)
