"""The follow-up as a workbook: a line per territory, every fact behind, and how to read it.

The same follow-up and facts give the same bytes: the file carries no time but the one it was asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook

from services.reporting.rules.figures import FIGURES
from services.reporting.rules.words import CONCLUSIONS, STAGES, TYPES, platform_name
from shared.clock import PARIS
from shared.contracts.reporting import Fact, FollowUp, FollowUpLine
from shared.contracts.workshops.labels import SEARCH_FAILURES
from shared.french import long_day, moment
from shared.partial_dates import Moment, in_french, parse

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_DAY = "dd/mm/yyyy"
_INSTANT = 'dd/mm/yyyy hh"h"mm'

Cell = str | int | date | datetime | None


@dataclass(frozen=True)
class Column:
    """A column: its French header, its width in characters, how a row fills it, and whether its text wraps."""

    header: str
    width: int
    cell: Callable[[Any], Cell]
    wraps: bool = False


def make_follow_up_workbook(follow_up: FollowUp, facts: Sequence[Fact]) -> bytes:
    """The XLSX file of a follow-up: sheets «Suivi», «Faits» and «Lisez-moi». Pure, deterministic, CPU only."""
    buffer = BytesIO()
    workbook = Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    known_at = datetime.fromisoformat(follow_up.known_at)
    workbook.set_properties(
        {
            "title": f"Suivi de l’AMI, état au {long_day(date.fromisoformat(follow_up.as_of))}",
            "author": "Terreau",
            "created": known_at.replace(tzinfo=None),
        }
    )
    formats = _Formats(workbook)
    lines = [(call.title, line) for call in follow_up.calls for line in call.territories]
    _table(workbook, "Suivi", _FOLLOW_UP, lines, formats, frozen=2)
    _table(workbook, "Faits", _FACTS, facts, formats, frozen=0)
    _read_me(workbook, follow_up, formats)
    workbook.close()
    return buffer.getvalue()


class _Formats:
    """The few ways a cell may look."""

    def __init__(self, workbook: Workbook) -> None:
        plain = {"valign": "top", "font_name": "Calibri", "font_size": 11}
        self.head = workbook.add_format(plain | {"bold": True, "text_wrap": True, "bottom": 1, "bg_color": "#EFEAE0"})
        self.text = workbook.add_format(plain | {"num_format": "@"})
        self.wrapped = workbook.add_format(plain | {"num_format": "@", "text_wrap": True})
        self.count = workbook.add_format(plain | {"num_format": "#,##0"})
        self.day = workbook.add_format(plain | {"num_format": _DAY, "align": "left"})
        self.instant = workbook.add_format(plain | {"num_format": _INSTANT, "align": "left"})
        self.title = workbook.add_format(plain | {"bold": True, "font_size": 14})


def _table(
    workbook: Workbook, name: str, columns: Sequence[Column], rows: Sequence[Any], formats: _Formats, *, frozen: int
) -> None:
    sheet = workbook.add_worksheet(name)
    sheet.freeze_panes(1, frozen)
    sheet.autofilter(0, 0, max(len(rows), 1), len(columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width)
        sheet.write_string(0, place, column.header, formats.head)
        for number, row in enumerate(rows, 1):
            _write(sheet, number, place, column.cell(row), formats.wrapped if column.wraps else formats.text, formats)


def _write(sheet: Any, row: int, place: int, cell: Cell, text: Any, formats: _Formats) -> None:
    if cell is None:
        sheet.write_blank(row, place, None, formats.text)
    elif isinstance(cell, datetime):
        sheet.write_datetime(row, place, cell, formats.instant)
    elif isinstance(cell, date):
        sheet.write_datetime(row, place, datetime(cell.year, cell.month, cell.day), formats.day)  # noqa: DTZ001 - a cell has no zone
    elif isinstance(cell, int):
        sheet.write_number(row, place, cell, formats.count)
    else:
        sheet.write_string(row, place, cell, text)


def _read_me(workbook: Workbook, follow_up: FollowUp, formats: _Formats) -> None:
    sheet = workbook.add_worksheet("Lisez-moi")
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 100)
    sheet.write_string(0, 0, "Suivi des appels à manifestation d’intérêt", formats.title)
    as_of = long_day(date.fromisoformat(follow_up.as_of))
    known_at = moment(datetime.fromisoformat(follow_up.known_at).astimezone(PARIS))
    rows = [
        ("Données arrêtées au", as_of),
        ("Connues au", f"{known_at} (heure de Paris)"),
        ("Auteur", "Terreau"),
        ("Feuille Suivi", "Une ligne par territoire engagé dans un appel à cette date."),
        ("Feuille Faits", "Une ligne par fait, dans l’ordre du récit, avec son identifiant au journal."),
        ("Dates", _DATES),
        *((figure.label, figure.definition) for name, figure in FIGURES.items() if name not in _PLAIN),
    ]
    for number, (label, text) in enumerate(rows, 2):
        sheet.write_string(number, 0, label, formats.head)
        sheet.write_string(number, 1, text, formats.wrapped)


_DATES = (
    "Une date connue au jour près est une vraie date\u00a0; les autres sont écrites en toutes lettres. Un fait compte "
    "à partir du dernier jour que sa date peut désigner\u00a0; sans date, à partir du jour du fait daté suivant du "
    "même accompagnement, sinon du jour de sa saisie."
)
_PLAIN = frozenset({"id", "name", "siren", "insee"})


def _when(occurred: str | None) -> Cell:
    """A real date where the day is known for sure, French words otherwise, nothing where nobody knows."""
    if occurred is None:
        return None
    partial = parse(occurred)
    start = partial.start
    exact = not partial.is_interval and isinstance(start, Moment) and start.day is not None
    if exact and isinstance(start, Moment) and not (start.approximate or start.uncertain):
        return start.earliest
    return in_french(partial)


def _months(line: FollowUpLine) -> str | None:
    found = ((in_french(parse(one.month)), one.reason) for one in line.months_without_slot)
    words = [f"{month} ({SEARCH_FAILURES.get(reason, reason)})" for month, reason in found]
    return "\n".join(words) or None


def _choice(line: FollowUpLine) -> str | None:
    if line.choice is None:
        return None
    return "ouvert" if line.choice == "open" else platform_name(line.choice)


def _last_type(line: FollowUpLine) -> str | None:
    return TYPES.get(line.last_fact.type, line.last_fact.type) if line.last_fact else None


def _last_date(line: FollowUpLine) -> Cell:
    return _when(line.last_fact.occurred) if line.last_fact else None


def _conclusion(line: FollowUpLine) -> str | None:
    code = line.diagnostic_conclusion
    return CONCLUSIONS.get(code, code) if code else None


def _deadline(line: FollowUpLine) -> Cell:
    return date.fromisoformat(line.next_deadline) if line.next_deadline else None


_FOLLOW_UP: tuple[Column, ...] = (
    Column("Territoire", 34, lambda row: row[1].name),
    Column("Appel", 34, lambda row: row[0], wraps=True),
    Column("SIREN", 12, lambda row: row[1].siren),
    Column("Code INSEE", 12, lambda row: row[1].insee),
    Column("Étape", 14, lambda row: STAGES.get(row[1].stage, row[1].stage)),
    Column("Engagement", 18, lambda row: _when(row[1].enrolled)),
    Column("Dernier fait", 24, lambda row: _last_type(row[1])),
    Column("Date du dernier fait", 24, lambda row: _last_date(row[1])),
    Column("Prochaine échéance", 14, lambda row: _deadline(row[1])),
    Column("Entretiens", 11, lambda row: row[1].interviews),
    Column("Structures rencontrées", 12, lambda row: row[1].organisations_met),
    Column("Structures de l’ESS intéressées", 13, lambda row: row[1].organisations_ess_interested),
    Column("Enjeux", 9, lambda row: row[1].stakes),
    Column("Conclusion du diagnostic", 18, lambda row: _conclusion(row[1])),
    Column("Ateliers tenus", 9, lambda row: row[1].workshops_held),
    Column("Attendus", 10, lambda row: row[1].attendance.expected),
    Column("Présents", 10, lambda row: row[1].attendance.present),
    Column("Mois sans créneau", 36, lambda row: _months(row[1]), wraps=True),
    Column("Plateformes présentées", 12, lambda row: row[1].platforms_presented),
    Column("Choix d’une plateforme", 22, lambda row: _choice(row[1])),
    Column("Bilan tenu", 9, lambda row: "oui" if row[1].bilan_held else "non"),
    Column("Alertes", 60, lambda row: "\n".join(row[1].alerts) or None, wraps=True),
)

_FACTS: tuple[Column, ...] = (
    Column("Territoire", 34, lambda fact: fact.territory_label),
    Column("Date du fait", 28, lambda fact: _when(fact.occurred)),
    Column("Compte à partir du", 13, lambda fact: date.fromisoformat(fact.stands_on)),
    Column("Nature", 24, lambda fact: TYPES.get(fact.type, fact.type)),
    Column("Fait", 90, lambda fact: fact.sentence, wraps=True),
    Column("Saisi le", 18, lambda fact: datetime.fromisoformat(fact.recorded).astimezone(PARIS).replace(tzinfo=None)),
    Column("Identifiant du fait", 38, lambda fact: fact.id),
)
