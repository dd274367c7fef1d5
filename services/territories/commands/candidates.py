"""From what a candidate wrote to territories of the register: the one that answers, and those that answer with it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import or_, select

from services.territories import reference
from services.territories.commands.register import register_territory
from services.territories.commands.registry import french, invalid
from services.territories.places import code_of, kind_of, place_of, places_named
from services.territories.tables import Territory
from shared.contracts.territories import ELSEWHERE, Answers, RegisterTerritory
from shared.errors import InvalidInput
from shared.french import listing, quoted, without_accents
from shared.storage.unit_of_work import UnitOfWork

MOST_SHOWN = 4


def candidate_territory(uow: UnitOfWork, answers: Answers) -> Territory:
    """The territory that answers, entered in the register if it is new; raises `InvalidInput` for no such place."""
    if answers.place == ELSEWHERE:
        return _elsewhere(uow, answers.label)
    place = place_of(answers.place)
    if place is None:
        raise invalid("place", "Ce territoire n’est pas dans la liste : choisissez-le de nouveau.")
    return _registered(uow, place)


def partner_territories(uow: UnitOfWork, names: Sequence[str]) -> list[Territory]:
    """The territories named by a code or a name; raises `InvalidInput` naming each line that names none, or several."""
    problems: list[tuple[str, str]] = []
    places: list[reference.Place] = []
    for number, name in enumerate(names):
        found = places_named(name)
        if len(found) == 1:
            places.append(found[0])
        else:
            problems.append((f"partners.{number}", french(_which(name, found))))
    if problems:
        raise InvalidInput(" ".join(said for _, said in problems), code="unknown-partner", problems=problems)
    return [_registered(uow, place) for place in places]


def _which(name: str, found: Sequence[reference.Place]) -> str:
    if not found:
        return f"{quoted(name)} n’est ni une commune ni une intercommunalité connue : écrivez son SIREN ou son INSEE."
    shown = listing([f"{place.label} : {code_of(place)}" for place in found[:MOST_SHOWN]], "ou")
    return f"{quoted(name)} peut désigner plusieurs territoires : écrivez un code à la place ({shown})."


def _registered(uow: UnitOfWork, place: reference.Place) -> Territory:
    code = code_of(place)
    known = uow.session.scalars(select(Territory).where(or_(Territory.siren == code, Territory.insee == code))).first()
    if known is not None:
        return known
    field = "siren" if isinstance(place, reference.Epci) else "insee"
    label = place.long_name if isinstance(place, reference.Epci) else place.name
    command = RegisterTerritory.model_validate({"label": label, "kind": kind_of(place), field: code})
    return uow.session.get_one(Territory, register_territory(uow, command).id)


def _elsewhere(uow: UnitOfWork, label: str) -> Territory:
    plain = without_accents(label).strip()
    others = uow.session.scalars(select(Territory).where(Territory.siren.is_(None), Territory.insee.is_(None)))
    known = next((one for one in others if without_accents(one.label).strip() == plain), None)
    if known is not None:
        return known
    receipt = register_territory(uow, RegisterTerritory(label=label[:200], kind="grouping"))
    return uow.session.get_one(Territory, receipt.id)
