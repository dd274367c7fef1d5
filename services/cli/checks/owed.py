"""What the rooms owe: events put aside, and how long the oldest has waited to be told or handled."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from services.cli.checks.databases import connected
from services.cli.checks.finding import Finding
from services.cli.checks.folder import is_owned
from services.cli.rooms import NAMES
from shared.clock import SystemClock
from shared.french import plural
from shared.settings import Settings
from shared.storage.database import sqlite_url

NB = "\u00a0"
PARKED, LAG = "parked", "lag"
MOST_TOLD, MOST_HEARD = timedelta(minutes=1), timedelta(minutes=5)
"""Older than this, somebody is woken (docs/operations.md): told and not published, heard and not handled."""

_PARKED = "SELECT count(*) FROM {}inbox WHERE parked_at IS NOT NULL"
_HEARD = "SELECT min(received_at) FROM {}inbox WHERE done_at IS NULL AND parked_at IS NULL"
_TOLD = "SELECT min(recorded_at) FROM {}outbox WHERE published_at IS NULL"


@dataclass(frozen=True)
class Owed:
    """What one room has put aside, and since when the oldest waits; None when nothing does."""

    parked: int = 0
    heard: datetime | None = None
    told: datetime | None = None


Look = Callable[[str], object]
"""The one value of a question."""


def check(settings: Settings) -> list[Finding]:
    """Look into every room's inbox and outbox; a room whose tables are not made yet owes nothing."""
    if settings.database_url is None and not settings.embedded:
        return _unknown()
    try:
        owed = _of_sqlite(settings) if settings.database_url is None else _of_postgresql(settings)
    except (SQLAlchemyError, sqlite3.Error, UnicodeError):
        return _unknown()
    at_rest = settings.embedded and not is_owned(settings.data)
    return [_parked(owed), _late(owed, SystemClock().now(), at_rest=at_rest)]


def _unknown() -> list[Finding]:
    sentence = "impossible à dire tant que les bases de données ne répondent pas."
    return [Finding(PARKED, False, sentence), Finding(LAG, False, sentence)]


def _of_sqlite(settings: Settings) -> dict[str, Owed]:
    return {name: _of_file(Path(sqlite_url(settings.data, name)[len("sqlite:///") :])) for name in NAMES}


def _of_file(path: Path) -> Owed:
    if not path.is_file():
        return Owed()
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=5)) as connection:
        if connection.execute("SELECT name FROM sqlite_master WHERE name = 'inbox'").fetchone() is None:
            return Owed()
        return _owed(lambda question: connection.execute(question).fetchone()[0], "")


def _of_postgresql(settings: Settings) -> dict[str, Owed]:
    found = {}
    with connected(settings) as connection:
        for name in NAMES:
            made = connection.scalar(text("SELECT to_regclass(:table)"), {"table": f'"{name}".inbox'})
            look: Look = lambda question: connection.scalar(text(question))  # noqa: E731
            found[name] = Owed() if made is None else _owed(look, f'"{name}".')
    return found


def _owed(look: Look, schema: str) -> Owed:
    return Owed(
        parked=int(str(look(_PARKED.format(schema)))),
        heard=_instant(look(_HEARD.format(schema))),
        told=_instant(look(_TOLD.format(schema))),
    )


def _instant(found: object) -> datetime | None:
    """An instant of either database: SQLite keeps its text without the zone, which is UTC."""
    if found is None:
        return None
    instant = found if isinstance(found, datetime) else datetime.fromisoformat(str(found))
    return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant


def _parked(owed: dict[str, Owed]) -> Finding:
    where = {name: one.parked for name, one in owed.items() if one.parked}
    if not where:
        return Finding(PARKED, True, "aucun événement n’est mis de côté.")
    listed = ", ".join(f"{name} ({count})" for name, count in where.items())
    aside = plural(sum(where.values()), "événement mis de côté", "événements mis de côté")
    return Finding(PARKED, False, f"{aside}{NB}: {listed}. Voyez «{NB}terreau events parked{NB}».")


def _late(owed: dict[str, Owed], now: datetime, *, at_rest: bool) -> Finding:
    waits = {name: max(_age(now, one.heard), _age(now, one.told)) for name, one in owed.items()}
    if not any(waits.values()):
        return Finding(LAG, True, "tout ce qui s’est passé est connu partout.")
    longest = _words(max(waits.values()))
    if at_rest:
        return Finding(LAG, True, f"des événements attendent depuis {longest}{NB}; le prochain démarrage les traitera.")
    late = [name for name, one in owed.items() if _is_late(now, one)]
    if not late:
        return Finding(LAG, True, f"le plus ancien événement attend depuis {longest}.")
    return Finding(
        LAG,
        False,
        f"en retard{NB}: {', '.join(late)}, depuis {longest}. Voyez si RabbitMQ répond et si ces services sont en "
        "marche, puis ce que dit leur journal.",
    )


def _is_late(now: datetime, one: Owed) -> bool:
    return _age(now, one.heard) > MOST_HEARD or _age(now, one.told) > MOST_TOLD


def _age(now: datetime, since: datetime | None) -> timedelta:
    return timedelta() if since is None else max(now - since, timedelta())


def _words(age: timedelta) -> str:
    minutes = int(age.total_seconds() // 60)
    if minutes < 1:
        return "moins d’une minute"
    return plural(minutes, "minute") if minutes < 120 else plural(minutes // 60, "heure")
