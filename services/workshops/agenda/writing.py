"""The answer of the slot finder as the JSON that `agenda find` promises."""

from fractions import Fraction
from typing import Any

from services.workshops.agenda.search import Answer, Compromise, Slot, Weight


def answer_as_json(answer: Answer) -> dict[str, Any]:
    """Give the JSON values of an answer; `notes` and `compromise` are there only when they say something."""
    written: dict[str, Any] = {
        "slots": [_slot_as_json(slot) for slot in answer.slots],
        "excluded": dict(answer.excluded),
    }
    if answer.notes:
        written["notes"] = list(answer.notes)
    if answer.compromise:
        written["compromise"] = _compromise_as_json(answer.compromise)
    return written


def _slot_as_json(slot: Slot) -> dict[str, Any]:
    return {
        "start": slot.start.isoformat(),
        "end": slot.end.isoformat(),
        "score": as_number(slot.score),
        "present": list(slot.present),
        "missing": list(slot.missing),
        "notes": list(slot.notes),
    }


def _compromise_as_json(compromise: Compromise) -> dict[str, Any]:
    return {
        "message": compromise.message,
        "without": list(compromise.without),
        "min_present": compromise.min_present,
        "count": compromise.count,
        "slots": [_slot_as_json(slot) for slot in compromise.slots],
    }


def as_number(score: Weight) -> int | float:
    """Write whole scores as integers; JSON has no fractions, so the others are the nearest double."""
    if isinstance(score, int) or score.denominator == 1:
        return int(score)
    return _nearest(score)


def _nearest(score: Fraction) -> int | float:
    try:
        return float(score)
    except OverflowError:
        return round(score)
