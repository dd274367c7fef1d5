"""What a loop does not say twice: a server went away, it is back."""

from __future__ import annotations

import structlog
from sqlalchemy.exc import DBAPIError

log = structlog.get_logger()

_CONFLICTS = "40"
"""The class of PostgreSQL's states for transactions that gave way to another: deadlock, serialization failure."""
_LOCK_NOT_AVAILABLE = "55P03"


class Outage:
    """One loop's failures in a row: logged when they begin (each kind once) and when they are over."""

    def __init__(self, event: str, **ids: str):
        self._failed, self._recovered = f"{event}.failed", f"{event}.recovered"
        self._ids = ids
        self._kinds: set[str] = set()

    def goes_on(self, error: Exception) -> None:
        """The loop failed: logs `<event>.failed` unless it failed like this since it worked last."""
        kind = type(error).__name__
        if kind not in self._kinds:
            self._kinds.add(kind)
            log.warning(self._failed, **self._ids, exc_info=error)

    def over(self) -> None:
        """The loop works: logs `<event>.recovered` if it did not before."""
        if self._kinds:
            self._kinds.clear()
            log.info(self._recovered, **self._ids)


def gave_way(error: Exception) -> bool:
    """Whether a transaction failed only because of another one beside it: it works when it is done again."""
    return _state(error).startswith(_CONFLICTS)


def was_locked_out(error: Exception) -> bool:
    """Whether PostgreSQL would not wait longer for a lock that another transaction holds."""
    return _state(error) == _LOCK_NOT_AVAILABLE


def _state(error: Exception) -> str:
    return str(getattr(error.orig, "pgcode", None) or "") if isinstance(error, DBAPIError) else ""
