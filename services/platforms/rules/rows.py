"""Reading the rows of an imported catalogue: what each does to which card, and everything that is wrong with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.platforms.rules.catalogue import slug_of
from services.platforms.rules.fields import FIELDS, Unreadable, read_field, write_field
from services.platforms.rules.sources import read_sources
from services.platforms.rules.words import plain
from shared.contracts.platforms import CatalogueRow, PlatformFacts, PlatformSource
from shared.french import quoted, tidy

Problem = tuple[str, str]
"""Where (`rows.<n>.<column>`) and a French sentence."""
MOST = 20_000


@dataclass(frozen=True)
class Change:
    """What a row does: the card as it will say, and the fields that change; none: it says this already."""

    row: int
    slug: str
    label: str
    new: bool
    fields: list[str]
    said: dict[str, Any]


def read_rows(rows: Iterable[CatalogueRow], cards: Mapping[str, dict[str, Any]]) -> tuple[list[Change], list[Problem]]:
    """What the rows do to `cards` (what each says, by slug), and every problem of every row.

    A row speaks of the card that bears its name or has it among its other names; else it adds one. An empty cell says
    nothing and changes nothing: a workbook does not silence what the catalogue knows.
    """
    names = {plain(name): slug for slug, said in cards.items() for name in (*said["aliases"], said["label"])}
    changes: list[Change] = []
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    taken = set(cards)
    for row in rows:
        read, wrong = _read(row)
        problems.extend(wrong)
        if wrong:
            continue
        name = plain(read["label"])
        slug = names.get(name) or slug_of(read["label"], taken)
        if slug in seen:
            problems.append(
                _at(row, "label", f"{quoted(read['label'])} est déjà à la ligne {seen[slug]} : gardez-en une.")
            )
            continue
        seen[slug], names[name] = row.row, slug
        taken.add(slug)
        changes.append(_change(row, slug, read, cards.get(slug)))
    return changes, problems


def _twice(label: str, first: int) -> str:
    return f"{quoted(label)} est déjà à la ligne {first} : gardez-en une."


def _read(row: CatalogueRow) -> tuple[dict[str, Any], list[Problem]]:
    """The fields that a row speaks of, understood."""
    read: dict[str, Any] = {}
    problems: list[Problem] = []
    for code, text in row.cells.items():
        if not text.strip():
            continue
        try:
            read[code] = read_sources(text) if code == "sources" else read_field(code, text)
        except Unreadable as wrong:
            problems.append(_at(row, code, str(wrong)))
        except KeyError:
            problems.append(_at(row, code, f"{quoted(code)} n’est pas une rubrique de la fiche."))
    if not row.cells.get("label", "").strip():
        problems.append(_at(row, "label", "le nom de la plateforme manque ; écrivez-le."))
    elif len(row.cells["label"]) > 200:
        problems.append(_at(row, "label", "le nom dépasse 200 caractères ; abrégez-le."))
    return read, problems


def _change(row: CatalogueRow, slug: str, read: dict[str, Any], before: dict[str, Any] | None) -> Change:
    now = before or PlatformFacts(label=read["label"]).model_dump()
    # A card found by one of its other names keeps its own.
    given = {code: value for code, value in read.items() if code != "sources" and not (before and code == "label")}
    said = now | given | {"sources": _sources(now["sources"], read.get("sources", []))}
    fields = [
        code for code in FIELDS if (before is None and code in given) or (before and _differs(code, before, said))
    ]
    return Change(row.row, slug, now["label"], before is None, fields, said)


def _sources(before: Sequence[dict[str, Any]], given: list[PlatformSource]) -> list[dict[str, Any]]:
    """The sources that a card has, those of the fields that the row gives sources for replaced."""
    spoken = {one.field for one in given}
    return [one for one in before if one["field"] not in spoken] + [one.model_dump() for one in given]


def _differs(code: str, before: dict[str, Any], said: dict[str, Any]) -> bool:
    return _seen(code, before) != _seen(code, said)


def _seen(code: str, said: dict[str, Any]) -> tuple[str, list[PlatformSource]]:
    sources = [PlatformSource.model_validate(one) for one in said["sources"] if one["field"] == code]
    return write_field(code, said[code]), sources


def _at(row: CatalogueRow, column: str, sentence: str) -> Problem:
    return f"rows.{row.row}.{column}", tidy(f"Ligne {row.row} : {sentence[:1].lower()}{sentence[1:]}")
