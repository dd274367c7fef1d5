"""The register of territories: entering them, what they declare, their neighbours, the contacts with them."""

from __future__ import annotations

from sqlalchemy import or_, select

from services.territories import finding
from services.territories.commands.registry import COMMANDS, refused
from services.territories.places import checked_insee, checked_siren, member_codes
from services.territories.tables import Accompaniment, Contact, Fact, Neighbour, Territory
from shared.contracts.base import Receipt
from shared.contracts.territories import DeclaredFact, DeclareFact, LinkNeighbour, NoteContact, RegisterTerritory
from shared.events import ContactNoted, TerritoryRegistered
from shared.french import de, quoted
from shared.identifiers import insee as read_insee
from shared.identifiers import siren as read_siren
from shared.identifiers import spaced
from shared.ids import new_id
from shared.partial_dates import latest_day, parse
from shared.storage.unit_of_work import UnitOfWork


@COMMANDS.handles(RegisterTerritory)
def register_territory(uow: UnitOfWork, command: RegisterTerritory) -> Receipt:
    """Enter a territory; an EPCI without `communes` takes its members from the reference.

    Raises `InvalidInput` for codes that the reference does not know or that are not of this kind, `NotFound` for an
    unknown `parent`, `Refused` (`already-registered`) when the code is taken.
    """
    siren = checked_siren(command.kind, command.siren)
    insee = checked_insee(command.kind, command.insee)
    _check_new(uow, siren, insee)
    territory = Territory(
        id=new_id(),
        label=command.label,
        kind=command.kind,
        siren=siren,
        insee=insee,
        parent=finding.territory(uow.session, command.parent).id if command.parent else None,
        communes=member_codes(siren, insee, command.communes),
        context=command.context,
    )
    uow.session.add(territory)
    uow.session.flush()
    for fact in command.facts:
        _add_fact(uow, territory.id, fact)
    uow.tell(
        TerritoryRegistered(territory=territory.id, name=territory.label, kind=territory.kind, siren=siren, insee=insee)
    )
    return Receipt(id=territory.id)


def _check_new(uow: UnitOfWork, siren: str | None, insee: str | None) -> None:
    if siren is None and insee is None:
        return
    taken = or_(*(column == code for column, code in ((Territory.siren, siren), (Territory.insee, insee)) if code))
    earlier = uow.session.scalars(select(Territory).where(taken)).first()
    if earlier is not None:
        code = spaced(siren) if siren else insee
        raise refused(
            f"Ce territoire est déjà inscrit sous le nom {quoted(earlier.label)} ({code}).",
            "already-registered",
        )


def _add_fact(uow: UnitOfWork, territory: str, fact: DeclaredFact) -> str:
    row = Fact(id=new_id(), territory=territory, **fact.model_dump())
    uow.session.add(row)
    return row.id


@COMMANDS.handles(DeclareFact)
def declare_fact(uow: UnitOfWork, command: DeclareFact) -> Receipt:
    """Add a fact as it was declared, beside any earlier one: nothing is added up or compared (REG-03, U45)."""
    territory = finding.territory(uow.session, command.territory)
    return Receipt(id=_add_fact(uow, territory.id, command.fact))


@COMMANDS.handles(LinkNeighbour)
def link_neighbour(uow: UnitOfWork, command: LinkNeighbour) -> Receipt:
    """Note a neighbour, of the region or not; raises `InvalidInput` (SIREN, INSEE), `Refused` (`already-neighbour`)."""
    territory = finding.territory(uow.session, command.territory)
    siren = read_siren(command.siren) if command.siren else None
    insee = read_insee(command.insee) if command.insee else None
    same = [Neighbour.label == command.label]
    same += [Neighbour.siren == siren] if siren else []
    same += [Neighbour.insee == insee] if insee else []
    known = select(Neighbour).where(Neighbour.territory == territory.id, or_(*same))
    if uow.session.scalars(known).first() is not None:
        raise refused(
            f"{quoted(command.label)} est déjà noté parmi les voisins {de(territory.label)}.", "already-neighbour"
        )
    neighbour = Neighbour(
        id=new_id(), territory=territory.id, label=command.label, siren=siren, insee=insee, note=command.note
    )
    uow.session.add(neighbour)
    return Receipt(id=neighbour.id)


@COMMANDS.handles(NoteContact)
def note_contact(uow: UnitOfWork, command: NoteContact) -> Receipt:
    """Remember an exchange; one dated before the enrolment belongs to the territory, not to an accompaniment (U48)."""
    found = finding.resolve(uow.session, command.territory)
    territory = found.territory
    accompaniment = found.accompaniment or finding.latest_accompaniment(uow.session, territory.id)
    contact = Contact(
        id=new_id(),
        territory=territory.id,
        summary=command.summary,
        origin=command.origin,
        occurred=command.occurred,
    )
    uow.session.add(contact)
    uow.tell(
        ContactNoted(
            territory=territory.id,
            accompaniment=accompaniment.id if accompaniment and _during(command.occurred, accompaniment) else None,
            summary=command.summary,
        ),
        occurred=command.occurred,
    )
    return Receipt(id=contact.id)


def _during(occurred: str | None, accompaniment: Accompaniment) -> bool:
    if occurred is None or accompaniment.occurred is None:
        return True
    return latest_day(occurred) >= parse(accompaniment.occurred).earliest
