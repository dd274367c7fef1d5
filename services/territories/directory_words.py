"""The words of a directory record that one form changes together, and where a merged record goes on."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from services.territories import finding
from services.territories.tables import Organisation, Person


def organisation_words(row: Organisation) -> dict[str, Any]:
    """The words that `ReviseOrganisation` rewrites."""
    return {
        "label": row.label,
        "kind": row.kind,
        "ess": row.ess,
        "informal": row.informal,
        "parent": row.parent,
        "territory": row.territory,
        "roles": row.roles,
        "siret": row.siret,
        "rna": row.rna,
        "note": row.note,
    }


def person_words(row: Person) -> dict[str, Any]:
    """The words that `RevisePerson` rewrites."""
    return {
        "name": row.name,
        "function": row.function,
        "organisation": row.organisation,
        "territory": row.territory,
        "purpose": row.purpose,
        "consent": row.consent,
        "consent_on": row.consent_on,
        "kept_until": row.kept_until.isoformat() if row.kept_until else None,
    }


def contact_words(row: Person) -> dict[str, Any]:
    """The words that `ReviseContactDetails` rewrites."""
    return {"email": row.email, "phone": row.phone}


def living_organisation(session: Session, id: str, *, lock: bool = False) -> Organisation:
    """The organisation with this id, or the one it goes on as; raises `NotFound` (`unknown-organisation`)."""
    row = finding.organisation(session, id, lock=lock)
    while row.merged_into is not None:
        row = finding.organisation(session, row.merged_into, lock=lock)
    return row


def living_person(session: Session, id: str, *, lock: bool = False) -> Person:
    """The person with this id, or the one they go on as; raises `NotFound` (`unknown-person`)."""
    row = finding.person(session, id, lock=lock)
    while row.merged_into is not None:
        row = finding.person(session, row.merged_into, lock=lock)
    return row
