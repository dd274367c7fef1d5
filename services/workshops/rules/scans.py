"""What the codes of a scan say: whose sheet it is, and which of its pages are there; pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from services.workshops.agenda.wording import listed
from shared.contracts.workshops import SHEET_MARK
from shared.french import plural, tidy

_MARK = re.compile(rf"{SHEET_MARK} ([0-9A-Z]{{4}}-[0-9A-Z]{{4}}-\d{{1,2}}) (\d{{1,3}})/(\d{{1,3}})", re.ASCII)


@dataclass(frozen=True)
class Mark:
    """The code of one page: the number of its sheet, which page of how many, and where in the file it was read."""

    reference: str
    page: int
    pages: int
    at: int


def marks(pages: Sequence[Sequence[str]]) -> list[Mark]:
    """Our codes among all that was read on the pages of a file."""
    found = [(at, _MARK.fullmatch(text)) for at, texts in enumerate(pages, 1) for text in texts]
    return [Mark(one[1], int(one[2]), int(one[3]), at) for at, one in found if one]


def missing_pages(of_file: int, found: Sequence[Mark]) -> str:
    """What to say of the pages of a sheet that a file lacks; empty when nothing is missing, or nothing was read.

    A page that could not be read may be the one that is not found: then only what the numbers leave open is said.
    """
    if not found:
        return ""
    whole = max(one.pages for one in found)
    absent = sorted(set(range(1, whole + 1)) - {one.page for one in found})
    unread = of_file - len({one.at for one in found})
    again = "numérisez la feuille entière, elle se rangera à côté de cette version."
    if not absent:
        return ""
    if unread <= 0:
        verb = "manque" if len(absent) == 1 else "manquent"
        word = "La page" if len(absent) == 1 else "Les pages"
        return tidy(f"{word} {listed([str(one) for one in absent])} sur {whole} {verb} : {again}")
    if of_file < whole:
        return tidy(f"Ce fichier a {plural(of_file, 'page')}, la feuille en a {whole} : {again}")
    said = plural(unread, "page n’a pas pu être lue", "pages n’ont pas pu être lues")
    return tidy(f"{said} : vérifiez que les {whole} pages de la feuille sont là.")
