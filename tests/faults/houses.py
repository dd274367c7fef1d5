"""What the oracle holds each house to: the seven rooms, and the two toy rooms."""

from __future__ import annotations

from collections.abc import Callable

from shared.events import LISTENERS
from tests.faults.oracle import Effects, Expectations, Facts, Key, Projection
from tests.faults.stores import Row

TOY_ROOMS = ("diagnostic", "reporting")
ROOMS = tuple(LISTENERS)


def _of(*names: str) -> Callable[[Row], Key]:
    """The key of an event: members of its envelope (`@subject`), or of its payload."""
    return lambda event: tuple(event.get(n[1:]) if n.startswith("@") else event["data"].get(n) for n in names)


def _fold(type_: str, *names: str) -> Callable[[Row], Key | None]:
    return lambda event: _of(*names)(event) if event["type"] == type_ else None


TOYS = Expectations(
    hears={"diagnostic": frozenset(), "reporting": frozenset({"interview-logged"})},
    effects=[Effects("reporting", "SELECT event_id FROM heard")],
    facts=[Facts("diagnostic", "SELECT id FROM interviews", "interview-logged", _of("interview"))],
)

_ENROLLED = _fold("territory-enrolled", "accompaniment", "territory", "call", "name")
_KNOWN = 'SELECT id, territory, "call", label FROM accompaniments'
_LOGGED = "SELECT id, told FROM interviews WHERE state = 'logged'"

HOUSE = Expectations(
    hears=dict(LISTENERS),
    effects=[Effects("reporting", "SELECT id FROM journal")],
    facts=[
        Facts(
            "territories",
            "SELECT accompaniment, title FROM milestones",
            "milestone-noted",
            _of("accompaniment", "title"),
        ),
        Facts("diagnostic", _LOGGED, "interview-logged", _of("interview", "@id")),
        Facts(
            "diagnostic",
            "SELECT id, told FROM interviews WHERE state = 'planned'",
            "interview-planned",
            _of("interview", "@id"),
        ),
        Facts("diagnostic", "SELECT id, title FROM stakes", "stake-named", _of("stake", "title")),
        Facts("workshops", "SELECT id, title FROM workshops", "workshop-scheduled", _of("workshop", "title")),
        Facts(
            "workshops",
            "SELECT id, text FROM outcomes WHERE kind = 'need'",
            "need-emerged",
            _of("need", "title"),
        ),
        Facts(
            "workshops",
            "SELECT accompaniment, month, detail FROM searches",
            "slot-search-failed",
            _of("accompaniment", "month", "detail"),
        ),
        Facts(
            "platforms",
            'SELECT accompaniment, "case", reason FROM cases',
            "case-assigned",
            _of("accompaniment", "case", "reason"),
        ),
        Facts(
            "platforms",
            "SELECT shortlist, platform, approach FROM options",
            "platform-shortlisted",
            _of("shortlist", "platform", "approach"),
        ),
        Facts(
            "notifications",
            # What is skipped from the start is never told: the call of the workload has no date.
            "SELECT id, rule, about FROM plans WHERE coalesce(reason, '') <> 'fait sans date'",
            "notification-planned",
            _of("plan", "rule", "about"),
        ),
    ],
    projections=[
        *(Projection(room, _KNOWN, _ENROLLED) for room in ("diagnostic", "workshops", "platforms", "notifications")),
        Projection(
            "platforms",
            "SELECT id, accompaniment, title FROM needs",
            _fold("need-emerged", "need", "accompaniment", "title"),
        ),
        Projection(
            "notifications",
            "SELECT id, title FROM subjects WHERE kind = 'workshop'",
            _fold("workshop-scheduled", "workshop", "title"),
        ),
        Projection(
            "notifications",
            "SELECT id FROM subjects WHERE kind = 'interview' AND state = 'done'",
            _fold("interview-logged", "interview"),
        ),
    ],
)
"""Every room. The workload of these tests names each workshop, need and stake once, so that titles are keys too."""
