"""The directory of people: the only place of the house that keeps names and addresses."""

from __future__ import annotations

from sqlalchemy import select, update

from services.territories import finding
from services.territories.commands.registry import COMMANDS, invalid, refused
from services.territories.rules import ROLES, Holding, clashing_role, current_holdings, wrong_email
from services.territories.tables import CandidatureFile, Designation, Opinion, Person
from shared.contracts.base import Receipt
from shared.contracts.territories import DesignateReferent, ErasePerson, RegisterPerson
from shared.events import PersonErased, ReferentDesignated
from shared.french import quoted
from shared.ids import new_id
from shared.storage.unit_of_work import UnitOfWork


@COMMANDS.handles(RegisterPerson)
def register_person(uow: UnitOfWork, command: RegisterPerson) -> Receipt:
    """Enter a person by function; name and addresses may stay unknown. Raises `InvalidInput` for a wrong e-mail."""
    check_email(command.email)
    person = Person(
        id=new_id(),
        name=command.name or None,
        email=command.email or None,
        phone=command.phone or None,
        function=command.function,
        organisation=finding.organisation(uow.session, command.organisation).id if command.organisation else None,
        territory=finding.territory(uow.session, command.territory).id if command.territory else None,
        purpose=command.purpose,
        consent=command.consent or None,
        consent_on=command.consent_on,
        kept_until=command.kept_until,
    )
    uow.session.add(person)
    return Receipt(id=person.id)


def check_email(email: str | None) -> None:
    """Raise `InvalidInput` (`wrong-email`) for a text that is no address."""
    if email and wrong_email(email):
        raise invalid("email", f"{quoted(email)} n’est pas une adresse électronique.", "wrong-email")


@COMMANDS.handles(DesignateReferent)
def designate_referent(uow: UnitOfWork, command: DesignateReferent) -> Receipt:
    """Give a person a role for an accompaniment; referent and pilot have one holder each, never the same (REG-20).

    Raises `Refused`: `person-erased`, `already-designated`, `referent-is-pilot`.
    """
    accompaniment = finding.accompaniment(uow.session, command.accompaniment, lock=True)
    person = finding.person(uow.session, command.person)
    if person.erased_at is not None:
        raise refused("Cette personne a demandé à être oubliée : désignez quelqu’un d’autre.", "person-erased")
    _check_free(uow, command)
    designation = Designation(
        id=new_id(),
        accompaniment=accompaniment.id,
        person=person.id,
        role=command.role,
        title=command.title,
        occurred=command.occurred,
    )
    uow.session.add(designation)
    uow.tell(
        ReferentDesignated(
            territory=accompaniment.territory, accompaniment=accompaniment.id, person=person.id, role=command.role
        ),
        occurred=command.occurred,
    )
    return Receipt(id=designation.id)


def _check_free(uow: UnitOfWork, command: DesignateReferent) -> None:
    given = uow.session.scalars(select(Designation).where(Designation.accompaniment == command.accompaniment))
    held = {
        one.role
        for one in current_holdings(
            Holding(row.id, row.accompaniment, row.person, row.role, row.occurred) for row in given if not row.ended
        )
        if one.person == command.person
    }
    if command.role in held:
        raise refused(f"Cette personne a déjà ce rôle : {ROLES[command.role]}.", "already-designated")
    if clashing_role(command.role) in held:
        raise refused(
            "L’élue ou l’élu référent et la personne qui pilote le diagnostic sont deux personnes distinctes.",
            "referent-is-pilot",
        )


@COMMANDS.handles(ErasePerson)
def erase_person(uow: UnitOfWork, command: ErasePerson) -> Receipt:
    """Blank a person's name and addresses here and tell the others; roles and counts stay. Twice changes nothing."""
    person = finding.person(uow.session, command.person, lock=True)
    if person.erased_at is not None:
        return Receipt(id=person.id, notes=["Cette personne est déjà oubliée."])
    erase(uow, person)
    return Receipt(id=person.id)


def erase(uow: UnitOfWork, person: Person) -> None:
    """Blank somebody here, end their personal links, and tell the others; those merged into them go with them."""
    person.name = person.email = person.phone = person.consent = None
    person.erased_at = uow.now
    for model in (CandidatureFile, Opinion):
        theirs = update(model).where(model.person == person.id, model.revoked_at.is_(None))
        uow.session.execute(theirs.values(revoked_at=uow.now))
    uow.tell(PersonErased(person=person.id))
    merged = select(Person).where(Person.merged_into == person.id, Person.erased_at.is_(None))
    for other in uow.session.scalars(merged.with_for_update()):
        erase(uow, other)
