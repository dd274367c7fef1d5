"""The one place where the time of day enters: instants are UTC, days and hours are reasoned in Europe/Paris."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")


class Clock(Protocol):
    """Whoever can say what time it is."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        return datetime.now(UTC)


@dataclass
class SetClock:
    """A clock that stands still until it is moved: for tests, and for telling what would happen on a given day."""

    instant: datetime

    def now(self) -> datetime:
        """The instant it was set to, in UTC."""
        return self.instant.astimezone(UTC)

    def advance(self, step: timedelta) -> None:
        """Move the clock by `step`."""
        self.instant += step


def paris_day(instant: datetime) -> date:
    """The calendar day in Europe/Paris of an aware instant."""
    return instant.astimezone(PARIS).date()
