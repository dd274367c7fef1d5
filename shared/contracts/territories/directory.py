"""The directory: organisations, people, and where to write to them."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from shared.contracts.base import Query, Value
from shared.contracts.territories.base import TerritoriesCommand
from shared.partial_dates import Occurred


class LegalForm(Value):
    """A legal form and since when (REG-24); null form: not stated."""

    form: str | None
    since: Occurred | None = None


class RegisterOrganisation(TerritoriesCommand):
    """Enter an organisation, also an informal one (REG-26); several roles at once are usual (REG-25)."""

    label: str = Field(min_length=1, max_length=200)
    kind: str
    ess: bool | None = None
    informal: bool = False
    legal_forms: list[LegalForm] = []
    parent: str | None = None
    territory: str | None = None
    accompaniment: str | None = None
    roles: list[str] = []
    siret: str | None = None
    rna: str | None = None
    note: str = ""


class ChangeLegalForm(TerritoriesCommand):
    """From this date on the organisation has another legal form (U17)."""

    organisation: str
    legal_form: str
    accompaniment: str | None = None
    occurred: Occurred | None = None


class RegisterPerson(TerritoriesCommand):
    """Enter a person; the only room that keeps names and addresses. `label` stands for the function."""

    name: str | None = None
    email: str | None = None
    phone: str | None = None
    function: str = Field(min_length=1)
    organisation: str | None = None
    territory: str | None = None
    purpose: str = "Suivi de l’accompagnement"
    consent: str | None = None
    consent_on: Occurred | None = None
    kept_until: date | None = None


class DesignateReferent(TerritoriesCommand):
    """Give a person a role for an accompaniment; referent and pilot are distinct (REG-20, U25).

    `title` is the office in which they hold it: « conseillère déléguée à l'économie de proximité » (REG-21).
    """

    accompaniment: str
    person: str
    role: Literal["elected-referent", "diagnostic-pilot", "agent", "programme-officer", "accompanier"]
    title: str = Field(default="", max_length=500)
    occurred: Occurred | None = None


class ErasePerson(TerritoriesCommand):
    """Forget a person: name and addresses are blanked here and everywhere else, counts stay."""

    person: str


class PersonCard(Value):
    """A person as the team sees them: a function, and a name and address when known; one card per role held."""

    id: str
    name: str | None
    function: str
    email: str | None
    phone: str | None
    organisation: str | None
    organisation_label: str | None
    role: str | None
    since: str | None
    role_label: str | None = None
    accompaniment: str | None = None


class OrganisationCard(Value):
    """An organisation: legal forms in time, roles held at once, groupings."""

    id: str
    label: str
    kind: str
    ess: bool | None
    informal: bool
    legal_forms: list[LegalForm]
    parent: str | None
    parent_label: str | None
    roles: list[str]
    note: str


class Organisations(Value):
    """Organisations by name."""

    organisations: list[OrganisationCard]


class ListOrganisations(Query[Organisations]):
    """The organisations known, of one territory if given."""

    service = "territories"
    territory: str | None = None


class Address(Value):
    """Where to write to a person; `email` null: nowhere. `phone` is where to call them, empty when nobody knows."""

    person: str
    name: str | None
    function: str
    email: str | None
    phone: str = ""


class Addresses(Value):
    """One address per person asked for and known."""

    addresses: list[Address]


class FindAddresses(Query[Addresses]):
    """The addresses of the people of an accompaniment by role, or of given people: asked at sending time only.

    `everywhere`: those who hold one of `roles` in any accompaniment.
    """

    service = "territories"
    accompaniment: str | None = None
    roles: list[str] = []
    people: list[str] = []
    everywhere: bool = False
