"""The contact plan: whom one wants to meet, how far it is, and what stands at the centre of the map."""

from __future__ import annotations

from sqlalchemy import select

from services.diagnostic.commands.registry import COMMANDS
from services.diagnostic.rules.contacts import is_stalled
from services.diagnostic.rules.structures import structure_id
from services.diagnostic.stamps import seen_of
from services.diagnostic.tables import KNOWN, Contact, ContactPlan
from shared.contracts.base import Receipt
from shared.contracts.diagnostic import AddContacts, AdvanceContact, CentreMap
from shared.errors import NotFound, Refused
from shared.events import ContactAdded, ContactAdvanced, MapCentred
from shared.french import listing, plural, tidy
from shared.ids import new_id
from shared.stamps import check_unchanged
from shared.storage.accompaniments import Accompaniment, require
from shared.storage.unit_of_work import UnitOfWork


@COMMANDS.handles(AddContacts)
def add_contacts(uow: UnitOfWork, command: AddContacts) -> Receipt:
    """Add actors to the plan; tells `contact-added` for each new one. Raises `Refused` when none is new."""
    accompaniment = require(uow, KNOWN, command.accompaniment)
    # Two people adding the same actor at the same moment: the second waits here, and then knows it.
    uow.session.execute(select(KNOWN.c.id).where(KNOWN.c.id == accompaniment.id).with_for_update())
    known = set(uow.session.scalars(select(Contact.structure).where(Contact.accompaniment == accompaniment.id)))
    added: list[Contact] = []
    there: list[str] = []
    for one in command.contacts:
        structure = structure_id(accompaniment.id, one.label, one.organisation)
        if structure in known:
            there.append(one.label)
            continue
        known.add(structure)
        added.append(
            Contact(
                id=new_id(),
                accompaniment=accompaniment.id,
                structure=structure,
                label=one.label,
                organisation=one.organisation,
                circle=command.circle,
                insee=one.insee,
                state="to-contact",
                next_step="",
                note="",
                recorded_at=uow.now,
            )
        )
    if not added:
        raise Refused("Ces acteurs sont déjà tous au plan de contact.", code="contacts-known")
    uow.session.add_all(added)
    for row in added:
        _tell_added(uow, accompaniment, row)
    notes = [plural(len(added), "acteur ajouté", "acteurs ajoutés")]
    notes += [tidy(f"Déjà au plan : {listing(there)}.")] if there else []
    return Receipt(id=added[0].id, notes=notes)


def _tell_added(uow: UnitOfWork, accompaniment: Accompaniment, row: Contact) -> None:
    uow.tell(
        ContactAdded(
            territory=accompaniment.territory,
            accompaniment=accompaniment.id,
            contact=row.id,
            structure=row.structure,
            circle=row.circle,
        ),
        occurred=uow.today.isoformat(),
    )


@COMMANDS.handles(AdvanceContact)
def advance_contact(uow: UnitOfWork, command: AdvanceContact) -> Receipt:
    """Say how far a contact is; tells `contact-advanced`.

    Raises `NotFound`; `Refused` when somebody changed the row since the person looked, or when its new name is that
    of another row.
    """
    accompaniment = require(uow, KNOWN, command.accompaniment)
    row = uow.session.scalar(
        select(Contact)
        .where(Contact.id == command.contact, Contact.accompaniment == accompaniment.id)
        .with_for_update()
    )
    if row is None:
        raise NotFound("Cet acteur n’est pas au plan de contact.", code="unknown-contact")
    check_unchanged(command.seen, seen_of(row))
    _rename(uow, row, command)
    for name in (
        "circle",
        "state",
        "insee",
        "last_contact",
        "next_step",
        "doer",
        "due",
        "referent",
        "card_sent",
        "note",
    ):
        setattr(row, name, getattr(command, name))
    tell_advanced(uow, accompaniment, row)
    return Receipt(id=row.id)


def _rename(uow: UnitOfWork, row: Contact, command: AdvanceContact) -> None:
    structure = structure_id(row.accompaniment, command.label, row.organisation)
    if structure != row.structure:
        taken = select(Contact.id).where(Contact.accompaniment == row.accompaniment, Contact.structure == structure)
        if uow.session.scalar(taken):
            raise Refused("Un autre acteur du plan porte déjà ce nom.", code="contacts-known")
    row.label, row.structure = command.label, structure


def tell_advanced(uow: UnitOfWork, accompaniment: Accompaniment, row: Contact) -> None:
    """Close a change of a row: what was overdue is said anew when it still is."""
    row.recorded_at = uow.now
    row.stalled = None
    uow.tell(
        ContactAdvanced(
            territory=accompaniment.territory,
            accompaniment=accompaniment.id,
            contact=row.id,
            state=row.state,
            due=row.due.isoformat() if row.due else None,
        ),
        occurred=uow.today.isoformat(),
    )


def met(uow: UnitOfWork, accompaniment: Accompaniment, structure: str, occurred: str | None) -> None:
    """An interview took place: its actor was met, and a next step whose day has passed is done with."""
    row = uow.session.scalar(
        select(Contact)
        .where(Contact.accompaniment == accompaniment.id, Contact.structure == structure)
        .with_for_update()
    )
    if row is None:
        return
    row.state = "met"
    row.last_contact = occurred or row.last_contact
    if is_stalled(row.due, "met", uow.today) or row.due == uow.today:
        row.next_step, row.due = "", None
    tell_advanced(uow, accompaniment, row)


@COMMANDS.handles(CentreMap)
def centre_map(uow: UnitOfWork, command: CentreMap) -> Receipt:
    """Write the centre of the map; tells `map-centred`. Raises `Refused` when it was changed meanwhile."""
    accompaniment = require(uow, KNOWN, command.accompaniment)
    row = uow.session.scalar(select(ContactPlan).where(ContactPlan.accompaniment == accompaniment.id).with_for_update())
    if row is None:
        row = ContactPlan(accompaniment=accompaniment.id)
        uow.session.add(row)
    else:
        check_unchanged(command.seen, seen_of(row))
    row.problem, row.frame, row.target = command.problem, command.frame, command.target
    uow.tell(
        MapCentred(territory=accompaniment.territory, accompaniment=accompaniment.id, target=row.target),
        occurred=uow.today.isoformat(),
    )
    return Receipt(id=accompaniment.id)
