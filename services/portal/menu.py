"""The menu: where each part of the work lives, and which one the page at hand belongs to."""

from __future__ import annotations

from typing import Literal, NamedTuple


class Entry(NamedTuple):
    """A line of the menu; `current` is what `aria-current` says, `None` when the page is elsewhere."""

    label: str
    path: str
    current: Literal["page", "true"] | None


# The first path is the entry's own; pages under the others belong to it too.
_ENTRIES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Ce matin", ("/",)),
    ("Territoires", ("/territoires", "/accompagnements")),
    ("Annuaire", ("/annuaire",)),
    ("Agenda", ("/agenda", "/ateliers", "/sondages", "/emargements", "/voyages", "/conflits", "/saisons")),
    ("Suivi", ("/suivi",)),
    ("Appels", ("/appels",)),
    ("Plateformes", ("/plateformes", "/catalogue", "/veille")),
    ("Courriels", ("/courriels",)),
    ("Bailleurs", ("/bailleurs",)),
)


def menu(path: str) -> list[Entry]:
    """The menu as seen from the page at `path`."""
    return [Entry(label, paths[0], _current(path, paths)) for label, paths in _ENTRIES]


def _current(path: str, paths: tuple[str, ...]) -> Literal["page", "true"] | None:
    if path == paths[0]:
        return "page"
    return "true" if any(path.startswith(f"{one}/") for one in paths if one != "/") else None
