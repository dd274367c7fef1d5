"""Taking over a table of contacts, all of its rows or none, and taking it back."""

from __future__ import annotations

from sqlalchemy import delete, func, or_, select

from services.territories import finding
from services.territories.commands.registry import COMMANDS, french, refused
from services.territories.contact_plans import plan_of
from services.territories.rules.contact_table import Plan
from services.territories.tables import (
    Aid,
    CandidatureFile,
    ContactImport,
    ContactView,
    Cooperation,
    DatedLegalForm,
    Designation,
    Feature,
    Opinion,
    Organisation,
    Person,
)
from shared.contracts.base import Receipt
from shared.contracts.territories import ImportContacts, UndoContactImport
from shared.errors import InvalidInput, NotFound
from shared.events import ContactsImported, ContactsRetracted, OrganisationRegistered
from shared.french import plural
from shared.ids import new_id
from shared.storage.unit_of_work import UnitOfWork

PURPOSE = "Suivi de l’accompagnement"


@COMMANDS.handles(ImportContacts)
def import_contacts(uow: UnitOfWork, command: ImportContacts) -> Receipt:
    """Enter what is new in the table; what the directory knows stays as it is. The same file twice changes nothing.

    Raises `InvalidInput` (`wrong-rows`) with `rows.<number>.<column>` for every row at fault, `NotFound`.
    """
    found = finding.resolve(uow.session, command.territory)
    latest = found.accompaniment or finding.latest_accompaniment(uow.session, found.territory.id)
    read = plan_of(uow.session, command.rows)
    if read.problems:
        problems = [(f"rows.{row}.{column}", f"Ligne {row}\u00a0: {said}") for row, column, said in read.problems]
        raise InvalidInput(" ".join(said for _, said in problems[:3]), code="wrong-rows", problems=problems)
    structures = plural(len(read.organisations), "structure nouvelle", "structures nouvelles")
    people = plural(read.people, "personne nouvelle", "personnes nouvelles")
    said = [french(f"{structures}, {people} sur {plural(len(command.rows), 'ligne')}.")]
    if command.dry_run:
        return Receipt(id="", notes=[*said, french("Vérification seulement : rien n’a été enregistré.")])
    before = _same_file(uow, found.territory.id, command.digest)
    if before is not None:
        return Receipt(id=before, notes=["Ce fichier a déjà été repris pour ce territoire\u00a0: rien n’a changé."])
    organisations = _enter_organisations(uow, read, found.territory.id, latest.id if latest else None)
    entered = _enter_people(uow, read, found.territory.id)
    row = ContactImport(
        id=new_id(),
        territory=found.territory.id,
        filename=command.filename,
        digest=command.digest,
        state="done",
        recorded_at=uow.now,
        organisations=organisations,
        people=entered,
        reason="",
    )
    uow.session.add(row)
    uow.tell(
        ContactsImported(
            territory=found.territory.id, contacts=row.id, organisations=len(organisations), people=len(entered)
        )
    )
    return Receipt(id=row.id, notes=said)


def _same_file(uow: UnitOfWork, territory: str, digest: str) -> str | None:
    chosen = select(ContactImport.id).where(
        ContactImport.territory == territory, ContactImport.digest == digest, ContactImport.state == "done"
    )
    return uow.session.scalars(chosen).first() if digest else None


def _enter_organisations(uow: UnitOfWork, read: Plan, territory: str, accompaniment: str | None) -> list[str]:
    for new in read.organisations:
        new.id = new_id()
        uow.session.add(
            Organisation(
                id=new.id,
                label=new.label,
                kind=new.kind,
                ess=True if new.kind == "ess" else None,
                informal=False,
                territory=territory,
                roles=[],
                siret=new.siret,
                rna=new.rna,
                note="",
            )
        )
    uow.session.flush()
    for new in read.organisations:
        uow.tell(
            OrganisationRegistered(
                territory=territory,
                accompaniment=accompaniment,
                organisation=new.id,
                kind=new.kind,
                ess=True if new.kind == "ess" else None,
            )
        )
    return [new.id for new in read.organisations]


def _enter_people(uow: UnitOfWork, read: Plan, territory: str) -> list[str]:
    entered = []
    for one in read.planned:
        if one.person != "new":
            continue
        person = Person(
            id=new_id(),
            name=one.row.name or None,
            email=one.row.email or None,
            phone=one.row.phone or None,
            function=one.row.function,
            organisation=one.known_organisation or (one.new_organisation.id if one.new_organisation else None),
            territory=territory,
            purpose=one.row.purpose or PURPOSE,
            consent=one.row.consent or None,
        )
        uow.session.add(person)
        entered.append(person.id)
    return entered


@COMMANDS.handles(UndoContactImport)
def undo_contact_import(uow: UnitOfWork, command: UndoContactImport) -> Receipt:
    """Take back what an import brought; who holds a role or was looked at, and what others point at, stays.

    Raises `NotFound` (`unknown-import`), `Refused` (`already-undone`).
    """
    row = uow.session.get(ContactImport, command.contacts, with_for_update=True)
    if row is None:
        raise NotFound("Cette reprise de contacts est inconnue.", code="unknown-import")
    if row.state == "undone":
        raise refused("Cette reprise est déjà annulée.", "already-undone")
    people = _take_back(uow, Person, set(row.people), _people_in_use(uow, row.people))
    organisations = _take_back(uow, Organisation, set(row.organisations), _organisations_in_use(uow, row.organisations))
    row.state, row.reason = "undone", command.reason
    uow.tell(ContactsRetracted(territory=row.territory, contacts=row.id, reason=command.reason or None))
    kept = len(row.people) + len(row.organisations) - people - organisations
    notes = [french(f"{plural(kept, 'fiche reste', 'fiches restent')} : servies depuis.")] if kept else []
    return Receipt(id=row.id, notes=notes)


def _take_back(uow: UnitOfWork, model: type[Person | Organisation], brought: set[str], used: set[str]) -> int:
    gone = sorted(brought - used)
    for start in range(0, len(gone), 500):
        uow.session.execute(delete(model).where(model.id.in_(gone[start : start + 500])))
    return len(gone)


def _people_in_use(uow: UnitOfWork, people: list[str]) -> set[str]:
    columns = (Designation.person, CandidatureFile.person, Opinion.person, ContactView.person, Person.merged_into)
    used = {one for column in columns for one in uow.session.scalars(select(column).where(column.is_not(None)))}
    changed = select(Person.id).where(or_(Person.erased_at.is_not(None), Person.merged_into.is_not(None)))
    return {*used, *uow.session.scalars(changed)}.intersection(people)


def _organisations_in_use(uow: UnitOfWork, organisations: list[str]) -> set[str]:
    columns = (
        DatedLegalForm.organisation,
        Person.organisation,
        Feature.organisation,
        Cooperation.beneficiary,
        Aid.organisation,
        Organisation.parent,
        Organisation.merged_into,
    )
    used = {one for column in columns for one in uow.session.scalars(select(column).where(column.is_not(None)))}
    changed = select(Organisation.id).where(
        or_(Organisation.merged_into.is_not(None), func.length(Organisation.note) > 0)
    )
    return {*used, *uow.session.scalars(changed)}.intersection(organisations)
