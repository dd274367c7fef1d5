"""Reading the rows of an imported workbook: what each says, and everything that is wrong with all of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from services.diagnostic.rules.structures import fingerprint, structure_id
from services.diagnostic.rules.words import appetite_of, kind_of
from shared.contracts.diagnostic import INSEE, Appetite, InterviewRow, StructureKind
from shared.french import quoted, tidy, without_accents
from shared.partial_dates import WrongDate, from_french

STRUCTURE_LENGTH = 200
_UNKNOWN_DATES = frozenset({"?", "inconnue", "date inconnue", "non date", "non datee", "sans date"})

KINDS_TO_WRITE = "entreprise industrielle, tertiaire, ESS, commerce, institution publique, habitants ou autre"
APPETITES_TO_WRITE = "intéressé, curieux, neutre, réservé, méfiance ou refus"

Problem = tuple[str, str]
T = TypeVar("T")


@dataclass(frozen=True)
class ReadRow:
    """One row, understood; `occurred` is EDTF text, None when the row says that nobody knows."""

    row: int
    occurred: str | None
    structure: str
    kind: StructureKind
    appetite: Appetite
    synthesis: str
    insee: str | None = None


class Unreadable(ValueError):
    """A cell that cannot be understood; carries the French sentence, without the row."""


def read_rows(rows: Iterable[InterviewRow]) -> tuple[list[ReadRow], list[Problem]]:
    """All rows that could be read, and every problem of every row as (`rows.<n>.<field>`, French sentence).

    `n` is the row's number in its workbook (`InterviewRow.row`), which the sentence names too.
    """
    read: list[ReadRow] = []
    problems: list[Problem] = []
    for row in rows:
        understood, wrong = _read(row)
        problems.extend(wrong)
        if understood is not None:
            read.append(understood)
    return read, problems


def _read(row: InterviewRow) -> tuple[ReadRow | None, list[Problem]]:
    problems: list[Problem] = []

    def attempt(field: str, read: Callable[[str], T], text: str) -> T | None:
        try:
            return read(text)
        except (Unreadable, WrongDate) as wrong:
            problems.append((f"rows.{row.row}.{field}", tidy(f"Ligne {row.row} : {wrong}")))
            return None

    occurred = attempt("date", _date, row.date)
    structure = attempt("structure", _structure, row.structure)
    kind = attempt("kind", _kind, row.kind)
    appetite = attempt("appetite", _appetite, row.appetite)
    insee = attempt("insee", _insee, row.insee)
    if problems or structure is None or kind is None or appetite is None:
        return None, problems
    return ReadRow(row.row, occurred, structure, kind, appetite, row.synthesis, insee or None), []


@lru_cache(maxsize=1024)  # the same words come back row after row
def _date(text: str) -> str | None:
    if not text:
        raise Unreadable("la date manque ; écrivez par exemple 03/07/2025 ou mars 2025, ou « inconnue ».")
    if without_accents(text) in _UNKNOWN_DATES:
        return None
    return from_french(text).text


def _structure(text: str) -> str:
    if not text:
        raise Unreadable("le nom de la structure manque ; écrivez-le, ou ce qu’on en sait.")
    if len(text) > STRUCTURE_LENGTH:
        raise Unreadable(
            f"le nom de la structure dépasse {STRUCTURE_LENGTH} caractères ; abrégez-le et mettez le reste en synthèse."
        )
    return text


@lru_cache(maxsize=1024)  # the same words come back row after row
def _kind(text: str) -> StructureKind:
    if not text:
        raise Unreadable(f"le type de structure manque ; écrivez {KINDS_TO_WRITE}.")
    kind = kind_of(text)
    if kind is None:
        raise Unreadable(f"{quoted(text)} n’est pas un type de structure reconnu ; écrivez {KINDS_TO_WRITE}.")
    return kind


@lru_cache(maxsize=1024)  # the same words come back row after row
def _appetite(text: str) -> Appetite:
    appetite = appetite_of(text)
    if appetite is None:
        raise Unreadable(
            f"{quoted(text)} n’est pas une appétence reconnue ; écrivez {APPETITES_TO_WRITE}, ou laissez la case vide."
        )
    return appetite


def _insee(text: str) -> str:
    """The INSEE code of a commune, empty when none is given; a lost leading zero is said, never guessed."""
    if re.fullmatch(r"[0-9]{4}", text):
        raise Unreadable(
            f"{quoted(text)} n’a que quatre chiffres : le tableur a sans doute retiré un zéro au début ; mettez la "
            "colonne au format Texte et écrivez le code INSEE entier."
        )
    if text and not re.fullmatch(INSEE, text.upper()):
        raise Unreadable(f"{quoted(text)} n’est pas un code INSEE de commune ; cinq caractères sont attendus.")
    return text.upper()


@dataclass(frozen=True)
class Known:
    """An interview that is there already: its fingerprint, and the structure and date it tells of."""

    fingerprint: str
    structure: str
    occurred: str | None
    kind: StructureKind
    appetite: Appetite


@dataclass(frozen=True)
class Sorted:
    """A row beside what is known: `new` ones will become interviews; `remark` (French) is for the person.

    `structure` and `fingerprint` are the ids by which the structure and the interview are known again.
    """

    row: ReadRow
    structure: str
    fingerprint: str
    new: bool
    remark: str = ""


def sort_out(accompaniment: str, rows: Iterable[ReadRow], known: Iterable[Known]) -> list[Sorted]:
    """Each row once: one that tells an interview known already, or told further up, brings nothing new.

    Another interview with the same structure on the same date is new, with a remark: only a person knows.
    """
    told = {one.fingerprint: (0, one.kind, one.appetite) for one in known}
    met: dict[tuple[str, str | None], int] = {(one.structure, one.occurred): 0 for one in known if one.occurred}
    found: list[Sorted] = []
    for row in rows:
        print_ = fingerprint(accompaniment, row.occurred, row.structure, row.synthesis)
        structure = structure_id(accompaniment, row.structure, None)
        meeting = (structure, row.occurred)
        if print_ in told:
            found.append(Sorted(row, structure, print_, new=False, remark=_told_already(row, *told[print_])))
            continue
        remark = ""
        if meeting in met:
            where = f"ligne {met[meeting]}" if met[meeting] else "un entretien déjà saisi"
            remark = f"Même structure et même date que {where} : est-ce le même entretien ?"
        found.append(Sorted(row, structure, print_, new=True, remark=tidy(remark)))
        told[print_] = (row.row, row.kind, row.appetite)
        if row.occurred:
            met.setdefault(meeting, row.row)
    return found


def _told_already(row: ReadRow, line: int, kind: StructureKind, appetite: Appetite) -> str:
    if (kind, appetite) != (row.kind, row.appetite):
        return "Cet entretien est déjà connu avec un autre type ou une autre appétence, il reste inchangé."
    return f"Le même entretien que ligne {line}." if line else "Cet entretien est déjà connu."
