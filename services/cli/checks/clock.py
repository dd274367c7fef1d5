"""The clock and the zone data: every day and hour of the house is reasoned in Europe/Paris."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from services.cli.checks.databases import connected
from services.cli.checks.finding import Finding
from shared.clock import SystemClock
from shared.french import moment
from shared.settings import Settings

NB = "\u00a0"
NAME = "clock"

WRITTEN = datetime(2025, 1, 1, tzinfo=UTC)
"""No machine that runs this version can honestly say that it is earlier."""

MOST_APART = timedelta(seconds=5)


def check(settings: Settings | None) -> Finding:
    """Look at the machine's clock, its zone data and, on the full stack, the database's clock."""
    now = SystemClock().now()
    try:
        paris = ZoneInfo("Europe/Paris")
    except ZoneInfoNotFoundError:
        return Finding(NAME, False, "le fuseau Europe/Paris est inconnu de cette machine\u00a0: installez tzdata.")
    summer = datetime(2025, 7, 1, 12, tzinfo=paris).utcoffset()
    if summer != timedelta(hours=2):
        return Finding(NAME, False, "les données du fuseau Europe/Paris sont fausses\u00a0: réinstallez tzdata.")
    if now < WRITTEN:
        return Finding(NAME, False, f"la machine se croit le {moment(now.astimezone(paris))}{NB}: mettez-la à l’heure.")
    apart = _apart(settings)
    if apart is not None and apart > MOST_APART:
        seconds = round(apart.total_seconds())
        return Finding(
            NAME, False, f"{seconds}{NB}s d’écart avec la base de données{NB}: mettez les machines à l’heure."
        )
    return Finding(NAME, True, f"{moment(now.astimezone(paris))} à Paris.")


def _apart(settings: Settings | None) -> timedelta | None:
    if settings is None or settings.database_url is None:
        return None
    try:
        with connected(settings) as connection:
            theirs: datetime | None = connection.scalar(text("SELECT clock_timestamp()"))
    except (SQLAlchemyError, UnicodeError):
        return None
    return None if theirs is None else abs(SystemClock().now() - theirs)
