"""A workshops room that knows one accompaniment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from services.workshops.room import ROOM
from shared.clock import PARIS
from shared.contracts.workshops import ScheduleWorkshop
from shared.events import TerritoryEnrolled
from tests.conftest import OpenRoom
from tests.support.rooms import RoomAtWork

TERRITORY = "0190a000-0000-7000-8000-000000000001"
ACCOMPANIMENT = "0190a000-0000-7000-8000-000000000002"
CALL = "0190a000-0000-7000-8000-000000000003"
PERSON = "0190a000-0000-7000-8000-00000000000a"
OTHER_PERSON = "0190a000-0000-7000-8000-00000000000b"

Schedule = Callable[..., str]


def paris(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


def enrol(work: RoomAtWork, accompaniment: str, territory: str, name: str) -> None:
    work.hear(
        TerritoryEnrolled(
            territory=territory, accompaniment=accompaniment, call=CALL, name=name, kind="communaute-de-communes"
        )
    )


@pytest.fixture
def work(open_room: OpenRoom) -> RoomAtWork:
    opened = open_room(ROOM)
    enrol(opened, ACCOMPANIMENT, TERRITORY, "CC du Pays du Coquelicot")
    return opened


@pytest.fixture
def schedule(work: RoomAtWork) -> Schedule:
    """Schedule a workshop on 3 July 2025 from 9 to 12, or as told."""

    def schedule_(**told: object) -> str:
        exact = {"start": paris("2025-07-03T09:00"), "end": paris("2025-07-03T12:00")}
        dated = {} if "occurred" in told or told.pop("undated", False) else exact
        command = {"accompaniment": ACCOMPANIMENT, "title": "Atelier 1", **dated, **told}
        return work.obey(ScheduleWorkshop.model_validate(command)).id

    return schedule_
