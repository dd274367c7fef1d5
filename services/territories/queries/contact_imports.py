"""Tables of contacts: what one would bring, and those that were taken over."""

from __future__ import annotations

from sqlalchemy import select

from services.territories import finding
from services.territories.contact_plans import plan_of
from services.territories.queries.registry import QUERIES
from services.territories.rules.contact_table import Planned
from services.territories.tables import ContactImport
from shared.contracts.territories import (
    ContactImportLine,
    ContactImports,
    ContactPreview,
    ContactProblem,
    ListContactImports,
    PlannedContact,
    PreviewContacts,
)
from shared.storage.unit_of_work import Reader

SHOWN = 30
MOST_PROBLEMS = 200


@QUERIES.answers(PreviewContacts)
def preview_contacts(reader: Reader, query: PreviewContacts) -> ContactPreview:
    """What a table would bring, and every row at fault; raises `NotFound` for an unknown territory."""
    finding.territory(reader.session, query.territory)
    read = plan_of(reader.session, query.rows)
    remarked = [one for one in read.planned[SHOWN:] if one.remark][:SHOWN]
    return ContactPreview(
        total=len(query.rows),
        organisations=len(read.organisations),
        people=read.people,
        known=sum(one.person == "known" for one in read.planned),
        problems=[
            ContactProblem(row=row, column=column, sentence=said) for row, column, said in read.problems[:MOST_PROBLEMS]
        ],
        sample=[_planned(one) for one in [*read.planned[:SHOWN], *remarked]],
    )


def _planned(one: Planned) -> PlannedContact:
    return PlannedContact(
        row=one.row.row,
        structure=one.row.structure,
        structure_is=one.organisation,
        person=one.row.name or one.row.function,
        person_is=one.person,
        remark=one.remark,
    )


@QUERIES.answers(ListContactImports)
def list_contact_imports(reader: Reader, query: ListContactImports) -> ContactImports:
    """The imports of a territory, the latest first; raises `NotFound`."""
    territory = finding.territory(reader.session, query.territory)
    rows = reader.session.scalars(
        select(ContactImport).where(ContactImport.territory == territory.id).order_by(ContactImport.id.desc())
    )
    return ContactImports(
        imports=[
            ContactImportLine.model_validate(
                {
                    "id": row.id,
                    "filename": row.filename,
                    "state": row.state,
                    "recorded_at": row.recorded_at,
                    "organisations": len(row.organisations),
                    "people": len(row.people),
                }
            )
            for row in rows
        ]
    )
