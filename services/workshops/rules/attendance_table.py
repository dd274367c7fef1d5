"""A table of presence read row by row: to which session each row belongs, and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from services.workshops.rules.presence import read_status, status_problem
from shared.contracts.workshops import AttendanceEntry, AttendanceRow
from shared.french import quoted, tidy, without_accents
from shared.partial_dates import from_french
from shared.partial_dates.value import WrongDate

Fault = tuple[int, str, str]
"""Row, column, French sentence (it names no person)."""


@dataclass(frozen=True)
class Session:
    """A session as the table may mean it; `occurred` is EDTF. `closed`: why nothing is typed there any more."""

    id: str
    title: str
    occurred: str | None
    cancelled: bool
    invited: frozenset[str]
    closed: str | None = None


@dataclass
class Sitting:
    """What the table says of one session."""

    session: Session
    entries: list[AttendanceEntry] = field(default_factory=list)

    @property
    def whole(self) -> list[AttendanceEntry]:
        """The lines of the table, then those invited of whom it says nothing: they stay expected, never absent."""
        said = {entry.person for entry in self.entries}
        silent = sorted(self.session.invited - said)
        return [*self.entries, *(AttendanceEntry(person=one, status="expected") for one in silent)]


@dataclass(frozen=True)
class Plan:
    """A table read whole."""

    sittings: list[Sitting]
    faults: list[Fault]


def read_table(rows: Sequence[AttendanceRow], sessions: Sequence[Session]) -> Plan:
    """Put each row with its session; every fault is named, rows at fault belong to no session."""
    sittings: dict[str, Sitting] = {}
    faults: list[Fault] = []
    for row in rows:
        found, wrong = _session(row, sessions)
        seen = sittings[found.id].entries if found is not None and found.id in sittings else []
        entry, more = _entry(row, found, {one.person for one in seen})
        wrong += more
        faults += [(row.row, column, tidy(sentence)) for column, sentence in wrong]
        if found is not None and entry is not None and not wrong:
            sittings.setdefault(found.id, Sitting(found)).entries.append(entry)
    return Plan(list(sittings.values()), faults)


def _session(row: AttendanceRow, sessions: Sequence[Session]) -> tuple[Session | None, list[tuple[str, str]]]:
    if not row.day:
        return None, [("date", "Il manque la date de la séance.")]
    try:
        day = from_french(row.day).text
    except WrongDate as error:
        return None, [("date", error.message)]
    found = [one for one in sessions if one.occurred == day]
    if row.title:
        found = [one for one in found if _plain(one.title) == _plain(row.title)]
    if not found:
        which = f" qui s’appelle {quoted(row.title)}" if row.title else ""
        return None, [("date", f"Ce territoire n’a pas de séance ce jour-là{which} : planifiez-la d’abord.")]
    if len(found) > 1:
        return None, [("atelier", "Plusieurs séances ont eu lieu ce jour-là : donnez le titre de celle-ci.")]
    one = found[0]
    if one.cancelled:
        return one, [("date", f"La séance {quoted(one.title)} a été annulée.")]
    return one, [("date", one.closed)] if one.closed else []


def _entry(
    row: AttendanceRow, session: Session | None, seen: set[str | None]
) -> tuple[AttendanceEntry | None, list[tuple[str, str]]]:
    wrong: list[tuple[str, str]] = []
    status = read_status(row.status)
    if status is None:
        wrong.append(("statut", status_problem(row.status) if row.status else "Il manque le statut."))
    minutes = _minutes(row.minutes)
    if row.minutes and minutes is None:
        wrong.append(("durée", f"{quoted(row.minutes)} n’est pas une durée : écrivez 180, 3 h ou 2 h 30."))
    wrong += _who(row, session, seen, status)
    if wrong or status is None:
        return None, wrong
    structure = None if row.person else row.structure
    return AttendanceEntry(person=row.person, structure=structure, status=status, minutes=minutes), []


def _who(
    row: AttendanceRow, session: Session | None, seen: set[str | None], status: str | None
) -> list[tuple[str, str]]:
    if not row.known:
        return [
            (
                "nom",
                (
                    "Cette personne n’est pas dans l’annuaire de ce territoire, ou elle y est deux fois : ajoutez-la "
                    "d’abord, ou laissez le nom vide et donnez sa structure."
                ),
            )
        ]
    if row.person is None:
        return [] if row.structure else [("nom", "Donnez un nom, ou au moins une structure.")]
    if row.person in seen:
        return [("nom", "Cette personne figure déjà dans cette séance.")]
    if session and session.invited and row.person not in session.invited and status not in (None, "walk-in"):
        return [
            ("statut", "Cette personne n’était pas invitée à cette séance : écrivez « imprévu » si elle est venue.")
        ]
    return []


def _minutes(typed: str) -> int | None:
    found = re.fullmatch(r"(?:([0-9]{1,2})\s*h\s*([0-9]{2})?|([0-9]{1,4})(?:\s*min(?:utes)?)?)", typed.strip().lower())
    if found is None:
        return None
    return int(found[3]) if found[3] else int(found[1]) * 60 + int(found[2] or 0)


def _plain(text: str) -> str:
    return " ".join(without_accents(text).lower().split())
