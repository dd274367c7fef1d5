"""The follow-up, the figures open, the funder's figures and the morning, asked as the portal and the command ask."""

from __future__ import annotations

from base64 import b64decode
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from services.reporting.room import ROOM
from shared import events
from shared.contracts.reporting import (
    ExplainFigure,
    GetFollowUp,
    GetFunderReport,
    GetMorning,
    MakeFollowUpWorkbook,
    PublishReport,
    SetFunderPeriod,
)
from shared.errors import InvalidInput, NotFound
from tests.conftest import OpenRoom
from tests.support.rooms import RoomAtWork

COQUELICOT = {"territory": "t-coquelicot", "accompaniment": "a-coquelicot"}


@pytest.fixture
def work(open_room: OpenRoom) -> RoomAtWork:
    """A short story of one territory, learnt on one day."""
    room = open_room(ROOM)
    room.hear(events.CallPublished(call="c", title="Expérimenter"), "2024")
    room.hear(events.TerritoryEnrolled(call="c", name="CC du Pays du Coquelicot", kind="cc", **COQUELICOT), "2024-11")
    for number, appetite in enumerate(["interested", "interested", "refusal"]):
        room.hear(interview(number, appetite), "2024-11/2025-04")
    room.hear(events.WorkshopHeld(workshop="w", title="Idées", format="f", **COQUELICOT), "2025-07-01/2025-07-10")
    room.hear(events.PlatformPresented(shortlist="l", platform="dokos", **COQUELICOT), "2026-01/2026-03")
    return room


def interview(number: int, appetite: str = "interested") -> events.InterviewLogged:
    return events.InterviewLogged(
        interview=f"i{number}", structure=f"s{number}", kind="ess", ess=True, appetite=appetite, **COQUELICOT
    )


def test_the_follow_up_as_of_a_day_shows_what_stood_by_then(work: RoomAtWork):
    follow_up = work.ask(GetFollowUp(as_of=date(2025, 7, 15)))
    assert (follow_up.as_of, follow_up.known_at) == ("2025-07-15", work.clock.now().isoformat())
    (line,) = follow_up.calls[0].territories
    assert (line.interviews, line.organisations_ess_interested, line.workshops_held) == (3, 2, 1)
    assert (line.platforms_presented, line.choice, line.next_deadline) == (0, None, "2025-11-30")


def test_the_same_dates_give_the_same_answer_whatever_was_learnt_since(work: RoomAtWork):
    known_at = work.clock.now()
    asked: list[Any] = [
        GetFollowUp(as_of=date(2025, 12, 31), known_at=known_at),
        GetFunderReport(period="2025", as_of=date(2025, 12, 31), known_at=known_at, funder="Région"),
        MakeFollowUpWorkbook(as_of=date(2025, 12, 31), known_at=known_at),
        ExplainFigure(figure="interviews", accompaniment="a-coquelicot", as_of=date(2025, 12, 31), known_at=known_at),
    ]
    before = [work.ask(query).model_dump_json() for query in asked]
    work.clock.advance(timedelta(days=40))
    work.hear(interview(9), "2025-01")
    work.hear(events.StakeNamed(stake="s", title="Mobilité", **COQUELICOT))
    work.hear(events.CallPublished(call="earlier", title="Avant"), "2022")
    assert [work.ask(query).model_dump_json() for query in asked] == before
    assert work.ask(GetFollowUp(as_of=date(2025, 12, 31))).calls != work.ask(asked[0]).calls


def test_an_instant_is_the_same_in_any_offset_and_one_without_offset_is_refused(work: RoomAtWork):
    paris = work.clock.now().astimezone().isoformat()
    assert work.ask(GetFollowUp(known_at=datetime.fromisoformat(paris))).known_at == work.clock.now().isoformat()
    with pytest.raises(InvalidInput) as refusal:
        work.ask(GetFollowUp(known_at=datetime.fromisoformat("2026-02-02T09:00:00")))
    assert refusal.value.stable_code == "naive-instant"


def test_before_anything_was_known_there_is_no_call_and_an_unknown_call_is_refused(work: RoomAtWork):
    assert work.ask(GetFollowUp(known_at=datetime(2020, 1, 1, tzinfo=UTC))).calls == []
    with pytest.raises(NotFound) as refusal:
        work.ask(GetFollowUp(call="nobody-knows"))
    assert refusal.value.stable_code == "unknown-call"


def test_a_figure_opens_to_its_facts_and_its_definition(work: RoomAtWork):
    figure = work.ask(ExplainFigure(figure="organisations_ess_interested", accompaniment="a-coquelicot"))
    assert (figure.value, len(figure.facts), figure.label) == ("2", 2, "Structures de l’ESS intéressées")
    assert {fact.data["appetite"] for fact in figure.facts} == {"interested"}
    assert figure.facts[0].sentence.startswith("Entretien avec une structure de l’ESS")


