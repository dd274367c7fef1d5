"""What a session is made of: clock times of its steps, the mix of colleges, what hangs on its date."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from services.workshops.rules import When, iso
from shared.clock import PARIS
from shared.contracts.workshops import College, CollegeCount, ProgrammeStep, TimedStep
from shared.contracts.workshops.labels import COLLEGES
from shared.french import duration, listing, tidy


def timed(steps: Sequence[ProgrammeStep], known: When) -> list[TimedStep]:
    """The steps one after the other from the start of the session; without hours, their lengths only."""
    found: list[TimedStep] = []
    start = known.start
    for one in steps:
        end = start + timedelta(minutes=one.minutes) if start else None
        found.append(TimedStep(**one.model_dump(), start=iso(start), end=iso(end)))
        start = end
    return found


def programme_notes(steps: Sequence[ProgrammeStep], known: When) -> list[str]:
    """What to say when the steps do not fit the session."""
    total = sum(one.minutes for one in steps)
    if known.start is None or known.end is None or not steps:
        return []
    length = int((known.end - known.start).total_seconds()) // 60
    if total > length:
        over = duration(total - length)
        return [tidy(f"Le programme dépasse la séance de {over} : raccourcissez une étape, ou la séance.")]
    if total < length:
        return [tidy(f"Il reste {duration(length - total)} sans programme.")]
    return []


def mix(invited: Iterable[str], present: Iterable[str] | None, colleges: Mapping[str, College]) -> list[CollegeCount]:
    """How many of each college are invited and came (WKS-13); `present` None: nobody said yet."""
    asked = Counter(colleges.get(one) for one in invited)
    came = None if present is None else Counter(colleges.get(one) for one in present)
    return [
        CollegeCount(college=one, invited=asked[one], present=None if came is None else came[one]) for one in COLLEGES
    ]


def mix_notes(counts: Sequence[CollegeCount], *, circle: str) -> list[str]:
    """The colleges that nobody stands for; a restricted group is small on purpose (WKS-12)."""
    missing = [COLLEGES[one.college] for one in counts if not one.invited]
    if circle != "full" or not missing:
        return []
    return [tidy(f"Personne n’est invité parmi les {listing(missing)} : la complémentarité fait la rencontre.")]


def shift(instant: datetime, before: datetime, after: datetime) -> datetime:
    """Where an instant goes when what it hangs on moves: as many days and wall-clock minutes further."""
    then, old, new = (one.astimezone(PARIS).replace(tzinfo=None) for one in (instant, before, after))
    return (then + (new - old)).replace(tzinfo=PARIS)
