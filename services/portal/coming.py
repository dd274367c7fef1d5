"""What will leave in the next days, as the page «Courriels» shows it: by day, with the names of the people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from services.portal.coming_links import ComingLinks, LinkGroup, coming_links
from services.portal.desk import ask
from services.portal.sections import part
from shared.clock import paris_day
from shared.contracts.notifications import Coming, ComingPlan, ListComing
from shared.contracts.territories import ComingLastCall, FindAddresses

NO_LINKS = ComingLinks([], [], [], {}, {})
UNKNOWN = "personne inconnue de l’annuaire"


@dataclass(frozen=True)
class Day:
    """The messages of one day: planned by rules, with personal links on their way, and last calls yet to be made."""

    day: date
    plans: list[ComingPlan]
    links: list[LinkGroup]
    last_calls: list[ComingLastCall]


@dataclass(frozen=True)
class ComingPage:
    """What the page shows; `names` say who stands behind an id, `people` whom one may look for."""

    days: list[Day]
    undoable: list[ComingPlan]
    links: ComingLinks
    names: dict[str, str]
    people: list[tuple[str, str]]
    more: bool


def coming_page(territory: str | None, person: str | None) -> ComingPage:
    """What will leave in the next fortnight, of one territory or to one person if given."""
    found = ask(ListComing(territory=territory, person=person))
    everything = found if person is None else ask(ListComing(territory=territory))
    # Candidatures come before a territory is accompanied: with one chosen, nothing of them is shown.
    links = coming_links() if territory is None else NO_LINKS
    names = people_names(sorted(_people_of(everything) | links.people))
    people = sorted(names.items(), key=lambda one: one[1])
    links = links.only(person)
    undoable = [one for one in found.plans if one.undo_until]
    return ComingPage(_days(found, links), undoable, links, names, people, found.more)


def _days(found: Coming, links: ComingLinks) -> list[Day]:
    days: dict[date, Day] = {}

    def of(leaves: str) -> Day:
        day = paris_day(datetime.fromisoformat(leaves))
        return days.setdefault(day, Day(day, [], [], []))

    for plan in found.plans:
        of(plan.leaves).plans.append(plan)
    for group in links.waiting:
        of(group.leaves).links.append(group)
    for call in links.last_calls:
        if call.leaves is not None:
            of(call.leaves).last_calls.append(call)
    return [days[day] for day in sorted(days)]


def _people_of(coming: Coming) -> set[str]:
    return {letter.person for one in coming.plans for letter in one.letters}


def people_names(people: Sequence[str]) -> dict[str, str]:
    """Names, else functions, of people of the directory."""
    if not people:
        return {}
    found = part(FindAddresses(people=list(people))).answer
    known = {one.person: one.name or one.function for one in found.addresses} if found else {}
    return {person: known.get(person, UNKNOWN) for person in people}
