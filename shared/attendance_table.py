"""Tables of presence as people keep them (`terreau import attendance`, contract.md): columns, and who the names are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from shared.contracts.territories import PersonCard
from shared.contracts.workshops import AttendanceRow
from shared.french import without_accents
from shared.workbooks import Column, Table

COLUMNS = (
    Column("date", ("jour",), dates=True),
    Column("nom", ("nom et prénom", "personne", "participant", "name", "person"), optional=True),
    Column("structure", ("organisation", "organisme", "collectivité"), optional=True),
    Column("statut", ("status", "présence", "émargement")),
    Column("atelier", ("séance", "titre", "workshop", "title"), optional=True),
    Column("durée", ("minutes", "duration"), optional=True),
)
"""The columns of `terreau import attendance`; `atelier` tells sessions of one day apart."""


def attendance_rows(table: Table, people: Iterable[PersonCard]) -> list[AttendanceRow]:
    """The rows of a table with each name looked up among these people; a name travels no further than here."""
    known = _by_name(people)
    return [
        AttendanceRow(
            row=row.number,
            day=row.cells.get("date", ""),
            title=row.cells.get("atelier", ""),
            structure=row.cells.get("structure", ""),
            status=row.cells.get("statut", ""),
            minutes=row.cells.get("durée", ""),
            **_who(row.cells.get("nom", ""), row.cells.get("structure", ""), known),
        )
        for row in table.rows
    ]


_Known = dict[tuple[str, ...], list[PersonCard]]


def _by_name(people: Iterable[PersonCard]) -> _Known:
    """By the words of a name in any order: «Prénom NOM» and «NOM Prénom» are one person."""
    known: _Known = defaultdict(list)
    for one in {card.id: card for card in people}.values():
        for said in {_words(one.name or ""), _words(one.function) if not one.name else ()}:
            if said:
                known[said].append(one)
    return known


def _who(name: str, structure: str, known: _Known) -> dict[str, str | bool | None]:
    if not name:
        return {"person": None, "known": True}
    found = known.get(_words(name), [])
    if len(found) > 1:
        found = [one for one in found if _words(one.organisation_label or "") == _words(structure)]
    return {"person": found[0].id, "known": True} if len(found) == 1 else {"person": None, "known": False}


def _words(text: str) -> tuple[str, ...]:
    plain = without_accents(text).lower().replace("-", " ").replace("’", " ").replace("'", " ")
    return tuple(sorted(plain.split()))
