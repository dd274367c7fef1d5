"""A season planned the slow and obvious way, from the text of the contract; it shares no code with the planner."""

from datetime import UTC, datetime
from itertools import product
from typing import Any

from tests.unit.agenda.brute_force import brute_force

Slot = dict[str, Any]


def best_of(season: dict[str, Any]) -> tuple[int, float]:
    """The most workshops that can be placed, and the greatest presence among the plans that place so many."""
    best = (0, 0.0)
    choices = [[None, *_slots(season, workshop)] for workshop in season["workshops"]]
    for chosen in product(*choices):
        placed = [(w, slot) for w, slot in zip(season["workshops"], chosen, strict=True) if slot]
        if len(placed) < best[0] or not venues_free(season, placed):
            continue
        presence = _most_presence(season, placed)
        if presence is not None:
            best = max(best, (len(placed), presence))
    return best


def _slots(season: dict[str, Any], workshop: dict[str, Any]) -> list[Slot]:
    """The slots of a workshop that has nobody to share: every one the calendar and its people allow."""
    required, invited = set(workshop.get("required", [])), set(workshop.get("invited", []))
    people = [p | {"required": p["id"] in required} for p in season["people"] if p["id"] in required | invited]
    search = {
        "timezone": season["timezone"],
        "window": workshop["window"],
        "duration_minutes": workshop["duration_minutes"],
        "step_minutes": season["step_minutes"],
        "opening": season["opening"],
        "avoid": season.get("avoid", {}),
        "people": people,
        "min_present": workshop.get("min_present", 1),
    }
    possible: list[Slot] = brute_force(search)["possible"]
    return possible


def venues_free(season: dict[str, Any], placed: list[tuple[dict[str, Any], Slot]]) -> bool:
    """Whether every venue is free of its own busy times, and holds one workshop at a time."""
    busy = {venue["id"]: venue.get("busy", []) for venue in season.get("venues", [])}
    for rank, (workshop, slot) in enumerate(placed):
        venue = workshop.get("venue")
        if venue is None:
            continue
        for start, end in busy[venue]:
            if _overlap(slot, {"start": datetime.fromisoformat(start), "end": datetime.fromisoformat(end)}):
                return False
        if any(other.get("venue") == venue and _overlap(slot, there) for other, there in placed[:rank]):
            return False
    return True


def can_attend(season: dict[str, Any], placed: list[tuple[dict[str, Any], Slot]]) -> bool:
    """Whether one person can be present at all of these."""
    return all(_one_after_the_other(season, *one, *other) for rank, one in enumerate(placed) for other in placed[:rank])


def _one_after_the_other(
    season: dict[str, Any], one: dict[str, Any], slot: Slot, other: dict[str, Any], there: Slot
) -> bool:
    if _overlap(slot, there):
        return False
    if slot["start"].date() != there["start"].date():
        return True
    if slot["start"] > there["start"]:
        one, slot, other, there = other, there, one, slot
    a, b, travel = one.get("venue"), other.get("venue"), season.get("travel", {})
    if a is None or b is None or a == b:
        return True
    minutes = travel.get(a, {}).get(b, travel.get(b, {}).get(a, 0))
    return bool((there["start"].astimezone(UTC) - slot["end"].astimezone(UTC)).total_seconds() >= minutes * 60)


def _overlap(one: Slot, other: Slot) -> bool:
    return bool(
        one["start"].astimezone(UTC) < other["end"].astimezone(UTC)
        and other["start"].astimezone(UTC) < one["end"].astimezone(UTC)
    )


def _most_presence(season: dict[str, Any], placed: list[tuple[dict[str, Any], Slot]]) -> float | None:
    """The greatest presence at these slots; None when somebody required or the minimum is out of reach."""
    ways = [_ways_of(season, person, placed) for person in season["people"]]
    best: float | None = None
    for chosen in product(*ways):
        counts = [sum(rank in where for where in chosen) for rank in range(len(placed))]
        if any(count < w.get("min_present", 1) for count, (w, _) in zip(counts, placed, strict=True)):
            continue
        presence = sum(
            person.get("weight", 1) * len(where) for person, where in zip(season["people"], chosen, strict=True)
        )
        best = presence if best is None else max(best, presence)
    return best


def _ways_of(
    season: dict[str, Any], person: dict[str, Any], placed: list[tuple[dict[str, Any], Slot]]
) -> list[set[int]]:
    """Every set of these workshops that a person can attend, the required ones among them."""
    free = [rank for rank, (_, slot) in enumerate(placed) if person["id"] in slot["present"]]
    must = {rank for rank, (workshop, _) in enumerate(placed) if person["id"] in workshop.get("required", [])}
    ways = []
    for picked in product([False, True], repeat=len(free)):
        where = {rank for rank, goes in zip(free, picked, strict=True) if goes}
        if must <= where and can_attend(season, [placed[rank] for rank in sorted(where)]):
            ways.append(where)
    return ways
