"""The rules of émargement: which half-days are signed for, what is printed on a sheet, when presence is closed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

from services.workshops.rules import Problem, When
from shared.clock import PARIS
from shared.contracts.workshops import AttendanceEntry, AttendanceStatus
from shared.french import quoted, without_accents
from shared.partial_dates import latest_day

NOON = time(13, 0)
"""Where the morning ends: a session until 12 h 30 or 13 h is signed for once."""
SHORTEST = timedelta(hours=1)
"""What reaches into the other half of a day for less than this is not signed for apart."""

Part = Literal["morning", "afternoon", "whole"]


@dataclass(frozen=True)
class Half:
    """A half-day to sign for; `day` and the hours (Paris) are None where the session has no exact date."""

    number: int
    day: date | None
    part: Part
    start: datetime | None
    end: datetime | None


def half_days(known: When) -> list[Half]:
    """The half-days of a session (french-context.md 1.3: one signature per half-day), at least one.

    Of a session over several days, the days between are signed for morning and afternoon; their hours are not known.
    """
    if known.start is None or known.end is None:
        return [Half(1, None, "whole", None, None)]
    first, last = known.start.astimezone(PARIS), known.end.astimezone(PARIS)
    parts = [part for day in _days(first, last) for part in _parts(day, first, last)]
    return [Half(number, *part) for number, part in enumerate(parts, 1)]


def _days(first: datetime, last: datetime) -> Iterable[date]:
    # Nothing is signed for on a day that only begins: a session until midnight ends on the day before.
    end = (last - timedelta(minutes=1)).date()
    return (first.date() + timedelta(days=number) for number in range((end - first.date()).days + 1))


def _parts(day: date, first: datetime, last: datetime) -> list[tuple[date, Part, datetime | None, datetime | None]]:
    opens, closes = (datetime.combine(day, hour, PARIS) for hour in (time(8), time(18)))
    start = max(first, opens) if day != first.date() else first
    end = min(last, closes) if day != last.date() else last
    noon = datetime.combine(day, NOON, PARIS)
    told_start = start if day == first.date() else None
    told_end = end if day == last.date() else None
    if end - noon < SHORTEST and start < noon:
        return [(day, "morning", told_start, told_end)]
    if noon - start < SHORTEST:
        return [(day, "afternoon", told_start, told_end)]
    return [(day, "morning", told_start, None), (day, "afternoon", None, told_end)]


# --- the number printed on a sheet

_DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_TAIL = 10
"""Hexadecimal digits of the session's id that the number holds: 40 random bits, eight characters."""
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})


def reference(workshop: str, half_day: int) -> str:
    """The number of a sheet, short enough to be copied by hand: `7K2P-9QXM-1`."""
    bits = int(workshop.replace("-", "")[-_TAIL:], 16)
    letters = "".join(_DIGITS[bits >> shift & 31] for shift in range(35, -1, -5))
    return f"{letters[:4]}-{letters[4:]}-{half_day}"


def read_reference(typed: str) -> tuple[str, int] | None:
    """The end of the session's id (hexadecimal) and the half-day that a number names; None for what is no number."""
    plain = re.sub(r"[^0-9A-Z]", "", typed.upper()).translate(_MISREAD)
    found = re.fullmatch(rf"([{_DIGITS}]{{8}})([0-9]{{1,2}})", plain)
    if found is None:
        return None
    bits = 0
    for letter in found[1]:
        bits = bits << 5 | _DIGITS.index(letter)
    return f"{bits:0{_TAIL}x}", int(found[2])


# --- people who were not invited


def uninvited(entries: Sequence[AttendanceEntry], invited: Iterable[str]) -> list[Problem]:
    """Who came without being on the list of those invited: asked before it is kept (a walk-in, or a slip).

    A session without a list of people invited asks nothing: its presence list is the list.
    """
    known = set(invited)
    if not known:
        return []
    return [
        (f"entries.{number}.status", "Cette personne n’était pas invitée : est-ce bien un imprévu ?")
        for number, entry in enumerate(entries)
        if entry.person is not None and entry.person not in known and entry.status != "walk-in"
    ]


def as_walk_ins(entries: Sequence[AttendanceEntry], invited: Iterable[str]) -> list[AttendanceEntry]:
    """The same lines once somebody confirmed: who came without being invited is a walk-in."""
    known = set(invited)
    return [
        entry.model_copy(update={"status": "walk-in"})
        if known and entry.person is not None and entry.person not in known and entry.status == "present"
        else entry
        for entry in entries
    ]


# --- closed periods


@dataclass(frozen=True)
class Closed:
    """A period whose figures were handed to a funder: days from `first` to `last`, both included."""

    funder: str
    label: str
    first: date
    last: date


def closing(closed: Iterable[Closed], occurred: str | None) -> Closed | None:
    """The period that closes a session's presence; it counts on its last possible day, an undated one never."""
    if occurred is None:
        return None
    day = latest_day(occurred)
    return next((one for one in closed if one.first <= day <= one.last), None)


def closed_sentence(one: Closed) -> str:
    """What is said to whoever types presence in a closed period."""
    return (
        f"Les chiffres ({one.label}) ont été remis à {one.funder} : la présence de cette séance ne se saisit plus. "
        "S’il y a une erreur à corriger, donnez-en le motif : ce sera une régularisation, visible comme telle."
    )


# --- scans

_MAGIC = ((b"%PDF-", "application/pdf"), (b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG\r\n\x1a\n", "image/png"))
MOST_BYTES = 10_000_000


def media_type(content: bytes) -> str | None:
    """What a scan is, told from its content: PDF, JPEG or PNG; None for anything else."""
    return next((kind for magic, kind in _MAGIC if content.startswith(magic)), None)


# --- words of a table

_STATUSES: dict[str, AttendanceStatus] = {
    "attendu": "expected",
    "present": "present",
    "absent": "absent",
    "excuse": "excused",
    "imprevu": "walk-in",
    "retrait tardif": "late-withdrawal",
}
STATUS_WORDS = "attendu, présent, absent, excusé, imprévu ou retrait tardif"


def read_status(typed: str) -> AttendanceStatus | None:
    """A status as people write it; case, accents and the feminine do not count; None for another word."""
    word = without_accents(typed).lower().replace("·", "").replace("(e)", "").replace(".", "").strip()
    word = " ".join(word.replace("-", " ").split())
    return _STATUSES.get(word) or _STATUSES.get(word.removesuffix("e")) or _STATUSES.get(word.removesuffix("s"))


def status_problem(typed: str) -> str:
    """The sentence about a word that is no status."""
    return f"{quoted(typed)} n’est pas un statut : écrivez {STATUS_WORDS}."
