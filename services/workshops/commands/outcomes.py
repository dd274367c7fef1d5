"""What came out of a session: a need that platforms may answer later (U10), an agreement (section 4.7)."""

from __future__ import annotations

from services.workshops.commands.registry import COMMANDS, workshop
from services.workshops.tables import KNOWN, OutcomeRow
from shared.contracts.base import Receipt
from shared.contracts.workshops import NoteNeed, RecordAgreement
from shared.events import AgreementRecorded, NeedEmerged
from shared.ids import new_id
from shared.storage.accompaniments import require
from shared.storage.unit_of_work import UnitOfWork


@COMMANDS.handles(NoteNeed)
def note_need(uow: UnitOfWork, command: NoteNeed) -> Receipt:
    """Keep a need; without a date of its own it has that of its workshop. Raises `NotFound`."""
    accompaniment = require(uow, KNOWN, command.accompaniment)
    row = OutcomeRow(
        id=new_id(),
        accompaniment=accompaniment.id,
        kind="need",
        text=command.title,
        detail=command.detail,
        workshop=command.workshop,
        occurred=_occurred(uow, command),
    )
    uow.session.add(row)
    uow.tell(
        NeedEmerged(
            territory=accompaniment.territory,
            accompaniment=accompaniment.id,
            need=row.id,
            title=row.text,
            workshop=row.workshop,
        ),
        occurred=row.occurred,
    )
    return Receipt(id=row.id)


@COMMANDS.handles(RecordAgreement)
def record_agreement(uow: UnitOfWork, command: RecordAgreement) -> Receipt:
    """Keep an agreement; without a date of its own it has that of its workshop. Raises `NotFound`."""
    accompaniment = require(uow, KNOWN, command.accompaniment)
    row = OutcomeRow(
        id=new_id(),
        accompaniment=accompaniment.id,
        kind="agreement",
        text=command.text,
        detail="",
        workshop=command.workshop,
        occurred=_occurred(uow, command),
    )
    uow.session.add(row)
    uow.tell(
        AgreementRecorded(
            territory=accompaniment.territory,
            accompaniment=accompaniment.id,
            agreement=row.id,
            text=row.text,
            workshop=row.workshop,
        ),
        occurred=row.occurred,
    )
    return Receipt(id=row.id)


def _occurred(uow: UnitOfWork, command: NoteNeed | RecordAgreement) -> str | None:
    if command.workshop is None:
        return command.occurred
    session = workshop(uow, command.workshop, within=command.accompaniment)
    return command.occurred or session.occurred
