"""What the slot finder says in French: reasons, remarks on a slot, remarks on a search, the compromise."""

from collections.abc import Mapping, Sequence
from datetime import date

from services.workshops.agenda.search import Search, Treatment
from shared.calendar import (
    FIRST_PUBLISHED_SCHOOL_DAY,
    LAST_FORECAST_SCHOOL_DAY,
    LAST_PUBLISHED_SCHOOL_DAY,
    ZONES,
    SchoolCalendar,
    Zone,
    bridge,
    public_holiday,
    school_calendar,
    school_holiday,
)
from shared.french import NBSP, month_name, ordinal_day

CLOSED_WEEKDAY = "jour de la semaine non ouvert"
OUTSIDE_OPENING = "hors des horaires d’ouverture"
TOO_LONG = "durée plus longue que chaque plage d’ouverture"
CLOCK_CHANGE = "heure qui n’existe pas ce jour-là (changement d’heure)"
PUBLIC_HOLIDAY = "jour férié"
NOBODY_INVITED = "aucune personne invitée"
VENUE_TAKEN = "lieu déjà pris"
VENUE_CLOSED = "lieu fermé"
SEVERAL_REQUIRED = "plusieurs personnes indispensables absentes à la fois"

# Source: WKS-02, the months in which no slot was found, with the reasons told.
BAD_MONTHS: Mapping[int, str] = {
    5: "Mai est un mois jonché de jours fériés.",
    6: "Juin est un mois surchargé pour tout le monde.",
    9: "Septembre, temps de la rentrée, est un mois très chargé.",
    10: "Octobre est un mois très chargé, raccourci par les vacances de la Toussaint.",
}

_YEAR = range(12)
_MONTHS_NAMED = 6
_REASONS_NAMED = 3


def school_holiday_reason(zone: Zone) -> str:
    """Name the school holidays of a zone as a reason."""
    return f"vacances scolaires (zone{NBSP}{zone})"


def required_reason(person: str) -> str:
    """Name a required person who alone stands in the way."""
    return f"personne indispensable absente{NBSP}: {person}"


def too_few_reason(min_present: int, invited: int) -> str:
    """Say that too few people are free, or that so many were not even invited."""
    if min_present > invited:
        return f"minimum de {_people(min_present)} impossible{NBSP}: {_people(invited)} en tout"
    return f"trop peu de personnes présentes (moins de{NBSP}{min_present})"


def quorum_reason(name: str, least: int) -> str:
    """Say of which college too few people can come (WKS-13)."""
    return f"composition{NBSP}: il faut au moins {least} {name}"


def unplaced_reason(excluded: Mapping[str, int], candidates: int) -> str:
    """Say why a workshop of a season has no slot: nothing suits it alone, or the other workshops take what does."""
    if candidates:
        slots = f"{candidates} créneau{'x' if candidates > 1 else ''}"
        return (
            f"{slots} lui conviendrai{'en' if candidates > 1 else ''}t, mais d’autres ateliers y prennent son lieu "
            "ou les personnes qu’il lui faut."
        )
    calendar = {CLOSED_WEEKDAY, OUTSIDE_OPENING}
    told = {reason: count for reason, count in excluded.items() if count and reason not in calendar}
    if not told:
        return f"Aucun créneau dans cette période{NBSP}: aucun jour ouvert, ou aucune plage assez longue."
    reasons = sorted(told.items(), key=lambda one: -one[1])
    named = [f"{reason} ({_starts(count)})" for reason, count in reasons[:_REASONS_NAMED]]
    return f"Aucun créneau ne convient{NBSP}: {', '.join(named)}."


def _starts(count: int) -> str:
    return f"{count}{NBSP}départ{'s' if count > 1 else ''} écarté{'s' if count > 1 else ''}"


def slot_notes(day: date, search: Search, real_minutes: int) -> tuple[str, ...]:
    """Say what to know about a slot of that day, which lasts so many real minutes: remarks, never reasons."""
    found = [
        *_holiday_notes(day),
        *_school_notes(day, search),
        BAD_MONTHS.get(day.month),
        _clock_note(real_minutes, search.duration),
    ]
    return tuple(note for note in found if note)


def _holiday_notes(day: date) -> list[str]:
    if name := public_holiday(day):
        return [f"Jour férié{NBSP}: {name}."]
    if name := bridge(day):
        return [f"Pont possible{NBSP}: ce jour touche un jour férié ({name})."]
    return []


