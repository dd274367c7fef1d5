"""Reading workbooks: XLSX, ODS and CSV give the same rows, and what is wrong is said in French at its place."""

from __future__ import annotations

import datetime as dt
import io
import re
import time
import zipfile
from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from shared.workbooks import INTERVIEW_COLUMNS, Column, Problem, Row, Table, read_table

HEADER = ("date", "structure", "kind", "appetite", "synthesis")
CELLS = ("mars 2025", "Atelier bois", "ESS", "intéressé", "Envie de coopérer\u00a0; manque de moyens.")
ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
ROW = dict(zip(HEADER, CELLS, strict=True))


def xlsx(*rows: Sequence[Any], sheets: Sequence[str] = ("Entretiens",), hidden: Sequence[str] = ()) -> bytes:
    """A workbook whose last sheet holds `rows`; days are days of Excel."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"default_date_format": "dd/mm/yyyy"})
    for name in sheets:
        sheet = book.add_worksheet(name)
        if name in hidden:
            sheet.hide()
    for index, row in enumerate(rows):
        for column, cell in enumerate(row):
            sheet.write(index, column, cell)
    book.close()
    return buffer.getvalue()


def ods(*rows: Sequence[str]) -> bytes:
    """The smallest OpenDocument spreadsheet: the parts that ODF 1.2 asks for, text cells only."""
    body = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{escape(cell)}</text:p></table:table-cell>'
            for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    namespace = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<?xml version="1.0"?><office:document-content xmlns:office="{namespace}:office:1.0" '
        f'xmlns:table="{namespace}:table:1.0" xmlns:text="{namespace}:text:1.0" office:version="1.2"><office:body>'
        f'<office:spreadsheet><table:table table:name="Feuille1">{body}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    manifest = (
        f'<?xml version="1.0"?><manifest:manifest xmlns:manifest="{namespace}:manifest:1.0" manifest:version="1.2">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODS_TYPE}"/>'
        "</manifest:manifest>"
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", ODS_TYPE)
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", content)
    return buffer.getvalue()


def sheet_csv(*rows: Sequence[str], encoding: str = "utf-8") -> bytes:
    def cell(text: str) -> str:
        return '"' + text.replace('"', '""') + '"' if re.search('[;"\n]', text) else text

    return "".join(";".join(map(cell, row)) + "\r\n" for row in rows).encode(encoding)


def read(content: bytes) -> Table:
    return read_table(content, INTERVIEW_COLUMNS)


def only_problem(content: bytes) -> Problem:
    (problem,) = read(content).problems
    return problem


@pytest.mark.parametrize(
    "content",
    [
        xlsx(HEADER, CELLS),
        ods(HEADER, CELLS),
        sheet_csv(HEADER, CELLS),
        sheet_csv(HEADER, CELLS, encoding="utf-8-sig"),
        sheet_csv(HEADER, CELLS, encoding="utf-16"),
    ],
    ids=["xlsx", "ods", "csv", "csv with BOM", "csv in UTF-16"],
)
def test_the_same_rows_come_out_of_every_format(content: bytes):
    assert read(content) == Table(rows=[Row(2, ROW)])


def test_headers_are_found_without_case_accents_and_under_french_names():
    content = sheet_csv(("SYNTHÈSE", "Appetence", " Type ", "Structure", "Date"), CELLS[::-1])
    assert read(content).rows == [Row(2, ROW)]


def test_other_columns_are_left_aside_and_a_title_may_stand_above():
    content = sheet_csv(
        ("Diagnostic 2025",), (), (*HEADER[:2], "interviewer", *HEADER[2:]), (*CELLS[:2], "x", *CELLS[2:])
    )
    assert read(content).rows == [Row(4, ROW)]


def test_a_column_of_the_contract_goes_before_a_french_name_for_it():
    table = read(sheet_csv((*HEADER, "type"), (*CELLS, "visite")))
    assert table.rows == [Row(2, ROW)]


def test_the_sheet_with_the_columns_is_read_whatever_comes_before_it():
    assert read(xlsx(HEADER, CELLS, sheets=("Lisez-moi", "Données"))).rows == [Row(2, ROW)]


def test_blank_rows_are_passed_over_and_row_numbers_stay_those_of_the_spreadsheet():
    for make in (xlsx, sheet_csv):
        assert [row.number for row in read(make(HEADER, CELLS, (), ("", " "), CELLS)).rows] == [2, 5]


def test_a_text_over_several_lines_is_one_cell_and_counts_as_one_row():
    table = read(sheet_csv(HEADER, (*CELLS[:4], "Un.\nDeux."), CELLS))
    assert table.rows[0].cells["synthesis"] == "Un.\nDeux."
    assert table.rows[1].number == 3


def test_missing_cells_at_the_end_of_a_row_are_empty():
    (row,) = read(sheet_csv(HEADER, CELLS[:3])).rows
    assert (row.cells["appetite"], row.cells["synthesis"]) == ("", "")


def test_each_missing_column_is_named_at_the_header():
    table = read(sheet_csv(("date", "structure", "synthèse"), CELLS[:3]))
    assert [(problem.row, problem.column) for problem in table.problems] == [(1, "kind"), (1, "appetite")]
    assert "«\u00a0type\u00a0»" in table.problems[0].message
    assert table.rows == []


def test_a_column_that_is_there_twice_is_a_problem():
    assert only_problem(sheet_csv((*HEADER, "DATE"), CELLS))[:2] == (1, "date")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "vide"),
        (b"  \r\n", "vide"),
        (b"%PDF-1.7\n\x00\x01\x02", "pas un classeur"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "pas un classeur"),
        (b"PK\x03\x04 not a zip", "abîmé"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 2000, "pas un classeur lisible"),
        (b"Bonjour, voici mes notes.", "Aucune des colonnes"),
        (b"date,structure,kind,appetite,synthesis\r\n", "points-virgules"),
        (b"\x81\x8d\x8f", "pas un classeur"),
    ],
)
def test_a_file_that_is_no_workbook_is_said_to_be_none(content: bytes, words: str):
    problem = only_problem(content)
    assert (problem.row, problem.column) == (1, "1")
    assert words in problem.message


def test_a_zip_that_is_no_workbook_is_said_to_be_none():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    assert "pas un classeur lisible" in only_problem(buffer.getvalue()).message


def test_a_workbook_that_would_fill_the_memory_is_refused_before_it_is_opened():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/sheet.xml", "w") as entry:
        for _ in range(301):
            entry.write(bytes(1_000_000))
    assert "trop gros" in only_problem(buffer.getvalue()).message


def test_a_file_with_too_many_rows_is_refused():
    assert (
        "50\u202f000 lignes"
        in only_problem(b"date;structure;kind;appetite;synthesis\n" + b"a;b;c;d;e\n" * 50_000).message
    )


def test_windows_1252_is_read_and_the_person_is_asked_to_look_at_the_accents():
    table = read(sheet_csv(HEADER, CELLS, encoding="cp1252"))
    assert table.rows == [Row(2, ROW)]
    (notice,) = table.notices
    assert "vérifiez les accents" in notice


def test_a_quotation_mark_left_open_never_swallows_the_rows_after_it():
    content = sheet_csv(HEADER, CELLS) + b'mars 2025;"Usine;ESS;;\r\n' + sheet_csv(CELLS)
    problem = only_problem(content)
    assert "La ligne 3 " in problem.message
    assert read(content).rows == []


def test_a_semicolon_without_quotation_marks_is_reported_and_no_text_is_lost():
    table = read(sheet_csv(HEADER, CELLS) + b"mars 2025;Usine;ESS;neutre;Un ; deux\r\n")
    assert [problem[:2] for problem in table.problems] == [(3, "6")]
    assert [row.number for row in table.rows] == [2]


def date_of(cell: Any) -> str:
    (row,) = read(xlsx(HEADER, (cell, *CELLS[1:]))).rows
    return row.cells["date"]


def test_a_day_of_excel_becomes_iso_text_and_loses_its_hour():
    assert date_of(dt.date(2025, 7, 3)) == "2025-07-03"
    assert date_of(dt.datetime(2025, 7, 3, 9, 30)) == "2025-07-03"  # noqa: DTZ001 - a cell has no zone


def test_dates_that_are_text_stay_as_they_were_typed():
    for text in ("début juillet 2025", "2024-11~", "10.2024", "31/02/2025"):
        assert date_of(text) == text


def test_a_number_that_is_a_year_is_a_year():
    assert date_of(2025) == "2025"


def test_midnight_that_another_program_added_to_a_day_is_dropped():
    (row,) = read(sheet_csv(HEADER, ("2025-07-03 00:00:00", *CELLS[1:]))).rows
    assert row.cells["date"] == "2025-07-03"


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        (45841, "jeudi 3 juillet 2025"),
        (45841.5, "pas une date"),
        (10.2024, "pas une date"),
        (dt.time(9, 30), "09:30"),
        (dt.date(1905, 7, 17), "l’année 2025"),
    ],
    ids=str,
)
def test_a_date_that_excel_has_spoilt_is_reported_at_its_cell(cell: Any, words: str):
    problem = only_problem(xlsx(HEADER, CELLS, (cell, *CELLS[1:])))
    assert (problem.row, problem.column) == (3, "date")
    assert words in problem.message


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("45841", "jeudi 3 juillet 2025"),
        ("########", "étroite"),
        ("juil.-25", "abrégé"),
        ("#VALEUR!", "erreur de calcul"),
    ],
)
def test_a_date_spoilt_on_the_way_to_csv_is_reported(text: str, words: str):
    assert words in only_problem(sheet_csv(HEADER, (text, *CELLS[1:]))).message


def test_a_name_that_excel_turned_into_a_day_is_reported_and_a_number_stays_a_name():
    problem = only_problem(xlsx(HEADER, ("mars 2025", dt.date(2025, 5, 1), *CELLS[2:])))
    assert (problem.column, "1er mai 2025" in problem.message) == ("structure", True)
    (row,) = read(xlsx(HEADER, ("mars 2025", 104, *CELLS[2:]))).rows
    assert row.cells["structure"] == "104"


def test_all_problems_come_together_with_the_rows_that_are_right():
    table = read(xlsx(HEADER, (45841, dt.date(2025, 5, 1), *CELLS[2:]), CELLS, (dt.time(9), *CELLS[1:])))
    assert [problem[:2] for problem in table.problems] == [(2, "date"), (2, "structure"), (4, "date")]
    assert [row.number for row in table.rows] == [3]


def test_a_header_alone_is_an_empty_table():
    assert read(sheet_csv(HEADER)) == Table()


def test_other_columns_than_those_of_interviews_can_be_read():
    assert read_table(b"Nom;Courriel\r\nA;a@b.fr\r\n", [Column("courriel")]).rows == [Row(2, {"courriel": "a@b.fr"})]


def test_ten_thousand_rows_are_read_quickly():
    content = xlsx(HEADER, *[CELLS] * 10_000)
    # The processor's time: a machine busy with other work must not fail it.
    start = time.process_time()
    assert len(read(content).rows) == 10_000
    assert time.process_time() - start < 5


def test_sentences_have_french_spaces():
    contents = [
        b"",
        b"x",
        b"PK\x03\x04",
        sheet_csv(("date",)),
        xlsx(HEADER, (45841, dt.time(1), "", "", "")),
        b'date;"x',
    ]
    for content in contents:
        for problem in read(content).problems:
            assert not re.search(r" [:;!?»]|« ", problem.message), problem.message


@given(st.binary(max_size=200))
def test_no_bytes_at_all_break_the_reading(content: bytes):
    table = read(content)
    assert table.problems


@given(st.lists(st.tuples(*[st.text(st.characters(exclude_categories=("C", "Z"))) for _ in HEADER]), max_size=5))
def test_a_csv_gives_back_what_was_written(rows: list[tuple[str, ...]]):
    table = read(sheet_csv(HEADER, *rows))
    kept = [tuple(row.cells[name] for name in HEADER) for row in table.rows]
    wrong = {problem.row for problem in table.problems}
    blank = {index for index, row in enumerate(rows, 2) if not any(row)}
    assert kept == [row for index, row in enumerate(rows, 2) if index not in wrong | blank]


def test_merged_cells_among_the_rows_are_named_and_those_of_a_title_are_not():
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    sheet = book.add_worksheet("Entretiens")
    sheet.merge_range("A1:E1", "Nos entretiens")
    sheet.write_row(1, 0, ["date", "structure", "kind", "appetite", "synthesis"])
    sheet.write_row(2, 0, ["mars 2025", "Garage", "commerce", "", ""])
    sheet.write_row(3, 0, ["mars 2025", "École", "institution publique", "", ""])
    sheet.merge_range("C3:C4", "commerce")
    book.close()
    problem = only_problem(buffer.getvalue())
    assert (problem.row, problem.column) == (3, "kind")
    assert "C3:C4 sont fusionnées" in problem.message


def test_the_code_of_a_commune_is_read_where_the_column_is_there():
    content = b"date;structure;kind;appetite;synthesis;Code INSEE\nmars 2025;Garage;commerce;;;02001\n"
    assert read(content).rows[0].cells["insee"] == "02001"
