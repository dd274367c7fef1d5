"""Where the commands of this room are registered, and what they all look up."""

from __future__ import annotations

from sqlalchemy import select

from services.workshops.rules import When
from services.workshops.tables import Workshop
from shared.errors import NotFound, Refused
from shared.room import Commands
from shared.storage.unit_of_work import UnitOfWork

COMMANDS = Commands()

_CLOSED = {
    "held": ("Cet atelier s’est déjà tenu.", "workshop-already-held"),
    "cancelled": ("Cet atelier a été annulé.", "workshop-cancelled"),
}


def workshop(uow: UnitOfWork, id: str, *, within: str | None = None) -> Workshop:
    """The workshop with this id, locked until the end of the transaction: two decisions about it come one by one.

    `within` is the accompaniment it must belong to. Raises `NotFound`.
    """
    row = uow.session.scalar(select(Workshop).where(Workshop.id == id).with_for_update())
    if row is None or within not in (None, row.accompaniment):
        raise NotFound("Cet atelier est inconnu.", code="unknown-workshop")
    return row


def still_scheduled(uow: UnitOfWork, id: str) -> Workshop:
    """A workshop about which one may still decide. Raises `NotFound`, or `Refused` when it was held or cancelled."""
    row = workshop(uow, id)
    refuse_when(row, "held", "cancelled")
    return row


def refuse_when(row: Workshop, *states: str) -> None:
    """Raise `Refused` when the workshop is in one of these states."""
    if row.state in states:
        sentence, code = _CLOSED[row.state]
        raise Refused(sentence, code=code)


def date_of(row: Workshop) -> When:
    """The date of a workshop as it stands."""
    return When(row.start_at, row.end_at, row.occurred)
