"""Reading a table of contacts against the directory as it is."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.territories.rules.contact_table import KnownOrganisation, KnownPerson, Plan, plan
from services.territories.tables import Organisation, Person
from shared.contracts.territories import ContactRow


def plan_of(session: Session, rows: list[ContactRow]) -> Plan:
    """What these rows would bring to the directory as it is."""
    organisations = session.execute(
        select(Organisation.id, Organisation.label, Organisation.siret, Organisation.rna)
        .where(Organisation.merged_into.is_(None))
        .order_by(Organisation.id)
    )
    people = session.execute(
        select(Person.id, Person.name, Person.email, Person.organisation)
        .where(Person.erased_at.is_(None))
        .order_by(Person.id)
    )
    return plan(rows, (KnownOrganisation(*one) for one in organisations), (KnownPerson(*one) for one in people))
