"""The émargement sheet of a half-day as a document (french-context.md 1.3 and 1.8); pure.

Header: the European block, the other funders, operation, convention, beneficiary, purpose, territory, date, hours,
place, facilitator. Rows: number, name, structure, function, signature. Nothing by which a person could be reached.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from services.portal.attendees import Attendee
from shared.clock import PARIS
from shared.contracts.workshops import HalfDay, HeadOfSheets, WorkshopCard, sheet_code
from shared.documents import EUROPEAN_UNION, Block, Document, Funding, Paragraph, Run, Table, bold
from shared.french import hour, hours, long_day, plural, tidy
from shared.partial_dates import in_french, parse

WALK_INS = 8
"""Empty lines for people who come without being invited."""
UNLISTED = 20
"""Empty lines at least where nobody was invited by name."""
ROW_HEIGHT = 11
"""Millimetres: room to sign."""
BLANK = "……………………………………"
PARTS = {"morning": "matin", "afternoon": "après-midi", "whole": ""}


@dataclass(frozen=True)
class Sheet:
    """What the sheet of one half-day says."""

    card: WorkshopCard
    half: HalfDay
    head: HeadOfSheets
    territory: str
    call: str
    people: Sequence[Attendee]
    facilitators: Sequence[str]
    printed: date


def emargement(sheet: Sheet) -> Document:
    """The document to print, whatever its format."""
    when = said_when(sheet.card, sheet.half)
    blocks: list[Block] = [_head(sheet, when), _lines(sheet), *_foot(sheet)]
    return Document(
        title=tidy(f"Feuille d’émargement : {sheet.card.title}"),
        blocks=blocks,
        made=sheet.printed,
        header=tidy(f"Émargement · {sheet.card.title} · {when}"),
        footer=tidy(f"Feuille n° {sheet.half.reference}"),
        funding=_funding(sheet.head),
        code=sheet_code(sheet.half.reference),
    )


def said_when(card: WorkshopCard, half: HalfDay) -> str:
    """The half-day in French: its day, which half, its hours as far as they are known."""
    if half.day is None:
        return in_french(parse(card.occurred)) if card.occurred else "date à écrire"
    said = long_day(date.fromisoformat(half.day))
    if PARTS[half.part]:
        said += f", {PARTS[half.part]}"
    return said + _hours(half)


def _hours(half: HalfDay) -> str:
    start, end = (datetime.fromisoformat(one).astimezone(PARIS) if one else None for one in (half.start, half.end))
    if start and end:
        return f" ({hours(start, end)})"
    if start:
        return f" (à partir de {hour(start)})"
    return f" (jusqu’à {hour(end)})" if end else ""


def _funding(head: HeadOfSheets) -> Funding:
    partners = tuple(one.strip() for one in head.partners.split(",") if one.strip())
    return Funding(partners=partners or EUROPEAN_UNION.partners)


def _head(sheet: Sheet, when: str) -> Table:
    """Two columns, so that the list begins on the first page."""
    head, card = sheet.head, sheet.card
    left = (
        ("Opération", head.operation or sheet.call),
        ("N° de convention", head.convention),
        ("Bénéficiaire", head.beneficiary),
        ("Territoire", sheet.territory),
    )
    right = (
        ("Objet", f"{card.title} ({card.format})"),
        ("Date", when),
        ("Lieu", card.venue_label),
        ("Animation", ", ".join(sheet.facilitators)),
    )
    rows = [
        [[bold(tidy(f"{label} : ")), _said(text)] for label, text in pair] for pair in zip(left, right, strict=True)
    ]
    return Table(("L’opération", "La séance"), rows, widths=(1, 1))


def _said(text: str) -> Run:
    return Run(tidy(text) if text.strip() else BLANK)


def _lines(sheet: Sheet) -> Table:
    known = [[one.name, one.structure, one.function] for one in sheet.people]
    empty = WALK_INS if known else max(UNLISTED, sheet.card.expected or 0)
    rows = [[str(number), *cells, ""] for number, cells in enumerate([*known, *[["", "", ""]] * empty], 1)]
    people = plural(len(known), "personne attendue", "personnes attendues")
    caption = f"{people} ; {empty} lignes pour les personnes venues sans être annoncées." if known else ""
    return Table(
        ("N°", "Nom et prénom", "Structure ou collectivité", "Fonction", "Signature"),
        rows,
        caption=tidy(caption or f"{empty} lignes à remplir par les personnes présentes."),
        widths=(4, 21, 23, 20, 24),
        row_height=ROW_HEIGHT,
    )


def _foot(sheet: Sheet) -> list[Block]:
    who = sheet.head.beneficiary or "l’organisateur de la séance"
    return [
        Table(
            ("Personnes présentes", "Nom de l’animatrice ou de l’animateur", "Signature"),
            [["", ", ".join(sheet.facilitators), ""]],
            widths=(1, 2, 2),
            row_height=16,
        ),
        Paragraph(
            tidy(
                "Vos nom, structure, fonction et signature justifient la tenue de cette séance auprès de ses "
                "financeurs. Ils sont conservés le temps que ceux-ci exigent, sans autre usage, et vous pouvez "
                f"demander à {who} de les consulter ou de les rectifier. Une réclamation peut être adressée à la CNIL."
            ),
            "note",
        ),
    ]
