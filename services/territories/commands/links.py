"""Personal links: made anew, found again, ended. Only the hash of a link is here, its bearer has the secret.

A link that the team or the clock makes travels in a message that waits and may be stopped. It opens beside the one
before until it is first used; then it is the link, and the one before ends. What a person asked for a moment ago leaves
at once and ends every link before it.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from services.territories import finding
from services.territories.commands.registry import COMMANDS, french, invalid, refused
from services.territories.rules import Reception
from services.territories.rules.candidatures import LINK_LIFETIME
from services.territories.rules.last_calls import Stopped, last_call_from
from services.territories.tables import Call, CandidatureFile, Opinion, Person
from shared.contracts.base import Receipt
from shared.contracts.territories import RecoverLink, RenewLink, RevokeLink, StopLastCall
from shared.errors import NotFound
from shared.storage.unit_of_work import UnitOfWork

NO_FILE = "Ce brouillon n’existe plus."


@COMMANDS.handles(RenewLink)
def renew_link(uow: UnitOfWork, command: RenewLink) -> Receipt:
    """Give a file a new personal link; the one before ends, now or at its first use (`beside`).

    Raises `NotFound` (`unknown-file`).
    """
    file = uow.session.get(CandidatureFile, command.file, with_for_update=True)
    if file is None:
        raise NotFound(french(NO_FILE), code="unknown-file")
    opens = file.revoked_at is None and file.expires_at > uow.now
    if command.beside and opens and command.link != file.hash:
        file.next_hash, file.next_expires_at = command.link, uow.now + LINK_LIFETIME
    else:  # beside a link that was ended nothing opens: it stays ended
        _replace(file, command.link, uow.now)
    if command.called:
        file.last_called_at = uow.now
    return Receipt(id=file.id)


@COMMANDS.handles(RecoverLink)
def recover_link(uow: UnitOfWork, command: RecoverLink) -> Receipt:
    """A new link for the latest file of an address in this call; the receipt's id is empty when there is none.

    A link that the team ended stays ended: whoever lost their access that way asks the team.
    """
    chosen = (
        select(CandidatureFile)
        .join(Person, Person.id == CandidatureFile.person)
        .where(
            CandidatureFile.call == command.call,
            CandidatureFile.revoked_at.is_(None),
            func.lower(Person.email) == command.email.lower(),
        )
        .order_by(CandidatureFile.updated_at.desc(), CandidatureFile.id.desc())
    )
    file = uow.session.scalars(chosen).first()
    if file is None:
        return Receipt(id="")
    _replace(file, command.link, uow.now)
    return Receipt(id=file.id)


def used(file: CandidatureFile, link: str) -> None:
    """Somebody wrote by this link: if it was on its way, it has arrived, and the one before ends."""
    if file.next_hash == link and file.next_expires_at is not None:
        file.hash, file.expires_at = link, file.next_expires_at
        file.next_hash = file.next_expires_at = None


def _replace(file: CandidatureFile, link: str, now: datetime) -> None:
    file.hash, file.expires_at, file.revoked_at = link, now + LINK_LIFETIME, None
    file.next_hash = file.next_expires_at = None


@COMMANDS.handles(RevokeLink)
def revoke_link(uow: UnitOfWork, command: RevokeLink) -> Receipt:
    """End a personal link, a candidate's or a reader's, with one that is on its way; twice is once.

    Raises `NotFound` (`unknown-file`).
    """
    row = uow.session.get(CandidatureFile, command.id) or uow.session.get(Opinion, command.id)
    if row is None:
        raise NotFound(french("Ce lien personnel est inconnu."), code="unknown-file")
    row.revoked_at = row.revoked_at or uow.now
    return Receipt(id=row.id)


@COMMANDS.handles(StopLastCall)
def stop_last_call(uow: UnitOfWork, command: StopLastCall) -> Receipt:
    """Let nobody be called a last time: about a whole call, or about one draft. Twice keeps the first reason.

    Raises `NotFound` (`unknown-call`, `unknown-file`), `Refused` (`no-last-call`), `InvalidInput` for the file of
    another call.
    """
    call = finding.call(uow.session, command.call, lock=True)
    since = last_call_from(Reception(call.opens, call.closes, call.closed_on), call.last_call_days)
    if since is None:
        raise refused("Cet appel n’a pas de dernier appel à venir.", "no-last-call")
    row: Call | CandidatureFile = call
    if command.file is not None:
        file = uow.session.get(CandidatureFile, command.file, with_for_update=True)
        if file is None:
            raise NotFound(french(NO_FILE), code="unknown-file")
        if file.call != call.id:
            raise invalid("file", "Ce brouillon répond à un autre appel.")
        row = file
    if (row.last_call_stopped or {}).get("since") != since.isoformat():
        row.last_call_stopped = Stopped(since, command.reason, uow.actor).kept()
    return Receipt(id=row.id)
