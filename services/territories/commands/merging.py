"""Putting two records together: everything that pointed at the one points at the other, and no fact is lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import select, update

from services.territories import finding
from services.territories.commands.registry import COMMANDS, french, invalid, refused
from services.territories.rules import Holding, clashing_role, current_holdings
from services.territories.tables import (
    Aid,
    CandidatureFile,
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
from shared.contracts.territories import MergeOrganisations, MergePeople
from shared.events import OrganisationsMerged, PeopleMerged
from shared.french import quoted
from shared.identifiers import spaced
from shared.storage.unit_of_work import UnitOfWork

R = TypeVar("R", Organisation, Person)


@COMMANDS.handles(MergeOrganisations)
def merge_organisations(uow: UnitOfWork, command: MergeOrganisations) -> Receipt:
    """`merged` goes on as `kept`; what both say differently is kept in the note, and in the record merged.

    Raises `InvalidInput` (`same-record`), `Refused`: `already-merged`, `two-establishments` (two SIRET are two
    establishments), `two-associations`, `part-of-itself` (one is part of the other).
    """
    kept, merged = _two(command.kept, command.merged, lambda id_: finding.organisation(uow.session, id_, lock=True))
    for row in (kept, merged):
        _check_alone(row.merged_into)
    _check_one_body(kept, merged)
    _fill_organisation(uow, kept, merged)
    for column in (
        DatedLegalForm.organisation,
        Person.organisation,
        Feature.organisation,
        Cooperation.beneficiary,
        Aid.organisation,
        Organisation.parent,
        Organisation.merged_into,
    ):
        uow.session.execute(update(column.class_).where(column == merged.id).values({column.key: kept.id}))
    merged.merged_into = kept.id
    uow.tell(OrganisationsMerged(territory=kept.territory, organisation=kept.id, merged=merged.id))
    return Receipt(id=kept.id)


def _check_one_body(kept: Organisation, merged: Organisation) -> None:
    if kept.siret and merged.siret and kept.siret != merged.siret:
        raise refused(
            f"Ces deux fiches portent deux SIRET ({spaced(kept.siret)} et {spaced(merged.siret)}) : ce sont deux "
            "établissements. Dites plutôt que l’un fait partie de l’autre.",
            "two-establishments",
        )
    if kept.rna and merged.rna and kept.rna != merged.rna:
        raise refused(
            f"Ces deux fiches portent deux numéros RNA ({kept.rna} et {merged.rna}) : ce sont deux associations.",
            "two-associations",
        )
    if merged.id == kept.parent or kept.id == merged.parent:
        raise refused(
            "L’une de ces structures fait partie de l’autre : elles agissent aussi chacune seule. Corrigez d’abord "
            "la fiche si ce n’est pas le cas.",
            "part-of-itself",
        )
    if (kept.informal and merged.siret) or (merged.informal and kept.siret):
        raise refused(
            "L’une est un collectif informel, l’autre a un SIRET : corrigez d’abord la fiche qui se trompe.",
            "informal-with-siret",
        )


def _fill_organisation(uow: UnitOfWork, kept: Organisation, merged: Organisation) -> None:
    """What only the merged record says is taken over; where both differ, its words go to the note."""
    differing = []
    if kept.label != merged.label:
        differing.append(f"Aussi connue sous le nom {quoted(merged.label)}.")
    if kept.kind != merged.kind:
        differing.append(f"Notée aussi comme {quoted(merged.kind)}.")
    if kept.ess is not None and merged.ess is not None and kept.ess != merged.ess:
        differing.append("L’autre fiche la disait de l’ESS." if merged.ess else "L’autre fiche la disait hors ESS.")
    kept.ess = merged.ess if kept.ess is None else kept.ess
    kept.informal = kept.informal and merged.informal
    kept.roles = list(dict.fromkeys([*kept.roles, *merged.roles]))
    kept.territory = kept.territory or merged.territory
    kept.parent = kept.parent or merged.parent
    kept.note = "\n\n".join(part for part in (kept.note, merged.note, french(" ".join(differing))) if part)
    siret, rna = kept.siret or merged.siret, kept.rna or merged.rna
    # A number is known once: it leaves the one before it enters the other.
    merged.siret = merged.rna = None
    uow.session.flush()
    kept.siret, kept.rna = siret, rna
    uow.session.flush()


@COMMANDS.handles(MergePeople)
def merge_people(uow: UnitOfWork, command: MergePeople) -> Receipt:
    """`merged` goes on as `kept`: roles, files and opinions follow; addresses fill what `kept` has not.

    Raises `InvalidInput` (`same-record`), `Refused`: `already-merged`, `person-erased`, `referent-is-pilot`.
    """
    kept, merged = _two(command.kept, command.merged, lambda id_: finding.person(uow.session, id_, lock=True))
    for row in (kept, merged):
        _check_alone(row.merged_into)
        if row.erased_at is not None:
            raise refused("L’une de ces personnes a demandé à être oubliée : sa fiche reste à part.", "person-erased")
    _check_roles(uow, kept.id, merged.id)
    for name in ("name", "email", "phone", "organisation", "territory", "consent", "consent_on", "kept_until"):
        if getattr(kept, name) in (None, ""):
            setattr(kept, name, getattr(merged, name))
    for column in (
        Designation.person,
        CandidatureFile.person,
        Opinion.person,
        ContactView.person,
        Person.merged_into,
    ):
        uow.session.execute(update(column.class_).where(column == merged.id).values({column.key: kept.id}))
    merged.merged_into = kept.id
    uow.tell(PeopleMerged(territory=kept.territory, person=kept.id, merged=merged.id))
    return Receipt(id=kept.id)


def _check_roles(uow: UnitOfWork, *people: str) -> None:
    """The two together may not be referent and pilot of one accompaniment (REG-20, U25)."""
    enrolled = select(Designation.accompaniment).where(Designation.person.in_(people))
    rows = uow.session.scalars(select(Designation).where(Designation.accompaniment.in_(enrolled)))
    given = [Holding(row.id, row.accompaniment, row.person, row.role, row.occurred) for row in rows if not row.ended]
    held = {(one.accompaniment, one.role) for one in current_holdings(given) if one.person in people}
    if any((accompaniment, clashing_role(role)) in held for accompaniment, role in held):
        raise refused(
            "L’une est l’élu·e référent·e et l’autre pilote le diagnostic du même accompagnement : ce sont deux "
            "personnes distinctes.",
            "referent-is-pilot",
        )


def _check_alone(merged_into: str | None) -> None:
    if merged_into is not None:
        raise refused("L’une de ces fiches est déjà réunie à une autre.", "already-merged")


def _two(first: str, second: str, find: Callable[[str], R]) -> tuple[R, R]:
    """Both rows, locked in the order of their ids: two people who merge them the other way round do not wait."""
    if first == second:
        raise invalid("merged", "C’est la même fiche : choisissez-en une autre.", "same-record")
    rows = {id_: find(id_) for id_ in sorted((first, second))}
    return rows[first], rows[second]
