"""Searches to start from, as `agenda find` takes them."""

from typing import Any


def person(id_: str, *busy: tuple[str, str], **more: Any) -> dict[str, Any]:
    """Make an invited person who is busy between these instants."""
    return {"id": id_, "busy": [list(interval) for interval in busy], **more}


def search(**changes: Any) -> dict[str, Any]:
    """Make a search for two hours on the morning of Thursday 3 July 2025, with some of its fields changed."""
    document = {
        "timezone": "Europe/Paris",
        "window": {"from": "2025-07-03", "to": "2025-07-03"},
        "duration_minutes": 120,
        "step_minutes": 30,
        "opening": {"weekdays": [0, 1, 2, 3, 4], "hours": [["09:00", "12:00"]]},
        "people": [person("p1")],
    }
    return {**document, **changes}


def window(first: str, last: str) -> dict[str, str]:
    """Make a window of days, both included."""
    return {"from": first, "to": last}


def opening(*hours: tuple[str, str], weekdays: tuple[int, ...] = (0, 1, 2, 3, 4, 5, 6)) -> dict[str, Any]:
    """Make the opening hours of some weekdays."""
    return {"weekdays": list(weekdays), "hours": [list(interval) for interval in hours]}


def starts(answer: dict[str, Any]) -> list[str]:
    """List the starts of the slots found."""
    return [slot["start"] for slot in answer["slots"]]


def hours(answer: dict[str, Any]) -> list[str]:
    """List the slots found as `start-end`, hours only."""
    return [f"{slot['start'][11:16]}-{slot['end'][11:16]}" for slot in answer["slots"]]
