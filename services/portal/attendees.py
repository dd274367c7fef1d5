"""The people of a session by name, as only the directory knows them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from services.portal.desk import ask
from shared.contracts.territories import FindAddresses, GetTerritory, PersonCard
from shared.french import without_accents


@dataclass(frozen=True)
class Attendee:
    """Somebody who may sign: no address, no number (french-context.md 1.3)."""

    id: str
    name: str
    structure: str
    function: str

    @property
    def order(self) -> tuple[str, str]:
        """By family name, which comes last in the directory's names."""
        plain = without_accents(self.name).lower()
        return plain.rsplit(" ", 1)[-1], plain


def attendees(accompaniment: str, people: Iterable[str | None]) -> dict[str, Attendee]:
    """The people asked for, by id; who is not of this accompaniment comes without a structure."""
    wanted = {one for one in people if one}
    found = {one.id: one for one in directory_of(accompaniment) if one.id in wanted}
    others = sorted(wanted - found.keys())
    if others:
        for one in ask(FindAddresses(people=others)).addresses:
            found[one.person] = Attendee(one.person, one.name or one.function, "", one.function if one.name else "")
    return found


def directory_of(accompaniment: str) -> list[Attendee]:
    """Everybody of an accompaniment, in the order of a sheet."""
    cards = {one.id: one for one in ask(GetTerritory(id=accompaniment)).people}
    return sorted((_attendee(one) for one in cards.values()), key=lambda one: one.order)


def accompaniers(accompaniment: str) -> list[str]:
    """Who leads the sessions: the names of the accompaniers and programme officers, where they are known."""
    roles = ("accompanier", "programme-officer")
    found = [one.name for one in ask(GetTerritory(id=accompaniment)).people if one.role in roles and one.name]
    return list(dict.fromkeys(found))


def _attendee(one: PersonCard) -> Attendee:
    return Attendee(one.id, one.name or one.function, one.organisation_label or "", one.function if one.name else "")
