"""The follow-up as of a day: its figures, the facts behind them, the workbook; and the funder's figures."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect
from python_calamine import CalamineWorkbook

from tests.support.visits import heading

COQUELICOT = "Communauté de communes du Pays du Coquelicot"


def as_of_summer(page: Page) -> None:
    """Ask for the state of 15 July 2025."""
    page.goto("/suivi")
    page.get_by_label("État au").fill("2025-07-15")
    page.get_by_role("button", name="Voir").click()
    expect(page.get_by_text("État au mardi 15 juillet 2025.")).to_be_visible()


def test_in_mid_july_one_workshop_was_held_and_no_platform_presented(page: Page) -> None:
    as_of_summer(page)
    line = page.get_by_role("article", name=COQUELICOT)
    expect(line.get_by_role("link", name="31 entretiens")).to_be_visible()
    expect(line.get_by_role("link", name="5 structures de l’ESS intéressées")).to_be_visible()
    expect(line.get_by_role("link", name="0 plateforme présentée")).to_be_visible()
    expect(line.get_by_role("link", name="mai 2025 (jours fériés), juin 2025 (agendas surchargés)")).to_be_visible()
    line.get_by_role("link", name="1 atelier tenu").click()
    heading(page, "Ateliers tenus : 1")
    expect(page.get_by_role("main").get_by_role("listitem")).to_have_count(1)
    expect(page.get_by_role("main")).to_contain_text("1er–10 juill. 2025")
    page.get_by_role("main").get_by_role("link", name="Suivi").click()
    expect(page.get_by_text("État au mardi 15 juillet 2025.")).to_be_visible()


def test_the_workbook_says_what_the_page_says(page: Page, tmp_path: Path) -> None:
    as_of_summer(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Tableur (XLSX)").click()
    file = tmp_path / download.value.suggested_filename
    assert file.suffix == ".xlsx"
    download.value.save_as(file)
    book = CalamineWorkbook.from_path(file)
    rows = [row for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python()]
    mine = [row for row in rows if COQUELICOT in row]
    assert mine
    assert 31 in mine[0]
    assert 1 in mine[0]


def test_a_day_nobody_can_read_is_refused_in_french(page: Page) -> None:
    answer = page.goto("/suivi?au=31 février 2025")
    assert answer is not None
    assert answer.status == 422
    expect(page.get_by_role("main")).to_contain_text("« État au » attend un jour précis")


def test_a_funders_figure_opens_to_the_events_that_justify_it(page: Page) -> None:
    page.goto("/bailleurs")
    page.get_by_label("Période").fill("2025")
    page.get_by_label("État au").fill("2025-12-31")
    page.get_by_role("button", name="Voir").click()
    expect(page.get_by_text("état au mercredi 31 décembre 2025")).to_be_visible()
    page.get_by_role("region", name="L’ensemble du programme").get_by_role("link", name="Ateliers tenus").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ateliers tenus")
    expect(page.get_by_role("main")).to_contain_text("Premier atelier")
