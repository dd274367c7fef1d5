"""The life of an accompaniment: enrolment, stages, perimeter, milestones, projects born later."""

from __future__ import annotations

from sqlalchemy import func, select

from services.territories import finding
from services.territories.commands.calls import published
from services.territories.commands.candidatures import partners_of
from services.territories.commands.deadlines import add_bilan_deadline
from services.territories.commands.registry import COMMANDS, french, invalid, refused
from services.territories.places import checked_communes
from services.territories.rules import DECISIONS, FIRST_STAGE, bilan_due, bilan_to_set
from services.territories.tables import (
    Accompaniment,
    Call,
    Candidature,
    Milestone,
    PerimeterGrowth,
    StageEntry,
    Territory,
)
from shared.contracts.base import Receipt
from shared.contracts.territories import EnrolTerritory, EnterStage, GrowPerimeter, NoteEmergedProject, NoteMilestone
from shared.events import MilestoneNoted, PerimeterGrown, ProjectEmerged, StageEntered, TerritoryEnrolled
from shared.french import de, listing, plural, quoted
from shared.ids import new_id
from shared.storage.unit_of_work import UnitOfWork


@COMMANDS.handles(EnrolTerritory)
def enrol_territory(uow: UnitOfWork, command: EnrolTerritory) -> Receipt:
    """Begin an accompaniment, with its bilan deadline when the call and the date allow one. Returns its id.

    Raises `Refused`: `already-enrolled` (twice in one call), `not-retained` (a candidature that was not retained);
    `InvalidInput` when the candidature is another territory's or answers another call.
    """
    call = published(uow, command.call)
    territory = finding.territory(uow.session, command.territory)
    _check_not_enrolled(uow, call, territory)
    candidature = _retained_candidature(uow, command, call, territory)
    accompaniment = Accompaniment(
        id=new_id(),
        call=call.id,
        territory=territory.id,
        candidature=candidature.id if candidature else None,
        stage=FIRST_STAGE,
        occurred=command.occurred,
    )
    uow.session.add(accompaniment)
    uow.session.flush()
    uow.tell(
        TerritoryEnrolled(
            territory=territory.id,
            accompaniment=accompaniment.id,
            call=call.id,
            name=territory.label,
            kind=territory.kind,
            siren=territory.siren,
            insee=territory.insee,
        ),
        occurred=command.occurred,
    )
    return Receipt(id=accompaniment.id, notes=[*_bilan_notes(uow, call, accompaniment), *_place_notes(uow, call)])


def _check_not_enrolled(uow: UnitOfWork, call: Call, territory: Territory) -> None:
    earlier = select(Accompaniment.id).where(Accompaniment.call == call.id, Accompaniment.territory == territory.id)
    if uow.session.scalars(earlier).first() is not None:
        raise refused(f"{territory.label} participe déjà à l’appel {quoted(call.title)}.", "already-enrolled")


def _retained_candidature(
    uow: UnitOfWork, command: EnrolTerritory, call: Call, territory: Territory
) -> Candidature | None:
    if command.candidature is None:
        return None
    candidature = finding.candidature(uow.session, command.candidature, lock=True)
    together = {candidature.territory, *(row.territory for row in partners_of(uow, candidature))}
    if candidature.call != call.id or territory.id not in together:
        raise invalid(
            "candidature", f"Cette candidature n’est pas celle {de(territory.label)} à l’appel {quoted(call.title)}."
        )
    if candidature.state != "retained":
        raise refused(_why_not_retained(candidature, territory), "not-retained")
    return candidature


def _why_not_retained(candidature: Candidature, territory: Territory) -> str:
    whose = f"La candidature {de(territory.label)}"
    if candidature.state in DECISIONS:
        return f"{whose} n’a pas été retenue : elle ne peut pas mener à un accompagnement."
    return f"{whose} attend encore sa réponse : retenez-la avant d’engager le territoire."


def _bilan_notes(uow: UnitOfWork, call: Call, accompaniment: Accompaniment) -> list[str]:
    due = bilan_due(accompaniment.occurred, call.bilan_after_months)
    if due is None:
        return [bilan_to_set(call.title, accompaniment.occurred, call.bilan_after_months)]
    add_bilan_deadline(uow, accompaniment, due)
    return []


