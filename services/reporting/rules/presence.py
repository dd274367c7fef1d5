"""What an attendance sheet says: counts where they were stated, else what its entries add up to."""

from __future__ import annotations

from typing import Any

CAME = frozenset({"present", "walk-in"})


def counts(data: dict[str, Any]) -> tuple[int | None, int | None]:
    """`(expected, present)` of an `attendance-recorded` payload; None where nobody said (WKS-11).

    A count that was not stated is taken from the entries: everybody but walk-ins was expected, those present and
    walk-ins came. As long as every entry still says «expected», nobody said who came.
    """
    expected, present = data.get("expected"), data.get("present")
    statuses = [entry.get("status") for entry in data.get("entries", [])]
    if expected is None:
        expected = sum(status != "walk-in" for status in statuses) or None
    if present is None and any(status != "expected" for status in statuses):
        present = sum(status in CAME for status in statuses)
    return expected, present


def people_present(data: dict[str, Any]) -> set[str]:
    """The ids of the people whom the entries say were there."""
    return {entry["person"] for entry in data.get("entries", []) if entry.get("person") and entry.get("status") in CAME}
