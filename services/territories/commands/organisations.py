"""The directory of organisations: nested, informal, with dated legal forms and several roles at once."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select

from services.territories import finding
from services.territories.commands.registry import COMMANDS, invalid, refused
from services.territories.directory_words import organisation_words
from services.territories.tables import DatedLegalForm, Organisation
from shared.contracts.base import Receipt
from shared.contracts.territories import ChangeLegalForm, RegisterOrganisation, ReviseOrganisation
from shared.events import LegalFormChanged, OrganisationRegistered, OrganisationRevised
from shared.french import quoted
from shared.identifiers import WrongIdentifier, spaced
from shared.identifiers import rna as read_rna
from shared.identifiers import siret as read_siret
from shared.ids import new_id
from shared.stamps import check_unchanged
from shared.storage.unit_of_work import UnitOfWork


@COMMANDS.handles(RegisterOrganisation)
def register_organisation(uow: UnitOfWork, command: RegisterOrganisation) -> Receipt:
    """Enter an organisation, with or without a SIRET (REG-26).

    Raises `InvalidInput` for a wrong SIRET or one given to an informal collective, `Refused` (`already-registered`)
    when the SIRET is known, `NotFound` for an unknown parent, territory or accompaniment.
    """
    siret = checked_siret(uow, command.siret, informal=command.informal)
    rna = checked_rna(uow, command.rna, informal=command.informal)
    territory, accompaniment = _place(uow, command.territory, command.accompaniment)
    organisation = Organisation(
        id=new_id(),
        label=command.label,
        kind=command.kind,
        ess=command.ess,
        informal=command.informal,
        parent=finding.organisation(uow.session, command.parent).id if command.parent else None,
        territory=territory,
        roles=list(dict.fromkeys(command.roles)),
        siret=siret,
        rna=rna,
        note=command.note,
    )
    uow.session.add(organisation)
    uow.session.flush()
    for form in command.legal_forms:
        _add_form(uow, organisation.id, form.form, form.since)
    uow.tell(
        OrganisationRegistered(
            territory=territory,
            accompaniment=accompaniment,
            organisation=organisation.id,
            kind=organisation.kind,
            ess=organisation.ess,
        )
    )
    return Receipt(id=organisation.id)


def checked_siret(uow: UnitOfWork, text: str | None, *, informal: bool, but: str | None = None) -> str | None:
    """A SIRET in canonical form that no other organisation (`but` this one) has; raises as `register_organisation`."""
    if not text:
        return None
    if informal:
        raise invalid("siret", "Un collectif informel n’a pas de personnalité juridique, donc pas de SIRET.")
    siret = _read("siret", text, read_siret)
    known = uow.session.scalars(select(Organisation).where(Organisation.siret == siret)).first()
    if known is not None and known.id != but:
        raise refused(f"Le SIRET {spaced(siret)} est déjà celui de {quoted(known.label)}.", "already-registered")
    return siret


def checked_rna(uow: UnitOfWork, text: str | None, *, informal: bool, but: str | None = None) -> str | None:
    """An RNA number in canonical form that no other organisation (`but` this one) has."""
    if not text:
        return None
    if informal:
        raise invalid("rna", "Un collectif informel n’est pas déclaré, donc pas de numéro RNA.")
    rna = _read("rna", text, read_rna)
    known = uow.session.scalars(select(Organisation).where(Organisation.rna == rna)).first()
    if known is not None and known.id != but:
        raise refused(f"Le numéro RNA {rna} est déjà celui de {quoted(known.label)}.", "already-registered")
    return rna


def _read(where: str, text: str, reader: Callable[[str], str]) -> str:
    try:
        return reader(text)
    except WrongIdentifier as wrong:
        raise invalid(where, wrong.message, wrong.stable_code) from wrong


def _place(uow: UnitOfWork, territory: str | None, accompaniment: str | None) -> tuple[str | None, str | None]:
    """The territory and the accompaniment that an organisation's event names: what was said, completed by the other."""
    if accompaniment is not None:
        known = finding.accompaniment(uow.session, accompaniment)
        said = finding.territory(uow.session, territory).id if territory else known.territory
        if said != known.territory:
            raise invalid("accompaniment", "Cet accompagnement est celui d’un autre territoire.")
        return known.territory, known.id
    if territory is None:
        return None, None
    found = finding.resolve(uow.session, territory)
    latest = found.accompaniment or finding.latest_accompaniment(uow.session, found.territory.id)
    return found.territory.id, latest.id if latest else None


def _add_form(uow: UnitOfWork, organisation: str, form: str | None, since: str | None) -> None:
    uow.session.add(DatedLegalForm(id=new_id(), organisation=organisation, form=form, since=since))


@COMMANDS.handles(ChangeLegalForm)
def change_legal_form(uow: UnitOfWork, command: ChangeLegalForm) -> Receipt:
    """From a date on, an organisation has another legal form; earlier forms are kept (REG-24, U17)."""
    organisation = finding.organisation(uow.session, command.organisation, lock=True)
    territory, accompaniment = _place(
        uow, None if command.accompaniment else organisation.territory, command.accompaniment
    )
    _add_form(uow, organisation.id, command.legal_form, command.occurred)
    uow.tell(
        LegalFormChanged(
            territory=territory,
            accompaniment=accompaniment,
            organisation=organisation.id,
            legal_form=command.legal_form,
        ),
        occurred=command.occurred,
    )
    return Receipt(id=organisation.id)


@COMMANDS.handles(ReviseOrganisation)
def revise_organisation(uow: UnitOfWork, command: ReviseOrganisation) -> Receipt:
    """Rewrite a record that was seen; raises as `register_organisation`, `Refused`: `changed-meanwhile`,
    `already-merged`, `part-of-itself`.
    """
    row = finding.organisation(uow.session, command.organisation, lock=True)
    if row.merged_into is not None:
        raise refused("Cette fiche est réunie à une autre : modifiez l’autre.", "already-merged")
    before = organisation_words(row)
    check_unchanged(command.seen, before)
    row.siret = checked_siret(uow, command.siret, informal=command.informal, but=row.id)
    row.rna = checked_rna(uow, command.rna, informal=command.informal, but=row.id)
    row.parent = _checked_parent(uow, row.id, command.parent)
    row.territory = finding.territory(uow.session, command.territory).id if command.territory else None
    row.label, row.kind, row.note = command.label, command.kind, command.note
    row.ess, row.informal = command.ess, command.informal
    row.roles = list(dict.fromkeys(command.roles))
    changed = sorted(name for name, value in organisation_words(row).items() if value != before[name])
    if changed:
        uow.tell(OrganisationRevised(territory=row.territory, organisation=row.id, changed=changed))
    return Receipt(id=row.id)


def _checked_parent(uow: UnitOfWork, id: str, parent: str | None) -> str | None:
    """The grouping that an organisation is part of; never itself, nor one that is part of it (REG-23)."""
    if not parent:
        return None
    above: str | None = parent
    while above is not None:
        if above == id:
            raise refused("Une structure ne fait pas partie d’elle-même.", "part-of-itself")
        above = finding.organisation(uow.session, above).parent
    return parent
