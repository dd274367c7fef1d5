"""The records of the directory: found while one types, opened whole, compared with those that may be the same."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from services.territories import finding
from services.territories.directory_words import contact_words, living_person, organisation_words, person_words
from services.territories.queries.directory import legal_forms
from services.territories.queries.registry import QUERIES
from services.territories.rules import ROLES, Holding, current_holdings
from services.territories.rules.duplicates import Known, Likely, likely_same
from services.territories.tables import (
    Accompaniment,
    ContactView,
    Cooperation,
    Designation,
    Feature,
    Organisation,
    Person,
    Territory,
)
from shared.contracts.territories import (
    ContactDetails,
    ContactViewLine,
    ContactViews,
    DirectoryPage,
    Duplicate,
    Duplicates,
    GetContact,
    GetOrganisation,
    GetPerson,
    LegalForm,
    ListContactViews,
    MergedRecord,
    OrganisationLine,
    OrganisationPage,
    PersonLine,
    PersonPage,
    RoleOfPerson,
    SearchDirectory,
    SuggestDuplicates,
)
from shared.contracts.territories import Link as RecordLink
from shared.french import without_accents
from shared.stamps import stamp
from shared.storage.unit_of_work import Reader


@QUERIES.answers(SearchDirectory)
def search_directory(reader: Reader, query: SearchDirectory) -> DirectoryPage:
    """Organisations and people whose record holds every word typed; raises `NotFound` for an unknown territory."""
    session = reader.session
    territory = finding.territory(session, query.territory).id if query.territory else None
    places = {row.id: row.label for row in session.execute(select(Territory.id, Territory.label))}
    bodies = {row.id: row for row in session.scalars(select(Organisation))}
    words = without_accents(query.text).split()

    def fits(here: str | None, *texts: str | None) -> bool:
        said = without_accents(" ".join(text for text in texts if text))
        return territory in (None, here) and all(word in said for word in words)

    organisations = [
        row
        for row in bodies.values()
        if row.merged_into is None
        and fits(
            row.territory, row.label, row.kind, row.siret, row.rna, " ".join(row.roles), places.get(row.territory or "")
        )
    ]
    people = [
        row
        for row in session.scalars(select(Person).where(Person.merged_into.is_(None)))
        if fits(_place_of(row, bodies), row.name, row.function, _label(bodies, row.organisation))
    ]
    organisations.sort(key=lambda row: (without_accents(row.label), row.id))
    people.sort(key=lambda row: (without_accents(row.name or row.function), row.id))
    shown = organisations[: query.limit]
    forms = legal_forms(session)
    return DirectoryPage(
        organisations=[_organisation_line(row, forms[row.id], places) for row in shown],
        people=[_person_line(row, bodies, places, reader.today) for row in people[: query.limit]],
        organisations_found=len(organisations),
        people_found=len(people),
        overdue=sum(_overdue(row, reader.today) for row in people),
    )


def _place_of(row: Person, bodies: dict[str, Organisation]) -> str | None:
    if row.territory is not None:
        return row.territory
    return bodies[row.organisation].territory if row.organisation else None


def _label(bodies: dict[str, Organisation], id: str | None) -> str | None:
    return bodies[id].label if id else None


def _overdue(row: Person, today: date) -> bool:
    return row.kept_until is not None and row.kept_until < today and row.erased_at is None


def _organisation_line(row: Organisation, forms: list[LegalForm], places: dict[str, str]) -> OrganisationLine:
    return OrganisationLine(
        id=row.id,
        label=row.label,
        kind=row.kind,
        ess=row.ess,
        informal=row.informal,
        legal_form=forms[-1].form if forms else None,
        roles=row.roles,
        place=places.get(row.territory or ""),
    )


def _person_line(row: Person, bodies: dict[str, Organisation], places: dict[str, str], today: date) -> PersonLine:
    return PersonLine(
        id=row.id,
        name=row.name,
        function=row.function,
        organisation=_label(bodies, row.organisation),
        place=places.get(_place_of(row, bodies) or ""),
        overdue=_overdue(row, today),
    )


# --- one organisation


@QUERIES.answers(GetOrganisation)
def get_organisation(reader: Reader, query: GetOrganisation) -> OrganisationPage:
    """An organisation whole, also one that goes on as another; raises `NotFound` (`unknown-organisation`)."""
    session = reader.session
    row = finding.organisation(session, query.id)
    words = organisation_words(row)
    return OrganisationPage.model_validate(
        {
            "id": row.id,
            **{name: words[name] for name in ("label", "kind", "ess", "informal", "siret", "rna", "note", "roles")},
            "legal_forms": legal_forms(session)[row.id],
            "parent": _organisation_link(session, row.parent),
            "members": _links(session.scalars(_pointing(Organisation.parent, row.id))),
            "territory": _territory_link(session, row.territory),
            "people": _people_of(session, row, reader.today),
            "cooperations": _cooperations(session, row.id),
            "features": list(session.scalars(select(Feature.label).where(Feature.organisation == row.id))),
            "merged": [_merged(one) for one in session.scalars(_pointing(Organisation.merged_into, row.id))],
            "merged_into": _organisation_link(session, row.merged_into),
            "duplicates": [] if row.merged_into else _duplicates(_likely_organisations(session, _known(row))),
            "stamp": stamp(words),
        }
    )


def _pointing(column: InstrumentedAttribute[str | None], id: str) -> Select[Organisation]:
    return select(Organisation).where(column == id).order_by(Organisation.label, Organisation.id)


def _links(rows: Iterable[Organisation]) -> list[RecordLink]:
    return [RecordLink(id=row.id, label=row.label) for row in rows if row.merged_into is None]


def _organisation_link(session: Session, id: str | None) -> RecordLink | None:
    return RecordLink(id=id, label=finding.organisation(session, id).label) if id else None


def _territory_link(session: Session, id: str | None) -> RecordLink | None:
    return RecordLink(id=id, label=session.get_one(Territory, id).label) if id else None


def _people_of(session: Session, row: Organisation, today: date) -> list[PersonLine]:
    here = select(Person).where(Person.organisation == row.id, Person.merged_into.is_(None)).order_by(Person.id)
    return [_person_line(one, {row.id: row}, {}, today) for one in session.scalars(here)]


def _cooperations(session: Session, id: str) -> list[RecordLink]:
    rows = session.scalars(select(Cooperation).where(Cooperation.beneficiary == id).order_by(Cooperation.id))
    return [RecordLink(id=one.id, label=one.title) for one in rows]


def _merged(row: Organisation) -> MergedRecord:
    said = [row.kind, *row.roles, row.note]
    said += ["sans statut"] if row.informal else []
    said += ["ESS"] if row.ess else []
    return MergedRecord(id=row.id, label=row.label, said=[one for one in said if one])


def _known(row: Organisation) -> Known:
    return Known(row.id, row.label, frozenset(number for number in (row.siret, row.rna) if number))


def _likely_organisations(session: Session, entered: Known) -> list[Likely]:
    rows = session.scalars(select(Organisation).where(Organisation.merged_into.is_(None)).order_by(Organisation.id))
    return likely_same(entered, (_known(row) for row in rows))


def _duplicates(found: Iterable[Likely]) -> list[Duplicate]:
    return [Duplicate(id=one.id, label=one.label, why=one.why) for one in found]


# --- one person


@QUERIES.answers(GetPerson)
def get_person(reader: Reader, query: GetPerson) -> PersonPage:
    """A person, addresses aside, also one who goes on as another; raises `NotFound` (`unknown-person`)."""
    session = reader.session
    row = finding.person(session, query.id)
    words = person_words(row)
    follows = session.scalars(select(Person).where(Person.merged_into == row.id).order_by(Person.id))
    into = finding.person(session, row.merged_into) if row.merged_into else None
    return PersonPage.model_validate(
        {
            "id": row.id,
            **{name: words[name] for name in ("name", "function", "purpose", "consent", "consent_on", "kept_until")},
            "organisation": _organisation_link(session, row.organisation),
            "territory": _territory_link(session, row.territory),
            "overdue": _overdue(row, reader.today),
            "erased": row.erased_at is not None,
            "reachable": bool(row.email or row.phone),
            "roles": _roles(session, row.id),
            "merged": [RecordLink(id=one.id, label=one.name or one.function) for one in follows],
            "merged_into": RecordLink(id=into.id, label=into.name or into.function) if into else None,
            "duplicates": [] if into or row.erased_at else _duplicates(_likely_people(session, _known_person(row))),
            "stamp": stamp(words),
        }
    )


def _roles(session: Session, person: str) -> list[RoleOfPerson]:
    """The roles that a person holds now, in whatever accompaniment."""
    enrolled = select(Designation.accompaniment).where(Designation.person == person)
    rows = list(session.scalars(select(Designation).where(Designation.accompaniment.in_(enrolled))))
    ended = {row.id for row in rows if row.ended}
    held = current_holdings(Holding(row.id, row.accompaniment, row.person, row.role, row.occurred) for row in rows)
    found = []
    for one in held:
        if one.person != person or one.told in ended:
            continue
        territory = session.get_one(Territory, session.get_one(Accompaniment, one.accompaniment).territory)
        place = RecordLink(id=territory.id, label=territory.label)
        found.append(RoleOfPerson(role=ROLES[one.role], territory=place, since=one.since))
    return found


def _known_person(row: Person) -> Known:
    return Known(row.id, row.name or "", mail=(row.email or "").lower(), organisation=row.organisation)


def _likely_people(session: Session, entered: Known) -> list[Likely]:
    chosen = select(Person).where(Person.merged_into.is_(None), Person.erased_at.is_(None)).order_by(Person.id)
    return likely_same(entered, (_known_person(row) for row in session.scalars(chosen)))


@QUERIES.answers(SuggestDuplicates)
def suggest_duplicates(reader: Reader, query: SuggestDuplicates) -> Duplicates:
    """The records that what is being entered may be; a wrong number is no reason to refuse here."""
    numbers = frozenset("".join(one.split()).upper() for one in (query.siret, query.rna) if one.strip())
    entered = Known(query.but or "", query.label, numbers, query.email.strip().lower(), query.organisation)
    likely = _likely_organisations if query.sort == "organisation" else _likely_people
    return Duplicates(found=_duplicates(likely(reader.session, entered)))


@QUERIES.answers(GetContact)
def get_contact(reader: Reader, query: GetContact) -> ContactDetails:
    """Where to write to a person; raises `NotFound` (`unknown-person`)."""
    row = living_person(reader.session, query.person)
    words = contact_words(row)
    return ContactDetails(
        id=row.id, name=row.name, function=row.function, email=row.email, phone=row.phone, stamp=stamp(words)
    )


@QUERIES.answers(ListContactViews)
def list_contact_views(reader: Reader, query: ListContactViews) -> ContactViews:
    """Who looked at whose addresses, the latest first; raises `NotFound` for an unknown person."""
    chosen = select(ContactView, Person).join(Person, Person.id == ContactView.person)
    if query.person is not None:
        chosen = chosen.where(ContactView.person == living_person(reader.session, query.person).id)
    rows = reader.session.execute(chosen.order_by(ContactView.seen_at.desc(), ContactView.id.desc()).limit(query.limit))
    return ContactViews(
        views=[
            ContactViewLine(
                person=person.id, label=person.name or person.function, actor=view.actor, seen_at=view.seen_at
            )
            for view, person in rows
        ]
    )
