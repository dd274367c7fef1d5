"""From the form of a search to the JSON of `agenda find`, and from its answer to what a page shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from services.portal.colleges import chosen_colleges
from services.portal.forms import Form
from services.portal.sheets import read_day
from shared.contracts.territories import PersonCard
from shared.french import plural

DURATIONS = ((90, "1\u00a0h\u00a030"), (120, "2\u00a0h"), (180, "3\u00a0h"), (240, "4\u00a0h"), (360, "6\u00a0h"))
WEEKDAYS = ((0, "lundi"), (1, "mardi"), (2, "mercredi"), (3, "jeudi"), (4, "vendredi"), (5, "samedi"))
HALVES = (
    ("09:00-12:30", "le matin, de 9\u00a0h à 12\u00a0h\u00a030"),
    ("13:30-18:00", "l’après-midi, de 13\u00a0h\u00a030 à 18\u00a0h"),
)
WHOLE_DAY = "09:00-18:00"
SCHOOL = (("rank-last", "en dernier recours"), ("exclude", "jamais"), ("allow", "comme les autres jours"))
SHOWN_DAYS = 6
ASKED = 60
"""Enough good starts to have several days among them."""
_EXPECTED = ("hors des horaires", "jour de la semaine", "jour férié", "vacances scolaires")
"""Reasons that count what was asked for or what `days_out` tells day by day: their numbers help nobody."""
DEFAULT_WINDOW = timedelta(weeks=8)


def defaults(accompaniment: str, people: Sequence[PersonCard], today: date) -> dict[str, Any]:
    """What the form of a search holds before anybody touches it."""
    first = today + timedelta(days=7)
    return {
        "from": first.isoformat(),
        "to": (first + DEFAULT_WINDOW).isoformat(),
        "duration": "180",
        "weekday": [str(day) for day, _ in WEEKDAYS[:5]],
        "half": [half for half, _ in HALVES],
        "school": "rank-last",
        "invited": [one.id for one in people],
        "min_present": "1",
        "college": chosen_colleges(accompaniment, people),
    }


def request_of(form: Form) -> dict[str, Any] | None:
    """The search that the form asks for; `None` with the problems noted on the form."""
    first, last = read_day(form, "from"), read_day(form, "to")
    duration, least = form.number("duration"), form.number("min_present")
    for name, value in (("from", first), ("to", last)):
        if value is None:
            form.note(name, "Un jour est nécessaire.")
    if first and last and last < first:
        form.note("to", "La période se termine avant de commencer.")
    if not form.get_all("invited"):
        form.note("invited", "Invitez au moins une personne.")
    if first is None or last is None or form.problems:
        return None
    return {
        "timezone": "Europe/Paris",
        "window": {"from": first.isoformat(), "to": last.isoformat()},
        "duration_minutes": duration or 180,
        "step_minutes": 30,
        "opening": {
            "weekdays": [int(day) for day in form.get_all("weekday") if day.isdecimal()],
            "hours": _hours(form),
        },
        "avoid": {
            "public_holidays": "exclude",
            "school_holidays": {"zone": "B", "mode": form.get("school") or "rank-last"},
        },
        "people": _people(form),
        "min_present": max(least or 1, 1),
        "top": ASKED,
    }


def _hours(form: Form) -> list[list[str]]:
    return [half.split("-") for half in form.get_all("half") if half.count("-") == 1]


def _people(form: Form) -> list[dict[str, Any]]:
    required = {*form.get_all("required"), *leading(form)}
    invited = dict.fromkeys([*form.get_all("invited"), *form.get_all("required"), *leading(form)])
    return [{"id": person, "required": person in required} for person in invited]


def leading(form: Form) -> list[str]:
    """Who facilitates, as chosen in a form."""
    return [person for person in form.get_all("facilitator") if person]


@dataclass(frozen=True)
class FoundSlot:
    """A slot as the page shows it; `value` is what choosing it sends."""

    value: str
    start: str
    end: str


@dataclass(frozen=True)
class FoundDay:
    """The good starts of one day with the same people missing and the same remarks."""

    day: str
    missing: tuple[str, ...]
    notes: tuple[str, ...]
    slots: list[FoundSlot]


@dataclass(frozen=True)
class Found:
    """The answer of a search; `excluded` says what else keeps starts out, the most frequent reason first."""

    days: list[FoundDay]
    excluded: list[tuple[str, str]]
    notes: list[str]
    compromise: str | None
    compromise_days: list[FoundDay]


def read_answer(answer: Mapping[str, Any], names: Mapping[str, str]) -> Found:
    """The answer of `agenda find` with people's functions in place of their ids, day by day, best days first."""
    compromise = answer.get("compromise") or {}
    reasons = sorted(answer.get("excluded", {}).items(), key=lambda item: -item[1])
    reasons = [(reason, count) for reason, count in reasons if not reason.startswith(_EXPECTED)]
    return Found(
        days=_days(answer["slots"], names),
        excluded=[
            (_named(reason, names), plural(count, "début possible", "débuts possibles")) for reason, count in reasons
        ],
        notes=[str(note) for note in answer.get("notes", [])],
        compromise=_named(str(compromise["message"]), names) if compromise else None,
        compromise_days=_days(compromise.get("slots", []), names),
    )


def _days(slots: Sequence[Mapping[str, Any]], names: Mapping[str, str]) -> list[FoundDay]:
    days: dict[tuple[str, tuple[str, ...], tuple[str, ...]], list[FoundSlot]] = {}
    for slot in slots:
        missing = tuple(names.get(person, person) for person in slot["missing"])
        key = (slot["start"][:10], missing, tuple(slot["notes"]))
        days.setdefault(key, []).append(FoundSlot(f"{slot['start']}/{slot['end']}", slot["start"], slot["end"]))
    found = [FoundDay(*key, slots=sorted(day, key=lambda one: one.start)) for key, day in days.items()]
    return _each_remark_once(found[:SHOWN_DAYS])


def _each_remark_once(days: list[FoundDay]) -> list[FoundDay]:
    """The days with a remark only where it is first made: it holds for a month, not for each of its days."""
    said: set[str] = set()
    told = []
    for day in days:
        told.append(replace(day, notes=tuple(note for note in day.notes if note not in said)))
        said.update(day.notes)
    return told


def _named(text: str, names: Mapping[str, str]) -> str:
    for person, name in names.items():
        text = text.replace(person, name)
    return text
