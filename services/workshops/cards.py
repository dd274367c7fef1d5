"""Workshops as others see them: the row, the decisions taken about it, and the presence recorded last."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import select

from services.workshops import rules
from services.workshops.rules import When
from services.workshops.tables import Attendance, Decision, Facilitation, Workshop
from shared.contracts.workshops import CAUSES, WorkshopCard
from shared.contracts.workshops.causes import said
from shared.storage.unit_of_work import Reader

CORRECTED = ("title-corrected", "place-corrected")
REVISING = ("moved", "cancelled", "place-corrected")
"""What a calendar must be told anew (RFC 5546): date, hours, place; a word in the title is none of it."""


def cards_of(reader: Reader, rows: Sequence[Workshop]) -> list[WorkshopCard]:
    """A card per workshop, in the order given; three more statements however many there are."""
    ids = [row.id for row in rows]
    decisions = _decisions(reader, ids)
    presence = _presence(reader, ids)
    leading = _facilitators(reader, ids)
    return [_card(row, decisions[row.id], presence.get(row.id), leading[row.id]) for row in rows]


def _decisions(reader: Reader, ids: list[str]) -> dict[str, list[Decision]]:
    taken: dict[str, list[Decision]] = defaultdict(list)
    for row in reader.session.scalars(select(Decision).where(Decision.workshop.in_(ids)).order_by(Decision.id)):
        taken[row.workshop].append(row)
    return taken


def _facilitators(reader: Reader, ids: list[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for row in reader.session.scalars(select(Facilitation).where(Facilitation.workshop.in_(ids))):
        found[row.workshop].append(row.person)
    return found


def _presence(reader: Reader, ids: list[str]) -> dict[str, Attendance]:
    """The last recording of each workshop: walking through all of them in order leaves the last one in place."""
    recordings = select(Attendance).where(Attendance.workshop.in_(ids)).order_by(Attendance.id)
    return {row.workshop: row for row in reader.session.scalars(recordings)}


def _card(row: Workshop, decisions: list[Decision], presence: Attendance | None, leading: list[str]) -> WorkshopCard:
    maintained = _maintained(decisions)
    return WorkshopCard.model_validate(
        {
            "id": row.id,
            "accompaniment": row.accompaniment,
            "territory": row.territory,
            "title": row.title,
            "format": row.format,
            "circle": row.circle,
            "state": row.state,
            "start": rules.iso(row.start_at),
            "end": rules.iso(row.end_at),
            "occurred": row.occurred,
            "venue_label": row.venue_label,
            "expected": row.planned if presence is None else presence.expected,
            "present": None if presence is None else presence.present,
            "withdrawals": maintained.withdrawals if maintained else None,
            "maintained": _why(maintained) if maintained else None,
            "cancelled": next((_why(d) for d in decisions if d.kind == "cancelled"), None),
            "moves": [_move(decision) for decision in decisions if decision.kind == "moved"],
            "summary": row.summary,
            "venue": row.venue,
            "facilitators": leading,
            "series": row.series,
            "corrections": [decision.reason for decision in decisions if decision.kind in CORRECTED],
            "revision": sum(decision.kind in REVISING for decision in decisions),
        }
    )


def _maintained(decisions: list[Decision]) -> Decision | None:
    """The last decision to keep the date that still stands: a move makes it a matter of an earlier date."""
    kept: Decision | None = None
    for decision in decisions:
        if decision.kind not in ("cancelled", *CORRECTED):
            kept = decision if decision.kind == "maintained" else None
    return kept


def _why(decision: Decision) -> str:
    """The reason as it was given, and in brackets the kind of it where that was said (U49)."""
    cause = next((said(code) for code in CAUSES if code == decision.cause), "")
    return f"{decision.reason.strip().rstrip('.')} ({cause})" if cause else decision.reason


def _move(decision: Decision) -> str:
    before = When(decision.before_start, decision.before_end, decision.before_occurred)
    after = When(decision.after_start, decision.after_end, decision.after_occurred)
    return rules.move_text(before, after, _why(decision))
