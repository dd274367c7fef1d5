"""Filling the sheets of the method, holding roles, warning about the moment, signing the manifesto."""

from __future__ import annotations

from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.territories import finding
from services.territories.commands.registry import COMMANDS, invalid, refused
from services.territories.rules.method import COLLECTIVITE_ROLES, WARNINGS, unfitting_answers
from services.territories.sheets import last_filling
from services.territories.tables import Designation, HeldRole, ManifestoSignature, MethodSheet, TimingWarning
from shared.contracts.base import Receipt
from shared.contracts.territories import (
    EndDesignation,
    EndRole,
    FillSheet,
    LiftTiming,
    SignManifesto,
    TakeRoles,
    WarnTiming,
)
from shared.errors import NotFound
from shared.events import (
    DesignationEnded,
    ManifestoSigned,
    MethodSheetFilled,
    RoleAssumed,
    RoleEnded,
    TimingLifted,
    TimingWarned,
)
from shared.french import listing
from shared.ids import new_id
from shared.stamps import check_unchanged
from shared.storage.unit_of_work import UnitOfWork

R = TypeVar("R", HeldRole, TimingWarning, Designation)


@COMMANDS.handles(FillSheet)
def fill_sheet(uow: UnitOfWork, command: FillSheet) -> Receipt:
    """Keep a filling beside the earlier ones.

    Raises `InvalidInput` (`unknown-question`), `Refused` (`changed-meanwhile`), `NotFound`.
    """
    territory, accompaniment = _where(uow, command.territory)
    wrong = unfitting_answers(command.sheet, command.answers)
    if wrong:
        raise invalid(wrong[0], "Cette fiche ne pose pas cette question, ou pas ainsi.", "unknown-question")
    # Locked by its territory: two first fillings at once see each other.
    uow.session.refresh(finding.territory(uow.session, territory), with_for_update=True)
    before = last_filling(uow.session, territory, accompaniment, command.sheet)
    check_unchanged(command.seen, dict(before.answers) if before else {})
    answers = {key: text for key, text in command.answers.items() if text}
    if before is not None and before.answers == answers:
        return Receipt(id=before.id)
    row = MethodSheet(
        id=new_id(),
        territory=territory,
        accompaniment=accompaniment,
        sheet=command.sheet,
        answers=answers,
        occurred=command.occurred,
        recorded_at=uow.now,
    )
    uow.session.add(row)
    uow.tell(
        MethodSheetFilled(territory=territory, accompaniment=accompaniment, sheet=command.sheet, answered=len(answers)),
        occurred=command.occurred,
    )
    return Receipt(id=row.id)


@COMMANDS.handles(TakeRoles)
def take_roles(uow: UnitOfWork, command: TakeRoles) -> Receipt:
    """Hold roles beside those held already; returns the id of the first. Raises `Refused` (`already-held`)."""
    territory, accompaniment = _where(uow, command.territory)
    if command.devices and "buyer" not in command.roles:
        raise invalid("devices", "Ces leviers sont ceux d’une collectivité acheteuse : cochez aussi ce rôle.")
    uow.session.refresh(finding.territory(uow.session, territory), with_for_update=True)
    standing = select(HeldRole.role).where(HeldRole.territory == territory, HeldRole.ended.is_(False))
    known = set(uow.session.scalars(standing)).intersection(command.roles)
    if known:
        labels = listing(COLLECTIVITE_ROLES[role].label for role in COLLECTIVITE_ROLES if role in known)
        raise refused(f"La collectivité tient déjà : {labels}.", "already-held")
    first = ""
    for role in dict.fromkeys(command.roles):
        row = HeldRole(
            id=new_id(),
            territory=territory,
            accompaniment=accompaniment,
            role=role,
            comment=command.comment,
            devices=list(dict.fromkeys(command.devices)) if role == "buyer" else [],
            occurred=command.occurred,
            ended=False,
            ended_on=None,
            ended_reason="",
        )
        uow.session.add(row)
        first = first or row.id
        uow.tell(
            RoleAssumed(territory=territory, accompaniment=accompaniment, held=row.id, role=role),
            occurred=command.occurred,
        )
    return Receipt(id=first)


@COMMANDS.handles(EndRole)
def end_role(uow: UnitOfWork, command: EndRole) -> Receipt:
    """Say that a role is held no longer; it stays in the history. Raises `NotFound`, `Refused` (`already-ended`)."""
    row = _row(uow.session, HeldRole, command.held, "Ce rôle est inconnu.")
    if row.ended:
        raise refused("Ce rôle a déjà pris fin.", "already-ended")
    row.ended, row.ended_on, row.ended_reason = True, command.occurred, command.reason
    uow.tell(
        RoleEnded(
            territory=row.territory,
            accompaniment=row.accompaniment,
            held=row.id,
            role=row.role,
            reason=command.reason or None,
        ),
        occurred=command.occurred,
    )
    return Receipt(id=row.id)


