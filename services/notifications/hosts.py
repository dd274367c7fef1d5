"""Which hosts take mails: one that puts us off is left alone for a while, our own server when it refuses everything."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, select

from services.notifications.tables_post import Host
from shared.storage.unit_of_work import UnitOfWork

OURS = "*"
WAITS = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1), timedelta(hours=4))
SUSPENDED = timedelta(hours=1)
ALL_REFUSED = 3
"""So many refusals in one go, and nothing taken, say that it is not about addresses."""


def host_of(address: str) -> str:
    """The host of an address, in lower case."""
    return address.rpartition("@")[2].strip().lower()[:255]


def resting(uow: UnitOfWork) -> list[str]:
    """The hosts that are left alone now."""
    return list(uow.session.scalars(select(Host.host).where(Host.next_at > uow.now)))


def put_off(uow: UnitOfWork, host: str, reason: str) -> None:
    """A host did not take a mail for now: each time it is left alone for longer."""
    row = uow.session.get(Host, host, with_for_update=True)
    if row is None:
        row = Host(host=host, failures=0)
        uow.session.add(row)
    if row.failures and row.next_at > uow.now:
        return  # said by another mail of the same moment
    row.failures += 1
    row.next_at = uow.now + WAITS[min(row.failures, len(WAITS)) - 1]
    row.reason = reason
    uow.session.flush()


def took(uow: UnitOfWork, host: str) -> None:
    """A host took a mail: whatever was wrong is over; most of the time nothing was, and nothing is written."""
    if uow.session.scalar(select(Host.host).where(Host.host.in_((host, OURS))).limit(1)) is not None:
        uow.session.execute(delete(Host).where(Host.host.in_((host, OURS))))


def suspend(uow: UnitOfWork, reason: str) -> None:
    """Our own server refuses everything: nothing is sent for an hour, and nothing is lost."""
    row = uow.session.get(Host, OURS, with_for_update=True) or Host(host=OURS, failures=0)
    row.failures, row.next_at, row.reason = row.failures + 1, uow.now + SUSPENDED, reason
    uow.session.add(row)
    uow.session.flush()