def _school_notes(day: date, search: Search) -> list[str]:
    zones = (search.school_holidays.zone,) if search.school_holidays else ZONES
    knowledge = school_calendar(day)
    if knowledge is SchoolCalendar.UNKNOWN:
        return ["Calendrier scolaire inconnu à cette date."] if search.school_holidays else []
    forecast = " (dates estimées)" if knowledge is SchoolCalendar.FORECAST else ""
    by_name: dict[str, list[Zone]] = {}
    for zone in zones:
        if name := school_holiday(day, zone):
            by_name.setdefault(name, []).append(zone)
    return [f"{name}, {_zones(where)}{forecast}." for name, where in by_name.items()]


def _zones(zones: Sequence[Zone]) -> str:
    return f"zone{NBSP}{zones[0]}" if len(zones) == 1 else f"zones{NBSP}{listed(zones)}"


def _clock_note(real_minutes: int, duration: int) -> str | None:
    if real_minutes == duration:
        return None
    return f"L’heure change pendant ce créneau{NBSP}: il dure en réalité {_length(real_minutes)}."


def _length(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest}{NBSP}min"
    return f"{hours}{NBSP}h{NBSP}{rest:02}" if rest else f"{hours}{NBSP}h"


def search_notes(search: Search) -> tuple[str, ...]:
    """Say what to know about the search as a whole: days that do not exist, school calendars not known."""
    return (*_weekday_notes(search), *_calendar_notes(search))


def month_notes(search: Search) -> tuple[str, ...]:
    """Say of a search without slot which of its months are known to be bad, and why (WKS-02)."""
    months: list[int] = []
    day = search.first_day
    while day <= search.last_day and len(months) < len(_YEAR):
        months.append(day.month)
        day = _next_month(day)
    return tuple(BAD_MONTHS[month] for month in dict.fromkeys(months) if month in BAD_MONTHS)


def _next_month(day: date) -> date:
    if (day.year, day.month) == (date.max.year, 12):
        return date.max
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def _weekday_notes(search: Search) -> list[str]:
    strange = sorted(day for day in search.opening.weekdays if not 0 <= day <= 6)
    if not strange:
        return []
    days = listed([str(day) for day in strange])
    return [f"Aucun jour de la semaine ne porte le numéro {days}{NBSP}: les numéros vont de 0 (lundi) à 6 (dimanche)."]


def _calendar_notes(search: Search) -> list[str]:
    school = search.school_holidays
    if school is None or school.treatment is Treatment.ALLOW:
        return []
    notes = []
    if search.first_day < FIRST_PUBLISHED_SCHOOL_DAY or search.last_day > LAST_FORECAST_SCHOOL_DAY:
        notes.append(
            f"Le calendrier scolaire n’est connu que du {_day(FIRST_PUBLISHED_SCHOOL_DAY)} "
            f"au {_day(LAST_FORECAST_SCHOOL_DAY)}{NBSP}: en dehors, aucun jour n’est compté comme vacances."
        )
    if search.first_day <= LAST_FORECAST_SCHOOL_DAY and search.last_day > LAST_PUBLISHED_SCHOOL_DAY:
        notes.append(
            f"Le calendrier scolaire d’après le {_day(LAST_PUBLISHED_SCHOOL_DAY)} n’est pas encore publié{NBSP}: "
            "ses vacances sont estimées d’après l’usage."
        )
    return notes


def compromise_message(
    without: Sequence[str],
    quorum: int | None,
    months: Mapping[tuple[int, int], int],
    composition: Sequence[str] = (),
) -> str:
    """Say what would have to give, and what that opens month by month.

    `quorum` is the number of people one would be content with, None where the minimum asked for holds; `composition`
    the colleges one would do without.
    """
    gives = []
    if without:
        gives.append(f"sans {listed(without)}")
    if quorum is not None:
        gives.append(f"en se contentant de {_people(quorum)}")
    if composition:
        gives.append(f"sans la composition demandée ({listed(composition)})")
    condition = " et ".join(gives)
    total = sum(months.values())
    opens = f"{total} créneau{'x' if total > 1 else ''}"
    return f"{condition[0].upper()}{condition[1:]}, {opens}{NBSP}: {_by_month(months)}."


def _by_month(months: Mapping[tuple[int, int], int]) -> str:
    named = [f"{count} en {month_name(month)}{NBSP}{year}" for (year, month), count in sorted(months.items())]
    later = sum(count for _, count in sorted(months.items())[_MONTHS_NAMED:])
    return listed(named[:_MONTHS_NAMED] + ([f"{later} plus tard"] if later else []))


def listed(words: Sequence[str]) -> str:
    """Join words as French does: « a, b et c »."""
    return " et ".join(part for part in (", ".join(words[:-1]), words[-1]) if part) if words else ""


def _people(count: int) -> str:
    return f"{count}{NBSP}personne{'s' if count > 1 else ''}"


def _day(day: date) -> str:
    return f"{ordinal_day(day.day)}{NBSP}{month_name(day.month)}{NBSP}{day.year}"
