"""The line of the morning page about sessions without their sheet or presence."""

from __future__ import annotations

from dataclasses import dataclass

from services.portal.sections import part
from shared.contracts.workshops import ListUnsigned
from shared.french import plural


@dataclass(frozen=True)
class MissingSheets:
    """How many sessions wait, and the sentence that says so; empty when none does."""

    count: int
    sentence: str


def missing_sheets() -> MissingSheets:
    """What is missing over all territories; when the room is away, its sentence instead."""
    found = part(ListUnsigned())
    if found.answer is None:
        return MissingSheets(0, found.sentence)
    sessions = found.answer.sessions
    if not sessions:
        return MissingSheets(0, "")
    unsaid = sum(one.no_presence for one in sessions)
    unsigned = sum(one.no_sheet for one in sessions)
    said = []
    if unsigned:
        said.append(f"{plural(unsigned, 'séance passée', 'séances passées')} sans feuille signée")
    if unsaid:
        said.append(f"{plural(unsaid, 'séance', 'séances')} dont la présence n’est pas saisie")
    return MissingSheets(len(sessions), ", ".join(said))
