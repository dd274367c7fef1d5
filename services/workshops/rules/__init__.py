"""The pure rules of workshops: dates exact or partial, how presence is counted, what is said of them in French."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from shared.clock import PARIS, paris_day
from shared.contracts.workshops import AttendanceEntry
from shared.errors import InvalidInput
from shared.french import long_day, month, quoted, slot, tidy
from shared.ids import is_id
from shared.partial_dates import in_french, latest_day, parse

Problem = tuple[str, str]


@dataclass(frozen=True)
class When:
    """When a workshop is: `start` and `end` exact instants (UTC), or `occurred` alone, or nothing known."""

    start: datetime | None = None
    end: datetime | None = None
    occurred: str | None = None

    @property
    def exact(self) -> bool:
        """Whether the hours are known."""
        return self.start is not None


UNKNOWN = When()


def decided_on(planned: str | None, today: date) -> str | None:
    """When a decision about a workshop was taken, as far as its date tells (EDTF).

    About a workshop to come one decides today. About a past one it was decided at the latest by then, so that its own
    partial date is all one knows. Nothing is known about an undated one.
    """
    if planned is None:
        return None
    return planned if latest_day(planned) <= today else today.isoformat()


def when(start: datetime | None, end: datetime | None, occurred: str | None, *, named: str = "occurred") -> When:
    """Read a date as it was given: instants with their offset, a partial date (EDTF), or nothing.

    An exact date stands on its day in Paris; a partial date beside it must include that day (`named` is its field).
    Raises `InvalidInput` with each field at fault.
    """
    if start is None and end is None:
        return When(occurred=occurred)
    problems = [*_missing(start, end), *_naive(start, end)]
    if start is None or end is None or problems:
        raise wrong(problems)
    if end <= start:
        raise wrong([("end", "La fin doit venir après le début de l’atelier.")])
    day = paris_day(start)
    if occurred is not None and not parse(occurred).earliest <= day <= parse(occurred).latest:
        raise wrong([(named, f"La date indiquée ne comprend pas le jour de l’atelier, le {long_day(day)}.")])
    return When(start.astimezone(UTC), end.astimezone(UTC), day.isoformat())


def _missing(start: datetime | None, end: datetime | None) -> Iterable[Problem]:
    if start is None:
        yield "start", "Il manque l’heure de début : donnez le début et la fin, ou seulement une date partielle."
    if end is None:
        yield "end", "Il manque l’heure de fin : donnez le début et la fin, ou seulement une date partielle."


def _naive(start: datetime | None, end: datetime | None) -> Iterable[Problem]:
    for field, instant in (("start", start), ("end", end)):
        if instant is not None and instant.utcoffset() is None:
            yield field, "Cette heure est donnée sans décalage horaire : écrivez par exemple 2025-07-03T09:00:00+02:00."


def wrong(problems: Sequence[Problem]) -> InvalidInput:
    """One refusal for all the fields at fault, each `(path, French sentence)`."""
    said = [(where, tidy(sentence)) for where, sentence in problems]
    return InvalidInput(said[0][1], problems=said)


def held_on(known: When, said: str | None) -> str | None:
    """The date (EDTF) on which a workshop took place: what is said, else the day it was scheduled for.

    The exact day of a workshop stays; saying another one raises `InvalidInput`: it was moved, and that is told first.
    """
    if said is None or known.start is None:
        return said or known.occurred
    day = paris_day(known.start)
    if not parse(said).earliest <= day <= parse(said).latest:
        sentence = f"L’atelier est prévu le {long_day(day)} : déplacez-le d’abord, puis notez qu’il s’est tenu."
        raise wrong([("occurred", sentence)])
    return known.occurred


def is_to_come(known: When, today: date) -> bool:
    """Whether a workshop surely lies after `today` (Paris); an undated one does not say so."""
    return known.occurred is not None and parse(known.occurred).earliest > today


def iso(instant: datetime | None) -> str | None:
    """An instant as events and cards say it: ISO 8601 with the offset of Paris."""
    return None if instant is None else instant.astimezone(PARIS).isoformat()


def as_text(known: When) -> str:
    """A date as people read it: « jeudi 3 juillet 2025, de 9 h à 12 h », « novembre 2025 », « date inconnue »."""
    if known.start is None or known.end is None:
        return in_french(None if known.occurred is None else parse(known.occurred))
    return slot(known.start.astimezone(PARIS), known.end.astimezone(PARIS))


def move_text(before: When, after: When, reason: str) -> str:
    """What is kept of a move: the earlier date, the new one and why."""
    why = reason.strip().rstrip(".")
    return tidy(f"Date d’abord retenue : {as_text(before)}. Nouvelle date : {as_text(after)}. Motif : {why}.")


def month_text(yyyy_mm: str) -> str:
    """« mai 2025 » for `2025-05`."""
    return month(date.fromisoformat(f"{yyyy_mm}-01"))


# --- Presence, after WKS-11 of domain.md

_NOT_EXPECTED = frozenset({"walk-in"})
_CAME = frozenset({"present", "walk-in"})


@dataclass(frozen=True)
class Presence:
    """How many were expected and how many came; null where nobody said."""

    expected: int | None
    present: int | None


def count(
    entries: Sequence[AttendanceEntry], *, expected: int | None, present: int | None, planned: int | None
) -> Presence:
    """Count presence: a stated number first, else the entries, else (for the expected) what was planned.

    Everybody but walk-ins was expected; those present and the walk-ins came. As long as every entry still says
    «expected», nobody said who came and `present` stays null.
    """
    listed_expected = sum(entry.status not in _NOT_EXPECTED for entry in entries) or None
    anybody_said = any(entry.status != "expected" for entry in entries)
    listed_present = sum(entry.status in _CAME for entry in entries) if anybody_said else None
    return Presence(
        expected=_first(expected, listed_expected, planned),
        present=_first(present, listed_present),
    )


def _first(*numbers: int | None) -> int | None:
    return next((number for number in numbers if number is not None), None)


def disagreement(entries: Sequence[AttendanceEntry], present: int | None) -> str | None:
    """A note when the number stated is not the number listed; the stated one is kept (declared as declared, T7)."""
    listed = count(entries, expected=None, present=None, planned=None).present
    if present is None or listed is None or listed == present:
        return None
    return tidy(f"Le nombre de présents indiqué ({present}) diffère de la liste ({listed}) : le nombre indiqué compte.")


def entry_problems(entries: Sequence[AttendanceEntry]) -> list[Problem]:
    """What is wrong with the lines of a presence list, each `(path, French sentence)`."""
    problems: list[Problem] = []
    seen: set[str] = set()
    for number, entry in enumerate(entries):
        where = f"entries.{number}"
        if entry.person is None and not entry.structure:
            problems.append((where, "Chaque ligne de présence nomme une personne ou une structure."))
        if entry.person is None:
            continue
        if not is_id(entry.person):
            problems.append((f"{where}.person", NOT_AN_ID))
        elif entry.person in seen:
            problems.append((f"{where}.person", "Cette personne figure déjà dans la liste."))
        seen.add(entry.person)
    return problems


NOT_AN_ID = "Une personne est désignée par son identifiant dans l’annuaire, jamais par son nom ou son adresse."


def invitation_problems(invited: Sequence[str]) -> list[Problem]:
    """What is wrong with a list of people invited, each `(path, French sentence)`."""
    return [(f"invited.{number}", NOT_AN_ID) for number, person in enumerate(invited) if not is_id(person)]


# --- The agenda


def paris_days(from_day: str, to_day: str) -> tuple[datetime, datetime]:
    """The instants (UTC) between which whole days of Paris lie, both ISO days included: [from, after the last).

    Raises `InvalidInput` for what is no day, and for a window that ends before it starts.
    """
    days = {field: _day(field, text) for field, text in (("from_day", from_day), ("to_day", to_day))}
    if days["to_day"] < days["from_day"]:
        raise wrong([("to_day", "Le dernier jour vient avant le premier.")])
    after = days["to_day"] + timedelta(days=1)
    return _midnight(days["from_day"]), _midnight(after)


def _day(field: str, text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        sentence = f"{quoted(text)} n’est pas un jour : écrivez par exemple 2025-07-03."
        raise wrong([(field, sentence)]) from None
    if not date.min.year < day.year < date.max.year:
        raise wrong([(field, f"{quoted(text)} est trop loin pour un agenda.")])
    return day


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), PARIS).astimezone(UTC)


def other_place(before: str, after: str) -> bool:
    """Whether people must go elsewhere: the same words in other letters are the same place."""
    return " ".join(before.split()).casefold() != " ".join(after.split()).casefold()


def correction_text(before: tuple[str, str], after: tuple[str, str]) -> str:
    """What a correction of title and place says in the history; empty when nothing differs."""
    said = []
    if before[0] != after[0]:
        said.append(f"titre : {quoted(before[0])} devient {quoted(after[0])}")
    if before[1] != after[1]:
        said.append(f"lieu : {before[1] or 'à préciser'} devient {after[1] or 'à préciser'}")
    text = " ; ".join(said)
    return tidy(text[:1].upper() + text[1:])
