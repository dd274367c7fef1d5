"""Pure rules of the register: deadline arithmetic, when a call takes files, who holds a role, names in French."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, TypeVar

from shared.french import NBSP, long_day
from shared.partial_dates import latest_day, parse

T = TypeVar("T")
Takes = Literal["yes", "not-yet", "closed"]

FIRST_STAGE: Final = "prospection"
"""Where an accompaniment stands until somebody says that it entered another stage."""

STAGES: Final[Mapping[str, str]] = {
    "prospection": "Prospection",
    "diagnostic": "Diagnostic des besoins et des ressources",
    "rencontres": "Rencontres entre acteurs",
    "inspiration": "Prise de hauteur et moments d’inspiration",
    "prefiguration": "Préfiguration de plateformes",
    "bilan": "Bilan",
    "suites": "Suites",
}
"""The stages of the guide in French (domain.md 1.1); they may be entered in any order (U2)."""

ROLES: Final[Mapping[str, str]] = {
    "elected-referent": "Élu·e référent·e",
    "diagnostic-pilot": "Pilote du diagnostic",
    "agent": "Agent ou agente de la collectivité",
    "programme-officer": "Chargé ou chargée de mission",
    "accompanier": "Accompagnateur ou accompagnatrice",
}
"""The roles of people in French (REG-20 to REG-22), in the order in which pages show them."""

KINDS: Final[Mapping[str, str]] = {
    "commune": "Commune",
    "commune-associee": "Commune associée",
    "communaute-de-communes": "Communauté de communes",
    "communaute-agglomeration": "Communauté d’agglomération",
    "communaute-urbaine": "Communauté urbaine",
    "metropole": "Métropole",
    "grouping": "Groupement de communes",
    "qpv": "Quartier prioritaire (QPV)",
    "bassin-de-vie": "Bassin de vie",
}
"""The kinds of territories in French (REG-01)."""

DECISIONS: Final[Mapping[str, str]] = {
    "retained": "retenue",
    "not-retained": "non retenue",
    "no-follow-up": "classée sans suite",
}

EPCI_KINDS: Final = frozenset({"communaute-de-communes", "communaute-agglomeration", "communaute-urbaine", "metropole"})
COMMUNE_KINDS: Final = frozenset({"commune", "commune-associee"})

REFERENT: Final = "elected-referent"
PILOT: Final = "diagnostic-pilot"
ONE_HOLDER: Final = frozenset({REFERENT, PILOT})
"""Roles that one person holds at a time: a new designation takes the place of the earlier one."""


# --- deadlines -------------------------------------------------------------------------------------------------


def add_months(day: date, months: int) -> date:
    """The same day of the month, `months` (0 or more) later; the last day of that month where it has no such day.

    31 January + 1 is 28 or 29 February, 29 February + 12 is 28 February (code de procédure civile, art. 641; the same
    in règlement 1182/71, art. 3). The last day of the calendar, 31 December 9999, is never passed.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def bilan_due(enrolled: str | None, months: int | None) -> date | None:
    """The day on which the bilan falls due: `months` after the latest possible day of enrolment (EDTF, strict bounds).

    None when the call foresees no bilan deadline or nobody knows when the territory was enrolled (NOT-11).
    """
    if enrolled is None or months is None:
        return None
    return add_months(latest_day(enrolled), months)


def fell_due(due: date, held: str | None, today: date) -> bool:
    """Whether a bilan held on `held` (EDTF; None: today) was due by then, and its due day is not in the future."""
    return due <= today and due <= (latest_day(held) if held else today)


