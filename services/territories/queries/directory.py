"""Organisations, people by role, and where to write to them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from services.territories import finding
from services.territories.directory_words import living_person
from services.territories.queries.registry import QUERIES
from services.territories.rules import ROLES, Holding, current_holdings, in_time
from services.territories.tables import Accompaniment, DatedLegalForm, Designation, Organisation, Person
from shared.contracts.territories import (
    Address,
    Addresses,
    FindAddresses,
    LegalForm,
    ListOrganisations,
    OrganisationCard,
    Organisations,
    PersonCard,
)
from shared.french import without_accents
from shared.storage.unit_of_work import Reader


@QUERIES.answers(ListOrganisations)
def list_organisations(reader: Reader, query: ListOrganisations) -> Organisations:
    """Organisations by name, of one territory if given; raises `NotFound` for an unknown territory."""
    territory = finding.territory(reader.session, query.territory).id if query.territory else None
    return Organisations(organisations=organisation_cards(reader.session, territory))


def organisation_cards(session: Session, territory: str | None = None) -> list[OrganisationCard]:
    """The cards of all organisations or of those of a territory, with their legal forms in time."""
    everybody = {row.id: row for row in session.scalars(select(Organisation))}
    forms = legal_forms(session)
    chosen = [row for row in everybody.values() if row.merged_into is None and territory in (None, row.territory)]
    chosen.sort(key=lambda row: (without_accents(row.label), row.id))
    return [_card(row, everybody, forms[row.id]) for row in chosen]


def _card(row: Organisation, everybody: dict[str, Organisation], forms: list[LegalForm]) -> OrganisationCard:
    return OrganisationCard(
        id=row.id,
        label=row.label,
        kind=row.kind,
        ess=row.ess,
        informal=row.informal,
        legal_forms=forms,
        parent=row.parent,
        parent_label=everybody[row.parent].label if row.parent else None,
        roles=row.roles,
        note=row.note,
    )


def legal_forms(session: Session) -> defaultdict[str, list[LegalForm]]:
    """The legal forms of every organisation in time."""
    told: defaultdict[str, list[tuple[str | None, LegalForm]]] = defaultdict(list)
    for row in session.scalars(select(DatedLegalForm).order_by(DatedLegalForm.id)):
        told[row.organisation].append((row.since, LegalForm(form=row.form, since=row.since)))
    return defaultdict(list, {organisation: in_time(forms) for organisation, forms in told.items()})


def people_cards(session: Session, territory: str, accompaniments: Collection[str]) -> list[PersonCard]:
    """The people of a territory: those who hold a role in these accompaniments, then the others known there."""
    holdings = _holdings(session, accompaniments)
    organisations = {row.id: row for row in session.scalars(select(Organisation))}
    here = {row.id for row in organisations.values() if row.territory == territory}
    known = select(Person).where(
        Person.merged_into.is_(None),
        or_(
            Person.territory == territory,
            Person.organisation.in_(here),
            Person.id.in_({holding.person for holding in holdings}),
        ),
    )
    people = {row.id: row for row in session.scalars(known.order_by(Person.id))}
    with_role = [_person(people[holding.person], organisations, holding) for holding in holdings]
    busy = {holding.person for holding in holdings}
    return with_role + [_person(row, organisations, None) for row in people.values() if row.id not in busy]


def _holdings(session: Session, accompaniments: Collection[str]) -> list[Holding]:
    rows = list(session.scalars(select(Designation).where(Designation.accompaniment.in_(accompaniments))))
    ended = {row.id for row in rows if row.ended}
    held = current_holdings(Holding(row.id, row.accompaniment, row.person, row.role, row.occurred) for row in rows)
    return [one for one in held if one.told not in ended]


def _person(row: Person, organisations: dict[str, Organisation], holding: Holding | None) -> PersonCard:
    return PersonCard(
        id=row.id,
        name=row.name,
        function=row.function,
        email=row.email,
        phone=row.phone,
        organisation=row.organisation,
        organisation_label=organisations[row.organisation].label if row.organisation else None,
        role=holding.role if holding else None,
        role_label=ROLES[holding.role] if holding else None,
        since=holding.since if holding else None,
        accompaniment=holding.accompaniment if holding else None,
    )


@QUERIES.answers(FindAddresses)
def find_addresses(reader: Reader, query: FindAddresses) -> Addresses:
    """The people who hold one of `roles` (any when empty) in an accompaniment, and the people named, each once.

    Unknown people are left out; raises `NotFound` for an unknown accompaniment.
    """
    wanted = dict.fromkeys(query.people)
    if query.accompaniment is not None:
        one = finding.accompaniment(reader.session, query.accompaniment)
        holders = [h.person for h in _holdings(reader.session, [one.id]) if not query.roles or h.role in query.roles]
        wanted = dict.fromkeys([*holders, *query.people])
    if query.everywhere and query.roles:
        every = list(reader.session.scalars(select(Accompaniment.id)))
        holders = [h.person for h in _holdings(reader.session, every) if h.role in query.roles]
        wanted = dict.fromkeys([*holders, *wanted])
    found = {row.id: row for row in reader.session.scalars(select(Person).where(Person.id.in_(wanted)))}
    # Somebody put together with another record is written to once, at the address that is kept up.
    living = {person: living_person(reader.session, person) for person in wanted if person in found}
    first = {row.id: person for person, row in reversed(living.items())}
    return Addresses(addresses=[_address(person, row) for person, row in living.items() if first[row.id] == person])


def _address(asked: str, row: Person) -> Address:
    return Address(person=asked, name=row.name, function=row.function, email=row.email, phone=row.phone or "")
