"""A MOFF matrix as a list: written as CSV or JSON, and read again from a workbook, a CSV or a JSON file."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from io import StringIO
from typing import Any

from pydantic import ValidationError

from services.portal.words import EVIDENCE, MOFF, STRUCTURE_KINDS
from shared.contracts.diagnostic import MoffItem, MoffPage, NewMoffItem
from shared.french import without_accents
from shared.messaging.french_validation import french_problems
from shared.workbooks import Column, read_table

NB = "\u00a0"
HEADERS = {
    "category": "catégorie",
    "text": "élément",
    "theme": "thème",
    "voice": "qui le dit",
    "evidence": "sur quoi",
    "structure": "structure",
    "source": "source",
}
"""The columns of a list, by the field of an item that they fill."""
_COLUMNS = tuple(Column(header, (name,)) for name, header in HEADERS.items())
_NEEDED = {"catégorie", "élément"}


class WrongList(Exception):
    """A list that cannot be taken over: the sentences that say where and why."""

    def __init__(self, sentences: Iterable[str]):
        self.sentences = list(sentences)
        super().__init__(f"{len(self.sentences)} problems")


def as_rows(page: MoffPage, names: Mapping[str | None, str], *, team: bool) -> list[dict[str, str]]:
    """The standing items, one row each; the structures interviewed are named for the team only."""
    return [_row(one, names, team=team) for one in page.items]


def as_csv(rows: Iterable[Mapping[str, str]]) -> bytes:
    """Rows as CSV with semicolons, as French spreadsheets open it."""
    return write_csv([*HEADERS.values(), "auteur", "date"], rows)


def write_csv(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> bytes:
    """Rows under these columns as CSV with semicolons; no cell is taken for a formula."""
    written = StringIO()
    writer = csv.DictWriter(written, columns, delimiter=";", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: _harmless(text) for name, text in row.items()} for row in rows)
    return b"\xef\xbb\xbf" + written.getvalue().encode()


def as_json(rows: Iterable[Mapping[str, str]]) -> bytes:
    """Rows as a JSON list."""
    return json.dumps(list(rows), ensure_ascii=False, indent=2).encode()


def read_items(content: bytes) -> list[NewMoffItem]:
    """The items of a file (XLSX, ODS, CSV or JSON); raises `WrongList` with a sentence for each row that is wrong."""
    rows = _json_rows(content) if content.lstrip()[:1] in (b"[", b"{") else _table_rows(content)
    items, wrong = [], []
    for number, row in rows:
        try:
            items.append(_item(number, row))
        except WrongList as error:
            wrong += error.sentences
    if wrong:
        raise WrongList(wrong)
    if not items:
        raise WrongList([f"Ce fichier ne contient aucun élément{NB}: rien n’a été repris."])
    return items


def _row(one: MoffItem, names: Mapping[str | None, str], *, team: bool) -> dict[str, str]:
    now = one.now
    return {
        "catégorie": MOFF[now.category][0],
        "élément": now.text,
        "thème": now.theme,
        "qui le dit": STRUCTURE_KINDS[now.voice] if now.voice else "",
        "sur quoi": EVIDENCE[now.evidence],
        "structure": (now.structure or "") if team else "",
        "source": now.source,
        "auteur": names[one.first_author],
        "date": now.at[:10],
    }


def _harmless(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def _table_rows(content: bytes) -> list[tuple[int, dict[str, str]]]:
    table = read_table(content, _columns_of(content))
    if table.problems:
        raise WrongList(f"Ligne {one.row}, {one.column}{NB}: {one.message}" for one in table.problems)
    return [(row.number, row.cells) for row in table.rows]


def _columns_of(content: bytes) -> tuple[Column, ...]:
    """The columns of this file: the needed ones, and those of the others that it has."""
    found = []
    for column in _COLUMNS:
        alone = read_table(content, (column,))
        if column.name in _NEEDED or not alone.problems:
            found.append(column)
    return tuple(found)


def _json_rows(content: bytes) -> list[tuple[int, dict[str, str]]]:
    try:
        rows = json.loads(content.decode("utf-8-sig"))
    except ValueError as error:
        raise WrongList([f"Ce fichier JSON ne se lit pas{NB}: vérifiez qu’il est entier."]) from error
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise WrongList([f'Une liste d’éléments est attendue{NB}: [{{"catégorie": …, "élément": …}}, …].'])
    return [(number, {str(k): str(v or "") for k, v in row.items()}) for number, row in enumerate(rows, start=1)]


def _item(number: int, row: Mapping[str, str]) -> NewMoffItem:
    said = {name: (row.get(header) or row.get(name) or "").strip() for name, header in HEADERS.items()}
    values: dict[str, Any] = {"row": number, "text": said["text"], "theme": said["theme"], "source": said["source"]}
    wrong = []
    for name, read, needed in (("category", _category, True), ("voice", _voice, False), ("evidence", _evidence, False)):
        code = read(said[name]) if said[name] else None
        if code is None and (needed or said[name]):
            wrong.append(f"Ligne {number}, {HEADERS[name]}{NB}: {_expected(name)}")
        elif code is not None:
            values[name] = code
    values["structure"] = said["structure"]
    if not said["text"]:
        wrong.append(f"Ligne {number}, élément{NB}: le texte manque.")
    if wrong:
        raise WrongList(wrong)
    try:
        return NewMoffItem.model_validate(values)
    except ValidationError as error:
        raise WrongList(f"Ligne {number}, {sentence}" for _, sentence in french_problems(error)) from error


def _reader(labels: Mapping[str, str]) -> Callable[[str], str | None]:
    known = {without_accents(label).rstrip("s"): code for code, label in labels.items()}
    known |= {without_accents(code): code for code in labels}
    return lambda text: known.get(without_accents(text.strip()).rstrip("s")) or known.get(without_accents(text.strip()))


_CATEGORIES = {code: label for code, (label, _) in MOFF.items()}
_category, _voice, _evidence = _reader(_CATEGORIES), _reader(STRUCTURE_KINDS), _reader(EVIDENCE)


def _expected(name: str) -> str:
    labels: Mapping[str, Mapping[str, str]] = {
        "category": _CATEGORIES,
        "voice": STRUCTURE_KINDS,
        "evidence": EVIDENCE,
    }
    return f"l’une de ces réponses est attendue{NB}: {', '.join(labels[name].values())}."
