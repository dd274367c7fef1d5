"""The two dates of every answer: as of which day, and as known at which instant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from shared.errors import InvalidInput
from shared.storage.unit_of_work import Reader


@dataclass(frozen=True)
class Moments:
    """«État au» a calendar day (Europe/Paris), with what was known at an instant (UTC)."""

    as_of: date
    known_at: datetime


def moments(reader: Reader, as_of: date | None, known_at: datetime | None) -> Moments:
    """The two dates, today and now where they are not given. Raises `InvalidInput` for an instant without zone."""
    return Moments(as_of or reader.today, instant(known_at) if known_at else reader.now)


def instant(value: datetime) -> datetime:
    """`value` in UTC. Raises `InvalidInput` when it has no zone: nobody could say which instant it is."""
    if value.tzinfo is None:
        sentence = (
            "known_at\u00a0: une date et une heure sont attendues avec leur décalage horaire, "
            "par exemple 2025-07-15T18:00+02:00."
        )
        raise InvalidInput(sentence, code="naive-instant", problems=[("known_at", sentence)])
    return value.astimezone(UTC)