@COMMANDS.handles(WarnTiming)
def warn_timing(uow: UnitOfWork, command: WarnTiming) -> Receipt:
    """Warn about the moment, with reasons; both warnings may stand at once, each once.

    Raises `Refused` (`already-warned`).
    """
    territory, accompaniment = _where(uow, command.territory)
    known = WARNINGS[command.warning]
    uow.session.refresh(finding.territory(uow.session, territory), with_for_update=True)
    standing = select(TimingWarning.id).where(
        TimingWarning.territory == territory,
        TimingWarning.warning == command.warning,
        TimingWarning.lifted.is_(False),
    )
    if uow.session.scalars(standing).first() is not None:
        raise refused(f"L’alerte « {known.label.lower()} » est déjà posée : levez-la d’abord.", "already-warned")
    reasons = [known.reasons.get(reason, reason) for reason in dict.fromkeys(command.reasons)]
    row = TimingWarning(
        id=new_id(),
        territory=territory,
        accompaniment=accompaniment,
        warning=command.warning,
        reasons=reasons,
        occurred=command.occurred,
        lifted=False,
        lifted_on=None,
        lifted_reason="",
    )
    uow.session.add(row)
    uow.tell(
        TimingWarned(
            territory=territory, accompaniment=accompaniment, warned=row.id, warning=command.warning, reasons=reasons
        ),
        occurred=command.occurred,
    )
    return Receipt(id=row.id)


@COMMANDS.handles(LiftTiming)
def lift_timing(uow: UnitOfWork, command: LiftTiming) -> Receipt:
    """Lift a warning; it stays in the history. Raises `NotFound`, `Refused` (`already-lifted`)."""
    row = _row(uow.session, TimingWarning, command.warned, "Cette alerte est inconnue.")
    if row.lifted:
        raise refused("Cette alerte est déjà levée.", "already-lifted")
    row.lifted, row.lifted_on, row.lifted_reason = True, command.occurred, command.reason
    uow.tell(
        TimingLifted.model_validate(
            {
                "territory": row.territory,
                "accompaniment": row.accompaniment,
                "warned": row.id,
                "warning": row.warning,
                "reason": command.reason or None,
            }
        ),
        occurred=command.occurred,
    )
    return Receipt(id=row.id)


@COMMANDS.handles(SignManifesto)
def sign_manifesto(uow: UnitOfWork, command: SignManifesto) -> Receipt:
    """Note a signature, of a territory in a call or outside any; commitments may be added by signing again.

    Raises `Refused` (`already-signed`) when every commitment named was signed before.
    """
    found = finding.resolve(uow.session, command.territory)
    commitments = sorted(set(command.commitments))
    signed = select(ManifestoSignature.commitments).where(ManifestoSignature.territory == found.territory.id)
    if set(commitments) <= {one for row in uow.session.scalars(signed) for one in row}:
        raise refused(f"{found.territory.label} a déjà signé ces engagements.", "already-signed")
    row = ManifestoSignature(
        id=new_id(),
        territory=found.territory.id,
        commitments=commitments,
        signatory=command.signatory,
        circumstance=command.circumstance,
        occurred=command.occurred,
    )
    uow.session.add(row)
    uow.tell(
        ManifestoSigned(
            territory=found.territory.id,
            accompaniment=found.accompaniment.id if found.accompaniment else None,
            signature=row.id,
            commitments=commitments,
        ),
        occurred=command.occurred,
    )
    return Receipt(id=row.id)


@COMMANDS.handles(EndDesignation)
def end_designation(uow: UnitOfWork, command: EndDesignation) -> Receipt:
    """Say that a person holds a role no longer. Raises `NotFound`, `Refused` (`already-ended`)."""
    row = _row(uow.session, Designation, command.designation, "Cette désignation est inconnue.")
    if row.ended:
        raise refused("Ce rôle a déjà pris fin.", "already-ended")
    row.ended, row.until = True, command.occurred
    territory = finding.accompaniment(uow.session, row.accompaniment).territory
    uow.tell(
        DesignationEnded(territory=territory, accompaniment=row.accompaniment, person=row.person, role=row.role),
        occurred=command.occurred,
    )
    return Receipt(id=row.id)


def _where(uow: UnitOfWork, key: str) -> tuple[str, str | None]:
    """The territory, and the accompaniment in which it stands: the one named, else the latest."""
    found = finding.resolve(uow.session, key)
    accompaniment = found.accompaniment or finding.latest_accompaniment(uow.session, found.territory.id)
    return found.territory.id, accompaniment.id if accompaniment else None


def _row(session: Session, model: type[R], id: str, nobody: str) -> R:
    row = session.get(model, id, with_for_update=True)
    if row is None:
        raise NotFound(nobody, code="unknown-record")
    return row
