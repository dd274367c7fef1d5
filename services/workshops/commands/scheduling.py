"""A workshop gets its date, another date, is kept in spite of withdrawals, or is cancelled: a person decides."""

from __future__ import annotations

from services.workshops import rules
from services.workshops.commands.registry import COMMANDS, date_of, still_scheduled
from services.workshops.conflicts import review
from services.workshops.rules import When
from services.workshops.rules.conflicts import sentence
from services.workshops.tables import KNOWN, Decision, Facilitation, Invitation, Workshop
from shared.contracts.base import Receipt
from shared.contracts.workshops import CancelWorkshop, MaintainWorkshop, MoveWorkshop, ScheduleWorkshop
from shared.errors import Refused
from shared.events import WorkshopCancelled, WorkshopMaintained, WorkshopMoved, WorkshopScheduled
from shared.ids import is_id, new_id
from shared.storage.accompaniments import require
from shared.storage.unit_of_work import UnitOfWork


@COMMANDS.handles(ScheduleWorkshop)
def schedule_workshop(uow: UnitOfWork, command: ScheduleWorkshop) -> Receipt:
    """Keep a workshop with its exact instants, its partial date, or undated when nobody knows (12.B).

    Raises `NotFound` for an unknown accompaniment, `InvalidInput` for dates and ids that make no sense.
    """
    accompaniment = require(uow, KNOWN, command.accompaniment)
    _check_ids(command)
    known = rules.when(command.start, command.end, command.occurred)
    row = Workshop(
        id=new_id(),
        accompaniment=accompaniment.id,
        territory=accompaniment.territory,
        title=command.title,
        format=command.format,
        circle=command.circle,
        state="scheduled",
        start_at=known.start,
        end_at=known.end,
        occurred=known.occurred,
        venue=command.venue,
        venue_label=command.venue_label,
        planned=command.expected,
        summary="",
    )
    uow.session.add(row)
    uow.session.flush()
    uow.session.add_all(Invitation(workshop=row.id, person=person) for person in dict.fromkeys(command.invited))
    uow.session.add_all(Facilitation(workshop=row.id, person=person) for person in dict.fromkeys(command.facilitators))
    _tell_scheduled(uow, row, known)
    return Receipt(id=row.id, notes=_conflicts(uow, row))


def _conflicts(uow: UnitOfWork, row: Workshop) -> list[str]:
    """What the date just chosen is in conflict with; there is nothing to look for in the past."""
    if row.end_at is None or row.end_at <= uow.now:
        return []
    return [sentence(clash) for clash in review(uow, [row.id], chosen_now=True)]


def _check_ids(command: ScheduleWorkshop) -> None:
    problems = rules.invitation_problems(command.invited)
    if rules.invitation_problems(command.facilitators):
        problems.append(("facilitators", "Qui anime est désigné par son identifiant de l’annuaire."))
    if command.venue is not None and not is_id(command.venue):
        sentence = "Le lieu est désigné par l’identifiant d’une organisation ; un simple nom va dans son libellé."
        problems.append(("venue", sentence))
    if problems:
        raise rules.wrong(problems)


def _tell_scheduled(uow: UnitOfWork, row: Workshop, known: When) -> None:
    uow.tell(
        WorkshopScheduled(
            territory=row.territory,
            accompaniment=row.accompaniment,
            workshop=row.id,
            title=row.title,
            format=row.format,
            start=rules.iso(known.start),
            end=rules.iso(known.end),
            planned=None if known.exact else known.occurred,
            circle=row.circle,
        ),
        occurred=rules.decided_on(known.occurred, uow.today),
    )


@COMMANDS.handles(MoveWorkshop)
def move_workshop(uow: UnitOfWork, command: MoveWorkshop) -> Receipt:
    """Give a workshop another date, exact or partial; the earlier one is kept for good (U50).

    Raises `NotFound`; `Refused` when it was held or cancelled, or when nothing changes; `InvalidInput` without a date.
    """
    row = still_scheduled(uow, command.workshop)
    before, after = date_of(row), rules.when(command.start, command.end, command.on, named="on")
    if after == rules.UNKNOWN:
        raise rules.wrong([("on", "Donnez la nouvelle date : un début et une fin, ou une date partielle.")])
    if after == before:
        raise Refused("L’atelier est déjà à cette date.", code="same-date")
    uow.session.add(_decision(uow, row, "moved", command.reason, after=after))
    row.start_at, row.end_at, row.occurred = after.start, after.end, after.occurred
    uow.tell(
        WorkshopMoved(
            territory=row.territory,
            accompaniment=row.accompaniment,
            workshop=row.id,
            reason=command.reason,
            start=rules.iso(after.start),
            end=rules.iso(after.end),
            planned=None if after.exact else after.occurred,
        ),
        occurred=rules.decided_on(after.occurred, uow.today),
    )
    # Without hours, or in the past, it is in nobody's way any more: what was found of it ends.
    return Receipt(id=row.id, notes=[sentence(clash) for clash in review(uow, [row.id], chosen_now=True)])


@COMMANDS.handles(MaintainWorkshop)
def maintain_workshop(uow: UnitOfWork, command: MaintainWorkshop) -> Receipt:
    """Keep the date in spite of withdrawals: a decision with its reason, never taken by the machine (WKS-10, U6).

    Raises `NotFound`, or `Refused` when it was held or cancelled.
    """
    row = still_scheduled(uow, command.workshop)
    uow.session.add(_decision(uow, row, "maintained", command.reason, withdrawals=command.withdrawals))
    uow.tell(
        WorkshopMaintained(
            territory=row.territory,
            accompaniment=row.accompaniment,
            workshop=row.id,
            reason=command.reason,
            withdrawals=command.withdrawals,
        ),
        occurred=command.occurred or rules.decided_on(row.occurred, uow.today),
    )
    return Receipt(id=row.id)


@COMMANDS.handles(CancelWorkshop)
def cancel_workshop(uow: UnitOfWork, command: CancelWorkshop) -> Receipt:
    """Cancel a workshop that is still scheduled; it stays visible (U50). Raises `NotFound` and `Refused`."""
    row = still_scheduled(uow, command.workshop)
    uow.session.add(_decision(uow, row, "cancelled", command.reason))
    row.state = "cancelled"
    review(uow, [row.id])
    uow.tell(
        WorkshopCancelled(
            territory=row.territory, accompaniment=row.accompaniment, workshop=row.id, reason=command.reason
        ),
        occurred=rules.decided_on(row.occurred, uow.today),
    )
    return Receipt(id=row.id)


def _decision(
    uow: UnitOfWork,
    row: Workshop,
    kind: str,
    reason: str,
    *,
    withdrawals: int | None = None,
    after: When | None = None,
) -> Decision:
    later = after or date_of(row)
    return Decision(
        id=new_id(),
        workshop=row.id,
        kind=kind,
        reason=reason,
        withdrawals=withdrawals,
        before_start=row.start_at,
        before_end=row.end_at,
        before_occurred=row.occurred,
        after_start=later.start,
        after_end=later.end,
        after_occurred=later.occurred,
        decided_at=uow.now,
    )