def _place_notes(uow: UnitOfWork, call: Call) -> list[str]:
    enrolled = uow.session.scalar(select(func.count()).where(Accompaniment.call == call.id)) or 0
    if call.places is None or enrolled <= call.places:
        return []
    return [
        french(f"Cet appel offre {plural(call.places, 'place')} : {enrolled} territoires y sont maintenant engagés.")
    ]


@COMMANDS.handles(EnterStage)
def enter_stage(uow: UnitOfWork, command: EnterStage) -> Receipt:
    """The accompaniment is at this stage now, whatever the one before; the history is kept (U2)."""
    accompaniment = finding.accompaniment(uow.session, command.accompaniment, lock=True)
    accompaniment.stage = command.stage
    entry = StageEntry(
        id=new_id(),
        accompaniment=accompaniment.id,
        stage=command.stage,
        reason=command.reason,
        occurred=command.occurred,
    )
    uow.session.add(entry)
    uow.tell(
        StageEntered(
            territory=accompaniment.territory,
            accompaniment=accompaniment.id,
            stage=command.stage,
            reason=command.reason,
        ),
        occurred=command.occurred,
    )
    return Receipt(id=entry.id)


@COMMANDS.handles(GrowPerimeter)
def grow_perimeter(uow: UnitOfWork, command: GrowPerimeter) -> Receipt:
    """Take communes into the perimeter, keeping its history (REG-07, U4).

    Raises `InvalidInput` (`unknown-commune`) naming each unknown code, `Refused` (`already-in-perimeter`) when nothing
    is new; what was in it already is left out and noted in the receipt.
    """
    accompaniment = finding.accompaniment(uow.session, command.accompaniment, lock=True)
    communes = checked_communes(command.communes)
    within = _perimeter(uow, accompaniment)
    new = [commune for commune in communes if commune.insee not in within]
    known = listing(commune.name for commune in communes if commune.insee in within)
    if not new:
        raise refused(f"Le périmètre comprend déjà {known}.", "already-in-perimeter")
    growth = PerimeterGrowth(
        id=new_id(),
        accompaniment=accompaniment.id,
        added=[commune.insee for commune in new],
        labels=[commune.name for commune in new],
        reason=command.reason,
        occurred=command.occurred,
    )
    uow.session.add(growth)
    uow.tell(
        PerimeterGrown(
            territory=accompaniment.territory,
            accompaniment=accompaniment.id,
            added=growth.added,
            reason=command.reason,
        ),
        occurred=command.occurred,
    )
    return Receipt(id=growth.id, notes=[f"Déjà dans le périmètre, laissé tel quel\u00a0: {known}."] if known else [])


def _perimeter(uow: UnitOfWork, accompaniment: Accompaniment) -> set[str]:
    growths = select(PerimeterGrowth.added).where(PerimeterGrowth.accompaniment == accompaniment.id)
    first = uow.session.get_one(Territory, accompaniment.territory).communes
    return set(first).union(*uow.session.scalars(growths))


@COMMANDS.handles(NoteMilestone)
def note_milestone(uow: UnitOfWork, command: NoteMilestone) -> Receipt:
    """Remember a moment that no other command says."""
    milestone = _milestone(uow, command, emerged=False)
    uow.tell(
        MilestoneNoted(
            territory=finding.accompaniment(uow.session, command.accompaniment).territory,
            accompaniment=command.accompaniment,
            title=command.title,
            text=command.text,
        ),
        occurred=command.occurred,
    )
    return Receipt(id=milestone.id)


@COMMANDS.handles(NoteEmergedProject)
def note_emerged_project(uow: UnitOfWork, command: NoteEmergedProject) -> Receipt:
    """Attach a later project; what it owes to the accompaniment stays uncertain (REP-05, U22)."""
    project = _milestone(uow, command, emerged=True)
    uow.tell(
        ProjectEmerged(
            territory=finding.accompaniment(uow.session, command.accompaniment).territory,
            accompaniment=command.accompaniment,
            title=command.title,
        ),
        occurred=command.occurred,
    )
    return Receipt(id=project.id)


def _milestone(uow: UnitOfWork, command: NoteMilestone | NoteEmergedProject, *, emerged: bool) -> Milestone:
    accompaniment = finding.accompaniment(uow.session, command.accompaniment)
    milestone = Milestone(
        id=new_id(),
        accompaniment=accompaniment.id,
        emerged=emerged,
        title=command.title,
        text=command.text,
        occurred=command.occurred,
    )
    uow.session.add(milestone)
    return milestone
