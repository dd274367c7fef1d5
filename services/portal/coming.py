"""What will leave in the next days, as the page «Courriels» shows it: by day, with the names of the people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from services.portal.desk import ask
from services.portal.sections import part
from shared.clock import paris_day
from shared.contracts.notifications import Coming, ComingPlan, ListComing
from shared.contracts.territories import FindAddresses

UNKNOWN = "personne inconnue de l’annuaire"


@dataclass(frozen=True)
class Day:
    """The messages of one day."""

    day: date
    plans: list[ComingPlan]


@dataclass(frozen=True)
class ComingPage:
    """What the page shows; `names` say who stands behind an id, `people` whom one may look for."""

    days: list[Day]
    undoable: list[ComingPlan]
    names: dict[str, str]
    people: list[tuple[str, str]]
    more: bool


def coming_page(territory: str | None, person: str | None) -> ComingPage:
    """What will leave in the next fortnight, of one territory or to one person if given."""
    found = ask(ListComing(territory=territory, person=person))
    everything = found if person is None else ask(ListComing(territory=territory))
    names = names_of(everything)
    people = sorted(names.items(), key=lambda one: one[1])
    days = [Day(day, list(plans)) for day, plans in groupby(found.plans, key=_day)]
    return ComingPage(days, [one for one in found.plans if one.undo_until], names, people, found.more)


def names_of(coming: Coming) -> dict[str, str]:
    """The people of some messages by id: names, else functions; the room of the directory alone knows them."""
    people = sorted({letter.person for one in coming.plans for letter in one.letters})
    return people_names(people)


def people_names(people: Sequence[str]) -> dict[str, str]:
    """Names, else functions, of people of the directory."""
    if not people:
        return {}
    found = part(FindAddresses(people=list(people))).answer
    known = {one.person: one.name or one.function for one in found.addresses} if found else {}
    return {person: known.get(person, UNKNOWN) for person in people}


def _day(one: ComingPlan) -> date:
    return paris_day(datetime.fromisoformat(one.leaves))
