"""The slot finder done the slow and obvious way, from the text of the contract; it shares no code with the engine."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import holidays

_DAY_MINUTES = 24 * 60


def brute_force(document: dict[str, Any]) -> dict[str, Any]:
    """Answer a valid search: every slot that is possible in order, every start excluded by a code of its reason."""
    people = document["people"]
    possible: list[dict[str, Any]] = []
    excluded: Counter[str] = Counter()
    fewest_concessions: int | None = None
    for day in _days(document):
        for minute in range(0, _DAY_MINUTES, document.get("step_minutes", 15)):
            why = _calendar_reason(document, day, minute)
            if why:
                excluded[why] += 1
                continue
            slot = _slot(document, day, minute)
            lacking = [p["id"] for p in people if p.get("required") and p["id"] in slot["missing"]]
            short = max(0, document.get("min_present", 1) - len(slot["present"]))
            why = _people_reason(people, lacking, short)
            if why:
                excluded[why] += 1
                if slot["present"]:
                    concessions = len(lacking) + short
                    fewest_concessions = min(concessions, fewest_concessions or concessions)
            else:
                possible.append(slot)
    possible.sort(key=lambda slot: (-slot["score"], slot["in_school_holidays"], slot["start"].astimezone(UTC)))
    return {"possible": possible, "excluded": excluded, "fewest_concessions": fewest_concessions}


def _days(document: dict[str, Any]) -> list[date]:
    day, days = date.fromisoformat(document["window"]["from"]), []
    while day <= date.fromisoformat(document["window"]["to"]):
        days.append(day)
        day += timedelta(days=1)
    return days


def _calendar_reason(document: dict[str, Any], day: date, minute: int) -> str | None:
    opening, duration = document["opening"], document["duration_minutes"]
    avoid = document.get("avoid", {})
    if day.weekday() not in opening["weekdays"]:
        return "weekday"
    hours = [(_minutes(opens), _minutes(closes)) for opens, closes in opening["hours"]]
    if not any(opens <= minute and minute + duration <= closes for opens, closes in hours):
        return "too long" if hours and all(b - a < duration for a, b in hours) else "opening"
    if not _on_the_clock(document, day, minute):
        return "clock"
    if avoid.get("public_holidays") == "exclude" and day in _public(day.year):
        return "public holiday"
    if avoid.get("school_holidays", {}).get("mode") == "exclude" and _school(document, day):
        return "school holiday"
    return None


def _people_reason(people: list[Any], lacking: list[str], short: int) -> str | None:
    if not people:
        return "nobody"
    if len(lacking) > 1:
        return "several"
    if lacking:
        return f"required {lacking[0]}"
    return "too few" if short else None


def _slot(document: dict[str, Any], day: date, minute: int) -> dict[str, Any]:
    start, end = _wall(document, day, minute), _wall(document, day, minute + document["duration_minutes"])
    present = [p for p in document["people"] if not _is_busy(p, start, end)]
    mode = document.get("avoid", {}).get("school_holidays", {}).get("mode")
    return {
        "start": start,
        "end": end,
        "score": sum((Decimal(str(p.get("weight", 1))) for p in present), Decimal(0)),
        "present": [p["id"] for p in present],
        "missing": [p["id"] for p in document["people"] if p not in present],
        "in_school_holidays": mode == "rank-last" and _school(document, day),
    }


def _is_busy(person: dict[str, Any], start: datetime, end: datetime) -> bool:
    begins, finishes = start.astimezone(UTC), end.astimezone(UTC)
    for first, last in person.get("busy", []):
        away, back = datetime.fromisoformat(first), datetime.fromisoformat(last)
        if away < back and away < finishes and begins < back:
            return True
    return False


def _wall(document: dict[str, Any], day: date, minute: int) -> datetime:
    midnight = datetime.combine(day, time(), ZoneInfo(document["timezone"]))
    return midnight + timedelta(minutes=minute)


def _on_the_clock(document: dict[str, Any], day: date, minute: int) -> bool:
    start, end = _wall(document, day, minute), _wall(document, day, minute + document["duration_minutes"])
    return _is_read(start) and (_is_read(end) or _is_read(end - timedelta(seconds=1)))


def _is_read(wall: datetime) -> bool:
    """A time that the clock jumps over does not come back from a journey through UTC."""
    return wall.astimezone(UTC).astimezone(wall.tzinfo).replace(tzinfo=None) == wall.replace(tzinfo=None)


def _school(document: dict[str, Any], day: date) -> bool:
    zone = document["avoid"]["school_holidays"]["zone"]
    return day in _school_days(zone, day.year)


@cache
def _public(year: int) -> set[date]:
    return set(holidays.country_holidays("FR", years=year))


@cache
def _school_days(zone: str, year: int) -> set[date]:
    return set(holidays.country_holidays("FR", subdiv=f"Zone {zone}", categories="school", years=year))


def _minutes(hour: str) -> int:
    hours, minutes = hour.split(":")
    return int(hours) * 60 + int(minutes)
