"""Rewriting the record of a person, and noting who looks at their addresses."""

from __future__ import annotations

from services.territories import finding
from services.territories.commands.people import check_email
from services.territories.commands.registry import COMMANDS, refused
from services.territories.directory_words import contact_words, living_person, person_words
from services.territories.tables import ContactView, Person
from shared.contracts.base import Receipt
from shared.contracts.territories import LookAtContact, ReviseContactDetails, RevisePerson
from shared.ids import new_id
from shared.stamps import check_unchanged
from shared.storage.unit_of_work import UnitOfWork

NOBODY = "unknown"
"""Who looked, when no account stands behind the question."""


@COMMANDS.handles(RevisePerson)
def revise_person(uow: UnitOfWork, command: RevisePerson) -> Receipt:
    """Rewrite a record that was seen, addresses aside; raises `NotFound`, `Refused`: `changed-meanwhile`,
    `person-erased`, `already-merged`.

    Nothing is told: the words name a person, and no figure counts them.
    """
    row = _writable(uow, command.person)
    check_unchanged(command.seen, person_words(row))
    row.organisation = finding.organisation(uow.session, command.organisation).id if command.organisation else None
    row.territory = finding.territory(uow.session, command.territory).id if command.territory else None
    row.name, row.function, row.purpose = command.name or None, command.function, command.purpose
    row.consent, row.consent_on, row.kept_until = command.consent or None, command.consent_on, command.kept_until
    return Receipt(id=row.id)


@COMMANDS.handles(ReviseContactDetails)
def revise_contact_details(uow: UnitOfWork, command: ReviseContactDetails) -> Receipt:
    """Rewrite a person's addresses; raises `InvalidInput` (`wrong-email`) and as `revise_person`."""
    row = _writable(uow, command.person)
    check_unchanged(command.seen, contact_words(row))
    check_email(command.email)
    row.email, row.phone = command.email or None, command.phone or None
    return Receipt(id=row.id)


@COMMANDS.handles(LookAtContact)
def look_at_contact(uow: UnitOfWork, command: LookAtContact) -> Receipt:
    """Note that somebody looks at a person's addresses; returns the id of the person they go on as."""
    row = living_person(uow.session, command.person)
    uow.session.add(ContactView(id=new_id(), person=row.id, actor=(uow.actor or NOBODY)[:64], seen_at=uow.now))
    return Receipt(id=row.id)


def _writable(uow: UnitOfWork, id: str) -> Person:
    row = finding.person(uow.session, id, lock=True)
    if row.erased_at is not None:
        raise refused("Cette personne a demandé à être oubliée : sa fiche ne s’écrit plus.", "person-erased")
    if row.merged_into is not None:
        raise refused("Cette fiche est réunie à une autre : modifiez l’autre.", "already-merged")
    return row
