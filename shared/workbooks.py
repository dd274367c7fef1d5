"""Reads the rows of a workbook (XLSX, ODS, XLS or CSV with semicolons) and says in French what is wrong with it.

Pure: bytes in, rows out. Nothing is guessed: what cannot be read is a `Problem` with its row and column, so that a
command can print `file:row:column: message`. Row numbers are those that a spreadsheet shows (the first is 1).
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from python_calamine import CalamineError, PasswordError, SheetTypeEnum, SheetVisibleEnum, load_workbook

from shared.french import long_day, number, quoted, short_day, tidy, without_accents

MAX_ROWS = 50_000
MAX_UNPACKED_BYTES = 300_000_000
_HEADER_DEPTH = 20  # titles and blank rows may stand above the names of the columns

_EPOCH = dt.date(1899, 12, 30)  # day 0 of Excel's serial numbers, from March 1900 on
_SERIALS = range(20_000, 80_000)  # 1954 to 2119: a plausible day, no plausible year
_YEARS = range(1900, 2200)
_EXCEL_ERRORS = frozenset(
    ("#ref!", "#n/a", "#nom?", "#name?", "#valeur!", "#value!", "#div/0!", "#nul!", "#null!", "#nombre!", "#num!")
)


@dataclass(frozen=True)
class Column:
    """A column to read: its name, other names it may have (case and accents do not count), whether it holds dates.

    An `optional` column may be missing; its cells are then left out of the rows.
    """

    name: str
    aliases: tuple[str, ...] = ()
    dates: bool = False
    optional: bool = False


class Problem(NamedTuple):
    """Something wrong at a place; `column` is the name of the column, or its number where it has none."""

    row: int
    column: str
    message: str


@dataclass(frozen=True)
class Row:
    """One row: its number in the file and the text of each column asked for (dates as they were typed, or ISO)."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Table:
    """What a workbook holds; rows with problems are left out of `rows`. `notices` are for the person, not wrong."""

    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)


INTERVIEW_COLUMNS = (
    Column("date", dates=True),
    Column("structure"),
    Column("kind", ("type",)),
    Column("appetite", ("appétence",)),
    Column("synthesis", ("synthèse",)),
    Column("insee", ("code insee", "code commune"), optional=True),
)
"""The columns of `terreau import interviews` (contract.md)."""

CONTACT_COLUMNS = (
    Column("structure", ("organisation", "organisme", "nom de la structure")),
    Column("name", ("nom", "nom et prénom", "personne", "contact")),
    Column("function", ("fonction", "poste", "rôle")),
    Column("email", ("courriel", "mail", "e-mail", "adresse électronique"), optional=True),
    Column("phone", ("téléphone", "tél", "tel"), optional=True),
    Column("kind", ("type", "sorte"), optional=True),
    Column("siret", optional=True),
    Column("rna", optional=True),
    Column("purpose", ("finalité",), optional=True),
    Column("consent", ("accord", "consentement"), optional=True),
)
"""The columns of `terreau import contacts`, the same in the portal."""


class _Unreadable(Exception):
    """The whole file cannot be read; carries the French sentence."""


def read_table(content: bytes, columns: Sequence[Column]) -> Table:
    """Read the first sheet that has all `columns`; other columns and blank rows are left aside.

    The format is told from the content, not from a name. A day of Excel becomes ISO text (its hour is dropped), a
    whole number its digits; a date that Excel has visibly spoilt is a problem. What Excel changed without a trace
    («10/24» turned into a day) cannot be seen here.
    """
    try:
        sheets, notices, separated = _sheets(content)
        found = _find_header(sheets, columns)
    except _Unreadable as unreadable:
        return Table(problems=[Problem(1, "1", tidy(str(unreadable)))])
    rows, header = found
    places, problems = _places(rows[header], header + 1, columns)
    if problems:
        return Table(problems=problems, notices=notices)
    merged = list(_merged(rows, header, places))
    if merged:
        return Table(problems=merged, notices=notices)
    table = Table(notices=notices)
    for index, cells in enumerate(rows[header + 1 :], header + 2):
        _add_row(table, index, cells, places, len(rows[header]) if separated else None)
    return table


# --- Which file is it


def _sheets(content: bytes) -> tuple[list[list[list[Any]]], list[str], bool]:
    """Every sheet as rows of cells, the notices, and whether it is text with separators."""
    if not content.strip():
        raise _Unreadable("Ce fichier est vide.")
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return _binary_sheets(content), [], False
    text, notices = _decoded(content)
    return [_separated(text)], notices, True


