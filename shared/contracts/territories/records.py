"""The records of the directory: found, opened, rewritten by two people, put together when they were one."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from shared.contracts.base import Query, Value
from shared.contracts.territories.base import TerritoriesCommand
from shared.contracts.territories.directory import LegalForm
from shared.partial_dates import Occurred

Name = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Words = Annotated[str, StringConstraints(max_length=5_000)]


class Link(Value):
    """Another record, by name."""

    id: str
    label: str


class ReviseOrganisation(TerritoriesCommand):
    """Rewrite the record of an organisation that was seen as `seen`; what is left out is emptied."""

    organisation: str
    seen: str
    label: Name
    kind: Name
    ess: bool | None = None
    informal: bool = False
    parent: str | None = None
    territory: str | None = None
    roles: list[Name] = Field(default=[], max_length=30)
    siret: str | None = None
    rna: str | None = None
    note: Words = ""


class MergeOrganisations(TerritoriesCommand):
    """Two records are one organisation: `merged` goes on as `kept`, and stays readable as it was entered."""

    kept: str
    merged: str


class RevisePerson(TerritoriesCommand):
    """Rewrite what the directory says of a person, addresses aside; seen as `seen`."""

    person: str
    seen: str
    name: str | None = Field(default=None, max_length=200)
    function: Name
    organisation: str | None = None
    territory: str | None = None
    purpose: Name
    consent: str | None = Field(default=None, max_length=1_000)
    consent_on: Occurred | None = None
    kept_until: date | None = None


class ReviseContactDetails(TerritoriesCommand):
    """Rewrite a person's addresses, seen as `seen`."""

    person: str
    seen: str
    email: str | None = Field(default=None, max_length=254)
    phone: str | None = Field(default=None, max_length=60)


class MergePeople(TerritoriesCommand):
    """Two records are one person: `merged` goes on as `kept`, and is forgotten with it."""

    kept: str
    merged: str


class LookAtContact(TerritoriesCommand):
    """Somebody asks to see the addresses of a person: who, whom and when are noted."""

    person: str


# --- what pages show ---------------------------------------------------------------------------------------------


class OrganisationLine(Value):
    """An organisation in the list."""

    id: str
    label: str
    kind: str
    ess: bool | None
    informal: bool
    legal_form: str | None
    roles: list[str]
    place: str | None


class PersonLine(Value):
    """A person in the list; `overdue`: the day until which they are kept has passed."""

    id: str
    name: str | None
    function: str
    organisation: str | None
    place: str | None
    overdue: bool


class DirectoryPage(Value):
    """What was found, the nearest first; the counts are of everything found."""

    organisations: list[OrganisationLine]
    people: list[PersonLine]
    organisations_found: int
    people_found: int
    overdue: int


class SearchDirectory(Query[DirectoryPage]):
    """The directory, narrowed by words of a name, a function or a number (accents and case do not count)."""

    service = "territories"
    text: str = Field(default="", max_length=200)
    territory: str | None = None
    limit: int = Field(default=50, ge=1, le=500)


class Duplicate(Value):
    """A record that may be the same, and why."""

    id: str
    label: str
    why: str


class Duplicates(Value):
    """Records that may be the same, the likeliest first."""

    found: list[Duplicate]


class SuggestDuplicates(Query[Duplicates]):
    """Records that may be the one that is being entered (`but`: not this one)."""

    service = "territories"
    sort: Literal["organisation", "person"]
    label: str = Field(default="", max_length=200)
    siret: str = ""
    rna: str = ""
    email: str = ""
    organisation: str | None = None
    but: str | None = None


class MergedRecord(Value):
    """A record that was put together with this one, as it was entered."""

    id: str
    label: str
    said: list[str]


class OrganisationPage(Value):
    """An organisation whole. `linked`: what else points at it, in French."""

    id: str
    label: str
    kind: str
    ess: bool | None
    informal: bool
    siret: str | None
    rna: str | None
    note: str
    roles: list[str]
    legal_forms: list[LegalForm]
    parent: Link | None
    members: list[Link]
    territory: Link | None
    people: list[PersonLine]
    cooperations: list[Link]
    features: list[str]
    merged: list[MergedRecord]
    merged_into: Link | None
    duplicates: list[Duplicate]
    stamp: str


class GetOrganisation(Query[OrganisationPage]):
    """One organisation; `NotFound` for an unknown id."""

    service = "territories"
    id: str


class RoleOfPerson(Value):
    """A role held in an accompaniment."""

    role: str
    territory: Link
    since: str | None


class PersonPage(Value):
    """A person, addresses aside: these are asked for with `LookAtContact`, then `GetContact`."""

    id: str
    name: str | None
    function: str
    organisation: Link | None
    territory: Link | None
    purpose: str
    consent: str | None
    consent_on: str | None
    kept_until: date | None
    overdue: bool
    erased: bool
    reachable: bool
    roles: list[RoleOfPerson]
    merged: list[Link]
    merged_into: Link | None
    duplicates: list[Duplicate]
    stamp: str


class GetPerson(Query[PersonPage]):
    """One person; `NotFound` for an unknown id."""

    service = "territories"
    id: str


class ContactDetails(Value):
    """Where to write to a person."""

    id: str
    name: str | None
    function: str
    email: str | None
    phone: str | None
    stamp: str


class GetContact(Query[ContactDetails]):
    """The addresses of a person; only the portal asks, after `LookAtContact`."""

    service = "territories"
    person: str


class ContactViewLine(Value):
    """Somebody (`actor`, an account) looked at the addresses of a person."""

    person: str
    label: str
    actor: str
    seen_at: datetime


class ContactViews(Value):
    """Who looked, the latest first."""

    views: list[ContactViewLine]


class ListContactViews(Query[ContactViews]):
    """Who looked at addresses, of one person if given."""

    service = "territories"
    person: str | None = None
    limit: int = Field(default=200, ge=1, le=1000)