# --- calls -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Reception:
    """When a call takes candidatures: `opens`, `closes` and `closed_on` (what somebody decided) are EDTF or None."""

    opens: str | None = None
    closes: str | None = None
    closed_on: str | None = None

    def is_open(self, today: date) -> bool:
        """Whether the call takes candidatures on that day."""
        return self.takes(today, today) == "yes"

    def takes(self, earliest: date, latest: date) -> Takes:
        """Whether a file that arrived between these two days may be in time.

        What is only known by month is judged in favour of the candidate, except that nothing is taken any more once
        somebody has closed the call.
        """
        if self.closed_on is not None:
            return "closed"
        if self.closes is not None and earliest > latest_day(self.closes):
            return "closed"
        if self.opens is not None and latest < parse(self.opens).earliest:
            return "not-yet"
        return "yes"

    def last_day(self) -> date | None:
        """The last day on which the call took candidatures, None while nobody has said."""
        known = [latest_day(text) for text in (self.closes, self.closed_on) if text is not None]
        return min(known, default=None)


def wrong_departement(code: str) -> bool:
    """Whether `code` cannot be the number of a département (`59`, `2A`, `974`)."""
    return re.fullmatch(r"0[1-9]|1[0-9]|2[1-9AB]|[3-8][0-9]|9[0-5]|97[1-8]|98[4-8]", code) is None


# --- people and organisations ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Holding:
    """A role that a person was given; `told` sorts by the order of telling."""

    told: str
    accompaniment: str
    person: str
    role: str
    since: str | None


def current_holdings(given: Iterable[Holding]) -> list[Holding]:
    """Who holds which role now: in each accompaniment the last one told for a role with one holder, else everybody.

    In the order of `ROLES`, then of telling; a person given the same role again holds it since the last time.
    """
    latest: dict[tuple[str, str, str], Holding] = {}
    for holding in sorted(given, key=lambda one: one.told):
        who = "" if holding.role in ONE_HOLDER else holding.person
        latest[holding.accompaniment, holding.role, who] = holding
    order = {role: rank for rank, role in enumerate(ROLES)}
    return sorted(latest.values(), key=lambda one: (order.get(one.role, len(order)), one.told))


def clashing_role(role: str) -> str | None:
    """The role that nobody may hold together with `role` in one accompaniment (REG-20, U25: referent is not pilot)."""
    return {REFERENT: PILOT, PILOT: REFERENT}.get(role)


def in_time(told: Sequence[tuple[str | None, T]]) -> list[T]:
    """What was told as `(EDTF date or None, thing)`, by date; an undated one stays after the one told before it."""
    standing = date.min
    keyed: list[tuple[date, T]] = []
    for occurred, thing in told:
        standing = latest_day(occurred) if occurred else standing
        keyed.append((standing, thing))
    return [thing for _, thing in sorted(keyed, key=lambda pair: pair[0])]


def wrong_email(text: str) -> bool:
    """Whether `text` cannot be an address to write to: one @, no blank, a dotted domain (RFC 5321, no corners)."""
    return len(text) > 254 or re.fullmatch(r"[^@\s<>,;\"]+@[^@\s<>,;\".]+(\.[^@\s<>,;\".]+)+", text) is None


# --- words -----------------------------------------------------------------------------------------------------


def why_closed(reception: Reception) -> str:
    """The French sentence for a pre-file that comes after the end of a call, with the date."""
    last = reception.last_day()
    when = f" le {long_day(last)}" if last else ""
    return f"La réception des candidatures à cet appel s’est terminée{when}{NBSP}: ce pré-dossier arrive trop tard."


def why_not_yet(reception: Reception) -> str:
    """The French sentence for a pre-file dated before the opening of a call, with the date."""
    opens = parse(reception.opens).earliest if reception.opens else None
    when = f" le {long_day(opens)}" if opens else " plus tard"
    return f"Cet appel ouvre{when}{NBSP}: un pré-dossier ne peut pas être déposé avant."


def bilan_to_set(call: str, enrolled: str | None, months: int | None) -> str:
    """The French sentence that asks for a bilan deadline which could not be computed."""
    why = (
        "cet appel n’en fixe pas le délai"
        if months is None
        else "la date d’engagement n’est pas connue"
        if enrolled is None
        else "elle n’a pas été posée"
    )
    return f"Échéance du bilan à fixer pour «{NBSP}{call}{NBSP}»{NBSP}: {why}."
