"""Waiting until a house is at rest, and having the oracle examine it."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping, Sequence

from tests.faults.oracle import Expectations, Verdict, examine
from tests.faults.stores import Store

_UNPUBLISHED = "SELECT count(*) AS n FROM outbox WHERE published_at IS NULL"
_UNHANDLED = "SELECT count(*) AS n FROM inbox WHERE done_at IS NULL AND parked_at IS NULL"


def at_rest(stores: Mapping[str, Store]) -> bool:
    """Whether nobody has anything left to publish or to handle, as far as a glance tells."""
    return all(store.rows(sql)[0]["n"] == 0 for store in stores.values() for sql in (_UNPUBLISHED, _UNHANDLED))


def judged(
    stores: Mapping[str, Store],
    expected: Expectations,
    accepted: Mapping[str, Sequence[str]],
    *,
    seconds: float = 60.0,
) -> Verdict:
    """The verdict once nothing is amiss any more, or the last one when `seconds` did not heal it.

    What is on its way looks lost until it has arrived; what is double stays double.
    """
    deadline = time.monotonic() + seconds
    verdict = Verdict()
    while True:
        late = time.monotonic() > deadline
        if late or at_rest(stores):
            verdict = examine(stores, expected, accepted)
            if late or not verdict.findings:
                return verdict
        threading.Event().wait(0.2)  # a pause between looks, each of which opens every store; not a wait for a time


def clean(verdict: Verdict) -> None:
    """Fail, saying what the oracle found, unless it found nothing."""
    assert not verdict.findings, str(verdict)