def _binary_sheets(content: bytes) -> list[list[list[Any]]]:
    _check_size(content)
    try:
        workbook = load_workbook(io.BytesIO(content))
        named = [sheet for sheet in workbook.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
        shown = [sheet.name for sheet in named if sheet.visible == SheetVisibleEnum.Visible]
        return [_rows_of(workbook.get_sheet_by_name(name)) for name in shown]
    except PasswordError as error:
        raise _Unreadable("Ce classeur est protégé par un mot de passe : enregistrez-le sans protection.") from error
    except CalamineError as error:
        raise _Unreadable("Ce fichier n’est pas un classeur lisible : XLSX, ODS ou CSV est attendu.") from error


def _check_size(content: bytes) -> None:
    if not content.startswith(b"PK"):
        return
    try:
        unpacked = sum(entry.file_size for entry in zipfile.ZipFile(io.BytesIO(content)).infolist())
    except zipfile.BadZipFile as error:
        raise _Unreadable("Ce fichier est abîmé : enregistrez le classeur de nouveau.") from error
    if unpacked > MAX_UNPACKED_BYTES:
        raise _Unreadable("Ce classeur est trop gros une fois décompressé : gardez-y la seule feuille à importer.")


class _Rows(list[list[Any]]):
    """The rows of a sheet, and which of its cells are merged: ((row, column), (row, column)), from 0."""

    merged: Sequence[tuple[tuple[int, int], tuple[int, int]]] = ()


def _rows_of(sheet: Any) -> list[list[Any]]:
    if sheet.total_height > MAX_ROWS:
        raise _Unreadable(_too_many())
    rows = _Rows(sheet.to_python(skip_empty_area=False))
    rows.merged = sheet.merged_cell_ranges or ()
    return rows


def _merged(rows: list[list[Any]], header: int, places: dict[Column, int]) -> Iterable[Problem]:
    """A problem for each merged area that touches what is read: only its first cell holds the value."""
    for (top, left), (bottom, right) in getattr(rows, "merged", ()):
        touched = [column.name for column, place in places.items() if left <= place <= right]
        if bottom > header and touched:
            area = f"{_letters(left)}{top + 1}:{_letters(right)}{bottom + 1}"
            message = f"Les cellules {area} sont fusionnées : séparez-les, et répétez leur valeur dans chaque ligne."
            yield Problem(max(top, header + 1) + 1, touched[0], tidy(message))


def _letters(column: int) -> str:
    """The letters of a column, as a spreadsheet shows them: A for 0, AA for 26."""
    before, last = divmod(column, 26)
    return (_letters(before - 1) if before else "") + chr(ord("A") + last)


def _too_many() -> str:
    return f"Ce fichier a plus de {number(MAX_ROWS)} lignes : importez-le en plusieurs parties."


def _decoded(content: bytes) -> tuple[str, list[str]]:
    notices: list[str] = []
    try:
        if content.startswith((b"\xff\xfe", b"\xfe\xff")):
            text = content.decode("utf-16")
        else:
            text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = content.decode("cp1252")
        except UnicodeDecodeError:
            text = "\0"
        notices = [tidy("Ce fichier n’est pas en UTF-8 : il a été lu comme du Windows-1252, vérifiez les accents.")]
    if re.search(r"[\x00-\x08\x0e-\x19\x1b-\x1f]", text):
        raise _Unreadable("Ce fichier n’est pas un classeur : XLSX, ODS ou CSV (points-virgules) est attendu.")
    return text, notices


def _separated(text: str) -> list[list[str]]:
    # Strict: a quotation mark left open would otherwise swallow the rest of the file without a word.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";", strict=True)
    rows: list[list[str]] = []
    try:
        for cells in reader:
            rows.append(cells)
            if len(rows) > MAX_ROWS:
                raise _Unreadable(_too_many())
    except csv.Error as error:
        raise _Unreadable(
            f"La ligne {len(rows) + 1} ne se lit pas : un guillemet n’y est pas fermé, ou est suivi d’autre chose "
            "qu’un point-virgule ; doublez les guillemets qui sont dans un texte."
        ) from error
    return rows


# --- Where the columns are


def _find_header(sheets: Iterable[list[list[Any]]], columns: Sequence[Column]) -> tuple[list[list[Any]], int]:
    """The rows of the sheet to read and the index of its header: the row that names most of `columns`."""
    names = {_plain(name) for column in columns for name in (column.name, *column.aliases)}
    best: tuple[int, list[list[Any]], int] = (0, [], 0)
    for rows in sheets:
        for index, cells in enumerate(rows[:_HEADER_DEPTH]):
            count = len(names & {_plain(cell) for cell in cells})
            if count > best[0]:
                best = (count, rows, index)
    if not best[0]:
        expected = ", ".join(column.name for column in columns if not column.optional)
        raise _Unreadable(
            f"Aucune des colonnes attendues n’a été trouvée : la première ligne doit porter {expected}, "
            "séparés par des points-virgules si le fichier est un CSV."
        )
    return best[1], best[2]


def _places(header: Sequence[Any], row: int, columns: Sequence[Column]) -> tuple[dict[Column, int], list[Problem]]:
    """The index of each column, and what is wrong with the header."""
    plain = [_plain(cell) for cell in header]
    places: dict[Column, int] = {}
    problems: list[Problem] = []
    for column in columns:
        exact = [index for index, name in enumerate(plain) if name == _plain(column.name)]
        found = exact or [index for index, name in enumerate(plain) if name in map(_plain, column.aliases)]
        if len(found) == 1:
            places[column] = found[0]
        elif found:
            message = f"La colonne {quoted(column.name)} est là deux fois : gardez-en une."
            problems.append(Problem(row, column.name, tidy(message)))
        elif not column.optional:
            other = "".join(f" (ou {quoted(alias)})" for alias in column.aliases)
            message = f"La colonne {quoted(column.name)}{other} manque : ajoutez-la, même vide."
            problems.append(Problem(row, column.name, tidy(message)))
    return places, problems


def _plain(cell: Any) -> str:
    return " ".join(without_accents(str(cell)).split())


# --- What the cells say


def _add_row(table: Table, index: int, cells: Sequence[Any], places: dict[Column, int], width: int | None) -> None:
    """Read one row into `table`; `width` is the number of headers of a CSV, whose rows may not be longer."""
    if all(cell is None or not str(cell).strip() for cell in cells):
        return
    problems: list[Problem] = []
    read: dict[str, str] = {}
    for column, place in places.items():
        cell = cells[place] if place < len(cells) else ""
        try:
            read[column.name] = _date_text(cell) if column.dates else _text(cell)
        except _Unreadable as unreadable:
            problems.append(Problem(index, column.name, tidy(str(unreadable))))
    if width is not None and any(str(cell).strip() for cell in cells[width:]):
        message = (
            "Cette ligne a plus de cellules que de colonnes : mettez entre guillemets un texte qui contient « ; »."
        )
        problems.append(Problem(index, str(width + 1), tidy(message)))
    table.problems.extend(problems)
    if not problems:
        table.rows.append(Row(index, read))


def _text(cell: Any) -> str:
    if isinstance(cell, dt.date | dt.time | dt.timedelta):
        shown = short_day(cell) if isinstance(cell, dt.date) else str(cell)
        raise _Unreadable(
            f"Le tableur a transformé ce texte en date ou en heure ({shown}) : mettez la cellule au format Texte et "
            "écrivez-le de nouveau."
        )
    if isinstance(cell, bool):
        return "vrai" if cell else "faux"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    text = str(cell).replace("\r\n", "\n").replace("_x000D_", "").strip()
    if text.lower() in _EXCEL_ERRORS:
        raise _Unreadable(f"Cette cellule porte une erreur de calcul ({text}) : écrivez-y une valeur.")
    return text


def _date_text(cell: Any) -> str:
    if isinstance(cell, dt.datetime):
        cell = cell.date()
    if isinstance(cell, dt.date):
        return _plausible(cell).isoformat()
    if isinstance(cell, dt.time | dt.timedelta):
        raise _Unreadable(f"Cette cellule porte une heure ({cell}) et pas de date : écrivez la date.")
    if isinstance(cell, float) and not cell.is_integer():
        raise _Unreadable(f"{quoted(str(cell))} est un nombre et pas une date : écrivez par exemple octobre 2024.")
    text = _text(cell)
    midnight = re.fullmatch(r"(\S+)[T ]00:00(?::00)?(?:\.0+)?", text)
    return _unspoilt(midnight[1] if midnight else text)


def _plausible(day: dt.date) -> dt.date:
    year = (day - _EPOCH).days
    if year in _YEARS:
        raise _Unreadable(
            f"Cette cellule dit {long_day(day)} : le tableur a sans doute transformé l’année {year} en jour ; mettez "
            "la cellule au format Texte et écrivez l’année de nouveau."
        )
    return day


def _unspoilt(text: str) -> str:
    """`text` of a date, unless a spreadsheet has visibly spoilt it."""
    if re.fullmatch(r"[0-9]{5}", text) and int(text) in _SERIALS:
        day = _EPOCH + dt.timedelta(days=int(text))
        raise _Unreadable(
            f"{quoted(text)} est le numéro que le tableur donne au {long_day(day)} : mettez la colonne au format Date, "
            "ou écrivez la date."
        )
    if re.fullmatch(r"#+", text):
        raise _Unreadable("La colonne était trop étroite et la date n’a pas été exportée : élargissez-la.")
    if re.fullmatch(r"[^\W\d_]{3,5}\.?-[0-9]{2}", text):
        raise _Unreadable(f"{quoted(text)} : le tableur a abrégé cette date ; écrivez par exemple octobre 2024.")
    return text
