"""Where the fields of a card were read: checked, and written in one cell of a workbook."""

from __future__ import annotations

import re
from collections.abc import Iterable

from services.platforms.rules.fields import FIELDS, Unreadable
from services.platforms.rules.words import plain
from shared.contracts.platforms import PlatformSource
from shared.errors import InvalidInput
from shared.french import quoted, tidy
from shared.partial_dates import WrongDate, from_french

FACTS = frozenset(FIELDS)
"""The fields of a card that a source may be given for."""
_BAR = re.compile(r"(?<!\\)\|")


def check_sources(sources: Iterable[PlatformSource]) -> None:
    """Raise `InvalidInput` when a source is given for something that is no fact of a card."""
    problems = [
        (f"sources.{index}.field", tidy(f"{quoted(source.field)} n’est pas une rubrique de la fiche."))
        for index, source in enumerate(sources)
        if source.field not in FACTS
    ]
    if problems:
        raise InvalidInput(problems[0][1], problems=problems)


def write_sources(sources: Iterable[PlatformSource]) -> str:
    """Sources as a cell holds them: a line each, `field | source | date | quotation`."""
    return "\n".join(
        " | ".join(_escaped(text) for text in (FIELDS[one.field].label, one.source, one.date or "", one.quote))
        for one in sources
    )


def read_sources(text: str) -> list[PlatformSource]:
    """What `write_sources` wrote. Raises `Unreadable` naming the line."""
    return [_source(line) for line in text.splitlines() if line.strip()]


def _source(line: str) -> PlatformSource:
    parts = [part.strip().replace("\\|", "|") for part in _BAR.split(line)]
    if not 2 <= len(parts) <= 4 or not parts[1]:
        raise Unreadable(f"{quoted(line)} ne se lit pas : une source par ligne, rubrique | source | date | citation.")
    named, source, date, quote = (*parts, "", "")[:4]
    field = next((one.code for one in FIELDS.values() if plain(named) in map(plain, (one.label, one.code))), None)
    if field is None:
        raise Unreadable(f"{quoted(named)} n’est pas une rubrique de la fiche.")
    return PlatformSource(field=field, source=source, quote=quote, date=_date(date))


def _date(text: str) -> str | None:
    if not text:
        return None
    try:
        return from_french(text).text
    except WrongDate as wrong:
        raise Unreadable(wrong.message) from wrong


def _escaped(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
