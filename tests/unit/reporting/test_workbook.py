"""The follow-up as a workbook, read back as a person's office would."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook

from services.reporting.rules.follow_up import follow_up
from services.reporting.rules.shown import all_shown
from services.reporting.workbook import make_follow_up_workbook
from shared import events
from shared.contracts.reporting import FollowUp
from tests.unit.reporting.story import COQUELICOT, HELLEMMES, Story

NB = "\u00a0"


def made(known_at: str = "2026-02-02T10:30:00+00:00") -> bytes:
    story = Story()
    story.call()
    story.enrol("2024-11-28", siren="048000747")
    story.enrol(None, HELLEMMES)
    story.interview(1, "s1", "2025-02")
    story.tell(events.SlotSearchFailed(month="2025-05", reason="public-holidays", **COQUELICOT), "2025-05")
    story.tell(events.SlotSearchFailed(month="2025-06", reason="overload", **COQUELICOT), "2025-06")
    story.tell(events.MilestoneNoted(title="=HYPERLINK(A1)", **COQUELICOT), "2025-07-01/2025-07-10")
    programme = story.as_of("2026-02-02")
    state = FollowUp(as_of="2026-02-02", known_at=known_at, calls=follow_up(programme))
    facts = [fact for fact in programme.facts if fact.accompaniment]
    return make_follow_up_workbook(state, all_shown(facts, programme.names))


def rows(content: bytes, sheet: str) -> list[dict[str, Any]]:
    header, *lines = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_name(sheet).to_python()
    return [dict(zip(header, line, strict=True)) for line in lines]


@pytest.fixture(scope="module")
def workbook() -> bytes:
    return made()


def test_it_has_a_sheet_to_read_one_for_the_facts_and_one_that_explains(workbook: bytes):
    assert CalamineWorkbook.from_filelike(BytesIO(workbook)).sheet_names == ["Suivi", "Faits", "Lisez-moi"]


def test_a_line_holds_real_dates_only_where_the_day_is_known_and_codes_as_text(workbook: bytes):
    coquelicot, hellemmes = rows(workbook, "Suivi")
    assert coquelicot["SIREN"] == "048000747"
    assert coquelicot["Engagement"] == date(2024, 11, 28)
    assert coquelicot["Prochaine échéance"] == date(2025, 11, 28)
    assert coquelicot["Date du dernier fait"] == "du 1er au 10 juillet 2025"
    assert coquelicot["Entretiens"] == 1
    assert coquelicot["Présents"] == ""
    assert coquelicot["Bilan tenu"] == "non"
    assert coquelicot["Mois sans créneau"] == "mai 2025 (jours fériés)\njuin 2025 (agendas surchargés)"
    assert hellemmes["Engagement"] == ""
    assert f"Date d’engagement inconnue{NB}: l’échéance du bilan est à fixer." in hellemmes["Alertes"]


def test_every_fact_is_there_with_its_sentence_and_its_id_and_no_text_becomes_a_formula(workbook: bytes):
    facts = rows(workbook, "Faits")
    assert [fact["Identifiant du fait"] for fact in facts] == ["e0002", "e0004", "e0005", "e0006", "e0007", "e0003"]
    assert facts[0]["Fait"] == "L’accompagnement de la CC du Pays du Coquelicot commence."
    assert facts[1]["Date du fait"] == "février 2025"
    assert facts[1]["Compte à partir du"] == date(2025, 2, 28)
    assert facts[4]["Fait"] == "=HYPERLINK(A1)."
    assert facts[0]["Saisi le"] == datetime.fromisoformat("2026-02-02T10:02:00")
    assert facts[5]["Date du fait"] == ""


def test_the_explanations_say_the_two_dates_the_author_and_every_definition(workbook: bytes):
    sheet = CalamineWorkbook.from_filelike(BytesIO(workbook)).get_sheet_by_name("Lisez-moi").to_python()
    said = {line[0]: line[1] for line in sheet if line[0]}
    assert said["Données arrêtées au"] == "lundi 2 février 2026"
    assert said["Connues au"] == f"lundi 2 février 2026 à 11{NB}h{NB}30 (heure de Paris)"
    assert said["Auteur"] == "Terreau"
    assert said["Structures de l’ESS intéressées"].startswith("Le nombre de structures de l’ESS")


def test_headers_are_frozen_and_filtered(workbook: bytes):
    with ZipFile(BytesIO(workbook)) as package:
        for sheet in ("sheet1", "sheet2"):
            xml = package.read(f"xl/worksheets/{sheet}.xml").decode()
            assert 'state="frozen"' in xml
            assert "<autoFilter" in xml


def test_the_same_dates_give_the_same_bytes_and_the_file_tells_its_instant_of_knowledge():
    assert made() == made()
    later = datetime(2026, 2, 2, 10, 30, tzinfo=UTC) + timedelta(days=1)
    assert made(later.isoformat()) != made()


def test_a_follow_up_without_territory_is_still_a_workbook():
    empty = FollowUp(as_of="2026-02-02", known_at="2026-02-02T10:30:00+00:00", calls=[])
    assert rows(make_follow_up_workbook(empty, []), "Suivi") == []