def test_an_indicator_opens_in_total_and_for_one_territory(work: RoomAtWork):
    report = work.ask(GetFunderReport(period="2025"))
    (wanted,) = [one for one in report.indicators if one.code == "interviews"]
    for accompaniment in (None, "a-coquelicot"):
        figure = work.ask(ExplainFigure(figure="interviews", funder_period="2025", accompaniment=accompaniment))
        assert [fact.id for fact in figure.facts] == wanted.events
        assert (figure.value, figure.definition) == (str(wanted.value), wanted.definition)
    nothing = work.ask(ExplainFigure(figure="interviews", funder_period="2023", accompaniment="a-coquelicot"))
    assert (nothing.value, nothing.facts) == ("0", [])
    rate = work.ask(ExplainFigure(figure="attendance_rate", funder_period="2025"))
    assert rate.value == "non renseigné"


@pytest.mark.parametrize(
    ("query", "code"),
    [
        (ExplainFigure(figure="stars", accompaniment="a-coquelicot"), "unknown-figure"),
        (ExplainFigure(figure="stage", funder_period="2025"), "unknown-figure"),
        (ExplainFigure(figure="stage"), "accompaniment-missing"),
        (ExplainFigure(figure="stage", accompaniment="nobody"), "unknown-accompaniment"),
        (ExplainFigure(figure="stage", accompaniment="a-coquelicot", as_of=date(2024, 1, 1)), "unknown-accompaniment"),
        (ExplainFigure(figure="interviews", funder_period="2025", accompaniment="nobody"), "unknown-accompaniment"),
        (ExplainFigure(figure="interviews", funder_period="2025-S3"), "wrong-period"),
        (GetFunderReport(period="2025-13"), "wrong-period"),
    ],
)
def test_what_cannot_be_opened_is_refused(work: RoomAtWork, query: Any, code: str):
    with pytest.raises((NotFound, InvalidInput)) as refusal:
        work.ask(query)
    assert refusal.value.stable_code == code


def test_the_funder_gets_every_figure_with_its_events_in_total_and_by_territory(work: RoomAtWork):
    report = work.ask(GetFunderReport(period="2025-s2", funder="Région", as_of=date(2025, 12, 31)))
    assert (report.funder, report.period, report.as_of) == ("Région", "2025-S2", "2025-12-31")
    values = {one.code: one.value for one in report.indicators}
    assert (values["territories"], values["interviews"], values["workshops_held"]) == (1, 0, 1)
    (territory,) = report.territories
    assert (territory.id, territory.name) == ("t-coquelicot", "CC du Pays du Coquelicot")
    assert [one.model_dump(exclude={"definition"}) for one in territory.indicators] == [
        one.model_dump(exclude={"definition"}) for one in report.indicators
    ]


def test_the_workbook_holds_the_line_and_the_facts_of_the_call_asked_for(work: RoomAtWork):
    work.hear(events.CallPublished(call="other", title="Autre"), "2025")
    document = work.ask(MakeFollowUpWorkbook(as_of=date(2025, 7, 15), call="c"))
    assert document.filename == "suivi-2025-07-15.xlsx"
    workbook = CalamineWorkbook.from_filelike(BytesIO(b64decode(document.content)))
    assert len(workbook.get_sheet_by_name("Suivi").to_python()) == 2
    assert len(workbook.get_sheet_by_name("Faits").to_python()) == 1 + 5


def test_the_morning_says_what_happened_what_is_due_and_who_waits(work: RoomAtWork):
    work.clock.instant = datetime(2026, 4, 1, 6, tzinfo=UTC)
    work.obey(SetFunderPeriod(funder="Région", period="2025", due=date(2026, 6, 30)))
    morning = work.ask(GetMorning())
    assert morning.today == "2026-04-01"
    assert [fact.sentence for fact in morning.happened][:1] == ["Plateforme présentée\u00a0: Dokos."]
    assert [(line.kind, line.due, line.late) for line in morning.due] == [
        ("bilan", "2025-11-30", True),
        ("report", "2026-06-30", False),
    ]
    assert [line.what for line in morning.waiting] == ["la réunion de bilan", "le choix d’une plateforme"]
    assert morning.lines == work.ask(GetFollowUp()).calls


def test_a_report_that_was_made_is_due_no_more(work: RoomAtWork):
    work.obey(SetFunderPeriod(funder="Région", period="2025", due=date(2026, 3, 31)))
    work.obey(PublishReport(funder="Région", period="2025", as_of=date(2025, 12, 31), known_at=work.clock.now()))
    assert [line.kind for line in work.ask(GetMorning()).due] == ["bilan"]


def test_an_empty_house_has_a_quiet_morning(open_room: OpenRoom):
    morning = open_room(ROOM).ask(GetMorning())
    assert (morning.happened, morning.due, morning.waiting, morning.lines) == ([], [], [], [])
