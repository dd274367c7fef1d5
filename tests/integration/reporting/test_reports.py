"""The funder's periods: remembered, due once, done once a report was made."""

from __future__ import annotations

import threading
from datetime import date, datetime, timedelta

import pytest

from services.reporting.room import ROOM
from shared import events
from shared.contracts.reporting import PublishReport, SetFunderPeriod
from shared.errors import InvalidInput, Refused
from shared.periods import WrongPeriod
from tests.conftest import OpenRoom
from tests.support.rooms import RoomAtWork


@pytest.fixture
def work(open_room: OpenRoom) -> RoomAtWork:
    return open_room(ROOM)


def due(work: RoomAtWork) -> list[tuple[str, str, str | None]]:
    return [(one.data["funder"], one.data["due"], one.occurred) for one in work.told(events.ReportDue)]


def test_a_report_is_due_once_on_its_day(work: RoomAtWork):
    today = date(2026, 2, 2)
    work.obey(SetFunderPeriod(funder="Région", period="2025-s2", due=today))
    work.obey(SetFunderPeriod(funder="Union européenne", period="2025", due=today + timedelta(days=1)))
    work.tick("raise_report_due")
    work.tick("raise_report_due")
    assert due(work) == [("Région", "2026-02-02", "2026-02-02")]
    work.clock.advance(timedelta(days=30))
    work.tick("raise_report_due")
    assert due(work)[1:] == [("Union européenne", "2026-02-03", "2026-02-03")]
    assert work.told(events.ReportDue)[0].data["period"] == "2025-S2"


def test_the_day_is_the_one_in_paris(work: RoomAtWork):
    work.obey(SetFunderPeriod(funder="Région", period="2025", due=date(2026, 7, 1)))
    work.clock.instant = datetime.fromisoformat("2026-06-30T21:59:00+00:00")
    work.tick("raise_report_due")
    assert due(work) == []
    work.clock.advance(timedelta(minutes=2))
    work.tick("raise_report_due")
    assert len(due(work)) == 1


def test_setting_the_same_day_again_changes_nothing_another_day_is_due_anew(work: RoomAtWork):
    first = work.obey(SetFunderPeriod(funder="Région", period="2025", due=date(2026, 2, 1)))
    work.tick("raise_report_due")
    again = work.obey(SetFunderPeriod(funder="Région", period="2025", due=date(2026, 2, 1)))
    work.tick("raise_report_due")
    assert (again.id, len(due(work))) == (first.id, 1)
    work.obey(SetFunderPeriod(funder="Région", period="2025", due=date(2026, 2, 2)))
    work.tick("raise_report_due")
    assert [day for _, day, _ in due(work)] == ["2026-02-01", "2026-02-02"]


def test_a_report_made_before_its_day_is_never_due(work: RoomAtWork):
    work.obey(SetFunderPeriod(funder="Région", period="2025", due=date(2026, 3, 1)))
    work.obey(PublishReport(funder="Région", period="2025", as_of=date(2025, 12, 31), known_at=work.clock.now()))
    work.clock.advance(timedelta(days=60))
    work.tick("raise_report_due")
    assert due(work) == []


def test_two_replicas_ticking_at_once_tell_it_once(work: RoomAtWork):
    for number in range(6):
        work.obey(SetFunderPeriod(funder=f"F{number}", period="2025", due=date(2026, 2, 1)))
    replicas = [threading.Thread(target=work.tick, args=("raise_report_due",)) for _ in range(3)]
    for replica in replicas:
        replica.start()
    for replica in replicas:
        replica.join()
    assert sorted(funder for funder, _, _ in due(work)) == [f"F{number}" for number in range(6)]


def test_a_published_report_says_which_figures_as_of_when_and_known_when(work: RoomAtWork):
    known_at = work.clock.now() - timedelta(hours=1)
    receipt = work.obey(PublishReport(funder="Région", period="2025-s1", as_of=date(2025, 6, 30), known_at=known_at))
    (told,) = work.told(events.ReportPublished)
    assert told.occurred == "2026-02-02"
    assert told.data == {
        "territory": None,
        "accompaniment": None,
        "report": receipt.id,
        "funder": "Région",
        "period": "2025-S1",
        "as_of": "2025-06-30",
        "known_at": known_at.isoformat(),
    }


def test_wrong_periods_and_instants_change_nothing(work: RoomAtWork):
    with pytest.raises(WrongPeriod):
        work.obey(SetFunderPeriod(funder="Région", period="2025-S9", due=date(2026, 2, 1)))
    publish = PublishReport(funder="Région", period="2025", as_of=date(2025, 12, 31), known_at=work.clock.now())
    with pytest.raises(InvalidInput):
        work.obey(publish.model_copy(update={"known_at": datetime.fromisoformat("2026-01-01T00:00:00")}))
    with pytest.raises(Refused) as refusal:
        work.obey(publish.model_copy(update={"known_at": work.clock.now() + timedelta(minutes=1)}))
    assert refusal.value.stable_code == "known-at-to-come"
    work.tick("raise_report_due")
    assert work.told() == []
